import numpy as np
import pytest

from training.beats.calibration import calibration_error, expected_error, fit_calibration

NO_BIAS = np.zeros(5)


def too_sure(count=4000, seed=0):
    """Answers that say 97 % and are right in 80 %."""
    rng = np.random.default_rng(seed)
    classes = rng.choice(3, count, p=[0.6, 0.2, 0.2])
    said = np.where(rng.random(count) < 0.8, classes, (classes + rng.integers(1, 3, count)) % 3)
    answers = np.full((count, 5), 0.0075)
    answers[np.arange(count), said] = 0.97
    return classes, answers


def test_answers_that_are_too_sure_are_toned_down():
    classes, answers = too_sure()
    calibration = fit_calibration(classes, answers)
    assert calibration["temperature"] > 1.2
    errors = calibration_error(*too_sure(seed=1), NO_BIAS, calibration)
    assert errors["before"] > 0.15
    assert errors["after"] < 0.5 * errors["before"]


def test_classes_that_hardly_occur_are_not_shifted():
    classes, answers = too_sure()
    assert fit_calibration(classes, answers)["offset"][3:] == [0.0, 0.0]


def test_the_error_is_the_distance_from_how_often_answers_are_right():
    probability, right = np.full(100, 0.95), np.arange(100) < 70
    assert expected_error(probability, right) == pytest.approx(0.25)

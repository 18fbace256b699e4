import numpy as np
import pytest

from ecgweb.inference.calibration import decide, diagnosis_probabilities
from ecgweb.inference.manifest import DecisionRule, DiagnosisCalibration
from training.accuracy import accuracy_table
from training.calibrate import best_threshold, fit_decision, fit_diagnosis, fit_likeliest, fit_platt, worth_table


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_platt_finds_the_slope_that_makes_logits_honest(rng):
    logits = rng.normal(0, 2, 4000)
    truth = (rng.random(4000) < 1 / (1 + np.exp(-(0.5 * logits - 1)))).astype(float)
    platt = fit_platt(logits, truth)
    assert platt.slope == pytest.approx(0.5, abs=0.05)
    assert platt.offset == pytest.approx(-1, abs=0.1)


def test_overconfident_diagnoses_get_a_temperature_above_one(rng):
    truth = rng.integers(0, 4, 1000)
    said = np.where(rng.random(1000) < 0.6, truth, rng.integers(0, 4, 1000))
    calibration = fit_diagnosis(8.0 * np.eye(4)[said], np.eye(4)[truth])
    assert calibration.temperature > 3


def test_a_rare_answer_that_was_too_sure_is_made_as_sure_as_it_was_right(rng):
    said = np.repeat([2, 0], [200, 800])
    truth = np.where(said == 2, np.where(rng.random(1000) < 0.5, 2, 1), 0)
    logits = 4.0 * np.eye(4)[said] + rng.normal(0, 0.5, (1000, 4))
    before = DiagnosisCalibration(1.0, (0.0,) * 4)
    after = fit_likeliest(before, logits, np.eye(4)[truth])
    probability = diagnosis_probabilities(logits, after)
    assert diagnosis_probabilities(logits, before)[said == 2, 2].mean() > 0.9
    assert probability[said == 2, 2].mean() == pytest.approx(0.5, abs=0.05)
    assert np.array_equal(probability.argmax(axis=1), diagnosis_probabilities(logits, before).argmax(axis=1))


def test_the_threshold_separates_what_can_be_separated():
    probability = np.array([0.1, 0.2, 0.3, 0.6, 0.65])
    cut = best_threshold(probability, np.array([0, 0, 0, 1, 1]))
    assert 0.3 < cut <= 0.6


def test_the_prediction_set_covers_the_true_diagnosis_as_often_as_promised(rng):
    probability = rng.dirichlet(np.full(4, 0.5), 3000)
    truth = np.array([rng.choice(4, p=row) for row in probability])
    rule = fit_decision(probability, np.eye(4)[truth], 0.9, 0.5)
    assert np.mean(probability[np.arange(3000), truth] >= rule.set_cut) == pytest.approx(0.9, abs=0.01)


def test_worth_counts_only_answers_that_were_given():
    sure, torn = [0.95, 0.03, 0.01, 0.01], [0.5, 0.5, 0, 0]
    probability = np.array([sure] * 20 + [torn] * 20)
    allowed = np.eye(4)[[0] * 18 + [1] * 2 + [0] * 20]
    rule = fit_decision(probability, allowed, 0.9, 0.5)
    (row,) = worth_table([decide(p, rule) for p in probability], allowed)
    assert (row.diagnosis, row.n, row.right) == ("normal", 20, 0.9)


def test_accuracy_counts_hits_and_false_alarms_and_misses_what_was_withheld():
    sure = [[0.95, 0.03, 0.01, 0.01]] * 6 + [[0.5, 0.5, 0, 0]] * 2
    known = np.eye(4)[[0, 0, 0, 0, 1, 2, 0, 1]]
    rule = DecisionRule(0.3, 0.6, 0.8)
    normal = accuracy_table([decide(np.array(row), rule) for row in sure], known)[0]
    assert (normal.positives, normal.hits, normal.negatives, normal.false_alarms) == (5, 4, 3, 2)

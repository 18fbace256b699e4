import numpy as np
import pytest

from training.non_ecgs import KINDS, TEST_KINDS, TUNING_KINDS, non_ecgs
from training.non_ecgs.canvas import words


def test_kinds_for_tuning_and_for_testing_are_apart():
    assert set(KINDS) == TEST_KINDS | TUNING_KINDS
    assert not TEST_KINDS & TUNING_KINDS
    assert len(TEST_KINDS) >= 20


def test_there_are_more_than_three_hundred_by_default():
    assert len(KINDS) * non_ecgs.__defaults__[1] > 300


def test_the_same_seed_draws_the_same_picture_whatever_else_is_asked_for():
    alone = next(non_ecgs(3, 1, ["solid"]))
    among = list(non_ecgs(3, 2, ["table", "solid"]))[2]
    assert alone[:2] == among[:2] == ("solid", "solid-00")
    np.testing.assert_array_equal(alone[2], among[2])


@pytest.mark.parametrize("kind", ["letter", "empty_ecg_form", "eeg_on_ecg_paper", "bar_chart", "ultrasound"])
def test_a_picture_is_large_enough_to_be_judged(kind):
    image = next(non_ecgs(0, 1, [kind]))[2]
    assert image.dtype == np.uint8
    assert image.shape[2] == 3
    assert max(image.shape) >= 600


def test_words_are_as_many_as_asked_for():
    assert len(words(np.random.default_rng(0), 7).split()) == 7

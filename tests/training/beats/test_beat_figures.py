import numpy as np
import pytest

from training.beats.classifier import balance
from training.beats.databases import DS1, DS2, PACED
from training.beats.figures import by_class, counted
from training.beats.rhythm import challenge_f1, folds_of
from training.beats.train_beats import FOLDS, best_bias
from training.beats.weak_labels import NORMAL, rule_of


def test_no_record_is_on_two_sides():
    assert len({*DS1, *DS2, *PACED}) == len(DS1) + len(DS2) + len(PACED) == 48


def test_folds_of_ds1_share_no_record_and_stay_in_ds1():
    names = [name for fold in FOLDS for name in fold]
    assert len(names) == len(set(names)) and set(names) <= set(DS1)


def test_sensitivity_and_ppv_by_hand():
    truth, answer = np.array([1, 1, 1, 1, 0]) == 1, np.array([1, 1, 1, 0, 1]) == 1
    row = counted(truth, answer)
    assert (row["sensitivity"], row["ppv"]) == (0.75, 0.75)


def test_a_class_that_never_occurs_has_no_sensitivity():
    assert by_class(np.array([0, 0]), np.array([0, 1]))["S"]["sensitivity"] is None


def test_the_challenge_figure_is_the_mean_of_three_classes():
    classes = np.array([0, 0, 1, 2, 3])
    found = challenge_f1(classes, np.array([0, 0, 1, 3, 3]))
    assert found["challenge"] == pytest.approx((1 + 1 + 0) / 3)


def test_every_class_is_spread_over_the_folds():
    classes = np.repeat([0, 1], [50, 5])
    assert np.bincount(folds_of(classes)[classes == 1]).tolist() == [1] * 5


def test_a_large_record_weighs_less_a_beat_than_a_small_one():
    weights = balance(np.zeros(101, int), np.array(["a"] * 100 + ["b"]))
    assert weights[0] < weights[100]


def test_the_bias_favours_what_the_held_out_beats_ask_for():
    answers = np.tile([0.45, 0.10, 0.40, 0.03, 0.02], (10, 1))
    assert best_bias(np.full(10, 2), answers)[2] > 0


@pytest.mark.parametrize(
    ("statements", "rule"),
    [
        ({"NORM": "1", "SR": "1"}, NORMAL),
        ({"AFIB": "1"}, NORMAL),
        ({"PACE": "1"}, {"usual": "/", "early": "/"}),
        ({"PVC": "1"}, {"usual": "N", "odd": "V"}),
        ({"PVC": "1", "AFIB": "1"}, None),
        ({"CLBBB": "1"}, {"usual": "L"}),
    ],
)
def test_statements_tell_how_beats_may_be_marked(statements, rule):
    assert rule_of(statements) == rule

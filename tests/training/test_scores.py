import numpy as np
import pytest

from training.scores import auroc, balanced_accuracy, bootstrap, calibration_error, group_bootstrap, wilson


def test_auroc_is_the_share_of_pairs_in_order():
    truth = np.array([0, 0, 1, 1], bool)
    assert auroc(truth, np.array([0.1, 0.4, 0.35, 0.8])) == 0.75
    assert auroc(truth, np.zeros(4)) == 0.5


def test_auroc_of_one_class_is_undefined():
    assert np.isnan(auroc(np.ones(3, bool), np.arange(3.0)))


def test_balanced_accuracy_gives_every_class_the_same_weight():
    truth, answer = np.array([0, 0, 0, 1]), np.zeros(4, int)
    assert balanced_accuracy(truth, answer) == 0.5


def test_calibration_error_is_the_gap_between_promise_and_share():
    truth = np.array([1, 0, 0, 0], bool)
    assert calibration_error(truth, np.full(4, 0.75)) == pytest.approx(0.5)


def test_wilson_interval_of_nine_in_ten():
    share = wilson(9, 10)
    assert (share.value, round(share.low, 3), round(share.high, 3)) == (0.9, 0.596, 0.982)


def test_resampling_whole_groups_widens_the_interval():
    values = np.repeat(np.random.default_rng(0).normal(size=10), 20)
    single = bootstrap(lambda rows: float(values[rows].mean()), len(values), rounds=200)
    grouped = group_bootstrap(lambda rows: float(values[rows].mean()), np.repeat(np.arange(10), 20), rounds=200)
    assert grouped.high - grouped.low > 2 * (single.high - single.low)

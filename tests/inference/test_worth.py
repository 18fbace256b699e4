"""What an answer is worth, from counts."""

import pytest

from ecgweb.inference.worth import Accuracy, Worth, wilson, worth_of


def test_the_worth_of_an_answer_is_that_of_its_band():
    table = (Worth("mi", 0.5, 0.7, 20, 0.6, 0.4, 0.8), Worth("mi", 0.7, 1.01, 30, 0.9, 0.7, 1.0))
    assert worth_of("mi", 0.7, table) is table[1]
    assert worth_of("mi", 1.0, table) is table[1]
    assert worth_of("normal", 0.7, table) is None


def test_a_share_of_few_has_a_wide_interval():
    assert wilson(9, 10).low < wilson(90, 100).low < 0.9 < wilson(90, 100).high


def test_sensitivity_and_specificity_are_shares_of_the_counts():
    accuracy = Accuracy("mi", positives=50, hits=40, negatives=200, false_alarms=10)
    assert accuracy.sensitivity.value == 0.8
    assert accuracy.specificity.value == 0.95
    assert accuracy.prevalence == 0.2


def test_the_rarer_a_diagnosis_the_less_an_answer_is_worth():
    accuracy = Accuracy("mi", positives=5000, hits=4000, negatives=20000, false_alarms=1000)
    # By Bayes: 0.8 * 0.01 / (0.8 * 0.01 + 0.05 * 0.99)
    assert accuracy.predictive_value(0.01).value == pytest.approx(0.139, abs=0.001)
    assert accuracy.predictive_value(0.30).value == pytest.approx(0.873, abs=0.001)


def test_no_false_alarm_among_few_is_no_promise():
    value = Accuracy("mi", positives=20, hits=15, negatives=30, false_alarms=0).predictive_value(0.1)
    assert value.low < 0.5 < value.value < 1

import numpy as np
import pytest

from ecgweb.inference.manifest import DecisionRule
from training.evaluate import (
    LearnedFrom,
    confusion,
    decision_figures,
    decisions_of,
    finding_figures,
    group_code,
    page_figures,
    refuse_what_was_learned,
)

LEARNED = {"folds": [1, 2], "page_groups": [group_code("177497")]}


def test_a_fold_that_was_learned_from_is_not_scored():
    with pytest.raises(LearnedFrom, match=r"folds \[2\]"):
        refuse_what_was_learned(LEARNED, {2, 10}, set())


def test_a_group_of_pages_that_was_learned_from_is_not_scored():
    with pytest.raises(LearnedFrom, match="1 page groups"):
        refuse_what_was_learned(LEARNED, {10}, {"177497"})


def test_what_was_held_back_is_scored():
    refuse_what_was_learned(LEARNED, {9, 10}, {"81"})


def test_a_perfect_ranking_scores_one():
    truth = np.tile(np.eye(2), (20, 3))[:, :5]
    figures = finding_figures(truth, truth * 0.9, ("NORM", "MI", "STTC", "CD", "HYP"))
    assert figures["superclasses, macro AUROC"].startswith("1.000")


def test_a_page_answer_is_weighed_by_class_and_template():
    truth, answer = np.array([0, 0, 0, 1]), np.array([0, 0, 0, 0])
    figures = page_figures(truth, answer, np.array(["a", "b", "c", "d"]), np.array(["A", "A", "A", "B"]))
    assert figures["balanced accuracy"].startswith("0.500")
    assert figures["balanced accuracy on template A"].startswith("1.000")


def test_withheld_diagnoses_count_as_neither_right_nor_wrong():
    probability = np.array([[0.9, 0.05, 0.05, 0], [0.5, 0.5, 0, 0]])
    decisions = decisions_of(probability, np.ones((2, 1), bool), ("NORM",), DecisionRule(0.3, 0.5, 0.9))
    figures = decision_figures(decisions, probability, np.eye(4)[[0, 1]])
    assert figures["decided"] == "0.500"
    assert figures["right when decided"].startswith("1.000")
    assert figures["set holds the true diagnosis"] == "1.000"


def test_confusion_counts_true_diagnoses_by_row():
    assert confusion(np.array([0, 0, 3]), np.array([0, 2, 3]))[0] == [1, 0, 1, 0]

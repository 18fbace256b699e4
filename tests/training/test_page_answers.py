import numpy as np
import pytest

pytest.importorskip("keras")

from pathlib import Path

from ecgweb.inference.calibration import Decision
from training.packs import Page
from training.page_answers import PageAnswers, contradicted, cross_fitted, page_report
from training.recipe import Recipe

LABELS = ("normal", "abnormal", "mi", "post_mi")
RECIPE = Recipe(page_folds=3)


def answers(rng, right):
    """Sixty pages in groups of two, answered right or at random."""
    kinds = np.arange(60) // 2 % 4
    logits = rng.normal(0, 1, (60, 4))
    logits[np.arange(60), kinds] += 4 * right
    pages = [Page(Path("none"), LABELS[kind], "A", None, str(n // 2)) for n, kind in enumerate(kinds)]
    return PageAnswers(pages, logits, np.zeros((60, 1)), np.arange(60) != 7)


def test_good_answers_score_well_and_a_refused_page_counts_as_wrong():
    asked = answers(np.random.default_rng(0), right=True)
    found = cross_fitted(asked, np.ones((60, 1), bool), ("NORM",), RECIPE)
    report = page_report(asked, found)
    assert len(found.decisions) == len(found.sets) == 59
    assert 0.85 < float(report["accuracy"]) < 1
    assert report["refused by the reader, counted as wrong"] == 1


def test_a_page_does_not_calibrate_itself():
    """Answers at random stay unsure: were each page's own label in its calibration, they would seem better."""
    asked = answers(np.random.default_rng(1), right=False)
    found = cross_fitted(asked, np.ones((60, 1), bool), ("NORM",), RECIPE)
    truth = asked.known.argmax(axis=1)
    given = found.probability[np.arange(60), truth][asked.read]
    assert given.mean() < 0.35


def test_what_was_true_is_counted_where_the_answer_excludes_a_finding():
    asked = answers(np.random.default_rng(0), right=True)
    decisions = [Decision(2, 0.9, (2,))] * 20 + [Decision(None, 0.5, (2,))] * 39
    normal_too = np.arange(60)[:, None] < 10
    counts = contradicted(asked, decisions, normal_too, ("NORM",))
    assert set(counts) == {"abnormal beside NORM", "mi beside NORM", "history_mi beside NORM"}
    assert counts["mi beside NORM"] == {"normal": 4, "abnormal": 2, "mi": 2, "history_mi": 1}  # page 7 was refused

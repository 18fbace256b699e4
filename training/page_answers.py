"""Answers to the real pages by layers that had not seen them: calibrated, decided and scored without a leak."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgweb.inference.calibration import Decision, diagnosis_probabilities, prediction_set
from ecgweb.inference.consistency import EXCLUSIVE
from ecgweb.inference.manifest import DecisionRule, DiagnosisCalibration
from training.baselines import group_folds
from training.calibrate import fit_decision, fit_diagnosis, fit_likeliest
from training.conformal import COVERAGE, class_cuts, set_coverage
from training.evaluate import confusion, decision_figures, decisions_of, page_figures
from training.labels import DIAGNOSES, page_targets
from training.packs import Page
from training.page_head import even_weights
from training.recipe import Recipe
from training.scores import calibration_error

Array = NDArray[np.floating]
Rows = NDArray[np.intp]
CONFUSION = f"confusion (rows true; {', '.join(DIAGNOSES)})"


@dataclass(frozen=True)
class PageAnswers:
    """What layers that had not seen a page's group said of it, and the findings, which were learned without pages.

    `read` is False where the reader refused the page.
    """

    pages: list[Page]
    logits: Array
    findings: Array
    read: NDArray[np.bool_]

    @property
    def known(self) -> Array:
        return page_targets(self.pages).astype(np.float64)

    @property
    def groups(self) -> NDArray[np.str_]:
        return np.array([page.group for page in self.pages])

    def folds(self, recipe: Recipe) -> Iterator[tuple[Rows, Rows]]:
        """Rows to fit on and rows to ask, whole groups apart, in the folds that the layers were cross-fitted in."""
        return group_folds(self.known.argmax(axis=1), self.groups, recipe.page_folds, recipe.seed)


@dataclass(frozen=True)
class CrossFitted:
    """Probabilities of each page calibrated without its fold, decisions and sets by rules fitted without it.

    Of the pages that were read; `probability` has a row for every page, a refused one giving none a preference.
    """

    probability: Array
    decisions: list[Decision]
    sets: list[tuple[int, ...]]


def calibration_of(answers: PageAnswers, rows: Rows) -> DiagnosisCalibration:
    """Fitted on pages that were read: first as if the four were equally common, then how sure each answer may be."""
    chosen = rows[answers.read[rows]]
    logits, known = answers.logits[chosen], answers.known[chosen]
    return fit_likeliest(fit_diagnosis(logits, known, even_weights(known) * len(chosen)), logits, known)


def rule_of(answers: PageAnswers, probability: Array, rows: Rows, recipe: Recipe) -> DecisionRule:
    """When a diagnosis is given and which are ruled out, fitted on pages that were read."""
    chosen = rows[answers.read[rows]]
    probability, known = probability[chosen], answers.known[chosen]
    rule = fit_decision(probability, known, recipe.coverage, recipe.minimum_confidence)
    return replace(rule, class_cuts=class_cuts(probability, known), class_coverage=COVERAGE)


def page_probability(answers: PageAnswers, recipe: Recipe) -> Array:
    """Probabilities of each page, calibrated without its fold; a refused page gives none of the four a preference."""
    probability = np.zeros_like(answers.logits)
    for learn, ask in answers.folds(recipe):
        probability[ask] = diagnosis_probabilities(answers.logits[ask], calibration_of(answers, learn))
    probability[~answers.read] = 1 / len(DIAGNOSES)
    return probability


def cross_fitted(
    answers: PageAnswers, present: NDArray[np.bool_], codes: tuple[str, ...], recipe: Recipe
) -> CrossFitted:
    """What the site would have answered to each page if it had been made without the page's fold.

    Parameters
    ----------
    answers : PageAnswers
    present : ndarray of bool, shape (pages, findings)
        Findings that are reported.
    codes : tuple of str
        Their names.
    """
    probability = page_probability(answers, recipe)
    decisions: dict[int, Decision] = {}
    sets: dict[int, tuple[int, ...]] = {}
    for learn, ask in answers.folds(recipe):
        rule = rule_of(answers, probability, learn, recipe)
        asked = ask[answers.read[ask]]
        decisions |= zip(asked, decisions_of(probability[asked], present[asked], codes, rule), strict=True)
        sets |= {row: prediction_set(probability[row], rule) for row in asked}
    return CrossFitted(probability, [decisions[row] for row in sorted(decisions)], [sets[row] for row in sorted(sets)])


def contradicted(
    answers: PageAnswers, decisions: list[Decision], present: NDArray[np.bool_], codes: tuple[str, ...]
) -> dict[str, dict[str, int]]:
    """What was true of the pages, by count, where a diagnosis was given beside a finding that it excludes.

    Parameters
    ----------
    answers : PageAnswers
    decisions : list of Decision
        Of the pages that were read.
    present : ndarray of bool, shape (pages, findings)
        Findings that are reported.
    codes : tuple of str
        Their names.
    """
    truth, reported = answers.known.argmax(axis=1)[answers.read], present[answers.read]
    given = np.array([-1 if decision.given is None else decision.given for decision in decisions])
    counts = {}
    for one, other, _ in EXCLUSIVE:
        if one in DIAGNOSES and other in codes:
            rows = (given == DIAGNOSES.index(one)) & reported[:, codes.index(other)]
            counts[f"{one} beside {other}"] = {code: int(np.sum(truth[rows] == k)) for k, code in enumerate(DIAGNOSES)}
    return counts


def page_report(answers: PageAnswers, found: CrossFitted) -> dict[str, Any]:
    """Every figure of the real pages; a refused page counts as wrong where answers are counted."""
    read, probability = answers.read, found.probability
    truth, answer = answers.known.argmax(axis=1), np.where(read, probability.argmax(axis=1), -1)
    template = np.array([page.template for page in answers.pages])
    likeliest_right = truth[read] == answer[read]
    return {
        "pages": len(truth),
        "refused by the reader, counted as wrong": int(np.sum(~read)),
        **page_figures(truth, answer, answers.groups, template),
        **decision_figures(found.decisions, probability[read], answers.known[read]),
        "expected calibration error": f"{calibration_error(likeliest_right, probability[read].max(axis=1)):.3f}",
        "sets of 90 % by class": set_coverage(found.sets, answers.known[read]),
        CONFUSION: confusion(truth, answer),
    }

"""Calibrate a trained network, score it on what was held back and write the shipped files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from ecgweb.inference.calibration import Decision, diagnosis_probabilities
from ecgweb.inference.manifest import SUPERCLASSES, DecisionRule, DiagnosisCalibration, Platt, SureCuts
from training.accuracy import accuracy_table
from training.baselines import group_folds
from training.calibrate import best_threshold, fit_decision, fit_diagnosis, fit_likeliest, fit_platt, worth_table
from training.conformal import COVERAGE, class_cuts, set_coverage, state_coverage, sure_cuts
from training.evaluate import (
    confusion,
    decision_figures,
    decisions_of,
    finding_figures,
    group_code,
    logits_of,
    page_figures,
)
from training.export import finding_class, write_model
from training.familiarity import familiarity_rule, likely_familiar
from training.fit import as_page
from training.labels import DIAGNOSES, page_targets
from training.material import Material
from training.packs import Page
from training.page_head import even_weights
from training.recipe import CALIBRATION_FOLD, REPORT_FOLD, SIGNAL_TRAINING_FOLDS, Recipe
from training.report import draw_reliability
from training.scores import calibration_error

Array = NDArray[np.floating]
RELIABILITY = "reliability.png"


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


def export_model(
    material: Material,
    model: keras.Model,
    answers: PageAnswers,
    models: Path,
    version: str,
) -> dict[str, Any]:
    """Write `models/diagnosis.*` and return every figure of the run."""
    pages, read = answers.pages, answers.read
    tuning, held_back = material.rows(CALIBRATION_FOLD), material.rows(REPORT_FOLD)
    tuned_on = logits_of(model, as_page(material.signals_mv[tuning]))
    asked = logits_of(model, as_page(material.signals_mv[held_back]))
    whole = logits_of(model, material.signals_mv[held_back])

    platts, thresholds = _calibrated_findings(tuned_on["findings"], material.findings[tuning])
    sure = _sure(_platt(tuned_on["findings"], platts), material.findings[tuning])
    familiarity = familiarity_rule(tuned_on["familiarity"])
    probability = _platt(asked["findings"], platts)
    truth = material.findings[held_back]
    findings = [
        finding_class(code, platts[k], thresholds[k], probability[:, k], truth[:, k] > 0, sure[k])
        for k, code in enumerate(material.codes)
    ]

    calibration = _diagnosis_calibration(answers, np.arange(len(pages)))
    page_probability = _page_probability(answers, material.recipe)
    signal_probability = diagnosis_probabilities(asked["diagnosis"], calibration)
    rule = _rule(page_probability, answers, material.recipe)
    cuts = np.array(thresholds)
    page_present = _platt(answers.findings, platts)[read] >= cuts
    page_decisions = decisions_of(page_probability[read], page_present, material.codes, rule)
    signal_decisions = decisions_of(signal_probability, probability >= cuts, material.codes, rule)
    allowed = np.concatenate([answers.known[read], material.diagnosis[held_back]])
    worth = worth_table([*page_decisions, *signal_decisions], allowed)
    accuracy = accuracy_table(page_decisions, answers.known[read])

    report = {
        "fold 10, uncut": finding_figures(truth, _platt(whole["findings"], platts), material.codes),
        "fold 10, cut as a 3x4+1 page": finding_figures(truth, probability, material.codes),
        "fold 10, four classes": decision_figures(signal_decisions, signal_probability, material.diagnosis[held_back]),
        "pages, cross-fitted": _page_report(answers, page_probability, page_decisions),
        "findings": {finding.code: vars(finding.test) for finding in findings},
        "prediction sets": {
            "pages, cross-fitted": set_coverage(page_probability[read], answers.known[read], rule),
            "fold 10": set_coverage(signal_probability, material.diagnosis[held_back], rule),
            "findings, fold 10": {
                finding.code: state_coverage(probability[:, k], truth[:, k] > 0, finding.threshold, finding.sure)
                for k, finding in enumerate(findings)
                if finding.sure
            },
        },
        "familiarity": {
            "called unfamiliar, fold 10": f"{np.mean(likely_familiar(asked['familiarity']) < familiarity.cut):.3f}"
        },
    }
    draw_reliability(material.out / RELIABILITY, model_curves(probability, truth, page_probability, answers))
    write_model(
        model,
        models,
        version,
        findings,
        calibration,
        rule,
        worth,
        _headline(report),
        _training(material, pages),
        {"accuracy": [vars(row) for row in accuracy], "familiarity": vars(familiarity)},
    )
    return report


def model_curves(
    probability: Array, truth: NDArray[np.floating], page_probability: Array, answers: PageAnswers
) -> dict[str, tuple[Array, Array]]:
    """What goes into the reliability diagram: superclasses, all findings, and the diagnosis of a page."""
    first = len(SUPERCLASSES)
    read, likeliest = answers.read, page_probability.argmax(axis=1)
    right = answers.known[np.arange(len(read)), likeliest]
    return {
        "Superclasses, fold 10": (probability[:, :first].ravel(), truth[:, :first].ravel()),
        "All findings, fold 10": (probability.ravel(), truth.ravel()),
        "Diagnosis, real pages": (page_probability.max(axis=1)[read], right[read]),
    }


def _calibrated_findings(logits: Array, truth: NDArray[np.floating]) -> tuple[list[Platt], list[float]]:
    platts = [fit_platt(logits[:, k], truth[:, k]) for k in range(truth.shape[1])]
    probability = _platt(logits, platts)
    return platts, [best_threshold(probability[:, k], truth[:, k]) for k in range(truth.shape[1])]


def _platt(logits: Array, platts: list[Platt]) -> Array:
    slope, offset = np.array([p.slope for p in platts]), np.array([p.offset for p in platts])
    return 1 / (1 + np.exp(-(logits * slope + offset)))


def _sure(probability: Array, truth: NDArray[np.floating]) -> list[SureCuts | None]:
    return [sure_cuts(probability[:, k], truth[:, k] > 0) for k in range(truth.shape[1])]


def _diagnosis_calibration(answers: PageAnswers, rows: NDArray[np.intp]) -> DiagnosisCalibration:
    """Fitted on pages that were read: first as if the four were equally common, then how sure each answer may be."""
    chosen = rows[answers.read[rows]]
    logits, known = answers.logits[chosen], answers.known[chosen]
    return fit_likeliest(fit_diagnosis(logits, known, even_weights(known) * len(chosen)), logits, known)


def _page_probability(answers: PageAnswers, recipe: Recipe) -> Array:
    """Probabilities of each page, calibrated without its fold; a refused page gives none of the four a preference."""
    probability = np.zeros_like(answers.logits)
    kind = answers.known.argmax(axis=1)
    for learn, ask in group_folds(kind, answers.groups, recipe.page_folds, recipe.seed):
        probability[ask] = diagnosis_probabilities(answers.logits[ask], _diagnosis_calibration(answers, learn))
    probability[~answers.read] = 1 / len(DIAGNOSES)
    return probability


def _rule(page_probability: Array, answers: PageAnswers, recipe: Recipe) -> DecisionRule:
    probability, known = page_probability[answers.read], answers.known[answers.read]
    rule = fit_decision(probability, known, recipe.coverage, recipe.minimum_confidence)
    return replace(rule, class_cuts=class_cuts(probability, known), class_coverage=COVERAGE)


def _page_report(answers: PageAnswers, probability: Array, decisions: list[Decision]) -> dict[str, Any]:
    truth, answer = answers.known.argmax(axis=1), probability.argmax(axis=1)
    answer = np.where(answers.read, answer, -1)
    template = np.array([page.template for page in answers.pages])
    read = answers.read
    likeliest_right = truth[read] == answer[read]
    return {
        "pages": len(truth),
        "refused by the reader, counted as wrong": int(np.sum(~read)),
        **page_figures(truth, answer, answers.groups, template),
        **decision_figures(decisions, probability[read], answers.known[read]),
        "expected calibration error": f"{calibration_error(likeliest_right, probability[read].max(axis=1)):.3f}",
        "confusion (rows true; normal, abnormal, mi, history_mi)": confusion(truth, answer),
    }


def _headline(report: dict[str, Any]) -> dict[str, str]:
    pages = report["pages, cross-fitted"]
    return {
        "superclass_macro_auroc_page": report["fold 10, cut as a 3x4+1 page"]["superclasses, macro AUROC"],
        "superclass_macro_auroc_uncut": report["fold 10, uncut"]["superclasses, macro AUROC"],
        "pages_balanced_accuracy": pages["balanced accuracy"],
        "pages_decided": pages["decided"],
        "pages_right_when_decided": pages["right when decided"],
    }


def _training(material: Material, pages: list[Page]) -> dict[str, Any]:
    return {
        "data": "PTB-XL 1.0.3; ECG images of Khan and Hussain (Mendeley gwbz3fsgp8)",
        "folds": list(SIGNAL_TRAINING_FOLDS),
        "calibration_folds": [CALIBRATION_FOLD],
        "page_groups": sorted({group_code(page.group) for page in pages}),
    }

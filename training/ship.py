"""Calibrate a trained network, score it on what was held back and write the shipped files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from ecgweb.inference.calibration import diagnosis_probabilities, prediction_set
from ecgweb.inference.manifest import SUPERCLASSES, Platt, SureCuts, sha256_of
from training.accuracy import accuracy_table
from training.calibrate import best_threshold, fit_platt, worth_table
from training.conformal import set_coverage, state_coverage, sure_cuts
from training.evaluate import (
    decision_figures,
    decisions_of,
    finding_figures,
    group_code,
    logits_of,
)
from training.export import finding_class, save_twin, write_model
from training.familiarity import familiarity_rule, likely_familiar
from training.fit import as_page
from training.material import Material
from training.packs import Page
from training.page_answers import PageAnswers, calibration_of, contradicted, cross_fitted, page_report, rule_of
from training.recipe import ALL_FOLDS, CALIBRATION_FOLD, REPORT_FOLD, SIGNAL_TRAINING_FOLDS
from training.report import draw_reliability
from training.site_reader import MODELS

Array = NDArray[np.floating]
RELIABILITY = "reliability.png"


def export_model(
    material: Material,
    twin: keras.Model,
    model: keras.Model,
    answers: PageAnswers,
    models: Path,
    version: str,
) -> dict[str, Any]:
    """Write `models/diagnosis.*` and the twin beside them, and return every figure of the run.

    Findings are calibrated and scored on the twin, which has seen neither fold 9 nor fold 10.
    """
    pages, read = answers.pages, answers.read
    tuning, held_back = material.rows(CALIBRATION_FOLD), material.rows(REPORT_FOLD)
    tuned_on = logits_of(twin, as_page(material.signals_mv[tuning]))
    asked = logits_of(twin, as_page(material.signals_mv[held_back]))
    whole = logits_of(twin, material.signals_mv[held_back])

    platts, thresholds = _calibrated_findings(tuned_on["findings"], material.findings[tuning])
    sure = _sure(_platt(tuned_on["findings"], platts), material.findings[tuning])
    familiarity = familiarity_rule(tuned_on["familiarity"])
    probability = _platt(asked["findings"], platts)
    truth = material.findings[held_back]
    findings = [
        finding_class(code, platts[k], thresholds[k], probability[:, k], truth[:, k] > 0, sure[k])
        for k, code in enumerate(material.codes)
    ]

    every_page = np.arange(len(pages))
    calibration = calibration_of(answers, every_page)
    cuts = np.array(thresholds)
    present = _platt(answers.findings, platts) >= cuts
    found = cross_fitted(answers, present, material.codes, material.recipe)
    rule = rule_of(answers, found.probability, every_page, material.recipe)
    signal_probability = diagnosis_probabilities(asked["diagnosis"], calibration)
    signal_decisions = decisions_of(signal_probability, probability >= cuts, material.codes, rule)
    allowed = np.concatenate([answers.known[read], material.diagnosis[held_back]])
    worth = worth_table([*found.decisions, *signal_decisions], allowed)
    accuracy = accuracy_table(found.decisions, answers.known[read])

    report = {
        "fold 10, uncut": finding_figures(truth, _platt(whole["findings"], platts), material.codes),
        "fold 10, cut as a 3x4+1 page": finding_figures(truth, probability, material.codes),
        "fold 10, four classes": decision_figures(signal_decisions, signal_probability, material.diagnosis[held_back]),
        "pages, cross-fitted": page_report(answers, found),
        "pages, true beside a finding that the answer excludes": contradicted(
            answers, found.decisions, present, material.codes
        ),
        "findings": {finding.code: vars(finding.test) for finding in findings},
        "prediction sets": {
            "fold 10": set_coverage(
                [prediction_set(row, rule) for row in signal_probability], material.diagnosis[held_back]
            ),
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
    draw_reliability(material.out / RELIABILITY, model_curves(probability, truth, found.probability, answers))
    write_model(
        model,
        models,
        version,
        findings,
        calibration,
        rule,
        worth,
        _headline(report),
        _training(material, pages, save_twin(twin, models)),
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


def _headline(report: dict[str, Any]) -> dict[str, str]:
    pages = report["pages, cross-fitted"]
    return {
        "superclass_macro_auroc_page": report["fold 10, cut as a 3x4+1 page"]["superclasses, macro AUROC"],
        "superclass_macro_auroc_uncut": report["fold 10, uncut"]["superclasses, macro AUROC"],
        "pages_balanced_accuracy": pages["balanced accuracy"],
        "pages_decided": pages["decided"],
        "pages_right_when_decided": pages["right when decided"],
    }


def _training(material: Material, pages: list[Page], twin: Path) -> dict[str, Any]:
    return {
        "data": "PTB-XL 1.0.3; ECG images of Khan and Hussain (Mendeley gwbz3fsgp8)",
        "folds": list(ALL_FOLDS),
        "kept_out": _kept_out(material),
        "calibration_folds": [CALIBRATION_FOLD],
        "twin": {"file": twin.name, "sha256": sha256_of(twin), "folds": list(SIGNAL_TRAINING_FOLDS)},
        "measured_by": sha256_of(MODELS / "delineation.keras"),
        "page_groups": sorted({group_code(page.group) for page in pages}),
    }


def _kept_out(material: Material) -> list[int]:
    """Records of these folds that were not learned from all the same, by their number in PTB-XL."""
    unseen = np.setdiff1d(material.rows(*ALL_FOLDS), material.learned_rows(*ALL_FOLDS))
    return sorted(int(material.data.rows[row]["ecg_id"]) for row in unseen)

"""Fit what turns logits into probabilities and probabilities into answers, on records the network has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from ecgweb.inference.calibration import Decision, diagnosis_probabilities
from ecgweb.inference.manifest import DecisionRule, DiagnosisCalibration, Platt
from ecgweb.inference.worth import Worth
from training.labels import DIAGNOSES
from training.scores import wilson

Array = NDArray[np.floating]
CONFIDENCE_BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
LEAST_IN_BAND = 10
THRESHOLDS = np.arange(0.2, 0.71, 0.01)  # what is called present must not be a rare guess


def fit_platt(logits: Array, truth: Array) -> Platt:
    """Slope and offset of one finding (Platt 1999), drawn to slope 1 where positives are few."""

    def cost(parameters: Array) -> float:
        log_slope, offset = parameters
        scores = np.exp(log_slope) * logits + offset
        likelihood = np.sum(np.logaddexp(0, scores) - truth * scores)
        return float(likelihood + 4 * log_slope**2 + offset**2)

    log_slope, offset = minimize(cost, np.zeros(2), method="L-BFGS-B").x
    return Platt(float(np.exp(log_slope)), float(offset))


def fit_diagnosis(logits: Array, allowed: Array, weight: Array | None = None) -> DiagnosisCalibration:
    """Temperature and bias that make the allowed diagnoses likeliest.

    Parameters
    ----------
    logits, allowed : ndarray, shape (n, 4)
        A record whose stage of infarction is unknown allows two diagnoses.
    weight : ndarray, shape (n,), optional
    """
    weights = np.ones(len(logits)) if weight is None else weight

    def cost(parameters: Array) -> float:
        calibration = _calibration(parameters)
        given = np.sum(diagnosis_probabilities(logits, calibration) * allowed, axis=1)
        return float(-np.sum(weights * np.log(np.maximum(given, 1e-12))) + np.sum(parameters**2))

    return _calibration(minimize(cost, np.zeros(5), method="L-BFGS-B").x)


def fit_likeliest(calibration: DiagnosisCalibration, logits: Array, allowed: Array) -> DiagnosisCalibration:
    """Make each diagnosis as sure as it was right where it was the likeliest (top-label calibration).

    `fit_diagnosis` calibrates as if all diagnoses were equally common, which makes the rare ones too sure where they
    are rare. Here the records count as they come; which diagnosis is the likeliest does not change.

    Parameters
    ----------
    calibration : DiagnosisCalibration
        Temperature and bias, fitted before.
    logits, allowed : ndarray, shape (n, 4)
    """
    probability = diagnosis_probabilities(logits, replace(calibration, likeliest=()))
    best = probability.argmax(axis=1)
    first = np.clip(probability.max(axis=1), 1e-6, 1 - 1e-6)
    right = (allowed[np.arange(len(best)), best] > 0).astype(float)
    odds = np.log(first / (1 - first))
    maps = tuple(fit_platt(odds[best == k], right[best == k]) for k in range(probability.shape[1]))
    return replace(calibration, likeliest=maps)


def best_threshold(probability: Array, truth: Array) -> float:
    """The threshold with the best F1 score; 0.5 where no positive was seen."""
    if not truth.any():
        return 0.5
    return float(THRESHOLDS[np.argmax([_f1(probability >= cut, truth > 0) for cut in THRESHOLDS])])


def fit_decision(probability: Array, allowed: Array, coverage: float, minimum_confidence: float) -> DecisionRule:
    """The cut that keeps the true diagnosis in the set for a share `coverage` (split conformal, Sadinle et al. 2019).

    Of two allowed diagnoses the likelier counts as the true one.
    """
    true = np.sort(np.max(probability * allowed, axis=1))
    rank = int(np.floor((1 - coverage) * (len(true) + 1)))
    return DecisionRule(float(true[max(rank - 1, 0)]), minimum_confidence, coverage)


def worth_table(decisions: Sequence[Decision], allowed: Array) -> tuple[Worth, ...]:
    """How often each answer given in each band of confidence was right, with its 95 % interval."""
    given = np.array([-1 if d.given is None else d.given for d in decisions])
    confidence = np.array([d.confidence for d in decisions])
    right = np.array([index >= 0 and ok[index] > 0 for index, ok in zip(given, allowed, strict=True)])
    rows = []
    for code in range(len(DIAGNOSES)):
        for low, high in pairwise(CONFIDENCE_BANDS):
            here = (given == code) & (confidence >= low) & (confidence < high)
            if here.sum() >= LEAST_IN_BAND:
                share = wilson(int(right[here].sum()), int(here.sum()))
                rows.append(Worth(DIAGNOSES[code], low, high, int(here.sum()), share.value, share.low, share.high))
    return tuple(rows)


def _calibration(parameters: Array) -> DiagnosisCalibration:
    bias = parameters[1:] - parameters[1:].mean()
    return DiagnosisCalibration(float(np.exp(parameters[0])), tuple(float(b) for b in bias))


def _f1(answer: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    hits, answered, true = int(np.sum(answer & truth)), int(np.sum(answer)), int(np.sum(truth))
    return 2 * hits / max(answered + true, 1)

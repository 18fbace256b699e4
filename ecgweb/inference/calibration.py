"""From the network's logits to probabilities that mean what they say, and to a diagnosis or none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgweb.inference.manifest import DecisionRule, DiagnosisCalibration, FindingClass, Worth


@dataclass(frozen=True)
class Decision:
    """The index of the diagnosis given, or None; its probability; and the prediction set, likeliest first."""

    given: int | None
    confidence: float
    candidates: tuple[int, ...]


def diagnosis_probabilities(logits: NDArray[np.floating], calibration: DiagnosisCalibration) -> NDArray[np.float64]:
    """Calibrated probabilities of the diagnoses.

    Parameters
    ----------
    logits : ndarray, shape (..., classes)
    calibration : DiagnosisCalibration
        Temperature and bias of Guo et al. 2017, "On calibration of modern neural networks" (vector scaling with a
        single slope).

    Returns
    -------
    ndarray, shape (..., classes), rows adding up to 1
    """
    scores = np.asarray(logits, np.float64) / calibration.temperature + np.asarray(calibration.bias)
    scores -= scores.max(axis=-1, keepdims=True)
    powers = np.exp(scores)
    return powers / powers.sum(axis=-1, keepdims=True)


def finding_probabilities(logits: NDArray[np.floating], findings: Sequence[FindingClass]) -> NDArray[np.float64]:
    """Calibrated probability of each finding on its own (Platt 1999), shape as `logits` (..., findings)."""
    slope = np.array([finding.slope for finding in findings])
    offset = np.array([finding.offset for finding in findings])
    return 1 / (1 + np.exp(-(np.asarray(logits, np.float64) * slope + offset)))


def decide(probabilities: NDArray[np.floating], rule: DecisionRule, doubted: Collection[int] = ()) -> Decision:
    """Give a diagnosis only when it stands alone and is likely enough.

    The prediction set holds every class at or above `rule.set_cut`, the cut that kept the true class in the set for
    a share `rule.coverage` of the calibration data (split conformal prediction, Sadinle et al. 2019); the likeliest
    class is always in it. A diagnosis is withheld when the set has more than one member or the likeliest stays below
    `rule.minimum_confidence`.

    Parameters
    ----------
    probabilities : ndarray, shape (classes,)
    rule : DecisionRule
    doubted : collection of int, optional
        Classes that the findings speak against: such a class is never alone in the set.
    """
    order = np.argsort(-np.asarray(probabilities))
    best = int(order[0])
    confidence = float(probabilities[best])
    others = tuple(int(index) for index in order[1:] if probabilities[index] >= rule.set_cut)
    if best in doubted and not others:
        others = (int(order[1]),)
    alone = not others and confidence >= rule.minimum_confidence
    return Decision(best if alone else None, confidence, (best, *others))


def worth_of(diagnosis: str, confidence: float, table: Sequence[Worth]) -> Worth | None:
    """The row that says how often such an answer was right in testing, or None when too few were seen."""
    for row in table:
        if row.diagnosis == diagnosis and row.from_p <= confidence < row.to_p:
            return row
    return None

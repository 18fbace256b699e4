"""From the network's logits to probabilities that mean what they say, and to a diagnosis or none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgweb.inference.manifest import DecisionRule, DiagnosisCalibration, FindingClass, Platt, SureCuts

LEAD = 1e-3  # of the likeliest class over the next, at least, however unsure it is made


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
        single slope); then top-label calibration (Gupta and Ramdas 2022), where it was fitted.

    Returns
    -------
    ndarray, shape (..., classes), rows adding up to 1
    """
    scores = np.asarray(logits, np.float64) / calibration.temperature + np.asarray(calibration.bias)
    scores -= scores.max(axis=-1, keepdims=True)
    powers = np.exp(scores)
    probabilities = powers / powers.sum(axis=-1, keepdims=True)
    return _likeliest_calibrated(probabilities, calibration.likeliest) if calibration.likeliest else probabilities


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


def prediction_set(probabilities: NDArray[np.floating], rule: DecisionRule) -> tuple[int, ...]:
    """The diagnoses that are not ruled out, likeliest first.

    Each class has a cut of its own, which a share `rule.class_coverage` of its calibration cases reached
    (class-conditional split conformal prediction, Vovk 2012). The likeliest class is always in the set.

    Parameters
    ----------
    probabilities : ndarray, shape (classes,)
    rule : DecisionRule
        With `class_cuts`.
    """
    order = [int(index) for index in np.argsort(-np.asarray(probabilities))]
    kept = [index for index in order[1:] if probabilities[index] >= rule.class_cuts[index]]
    return (order[0], *kept)


def sure_state(probability: float, present: bool, cuts: SureCuts | None) -> str | None:
    """Whether a finding is "present", "absent" or "undecided" at the coverage of its cuts; None where there are none.

    Each of the two is left standing unless ruled out by its cut, and what is reported (`present`) always stands, so
    that the two statements never contradict each other.
    """
    if cuts is None:
        return None
    may_be_present = present or probability >= cuts.absent_below
    may_be_absent = not present or probability <= cuts.present_above
    if may_be_present and may_be_absent:
        return "undecided"
    return "present" if may_be_present else "absent"


def _likeliest_calibrated(probabilities: NDArray[np.float64], maps: Sequence[Platt]) -> NDArray[np.float64]:
    """The likeliest class made as sure as such answers were right; the others share the rest as they did before.

    The likeliest class stays the likeliest.
    """
    rows = probabilities.reshape(-1, probabilities.shape[-1])
    each, best = np.arange(len(rows)), rows.argmax(axis=1)
    first = np.clip(rows[each, best], 1e-9, 1 - 1e-9)
    second = np.sort(rows, axis=1)[:, -2]
    slope, offset = (np.array([getattr(maps[k], name) for k in best]) for name in ("slope", "offset"))
    sure = 1 / (1 + np.exp(-(slope * np.log(first / (1 - first)) + offset)))
    sure = np.maximum(sure, second / (1 - first + second) + LEAD)
    given = rows * ((1 - sure) / (1 - first))[:, None]
    given[each, best] = sure
    return given.reshape(probabilities.shape)

"""Making the beats' probabilities mean what they say, on records that the network never saw."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from ecgweb.inference.beat_decision import calibrated, decided
from ecgweb.inference.beats import AAMI_CLASSES

BINS = 10
RARE = 50  # a class with fewer beats than that is not shifted: nothing can be learned from it
PULL = 1e-3  # towards no change, so that classes that never occur do not run away

Floats = NDArray[np.float64]


def fit_calibration(classes: NDArray[np.int64], answers: Floats) -> dict[str, Any]:
    """Temperature and offset of each class with the highest likelihood; N is the one that the others refer to.

    Parameters
    ----------
    classes : ndarray, shape (beats,)
        Index of the AAMI class that was marked.
    answers : ndarray, shape (beats, 5)
        Settled probabilities of networks that never saw the record.
    """
    common = np.bincount(classes, minlength=len(AAMI_CLASSES)) >= RARE
    common[0] = False

    def offsets(free: Floats) -> Floats:
        offset = np.zeros(len(AAMI_CLASSES))
        offset[common] = free
        return offset

    def loss(values: Floats) -> float:
        given = calibrated(answers, float(np.exp(values[0])), offsets(values[1:]))
        likelihood = np.log(np.maximum(given[np.arange(classes.size), classes], 1e-9))
        return float(-likelihood.mean() + PULL * np.square(values).sum())

    best = optimize.minimize(loss, np.zeros(1 + int(common.sum())), method="Powell")
    return {"temperature": float(np.exp(best.x[0])), "offset": offsets(best.x[1:]).tolist()}


def calibration_error(
    classes: NDArray[np.int64], answers: Floats, bias: Floats, calibration: dict[str, Any]
) -> dict[str, float]:
    """Expected calibration error of the class that is named, before and after calibration, in ten bins."""
    named = decided(answers, bias).argmax(axis=1)
    right, rows = named == classes, np.arange(classes.size)
    before = decided(answers, bias)[rows, named]
    after = calibrated(answers, calibration["temperature"], np.array(calibration["offset"]))[rows, named]
    return {"before": expected_error(before, right), "after": expected_error(after, right)}


def expected_error(probability: Floats, right: NDArray[np.bool_]) -> float:
    """Mean distance between how sure answers are and how often they are right, over bins weighted by their number."""
    bins = np.minimum((probability * BINS).astype(int), BINS - 1)
    distance = [
        abs(float(probability[bins == k].mean()) - float(right[bins == k].mean())) * int((bins == k).sum())
        for k in range(BINS)
        if (bins == k).any()
    ]
    return float(sum(distance) / probability.size)

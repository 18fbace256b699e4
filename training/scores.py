"""Figures with their intervals: AUROC, balanced accuracy, calibration error, shares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Array = NDArray[np.floating]
Z_95 = 1.959964


@dataclass(frozen=True)
class Interval:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"


def auroc(truth: NDArray[np.bool_], score: NDArray[np.floating]) -> float:
    """Area under the ROC curve by the rank sum of Mann and Whitney, ties counted half; NaN with one class only."""
    positives = int(np.sum(truth))
    negatives = len(truth) - positives
    if positives == 0 or negatives == 0:
        return float("nan")
    rank_sum = rankdata(score)[np.asarray(truth, bool)].sum()
    return float((rank_sum - positives * (positives + 1) / 2) / (positives * negatives))


def macro_auroc(truth: NDArray[np.floating], scores: NDArray[np.floating]) -> float:
    """Mean AUROC over the columns, shape (n, classes)."""
    return float(np.nanmean([auroc(truth[:, k] > 0, scores[:, k]) for k in range(truth.shape[1])]))


def balanced_accuracy(truth: NDArray[np.integer], answer: NDArray[np.integer]) -> float:
    """Mean over the classes present of the share of a class that was answered right."""
    return float(np.mean([np.mean(answer[truth == k] == k) for k in np.unique(truth)]))


def calibration_error(truth: NDArray[np.bool_], probability: NDArray[np.floating], bins: int = 10) -> float:
    """Expected calibration error over `bins` equal steps of probability (Naeini et al. 2015)."""
    step = np.minimum((probability * bins).astype(int), bins - 1)
    gaps = [abs(np.mean(truth[step == k]) - np.mean(probability[step == k])) * np.mean(step == k) for k in set(step)]
    return float(np.sum(gaps))


def bootstrap(figure: Callable[[NDArray[np.intp]], float], n: int, rounds: int = 1000, seed: int = 0) -> Interval:
    """A figure of row indices with the 2.5th and 97.5th percentile over resampled rows."""
    return group_bootstrap(figure, np.arange(n), rounds, seed)


def group_bootstrap(
    figure: Callable[[NDArray[np.intp]], float], groups: NDArray, rounds: int = 1000, seed: int = 0
) -> Interval:
    """As `bootstrap`, but whole groups of rows are drawn, since rows of one group are not independent."""
    rng = np.random.default_rng(seed)
    members = [np.flatnonzero(groups == group) for group in np.unique(groups)]
    drawn = [
        figure(np.concatenate([members[i] for i in rng.integers(len(members), size=len(members))]))
        for _ in range(rounds)
    ]
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return Interval(figure(np.arange(len(groups))), float(low), float(high))


def wilson(right: int, n: int) -> Interval:
    """A share with its 95 % score interval (Wilson 1927)."""
    if n == 0:
        return Interval(float("nan"), 0.0, 1.0)
    share = right / n
    centre = (share + Z_95**2 / (2 * n)) / (1 + Z_95**2 / n)
    half = Z_95 / (1 + Z_95**2 / n) * np.sqrt(share * (1 - share) / n + Z_95**2 / (4 * n**2))
    return Interval(share, float(max(centre - half, 0)), float(min(centre + half, 1)))

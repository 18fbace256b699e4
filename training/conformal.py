"""Prediction sets that keep their promise for every class by itself (class-conditional split conformal prediction).

A cut that keeps the true answer in the set for nine in ten of all records may do so by failing the rare ones: here each
class has a cut of its own, from records the network has not learned from (Vovk 2012, "Conditional validity of inductive
conformal predictors").

The cuts of a finding come from few records with it, and a promise that is kept on average over such draws is broken by
many a single finding. So they lie where nine in ten draws would keep it (training-conditional validity, same paper).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from ecgweb.inference.calibration import sure_state
from ecgweb.inference.manifest import SureCuts
from training.labels import DIAGNOSES
from training.scores import wilson

Array = NDArray[np.floating]
COVERAGE = 0.9
BROKEN = 0.1  # odds that the records drawn for calibration leave a finding with a cut that covers less


def class_cuts(probability: Array, allowed: Array, coverage: float = COVERAGE) -> tuple[float, ...]:
    """For each diagnosis the probability that a share `coverage` of its own cases reach.

    Parameters
    ----------
    probability : ndarray, shape (n, 4)
    allowed : ndarray, shape (n, 4)
        Only rows that allow a single diagnosis count.
    """
    certain = allowed.sum(axis=1) == 1
    own = [probability[certain & (allowed[:, k] > 0), k] for k in range(allowed.shape[1])]
    return tuple(_value_at(_rank(coverage, len(values)), values) or 0.0 for values in own)


def sure_cuts(probability: Array, truth: NDArray[np.bool_], coverage: float = COVERAGE) -> SureCuts | None:
    """Where a finding is surely absent and surely present, None with too few records to tell.

    Parameters
    ----------
    probability, truth : ndarray, shape (n,)
    """
    with_it, without = probability[truth], -probability[~truth]
    absent_below = _value_at(_sure_rank(coverage, len(with_it)), with_it)
    present_above = _value_at(_sure_rank(coverage, len(without)), without)
    if absent_below is None or present_above is None:
        return None
    return SureCuts(absent_below, -present_above, coverage)


def set_coverage(sets: Sequence[tuple[int, ...]], allowed: Array) -> dict[str, str]:
    """How often the set holds the true diagnosis, class by class, and how large it is."""
    certain = allowed.sum(axis=1) == 1
    figures = {}
    for k, code in enumerate(DIAGNOSES):
        rows = np.flatnonzero(certain & (allowed[:, k] > 0)).tolist()
        figures[code] = f"{wilson(sum(k in sets[row] for row in rows), len(rows))} of {len(rows)}"
    return {**figures, "mean size of the set": f"{np.mean([len(one) for one in sets]):.2f}"}


def state_coverage(
    probability: Array, truth: NDArray[np.bool_], threshold: float, cuts: SureCuts
) -> dict[str, float | int | None]:
    """How often the state of a finding holds the truth, for records with and without it; how often it is undecided."""
    states = np.array([sure_state(p, p >= threshold, cuts) for p in probability.tolist()])
    return {
        "positives": int(truth.sum()),
        "covered_with": _mean(states[truth] != "absent"),
        "covered_without": _mean(states[~truth] != "present"),
        "undecided": _mean(states == "undecided"),
    }


def _rank(coverage: float, n: int) -> int:
    """Which of n values in order a share `coverage` of new ones will reach, on average over draws; 0 with too few."""
    return int(np.floor((1 - coverage) * (n + 1) + 1e-9))


def _sure_rank(coverage: float, n: int) -> int:
    """As `_rank`, but in all but a share `BROKEN` of draws; 1 where n is too few for that but not for the average."""
    return min(_rank(coverage, n), max(int(binom.ppf(BROKEN, n, 1 - coverage)), 1))


def _value_at(rank: int, values: Array) -> float | None:
    return float(np.sort(values)[rank - 1]) if rank else None


def _mean(values: NDArray[np.bool_]) -> float | None:
    return float(values.mean()) if len(values) else None

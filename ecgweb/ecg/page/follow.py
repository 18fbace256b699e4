"""Following each row's trace through the runs of ink, all rows at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page.rows import Baselines
from ecgweb.ecg.page.runs import MOST_RUNS, Runs

# Costs in the units of the Viterbi search: per millimetre of paper.
_BREAK_PER_MM = 1.6
_BREAK = 0.4
_STRAY_PER_MM2 = 0.06
_NEIGHBOUR_PER_MM = 0.6
_MISSING_PER_MM = 1.2
_NEVER = np.float32(1e6)


@dataclass(frozen=True)
class Followed:
    """Upper and lower edge of the ink each row's trace ran through, shape (columns, rows), NaN where there was none.

    `run` names the run within its column, -1 where there was none.
    """

    top: NDArray[np.float32]
    bottom: NDArray[np.float32]
    run: NDArray[np.intp]

    @property
    def centre(self) -> NDArray[np.float32]:
        return np.asarray((self.top + self.bottom) / 2, dtype=np.float32)


def follow(runs: Runs, baselines: Baselines, pixels_per_mm: float) -> Followed:
    """Cheapest way of every row's trace from left to right (Viterbi search).

    A trace may leave its baseline, dearer the farther it goes; it should not jump over bare paper, nor settle on the
    baseline of another row; where it has no ink it may be missing for a while.
    """
    columns, rows = baselines.shape
    top, bottom = _candidates(runs, baselines, pixels_per_mm)
    local = _local_cost(top, bottom, baselines, pixels_per_mm)
    came_from = np.empty((columns, rows, MOST_RUNS + 1), dtype=np.int8)
    cost = local[0]
    row_index, state_index = np.arange(rows)[:, None], np.arange(MOST_RUNS + 1)[None, :]
    for column in range(1, columns):
        gap = np.maximum(
            top[column][:, :, None] - bottom[column - 1][:, None, :],
            top[column - 1][:, None, :] - bottom[column][:, :, None],
        )
        gap -= 1.0
        np.maximum(gap, 0.0, out=gap)
        step = gap * np.float32(_BREAK_PER_MM / pixels_per_mm) + (gap > 0.5) * np.float32(_BREAK)
        step += cost[:, None, :]
        best = step.argmin(axis=2)
        came_from[column] = best
        cost = step[row_index, state_index, best] + local[column]
    return _traced_back(came_from, cost.argmin(axis=1), top, bottom)


def _candidates(
    runs: Runs, baselines: Baselines, pixels_per_mm: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Edges of every state, shape (columns, rows, MOST_RUNS + 1): the runs, then "missing" about the baseline."""
    columns, rows = baselines.shape
    shape = (columns, rows, MOST_RUNS + 1)
    top, bottom = np.empty(shape, dtype=np.float32), np.empty(shape, dtype=np.float32)
    top[:, :, :-1] = np.nan_to_num(runs.top, nan=-1e5)[:, None, :]
    bottom[:, :, :-1] = np.nan_to_num(runs.bottom, nan=-1e5)[:, None, :]
    top[:, :, -1] = baselines - 1.5 * pixels_per_mm
    bottom[:, :, -1] = baselines + 1.5 * pixels_per_mm
    return top, bottom


def _local_cost(
    top: NDArray[np.float32], bottom: NDArray[np.float32], baselines: Baselines, pixels_per_mm: float
) -> NDArray[np.float32]:
    base = baselines[:, :, None]
    away_mm = np.maximum(np.maximum(top - base, base - bottom), 0.0) / pixels_per_mm
    column_mm = 1.0 / pixels_per_mm
    cost = np.minimum(away_mm, 60.0) * np.float32(_STRAY_PER_MM2 * column_mm)
    middle = (top[:, :1, :-1] + bottom[:, :1, :-1]) / 2
    thin = (bottom[:, :1, :-1] - top[:, :1, :-1]) < 1.5 * pixels_per_mm
    for row in range(baselines.shape[1]):
        settled = thin & (np.abs(middle - base[:, row : row + 1]) < 1.2 * pixels_per_mm)
        others = np.arange(baselines.shape[1]) != row
        cost[:, others, :-1] += settled * np.float32(_NEIGHBOUR_PER_MM * column_mm)
    cost[:, :, -1] = _MISSING_PER_MM * column_mm
    cost[:, :, :-1][top[:, :, :-1] < -1e4] = _NEVER
    return cost


def _traced_back(
    came_from: NDArray[np.int8], state: NDArray[np.intp], top: NDArray[np.float32], bottom: NDArray[np.float32]
) -> Followed:
    columns, rows = came_from.shape[:2]
    states = np.empty((columns, rows), dtype=np.intp)
    every_row = np.arange(rows)
    for column in range(columns - 1, -1, -1):
        states[column] = state
        state = came_from[column, every_row, state].astype(np.intp)
    pick = (np.arange(columns)[:, None], every_row[None, :], states)
    missing = states == MOST_RUNS
    upper = np.where(missing, np.nan, top[pick]).astype(np.float32)
    lower = np.where(missing, np.nan, bottom[pick]).astype(np.float32)
    return Followed(upper, lower, np.where(missing, -1, states))

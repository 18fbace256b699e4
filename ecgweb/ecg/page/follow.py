"""Following each row's trace through the runs of ink, all rows at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page.rows import Baselines
from ecgweb.ecg.page.runs import Runs

# Costs in the units of the Viterbi search: per millimetre of paper.
_BREAK_PER_MM = 1.6
_BREAK = 0.4
_STRAY_PER_MM2 = 0.06
_NEIGHBOUR_PER_MM = 0.6
_FARTHEST_MM = 16.0
_MISSING_PER_MM = 1.2
_MISSING = 0.7
_HALFWAY_PER_MM = 0.05
_NEVER = np.float32(1e6)
_NOWHERE = -1e5


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

    A trace may leave its baseline, dearer the farther it goes; it should not jump over bare paper, nor leave a stroke
    halfway, nor settle on the baseline of another row; where it has no ink it may be missing for a while.
    """
    top = np.nan_to_num(runs.top, nan=_NOWHERE)
    bottom = np.nan_to_num(runs.bottom, nan=_NOWHERE)
    steps = _step_cost(top, bottom, baselines, pixels_per_mm)
    stays = _stay_cost(top, bottom, baselines, pixels_per_mm)
    came_from = np.zeros(stays.shape, dtype=np.int8)
    cost = stays[0]
    for column in range(1, len(stays)):
        reached = steps[column - 1] + cost[:, None, :]
        came_from[column] = reached.argmin(axis=2)
        cost = np.minimum.reduce(reached, axis=2) + stays[column]
    states = _traced_back(came_from, cost.argmin(axis=1))
    missing = top.shape[1]
    gone = states == missing
    at = (np.arange(len(top))[:, None], np.minimum(states, missing - 1))
    upper = np.where(gone, np.nan, top[at]).astype(np.float32)
    lower = np.where(gone, np.nan, bottom[at]).astype(np.float32)
    return Followed(upper, lower, np.where(gone, -1, states))


def _step_cost(
    top: NDArray[np.float32], bottom: NDArray[np.float32], baselines: Baselines, pixels_per_mm: float
) -> NDArray[np.float32]:
    """Cost of going on from state j to state i of the next column, shape (columns - 1, rows, i, j).

    States are the runs of a column and, last, that the trace is missing.
    """
    columns, rows = baselines.shape
    states = top.shape[1] + 1
    found = _gap_cost(top, bottom, baselines, pixels_per_mm)
    cost = np.zeros((columns - 1, rows, states, states), dtype=np.float32)
    cost[..., :-1, :-1] = _transition_cost(top, bottom, pixels_per_mm)[:, None]
    cost[..., :-1, -1] = found[1:]
    cost[..., -1, :-1] = found[:-1] + np.float32(_MISSING)
    return cost


def _stay_cost(
    top: NDArray[np.float32], bottom: NDArray[np.float32], baselines: Baselines, pixels_per_mm: float
) -> NDArray[np.float32]:
    """Cost of every state for every row in a column, shape (columns, rows, states)."""
    local = _local_cost(top, bottom, baselines, pixels_per_mm)
    missing = np.full((*local.shape[:2], 1), _MISSING_PER_MM / pixels_per_mm, dtype=np.float32)
    return np.concatenate([local, missing], axis=2)


def _transition_cost(
    top: NDArray[np.float32], bottom: NDArray[np.float32], pixels_per_mm: float
) -> NDArray[np.float32]:
    """Cost of going on from run j of a column to run i of the next, shape (columns - 1, i, j)."""
    new_top, new_bottom = top[1:, :, None], bottom[1:, :, None]
    old_top, old_bottom = top[:-1, None, :], bottom[:-1, None, :]
    gap = np.maximum(np.maximum(new_top - old_bottom, old_top - new_bottom) - 1.0, 0.0)
    # A stroke is left where it ends and entered where it begins: elsewhere part of it would go unexplained.
    left = np.minimum(_distance(old_top, new_top, new_bottom), _distance(old_bottom, new_top, new_bottom))
    entered = np.minimum(_distance(new_top, old_top, old_bottom), _distance(new_bottom, old_top, old_bottom))
    cost = gap * np.float32(_BREAK_PER_MM / pixels_per_mm) + (gap > 0.5) * np.float32(_BREAK)
    return cost + np.minimum(left + entered - gap, _FARTHEST_MM * pixels_per_mm) * np.float32(
        _HALFWAY_PER_MM / pixels_per_mm
    )


def _distance(
    height: NDArray[np.float32], top: NDArray[np.float32], bottom: NDArray[np.float32]
) -> NDArray[np.float32]:
    return np.maximum(np.maximum(top - height, height - bottom), 0.0)


def _gap_cost(
    top: NDArray[np.float32], bottom: NDArray[np.float32], baselines: Baselines, pixels_per_mm: float
) -> NDArray[np.float32]:
    """Cost of losing a trace after each run, or of finding it again there, shape (columns, rows, runs)."""
    base = baselines[:, :, None]
    near = np.float32(1.5 * pixels_per_mm)
    away = np.maximum(np.maximum(top[:, None] - base, base - bottom[:, None]) - near, 0.0)
    return away * np.float32(_BREAK_PER_MM / pixels_per_mm) + (away > 0.5) * np.float32(_BREAK)


def _local_cost(
    top: NDArray[np.float32], bottom: NDArray[np.float32], baselines: Baselines, pixels_per_mm: float
) -> NDArray[np.float32]:
    """Cost of every run for every row by where it lies, shape (columns, rows, runs)."""
    base = baselines[:, :, None]
    upper, lower = top[:, None], bottom[:, None]
    away_mm = np.maximum(np.maximum(upper - base, base - lower), 0.0) / np.float32(pixels_per_mm)
    column_mm = 1.0 / pixels_per_mm
    cost = np.minimum(away_mm, _FARTHEST_MM) * np.float32(_STRAY_PER_MM2 * column_mm)
    thin = lower - upper < 1.5 * pixels_per_mm
    settled = thin & (np.abs((upper + lower) / 2 - base) < 1.2 * pixels_per_mm)
    others = settled.sum(axis=1, keepdims=True) - settled
    cost += others * np.float32(_NEIGHBOUR_PER_MM * column_mm)
    cost[np.broadcast_to(upper == _NOWHERE, cost.shape)] = _NEVER
    return cost.astype(np.float32)


def _traced_back(came_from: NDArray[np.int8], state: NDArray[np.intp]) -> NDArray[np.intp]:
    columns, rows = came_from.shape[:2]
    states = np.empty((columns, rows), dtype=np.intp)
    every_row = np.arange(rows)
    for column in range(columns - 1, -1, -1):
        states[column] = state
        state = came_from[column, every_row, state].astype(np.intp)
    return states

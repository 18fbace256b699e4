"""Vertical runs of ink, column by column: the candidates among which every trace is followed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page.ink import Grey, Mask

MOST_RUNS = 16
_THINNEST = 0.55


@dataclass(frozen=True)
class Runs:
    """Runs of ink in every column, from top to bottom; both arrays (columns, MOST_RUNS), NaN-padded, in pixels.

    Edges lie where the darkness crosses the ink threshold, between pixels.
    """

    top: NDArray[np.float32]
    bottom: NDArray[np.float32]
    count: NDArray[np.intp]
    left: int

    def between(self, first: int, last: int) -> Runs:
        """The runs of columns `first` to `last` (exclusive) alone."""
        span = slice(first, last)
        return Runs(self.top[span], self.bottom[span], self.count[span], self.left + first)


def find_runs(ink: Mask, trace: Grey, threshold: int, left: int, right: int) -> Runs:
    """Runs of `ink` in the columns from `left` to `right`, edges refined on the darkness `trace`."""
    part = np.ascontiguousarray(ink[:, left:right].T)
    columns, height = part.shape
    padded = np.zeros((columns, height + 2), dtype=np.int8)
    padded[:, 1:-1] = part
    edges = np.diff(padded, axis=1)
    column, start = np.nonzero(edges == 1)
    _, end = np.nonzero(edges == -1)
    level = np.ascontiguousarray(trace[:, left:right].T).astype(np.float32)
    upper = start - _overhang(level, column, start, start - 1, threshold)
    lower = end - 1 + _overhang(level, column, end - 1, end, threshold)
    # No pen leaves less than its own width; what is thinner is the ragged edge of a steep stroke or a speck.
    whole = lower - upper >= _THINNEST * np.percentile(lower - upper, 12) if column.size else column > 0
    column, upper, lower = column[whole], upper[whole], lower[whole]
    count = np.bincount(column, minlength=columns)
    rank = np.arange(column.size) - np.repeat(np.cumsum(count) - count, count)
    first = rank < MOST_RUNS
    top = np.full((columns, MOST_RUNS), np.nan, dtype=np.float32)
    bottom = top.copy()
    top[column[first], rank[first]] = upper[first]
    bottom[column[first], rank[first]] = lower[first]
    return Runs(top, bottom, count, left)


def _overhang(
    level: NDArray[np.float32],
    column: NDArray[np.intp],
    inside: NDArray[np.intp],
    outside: NDArray[np.intp],
    threshold: int,
) -> NDArray[np.float32]:
    """How far the ink reaches beyond the middle of its last pixel, by linear interpolation, in pixels."""
    beyond = np.clip(outside, 0, level.shape[1] - 1)
    dark, pale = level[column, inside], level[column, beyond]
    # Ink cut by a cleaning step rather than by paper ends at the pixel's edge.
    share = np.where(pale < threshold, (dark - threshold + 0.5) / np.maximum(dark - pale, 1.0), 0.5)
    return np.clip(share, 0.0, 1.0).astype(np.float32)

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
    """Runs of ink in every column, from top to bottom, in pixels; both arrays NaN-padded.

    Shape (columns, most runs in any of them, at most MOST_RUNS). Edges lie where the darkness
    crosses the ink threshold, between pixels.
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
    columns = part.shape[0]
    column, start, end = runs_of(part)
    level = np.ascontiguousarray(trace[:, left:right].T).astype(np.float32)
    upper = start - _overhang(level, column, start, start - 1, threshold)
    lower = end - 1 + _overhang(level, column, end - 1, end, threshold)
    # No pen leaves less than its own width; what is thinner is the ragged edge of a steep stroke or a speck.
    whole = lower - upper >= _THINNEST * np.percentile(lower - upper, 12) if column.size else column > 0
    column, upper, lower = column[whole], upper[whole], lower[whole]
    count = np.bincount(column, minlength=columns)
    rank = np.arange(column.size) - np.repeat(np.cumsum(count) - count, count)
    first = rank < MOST_RUNS
    top = np.full((columns, min(MOST_RUNS, count.max(initial=1))), np.nan, dtype=np.float32)
    bottom = top.copy()
    top[column[first], rank[first]] = upper[first]
    bottom[column[first], rank[first]] = lower[first]
    return Runs(top, bottom, count, left)


def runs_of(mask: Mask) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Row, start and end (exclusive) of every run of True along the rows, from top left to bottom right."""
    rows, columns = mask.shape
    padded = np.zeros((rows, columns + 1), dtype=bool)
    padded[:, 1:] = mask
    # All rows in one, parted by a blank place each: beginnings and ends of runs take turns.
    edges = np.flatnonzero(np.diff(padded.ravel(), append=False))
    row, start = np.divmod(edges[::2], columns + 1)
    return row, start, start + edges[1::2] - edges[::2]


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

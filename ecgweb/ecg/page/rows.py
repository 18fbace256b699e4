"""How many rows of traces a page has, and where each one's baseline runs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ecgweb.ecg.page.runs import Runs

Baselines = NDArray[np.float32]

_MOST_ROWS = 14


def find_rows(runs: Runs, height: int, wanted: int | None = None) -> NDArray[np.float32]:
    """Middle height of every row, top to bottom, in pixels, shape (rows,).

    Away from QRS complexes and writing a column of the page crosses each trace once, so the number of runs met most
    often is the number of rows, and in those columns the order of the runs is the order of the rows. A person may have
    said how many are `wanted`.
    """
    middles = (runs.top + runs.bottom) / 2
    votes = np.bincount(np.clip(runs.count, 0, _MOST_ROWS + 1), minlength=_MOST_ROWS + 2)[: _MOST_ROWS + 1]
    votes[0] = 0
    if votes.sum() == 0:
        return np.zeros(0, dtype=np.float32)
    count = wanted or int(np.argmax(votes))
    if not (runs.count == count).any():
        return np.zeros(0, dtype=np.float32)
    plain = middles[runs.count == count, :count]
    return np.median(plain, axis=0).astype(np.float32)


def level_baselines(rows: NDArray[np.float32], columns: int) -> Baselines:
    """Flat baselines, shape (columns, rows)."""
    return np.broadcast_to(rows, (columns, rows.size)).copy()


def wandering_baselines(centre: NDArray[np.float32], rows: NDArray[np.float32], window_px: int) -> Baselines:
    """Running median of followed traces, shape (columns, rows); `centre` is the same shape with NaN where lost."""
    step = max(1, window_px // 25)
    columns = centre.shape[0]
    filled = np.where(np.isfinite(centre), centre, rows)[::step]
    smooth = ndimage.median_filter(filled, size=(max(3, window_px // step), 1), mode="nearest")
    at = np.arange(columns) / step
    baselines = [np.interp(at, np.arange(smooth.shape[0]), smooth[:, row]) for row in range(rows.size)]
    return np.stack(baselines, axis=1).astype(np.float32)

"""Dividing ink that two rows of traces ran into: tall complexes of one row reach into its neighbour."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page.follow import Followed
from ecgweb.ecg.page.rows import Baselines


def divide_shared_ink(followed: Followed, baselines: Baselines, pen_px: float) -> Followed:
    """Give each row its own part of every run of ink that it shares with the row below.

    Where the rows were in order before and after, the run is cut along the line between the gaps that parted them on
    either side. Where one row had passed through the other, the passing row keeps the run and the other is drawn
    straight on.
    """
    top, bottom = followed.top.copy(), followed.bottom.copy()
    for upper in range(top.shape[1] - 1):
        lower = upper + 1
        shared = (followed.run[:, upper] == followed.run[:, lower]) & (followed.run[:, upper] >= 0)
        for first, last in _stretches(shared):
            sides = [side for side in (first - 1, last + 1) if 0 <= side < top.shape[0]]
            sides = [side for side in sides if np.isfinite(followed.top[side, [upper, lower]]).all()]
            if not sides:
                continue
            inside = slice(first, last + 1)
            at = np.arange(first, last + 1)
            passed = [side for side in sides if followed.top[side, lower] < followed.top[side, upper]]
            if passed:
                still = _still_row(followed, baselines, passed, upper, lower)
                middle = np.interp(at, sides, followed.centre[sides, still])
                top[inside, still], bottom[inside, still] = middle - pen_px / 2, middle + pen_px / 2
            else:
                gaps = (followed.bottom[sides, upper] + followed.top[sides, lower]) / 2
                cut = np.interp(at, sides, gaps)
                cut = np.clip(cut, top[inside, upper] + pen_px, bottom[inside, lower] - pen_px)
                bottom[inside, upper] = np.minimum(bottom[inside, upper], cut + pen_px / 2)
                top[inside, lower] = np.maximum(top[inside, lower], cut - pen_px / 2)
    return Followed(top, bottom, followed.run)


def _stretches(shared: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], shared.astype(np.int8), [0]])))
    return [(int(start), int(end) - 1) for start, end in edges.reshape(-1, 2)]


def _still_row(followed: Followed, baselines: Baselines, columns: list[int], upper: int, lower: int) -> int:
    """Which of two rows that passed each other stayed nearer to its own baseline."""
    away = np.abs(followed.centre[columns] - baselines[columns]).max(axis=0)
    return upper if away[upper] < away[lower] else lower

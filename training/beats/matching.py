"""Which beat that was found is which beat that was marked."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

TOLERANCE_S = 0.15  # ANSI/AAMI EC57


def matched(
    marked_s: NDArray[np.floating], found_s: NDArray[np.floating], tolerance_s: float = TOLERANCE_S
) -> NDArray[np.intp]:
    """Pairs of a marked and a found beat, nearest first, each beat in one pair at most.

    Parameters
    ----------
    marked_s, found_s : ndarray
        Times in seconds, rising.

    Returns
    -------
    ndarray, shape (pairs, 2)
        Index of the marked and of the found beat, rising.
    """
    if marked_s.size == 0 or found_s.size == 0:
        return np.empty((0, 2), np.intp)
    right = np.searchsorted(found_s, marked_s)
    candidates = []
    for offset in (-2, -1, 0, 1):
        found = right + offset
        inside = np.flatnonzero((found >= 0) & (found < found_s.size))
        away = np.abs(found_s[found[inside]] - marked_s[inside])
        near = away <= tolerance_s
        candidates += list(zip(away[near].tolist(), inside[near].tolist(), found[inside][near].tolist(), strict=True))
    taken_marked: set[int] = set()
    pairs: dict[int, int] = {}
    for _, mark, beat in sorted(candidates):
        if mark not in taken_marked and beat not in pairs:
            taken_marked.add(mark)
            pairs[beat] = mark
    return np.array(sorted((mark, beat) for beat, mark in pairs.items()), np.intp).reshape(-1, 2)

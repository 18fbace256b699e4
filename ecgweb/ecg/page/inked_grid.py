"""A grid as dark as the trace, as copiers and fax machines leave it, taken out of the ink by its straight lines."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page.ink import Mask

_LINED, _FAINTLY_LINED = 0.3, 0.12
_FEWEST_ACROSS, _FEWEST_DOWN = 6, 12
_WIDEST_LINE_PX = 6
_LEAST_SPACING_PX = 8
_STRAY_PX = 1.6
_LEAST_NEIGHBOURS = 2
_MOST_HIDDEN = 4
_STEPS = np.array([-3, -2, -1, 1, 2, 3])

Shares = NDArray[np.float64]
Lines = list[tuple[int, int]]


def without_grid_lines(ink: Mask) -> Mask:
    """The ink without the lines of a grid, or the same if it has none.

    Straight lines across and down the page, as far apart in both directions, are no trace. Where something crosses a
    line it stays.
    """
    across, down = ink.mean(axis=1), ink.mean(axis=0)
    strong = _middles(_groups(across > _LINED))
    if strong.size < _FEWEST_ACROSS or len(_groups(down > _LINED)) < _FEWEST_DOWN:
        return ink
    spacing = _usual_spacing(strong)
    rows, columns = _lines(across, spacing), _lines(down, spacing)
    if len(rows) < _FEWEST_ACROSS or len(columns) < _FEWEST_DOWN:
        return ink
    kept = ink.copy()
    _erase(kept, ink, rows)
    _erase(kept.T, ink.T, columns)
    return kept


def _usual_spacing(middles: Shares) -> float:
    """The distance at which most lines have a neighbour."""
    gaps = np.diff(middles)
    gaps = gaps[gaps >= _LEAST_SPACING_PX]
    if gaps.size == 0:
        return np.inf
    return float(max(gaps, key=lambda gap: int((np.abs(gaps - gap) < _STRAY_PX).sum())))


def _lines(share: Shares, spacing: float) -> Lines:
    """First and last pixel of every line that has clear neighbours a whole number of spacings away."""
    strong = _middles(_groups(share > _LINED))
    lines = []
    for first, last in _groups(share > _FAINTLY_LINED):
        wanted = (first + last) / 2 + _STEPS * spacing
        if (np.abs(wanted[:, None] - strong).min(axis=1) < _STRAY_PX).sum() >= _LEAST_NEIGHBOURS:
            lines.append((first, last))
    return lines + _hidden(lines, spacing)


def _hidden(lines: Lines, spacing: float) -> Lines:
    """Lines that a trace runs along, so that they look too wide: they lie evenly between their neighbours."""
    middles = _middles(lines)
    half = float(np.median([last - first for first, last in lines])) / 2 if lines else 0.0
    found = []
    for before, gap in zip(middles, np.diff(middles), strict=False):
        parts = round(gap / spacing)
        if 1 < parts <= _MOST_HIDDEN and abs(gap / parts - spacing) < _STRAY_PX:
            wanted = before + gap * np.arange(1, parts) / parts
            found += [(round(at - half), round(at + half)) for at in wanted]
    return found


def _groups(lined: NDArray[np.bool_]) -> Lines:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], lined.astype(np.int8), [0]])))
    return [(int(start), int(end) - 1) for start, end in edges.reshape(-1, 2) if end - start <= _WIDEST_LINE_PX]


def _middles(groups: Lines) -> Shares:
    return np.array([(first + last) / 2 for first, last in groups], dtype=np.float64)


def _erase(kept: Mask, ink: Mask, lines: Lines) -> None:
    """Blank what of each line nothing crosses, in `kept`; lines run along the second axis of `ink`."""
    for first, last in lines:
        above, below = max(0, first - 2), min(ink.shape[0] - 1, last + 2)
        kept[max(0, first - 1) : last + 2, ~(ink[above] | ink[below])] = False

"""From where to where the traces run, without the calibration pulse."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_closing

from ecgweb.ecg.page.ends import Joined
from ecgweb.ecg.page.pulse import Pulse
from ecgweb.ecg.page.runs import Runs

_LEAST_ROWS = 0.6
_FAINT_ROWS = 0.3
_LONGEST_FAINT_END_MM = 12.0
_BAR_SLACK = 0.04
_LARGEST_STRAY = 0.2
_LEAST_STRAY_MM = 2.0
_LEAST_FOOT_MM, _LONGEST_FOOT_MM = 0.7, 4.0


def trace_extent(
    runs: Runs, rows: NDArray[np.float32], pulse: Pulse | None, pixels_per_mm: float
) -> tuple[int, int] | None:
    """First and last column (exclusive) in which most rows have ink, or None if they never do."""
    inked = _inked_rows(runs, rows, pixels_per_mm)
    if pulse:
        if pulse.start < inked.size / 2:
            inked[: pulse.end + _margin(inked, pulse, pixels_per_mm)] = 0
        else:
            inked[pulse.start - _margin(inked[::-1], _mirrored(pulse, inked.size), pixels_per_mm) :] = 0
    stretches = _stretches(inked >= _LEAST_ROWS * rows.size, pixels_per_mm)
    if not stretches:
        return None
    # A foot of the pulse or a stray letter stands apart and is short; leads of a row stand close and are long.
    while len(stretches) > 1 and _is_foot(stretches[0], stretches[1], pixels_per_mm):
        stretches.pop(0)
    while len(stretches) > 1 and _is_foot(stretches[-1], stretches[-2], pixels_per_mm):
        stretches.pop()
    return _with_faint_ends(stretches[0][0], stretches[-1][1], inked >= _FAINT_ROWS * rows.size, pixels_per_mm)


def joined_side(runs: Runs, rows: NDArray[np.float32], pulse: Pulse | None, pixels_per_mm: float) -> Joined:
    """The side on which the pulse's foot runs into the traces without a gap, None if it does not."""
    if pulse is None:
        return None
    inked = _inked_rows(runs, rows, pixels_per_mm)
    if pulse.start < inked.size / 2:
        return None if _gap(inked, pulse, pixels_per_mm).size else "left"
    return None if _gap(inked[::-1], _mirrored(pulse, inked.size), pixels_per_mm).size else "right"


def by_bars(extent: tuple[int, int], bars: list[float], columns: int, pixels_per_mm: float) -> tuple[int, int]:
    """The extent, set right where it strays from what three bars between four columns of leads say.

    Parameters
    ----------
    extent : tuple of int
        First and last column (exclusive) with traces, judged by ink.
    bars : list of float
        Where bars stand, in columns counted as in `extent`.
    columns : int
        Number of columns on the page.
    """
    first, last = extent
    usual = (last - first) / 4
    for one, two, three in combinations(sorted(bars), 3):
        width = (three - one) / 2
        if abs(two - (one + three) / 2) < _BAR_SLACK * width and abs(width / usual - 1) < _LARGEST_STRAY:
            ends = max(0, round(one - width)), min(columns, round(three + width))
            kept = [
                ink if abs(ink - bar) < _LEAST_STRAY_MM * pixels_per_mm else bar
                for ink, bar in zip(extent, ends, strict=True)
            ]
            return kept[0], kept[1]
    return extent


def _margin(inked: NDArray[np.intp], pulse: Pulse, pixels_per_mm: float) -> int:
    """Columns after a pulse that are its own: up to a gap in all rows, else as many as its foot has before it."""
    gap = _gap(inked, pulse, pixels_per_mm)
    if gap.size:
        return int(gap[-1]) + 1
    bare = np.flatnonzero(inked[: pulse.start][::-1] == 0)
    foot = int(bare[0]) if bare.size else pulse.start
    return foot if foot <= _LONGEST_FOOT_MM * pixels_per_mm else round(_LEAST_FOOT_MM * pixels_per_mm)


def _gap(inked: NDArray[np.intp], pulse: Pulse, pixels_per_mm: float) -> NDArray[np.intp]:
    """Bare columns soon after a pulse, counted from its end."""
    least, most = round(_LEAST_FOOT_MM * pixels_per_mm), round(_LONGEST_FOOT_MM * pixels_per_mm)
    return least + np.flatnonzero(inked[pulse.end + least : pulse.end + most] == 0)


def _mirrored(pulse: Pulse, columns: int) -> Pulse:
    return Pulse(pulse.height_px, columns - pulse.end, columns - pulse.start)


def _with_faint_ends(first: int, last: int, drawn: NDArray[np.bool_], pixels_per_mm: float) -> tuple[int, int]:
    """The extent, lengthened by what runs on into it in a few rows alone, as where the others are faint."""
    for start, end in _stretches(drawn, pixels_per_mm):
        if start < first <= end:
            first = max(start, first - round(_LONGEST_FAINT_END_MM * pixels_per_mm))
        if start <= last < end:
            last = min(end, last + round(_LONGEST_FAINT_END_MM * pixels_per_mm))
    return first, last


def _inked_rows(runs: Runs, rows: NDArray[np.float32], pixels_per_mm: float) -> NDArray[np.intp]:
    """In how many rows' bands each column has ink."""
    spacing = float(np.median(np.diff(rows))) if rows.size > 1 else 30 * pixels_per_mm
    half = max(0.5 * spacing, 5 * pixels_per_mm)
    inked = [((runs.top < row + half) & (runs.bottom > row - half)).any(axis=1) for row in rows]
    return np.sum(inked, axis=0)


def _stretches(drawn: NDArray[np.bool_], pixels_per_mm: float) -> list[tuple[int, int]]:
    """First and last column (exclusive) of every stretch of a millimetre or more, small gaps bridged."""
    # Rows of zeros on either side keep the closing from wearing down what reaches the edge.
    bridge = round(0.4 * pixels_per_mm)
    whole = binary_closing(np.pad(drawn, bridge), np.ones(2 * bridge + 1))[bridge : bridge + drawn.size]
    edges = np.flatnonzero(np.diff(np.concatenate([[0], whole.astype(np.int8), [0]])))
    shortest = round(1.2 * pixels_per_mm)
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2) if end - start >= shortest]


def _is_foot(outer: tuple[int, int], inner: tuple[int, int], pixels_per_mm: float) -> bool:
    gap = max(inner[0] - outer[1], outer[0] - inner[1])
    return outer[1] - outer[0] < 10 * pixels_per_mm and gap > 0.8 * pixels_per_mm

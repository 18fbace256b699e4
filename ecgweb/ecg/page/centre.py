"""From the ink a trace ran through to the line its pen drew, with peaks kept at their height."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page.follow import Followed

Line = NDArray[np.float32]


def pen_width_px(followed: Followed) -> float:
    """Thickness of the drawn line in pixels: that of the ink where the trace runs level."""
    thickness = followed.bottom - followed.top
    seen = thickness[np.isfinite(thickness)]
    return float(np.percentile(seen, 30)) if seen.size else 1.0


def pen_line(followed: Followed, pen_px: float) -> Line:
    """Height of the drawn line in every column, shape (columns, rows), in pixels, NaN where nothing was seen.

    The ink is worn down by the pen's own disc, which leaves in each column the stretch the pen's middle passed. A
    stretch that reaches higher than both its neighbours' is a peak and counts with its upper end, one that reaches
    lower is a trough and counts with its lower end; any other was merely crossed and counts with its middle.
    """
    high, low = _worn(followed.top, followed.bottom, pen_px / 2)
    middle = (high + low) / 2
    rise = _stands_out(-high)
    fall = _stands_out(low)
    peak = (rise > 0) & (rise >= fall)
    trough = (fall > 0) & ~peak
    return np.where(peak, high, np.where(trough, low, middle)).astype(np.float32)


def _stands_out(reach: Line) -> Line:
    """By how much the reach of a column exceeds that of its neighbours, zero where it does not."""
    before, after = _shifted(reach, -1), _shifted(reach, 1)
    excess = np.fmin(reach - before, reach - after)
    level_top = (reach >= before) & (reach > after)
    return np.where(level_top, np.fmax(excess, 1e-6), 0.0).astype(np.float32)


def _worn(top: Line, bottom: Line, radius: float) -> tuple[Line, Line]:
    """Upper and lower end of the pen's path in every column, from the edges of the ink it left."""
    high, low = top + radius, bottom - radius
    for shift in range(-int(radius), int(radius) + 1):
        if shift == 0:
            continue
        arc = np.float32(np.sqrt(radius**2 - shift**2))
        high = np.fmax(high, _shifted(top, shift) + arc)
        low = np.fmin(low, _shifted(bottom, shift) - arc)
    crossed = high > low
    middle = (high + low) / 2
    return np.where(crossed, middle, high), np.where(crossed, middle, low)


def _shifted(values: Line, by: int) -> Line:
    moved = np.full_like(values, np.nan)
    if by > 0:
        moved[:-by] = values[by:]
    else:
        moved[-by:] = values[:by]
    return moved

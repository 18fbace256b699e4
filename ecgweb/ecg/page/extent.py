"""From where to where the traces run, without the calibration pulse."""

from __future__ import annotations

import numpy as np

from ecgweb.ecg.page.centre import Line
from ecgweb.ecg.page.pulse import Pulse


def trace_extent(line: Line, pulse: Pulse | None, pixels_per_mm: float) -> tuple[int, int] | None:
    """First and last column (exclusive) in which most rows show a trace, or None if they never do."""
    drawn = np.isfinite(line).mean(axis=1) >= 0.5
    if pulse:
        margin = round(0.7 * pixels_per_mm)
        if pulse.start < line.shape[0] / 2:
            drawn[: pulse.end + margin] = False
        else:
            drawn[pulse.start - margin :] = False
    stretches = _stretches(drawn, shortest=round(1.2 * pixels_per_mm))
    if not stretches:
        return None
    # A foot of the pulse or a stray letter stands apart and is short; leads of a row stand close and are long.
    while len(stretches) > 1 and _is_foot(stretches[0], stretches[1], pixels_per_mm):
        stretches.pop(0)
    while len(stretches) > 1 and _is_foot(stretches[-1], stretches[-2], pixels_per_mm):
        stretches.pop()
    return stretches[0][0], stretches[-1][1]


def _stretches(drawn: np.ndarray, shortest: int) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], drawn.astype(np.int8), [0]])))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2) if end - start >= shortest]


def _is_foot(outer: tuple[int, int], inner: tuple[int, int], pixels_per_mm: float) -> bool:
    gap = max(inner[0] - outer[1], outer[0] - inner[1])
    return outer[1] - outer[0] < 10 * pixels_per_mm and gap > 0.8 * pixels_per_mm

"""The calibration pulse: the rectangle one millivolt high that a machine draws beside the traces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page.follow import Followed
from ecgweb.ecg.page.rows import Baselines


@dataclass(frozen=True)
class Pulse:
    """Height of one millivolt in pixels, and the columns the pulse takes up (counted like those followed)."""

    height_px: float
    start: int
    end: int


def find_pulse(followed: Followed, baselines: Baselines, pixels_per_mm: float) -> Pulse | None:
    """The pulse that most rows show at the same place near either end of the page, or None.

    A QRS complex has no flat top between two upright sides, and no two leads share its height.
    """
    columns, rows = baselines.shape
    reach = round(0.16 * columns)
    for first, last in ((0, reach), (columns - reach, columns)):
        boxes = []
        for row in range(rows):
            # Baselines that wander would tilt the pulse's flat top.
            level = np.median(baselines[first:last, row])
            boxes += _rectangles(level - followed.centre[first:last, row], pixels_per_mm)
        agreed = _agreed(boxes, pixels_per_mm, rows)
        if agreed:
            return Pulse(agreed[0], first + agreed[1], first + agreed[2])
    return None


_Box = tuple[float, int, int]


def _rectangles(rise: NDArray[np.float32], pixels_per_mm: float) -> list[_Box]:
    side = max(2, round(0.9 * pixels_per_mm))
    boxes = []
    for start, end in _plateaus(rise, pixels_per_mm):
        level = float(np.median(rise[start:end]))
        feet = [_foot(rise[max(0, start - 2 * side) : start]), _foot(rise[end : end + 2 * side])]
        standing = [foot for foot in feet if foot is not None and foot < 0.4 * level]
        if len(standing) == sum(foot is not None for foot in feet) and standing:
            boxes.append((level - float(np.mean(standing)), start, end))
    return boxes


def _plateaus(rise: NDArray[np.float32], pixels_per_mm: float) -> list[tuple[int, int]]:
    steady = np.zeros(rise.size, dtype=bool)
    steady[1:-1] = (np.abs(rise[2:] - rise[:-2]) < 0.16 * pixels_per_mm) & (rise[1:-1] > 3.2 * pixels_per_mm)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], steady.astype(np.int8), [0]])))
    found = []
    for start, end in edges.reshape(-1, 2):
        width_mm = (end - start) / pixels_per_mm
        if 0.9 <= width_mm <= 8 and np.ptp(rise[start:end]) < 0.4 * pixels_per_mm:
            found.append((int(start), int(end)))
    return found


def _foot(rise: NDArray[np.float32]) -> float | None:
    """Level of the line beside the rectangle, past its upright side; None where nothing is drawn."""
    seen = rise[np.isfinite(rise)]
    return float(np.min(seen)) if seen.size else None


def _agreed(boxes: list[_Box], pixels_per_mm: float, rows: int) -> _Box | None:
    best: list[_Box] = []
    for height, start, end in boxes:
        alike = [
            box
            for box in boxes
            if abs(box[1] - start) < 1.5 * pixels_per_mm
            and abs(box[2] - end) < 1.5 * pixels_per_mm
            and abs(box[0] - height) < 0.08 * height
        ]
        if len(alike) > len(best):
            best = alike
    if len(best) < min(2, rows):
        return None
    heights, starts, ends = (np.array(column, dtype=float) for column in zip(*best, strict=True))
    return float(np.median(heights)), int(np.median(starts)), int(np.median(ends))

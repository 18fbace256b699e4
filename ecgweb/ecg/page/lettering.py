"""Where on a page names of leads are printed: strips of it as a network that reads them looks at them.

Names stand where a column of leads begins, above or below its trace, and often touch it; so they are not cut out but
looked for along upright strips of the page, one at every place where a column may begin.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from ecgweb.ecg.page.windows import InkedRows
from ecgweb.ecg.recording import LEADS

NAMES = (*LEADS, "-aVR")
OTHER = "other"
"""What is printed beside a trace that is none of the twelve leads: V7, V3R and so on."""
CLASSES = (*NAMES, OTHER, "nothing")
PIXELS_PER_MM = 4.0
STRIP_WIDTH = 96
CELL = 8
"""Pixels of a strip to a cell of the answer, across and down."""

Strips = NDArray[np.uint8]
NameNetwork = Callable[[Strips], NDArray[np.float32]]
"""Strips (n, height, STRIP_WIDTH), the height a multiple of CELL, to the probability of every class in every cell,
(n, height / CELL, STRIP_WIDTH / CELL, len(CLASSES))."""

_BEFORE_MM = 9.0
_REACH_MM = 16.0
_LEAST_PROBABILITY = 0.5
_APART_MM = 6.0
_STROKE_LEVEL = 200.0
_MUCH_SMALLER = 1.5


@dataclass(frozen=True)
class PrintedName:
    """A lead's name as it was read: its middle on the upright page in pixels, and how sure the network is."""

    lead: str
    x_px: float
    y_px: float
    probability: float


def printed_names(rows: InkedRows, network: NameNetwork) -> tuple[PrintedName, ...]:
    """The names of leads that are printed where columns of so many rows may begin."""
    per_mm = rows.pixels_per_mm
    levels = np.median(rows.baselines_px, axis=0)
    top = float(levels.min()) - _REACH_MM * per_mm
    height = int(np.ceil((levels.max() - levels.min() + 2 * _REACH_MM * per_mm) / per_mm * PIXELS_PER_MM / CELL)) * CELL
    lefts = [left * per_mm + rows.start_px for left in _lefts_mm((rows.end_px - rows.start_px) / per_mm, levels.size)]
    strips = np.stack([_cut(rows, left, top, height) for left in lefts])
    found = [
        name
        for left, answer in zip(lefts, network(strips), strict=True)
        for name in _peaks(answer, left, top, per_mm / PIXELS_PER_MM)
    ]
    return _apart(found, _APART_MM * per_mm)


def _lefts_mm(extent_mm: float, rows: int) -> list[float]:
    """Left edges of the strips: one before the traces, and one at every place where a column may begin."""
    shares = [0.0]
    if rows <= 9:
        shares.append(1 / 2)
    if rows <= 6:
        shares += [1 / 4, 3 / 4]
    if 4 <= rows <= 7:
        shares += [1 / 3, 2 / 3]
    width_mm = STRIP_WIDTH / PIXELS_PER_MM
    return [-_BEFORE_MM - 0.7 * width_mm, *(share * extent_mm - _BEFORE_MM for share in shares)]


def _cut(rows: InkedRows, left: float, top: float, height: int) -> Strips:
    """A strip of the page's darkness, an ordinary stroke about as dark on every page."""
    step = rows.pixels_per_mm / PIXELS_PER_MM
    edges = (left, top, left + STRIP_WIDTH * step, top + height * step)
    first_x, first_y, last_x, last_y = (round(edge) for edge in edges)
    part = rows.darkness[max(0, first_y) : max(0, last_y), max(0, first_x) : max(0, last_x)]
    whole = np.zeros((last_y - first_y, last_x - first_x), np.uint8)
    down, right = max(0, -first_y), max(0, -first_x)
    whole[down : down + part.shape[0], right : right + part.shape[1]] = part
    method = Image.Resampling.BOX if step > _MUCH_SMALLER else Image.Resampling.BILINEAR
    shown = np.asarray(Image.fromarray(whole).resize((STRIP_WIDTH, height), method), dtype=np.float32)
    return np.minimum(shown * (_STROKE_LEVEL / (2.0 * rows.threshold)) + 0.5, 255.0).astype(np.uint8)


def _peaks(answer: NDArray[np.float32], left: float, top: float, step: float) -> list[PrintedName]:
    """The cells in which a name is likelier than in those around."""
    sure = 1 - answer[..., -1]
    highest = ndimage.maximum_filter(sure, 3, mode="constant") == sure
    names = []
    for line, column in np.argwhere(highest & (sure > _LEAST_PROBABILITY)):
        around = answer[max(0, line - 1) : line + 2, max(0, column - 1) : column + 2]
        weight = 1 - around[..., -1:]
        votes = (around * weight).sum(axis=(0, 1))[:-1]
        best = int(votes.argmax())
        probability = float(answer[line, column, best])
        if probability > _LEAST_PROBABILITY:
            x, y = (left + (column + 0.5) * CELL * step, top + (line + 0.5) * CELL * step)
            names.append(PrintedName(CLASSES[best], x, y, probability))
    return names


def _apart(names: list[PrintedName], apart_px: float) -> tuple[PrintedName, ...]:
    """The surest of names that overlap: strips do, and a name may fill several cells."""
    kept: list[PrintedName] = []
    for name in sorted(names, key=lambda one: -one.probability):
        if all(np.hypot(name.x_px - other.x_px, name.y_px - other.y_px) > apart_px for other in kept):
            kept.append(name)
    return tuple(kept)

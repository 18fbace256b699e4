"""Windows cut along the rows of a page, as a network that follows traces looks at them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ecgweb.ecg.page.drift import Drift
from ecgweb.ecg.page.follow import Followed
from ecgweb.ecg.page.ink import Grey
from ecgweb.ecg.page.rows import Baselines

HEIGHT = 128
WIDTH = 2048
COLUMNS_PER_MM = 8.0
CHANNELS = ("darkness", "own ink", "other ink")

Pictures = NDArray[np.uint8]
TraceNetwork = Callable[[Pictures], tuple[NDArray[np.float32], NDArray[np.float32]]]
"""Windows (n, HEIGHT, WIDTH, 3) to the height of the row's own trace, counted in pixels from the middle of the
uppermost one, and the probability that the trace is seen (n, WIDTH). Heights are given once or several times a column,
(n, k * WIDTH), at `places_in_columns`."""

_USUAL_REACH_MM = 16.0
_FARTHEST_REACH_MM = 40.0
_SPARE_MM = 4.0
_STROKE_LEVEL = 200.0
OVERLAP = 256


@dataclass(frozen=True)
class InkedRows:
    """Rows as they were followed: the page's darkness, its ink threshold, and each row's ink from column `left` on.

    The first sample lies at `start_px`, the last at `end_px`; `drift_px` as `paper_drift` finds it.
    """

    darkness: Grey
    threshold: int
    followed: Followed
    baselines_px: Baselines
    left: int
    start_px: float
    end_px: float
    pixels_per_mm: float
    drift_px: Drift | None = None


@dataclass(frozen=True)
class Window:
    """One window of a row: `picture` (HEIGHT, WIDTH, 3), and where its columns and lines lie on the page in pixels.

    Column k lies at `left_px + k * column_px`, line k at `top_px + k * line_px`.
    """

    picture: Pictures
    row: int
    left_px: float
    column_px: float
    top_px: float
    line_px: float


def places_in_columns(heights: int) -> NDArray[np.float64]:
    """Where that many heights of one window lie, counted in columns from the middle of the first."""
    return np.asarray((np.arange(heights) + 0.5) * (WIDTH / heights) - 0.5, dtype=np.float64)


def cut_windows(rows: InkedRows) -> list[Window]:
    """Windows over the whole length of every row, overlapping where one is not enough."""
    column_px = rows.pixels_per_mm / COLUMNS_PER_MM
    columns = (rows.baselines_px.shape[0] + rows.left - rows.start_px) / column_px
    firsts = range(0, max(1, int(np.ceil(columns)) - OVERLAP), WIDTH - OVERLAP)
    return [
        _cut(rows, row, rows.start_px + first * column_px, column_px)
        for row in range(rows.baselines_px.shape[1])
        for first in firsts
    ]


def _cut(rows: InkedRows, row: int, left_px: float, column_px: float) -> Window:
    level = float(np.median(rows.baselines_px[:, row]))
    line_px = 2 * _reach_mm(rows, row, level) * rows.pixels_per_mm / HEIGHT
    top_px = level - (HEIGHT - 1) / 2 * line_px
    picture = np.empty((HEIGHT, WIDTH, len(CHANNELS)), dtype=np.uint8)
    picture[..., 0] = _darkness(rows, left_px, column_px, top_px, line_px)
    heights = top_px + np.arange(HEIGHT)[:, None] * line_px
    column = np.rint(left_px + np.arange(WIDTH) * column_px).astype(int) - rows.left
    picture[..., 1], picture[..., 2] = _claims(rows.followed, row, column, heights, line_px)
    return Window(picture, row, left_px, column_px, top_px, line_px)


def _reach_mm(rows: InkedRows, row: int, level: float) -> float:
    """How far up and down the window shows paper: farther where the row's ink strays far."""
    edges = np.stack([rows.followed.top[:, row], rows.followed.bottom[:, row]])
    known = edges[np.isfinite(edges)]
    farthest = np.abs(known - level).max() / rows.pixels_per_mm if known.size else 0.0
    return float(np.clip(farthest + _SPARE_MM, _USUAL_REACH_MM, _FARTHEST_REACH_MM))


def _darkness(rows: InkedRows, left_px: float, column_px: float, top_px: float, line_px: float) -> Pictures:
    """The page's darkness on the window's raster, an ordinary stroke about as dark on every page."""
    # Pillow counts from the corner of the upper left pixel and refuses to look beyond the picture's edges.
    left, top = left_px + 0.5 - column_px / 2, top_px + 0.5 - line_px / 2
    right, bottom = left + WIDTH * column_px, top + HEIGHT * line_px
    first_x, first_y = int(np.floor(left)) - 2, int(np.floor(top)) - 2
    last_x, last_y = int(np.ceil(right)) + 2, int(np.ceil(bottom)) + 2
    part = rows.darkness[max(0, first_y) : max(0, last_y), max(0, first_x) : max(0, last_x)]
    before = (max(0, -first_y), max(0, -first_x))
    after = (last_y - first_y - before[0] - part.shape[0], last_x - first_x - before[1] - part.shape[1])
    part = np.pad(part, tuple(zip(before, after, strict=True)))
    box = (left - first_x, top - first_y, right - first_x, bottom - first_y)
    shown = Image.fromarray(part).resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR, box=box)
    level = np.asarray(shown) * (_STROKE_LEVEL / (2.0 * rows.threshold))
    return np.minimum(level + 0.5, 255.0).astype(np.uint8)


def _claims(
    followed: Followed, row: int, column: NDArray[np.intp], heights: NDArray[np.floating], line_px: float
) -> tuple[Pictures, Pictures]:
    """Where the ink was followed as this row's and where as another's: 255 there, else 0."""
    inside = (column >= 0) & (column < followed.top.shape[0])
    at = np.clip(column, 0, followed.top.shape[0] - 1)
    highest = np.where(inside[:, None], followed.top[at], np.nan) - line_px / 2
    lowest = np.where(inside[:, None], followed.bottom[at], np.nan) + line_px / 2
    claims = np.zeros((2, heights.size, column.size), dtype=bool)
    for other in range(highest.shape[1]):
        if np.any((lowest[:, other] >= heights[0]) & (highest[:, other] <= heights[-1])):
            claims[int(other != row)] |= (heights >= highest[:, other]) & (heights <= lowest[:, other])
    own, others = claims.astype(np.uint8) * 255
    return own, others

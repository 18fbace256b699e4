"""How much of each pixel a round pen inks: quick enough to draw the thousands of pages of a training."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.paper.line import seen_runs

Cover = NDArray[np.uint8]
Points = NDArray[np.floating]

_PER_PIXEL = 4  # stretches of a pixel column that are inked one by one


def trace_cover(traces: Iterable[tuple[Points, Points]], size: tuple[int, int], width_px: float) -> Cover:
    """Cover of the pixels by traces that run from left to right.

    A round pen led along a curve inks one interval of every upright line: from the highest to the lowest point that
    the pen reaches there. The intervals' ends go into a difference image, and its running sum down is the cover.

    Parameters
    ----------
    traces : iterable of (x_px, y_px)
        Points counted from the centre of the upper left pixel, x growing, y NaN in gaps.
    size : tuple of int
        Width and height of the picture in pixels.
    width_px : float
        Width of the pen.

    Returns
    -------
    ndarray, shape (height, width), uint8
        0 for bare paper to 255 for ink all over the pixel.
    """
    width, height = size
    radius_px = width_px / 2
    columns, highs, lows = [], [], []
    for x_px, y_px in traces:
        for run in seen_runs(y_px):
            first, high, low = _pen_reach(x_px[run] + 0.5, y_px[run] + 0.5, radius_px)
            columns.append(first + np.arange(high.size))
            highs.append(high)
            lows.append(low)
    if not columns:
        return np.zeros((height, width), np.uint8)
    column = np.concatenate(columns) // _PER_PIXEL
    inside = (column >= 0) & (column < width)
    high, low = (np.clip(np.concatenate(ends)[inside], 0, height) for ends in (highs, lows))
    at, change = _steps(column[inside], high, low, width)
    steps = np.bincount(at, change, width * (height + 2)).reshape(height + 2, width)
    for above, here in pairwise(steps):  # ten times as quick as a cumulative sum down the columns
        here += above
    return np.minimum(steps[:height] * (255 / _PER_PIXEL) + 0.5, 255).astype(np.uint8)


def add_straight(cover: Cover, line_px: Sequence[tuple[float, float]], width_px: float) -> None:
    """Ink level and upright lines given by their corners in pixels from the picture's edge."""
    half = width_px / 2
    for (x0, y0), (x1, y1) in pairwise(line_px):
        down, part_down = _span_cover(min(y0, y1) - half, max(y0, y1) + half, cover.shape[0])
        across, part_across = _span_cover(min(x0, x1) - half, max(x0, x1) + half, cover.shape[1])
        part = (255 * part_down[:, None] * part_across[None, :] + 0.5).astype(np.uint8)
        np.maximum(cover[down, across], part, out=cover[down, across])


def _pen_reach(x: Points, y: Points, radius: float) -> tuple[int, NDArray[np.float32], NDArray[np.float32]]:
    """First quarter column, and the highest and lowest points the pen reaches in each from there on."""
    reach = int(np.ceil(radius * _PER_PIXEL))
    first, last = int(np.floor(x[0] * _PER_PIXEL)), int(np.floor(x[-1] * _PER_PIXEL))
    centres = (np.arange(first, last + 1) + 0.5) / _PER_PIXEL
    top = np.interp(centres, x, y).astype(np.float32)
    bottom = top.copy()
    vertex = np.floor(x * _PER_PIXEL).astype(int) - first
    np.minimum.at(top, vertex, y)
    np.maximum.at(bottom, vertex, y)
    high = np.full(top.size + 2 * reach, np.inf, np.float32)
    low = np.full(top.size + 2 * reach, -np.inf, np.float32)
    for shift in range(2 * reach + 1):
        half_height = np.sqrt(max(radius**2 - ((shift - reach) / _PER_PIXEL) ** 2, 0.0))
        here = slice(shift, shift + top.size)
        np.minimum(high[here], top - half_height, out=high[here])
        np.maximum(low[here], bottom + half_height, out=low[here])
    return first - reach, high, low


def _steps(
    column: NDArray[np.intp], high: Points, low: Points, width: int
) -> tuple[NDArray[np.intp], NDArray[np.floating]]:
    """Flat places in the difference image and the changes there: up by one at each high end, down at each low end."""
    places, changes = [], []
    for end, sign in ((high, 1.0), (low, -1.0)):
        row = end.astype(np.intp)
        share = end - row
        places += [row * width + column, (row + 1) * width + column]
        changes += [sign * (1 - share), sign * share]
    return np.concatenate(places), np.concatenate(changes)


def _span_cover(start: float, end: float, pixels: int) -> tuple[slice, Points]:
    """The pixels along one axis that a span touches, and the share of each that it covers."""
    first, last = max(int(np.floor(start)), 0), min(int(np.ceil(end)), pixels)
    edges = np.clip(np.arange(first, max(first, last) + 1), start, end)
    return slice(first, max(first, last)), np.diff(edges)

"""Pictures of a single heartbeat: one thin line from side to side, and nothing else but perhaps a grid behind it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage, signal

from ecgweb.ecg.page.ink import Grey, Mask, darkness, ink_threshold
from ecgweb.ecg.refusal import Refused

WIDTH_PX = 480  # every picture is looked at this size
_EIGHT = np.ones((3, 3), dtype=bool)
# Of the picture's width or height, unless said otherwise.
_LONG_PIECE, _TALL_PIECE = 0.06, 0.15
_LEAST_LINE = 0.85  # share of the ink that is line: little room for writing, axes and pictures
_LEAST_SPAN = 0.5
_THICKEST_PEN, _PEN_PX = 0.012, 2.6  # of the width; or so many pixels of the picture as it came
_LARGEST_LEVEL = 0.3  # of the line's length runs dead level, as a frame or an axis does
_BORDER_PX = 3
_LEAST_SINGLE = 0.6  # share of columns that the line crosses once
_LARGEST_GAPS = 0.4  # share of columns without a line, where a tall complex is cut off
_MOST_PIECES = 6
_FLATTEST, _MOST_TURNS = 0.03, 8  # height and turning points of the line, by its length
_PROMINENT, _NARROW, _APART = 0.5, 0.1, 0.15
_STEEP = 8.0  # rise over run of the steepest part, in heights and lengths of the line


@dataclass(frozen=True)
class _Line:
    """The line in columns of the working copy: height of its outermost ink, upwards, NaN where there is none."""

    height: NDArray[np.float64]
    runs: NDArray[np.intp]
    pen_px: float
    finest_px: float


def beat_picture(image_rgb: NDArray[np.uint8], sure: bool = False) -> Grey:
    """The picture of one heartbeat with its line alone, dark on white.

    Parameters
    ----------
    image_rgb : ndarray, shape (height, width, 3), uint8
    sure : bool
        Whether a person said that this is one beat: then nobody asks whether it looks like one.

    Returns
    -------
    ndarray, shape (height, width), uint8

    Raises
    ------
    Refused
        "not_an_ecg" where there is more than a line, or the line is not that of one beat.
    """
    if 2 * np.count_nonzero(image_rgb < 128) > image_rgb.size:
        image_rgb = 255 - image_rgb
    small = _working_copy(image_rgb)
    dark = darkness(small)
    threshold = ink_threshold(dark.trace)
    ink = dark.trace >= threshold
    kept = _long_pieces(ink)
    line = _line(kept, _PEN_PX * WIDTH_PX / image_rgb.shape[1]) if kept.any() else None
    if line is None or not (sure or _is_one_beat(line, kept, ink, bare=_is_bare(dark.grid, ink))):
        raise Refused("not_an_ecg")
    return _alone(image_rgb, kept)


def _working_copy(image_rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = image_rgb.shape[:2]
    method = Image.Resampling.BOX if width > WIDTH_PX else Image.Resampling.BICUBIC
    size = (WIDTH_PX, max(8, round(height * WIDTH_PX / width)))
    return np.asarray(Image.fromarray(image_rgb).resize(size, method))


def _long_pieces(ink: Mask) -> Mask:
    """Ink without specks and letters."""
    labels, count = ndimage.label(ink, structure=_EIGHT)
    boxes = ndimage.find_objects(labels)
    height, width = ink.shape
    long = [
        across.stop - across.start >= _LONG_PIECE * width or down.stop - down.start >= _TALL_PIECE * height
        for down, across in boxes
    ]
    return np.asarray(np.array([False, *long])[labels]) if count else ink


def _line(kept: Mask, finest_px: float) -> _Line:
    columns = np.flatnonzero(kept.any(axis=0))
    part = kept[:, columns[0] : columns[-1] + 1]
    runs = (np.diff(np.pad(part, ((1, 0), (0, 0))).astype(np.int8), axis=0) == 1).sum(axis=0)
    top = np.argmax(part, axis=0).astype(np.float64)
    bottom = part.shape[0] - 1 - np.argmax(part[::-1], axis=0).astype(np.float64)
    seen = runs > 0
    usual = float(np.median(((top + bottom) / 2)[seen]))
    height = np.where(usual - top > bottom - usual, usual - top, usual - bottom)
    thickness = part.sum(axis=0)[runs == 1]
    pen_px = float(np.percentile(thickness, 25)) if thickness.size else float(part.shape[0])
    return _Line(np.where(seen, height, np.nan), runs, pen_px, finest_px)


def _is_bare(grid: Grey, ink: Mask) -> bool:
    """Whether there is nothing but paper beside the line."""
    away = ~ndimage.binary_dilation(ink, _EIGHT, iterations=4)
    return bool(away.any() and np.percentile(grid[away], 98) < 16)


def _is_one_beat(line: _Line, kept: Mask, ink: Mask, bare: bool) -> bool:
    width, length = ink.shape[1], line.runs.size
    drawn_well = (
        kept.sum() >= _LEAST_LINE * ink.sum()
        and length >= _LEAST_SPAN * width
        and line.pen_px <= max(_THICKEST_PEN * width, line.finest_px)
        and np.mean(line.runs == 1) >= _LEAST_SINGLE
        and np.mean(line.runs == 0) <= _LARGEST_GAPS
        and ndimage.label(kept, structure=_EIGHT)[1] <= _MOST_PIECES
        and not kept[:_BORDER_PX].any()
        and not kept[-_BORDER_PX:].any()
    )
    return bool(drawn_well) and _longest_level(line) < _LARGEST_LEVEL and _beats_once(line, bare)


def _longest_level(line: _Line) -> float:
    """Share of the line's length that its longest dead level stretch takes."""
    changes = np.flatnonzero(np.abs(np.diff(line.height)) > 0.1)
    edges = np.concatenate([[-1], changes, [line.height.size - 1]])
    return float(np.diff(edges).max() / line.height.size)


def _beats_once(line: _Line, bare: bool) -> bool:
    """Whether the line rises and falls as in one beat; on bare paper it may also fibrillate."""
    length = line.height.size
    seen = np.flatnonzero(np.isfinite(line.height))
    height = np.interp(np.arange(length), seen, line.height[seen])
    span = float(np.ptp(height))
    if span < _FLATTEST * length:
        return False
    turns, complexes = 0, 0
    for side in (height, -height):
        peaks, about = signal.find_peaks(np.pad(side, 1, constant_values=0), prominence=0.4 * span, width=0)
        turns += peaks.size
        narrow = peaks[(about["prominences"] >= _PROMINENT * span) & (about["widths"] < _NARROW * length)]
        complexes = max(complexes, 1 + int((np.diff(narrow) > _APART * length).sum()) if narrow.size else 0)
    if turns > _MOST_TURNS or complexes > 1:
        return False
    reach = max(2, round(0.01 * length))
    steepest = float(np.abs(height[reach:] - height[:-reach]).max()) / reach
    return bare or steepest >= _STEEP * span / length


def _alone(image_rgb: NDArray[np.uint8], kept: Mask) -> Grey:
    """The picture's own pixels where the line is and just beside it, white elsewhere."""
    height, width = image_rgb.shape[:2]
    near = Image.fromarray(ndimage.binary_dilation(kept, _EIGHT, iterations=4)).resize((width, height))
    return np.where(np.asarray(near), image_rgb.min(axis=2), np.uint8(255))

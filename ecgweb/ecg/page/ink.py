"""How dark every pixel is against its own paper, and which of that darkness is ink of a trace."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

_FAINTEST = 24
_LARGEST_INK_SHARE = 0.07
_LARGEST_VALLEY_SHARE = 0.2
_LEAST_CONTRAST = 0.4
_BIN = 16
_DARKEST_THRESHOLD = 200
_STROKE_PX = 7
_PALE_STROKE = 0.6
_PALE_PIXEL = 0.45
_ROWS_AT_ONCE = 32
_BRIGHT_COLOUR = 100
_BRIGHT_INK_SHARES = (0.002, 0.08)
_NEARLY_AS_DARK = 0.7


@dataclass(frozen=True)
class Darkness:
    """Two views of one page, 0 (bare paper) to 255 (black), each shape (height, width).

    `trace` is darkness in the channel where a coloured grid is palest, `grid` in the one where it is strongest.
    """

    trace: Grey
    grid: Grey


def darkness(image_rgb: Grey, faint: bool = False) -> Darkness:
    """Darkness of every pixel relative to the paper around it, so that shadows and tinted paper drop out.

    With `faint`, colour is held against a pixel: ink is about as dark in every channel, and what differs between them
    is grid. That parts faint ink from a dark grid, at the price of noise.
    """
    pale, strong = trace_darkness(image_rgb), _against_paper(_extreme_channel(image_rgb, np.minimum))
    if not faint:
        return Darkness(pale, strong)
    colour = (np.maximum(strong, pale) - pale) // 2
    return Darkness(np.where(pale > colour, pale - colour, 0).astype(np.uint8), strong)


def trace_darkness(image_rgb: Grey) -> Grey:
    """The view `trace` alone, without `faint`: half the work."""
    return _against_paper(_extreme_channel(image_rgb, np.maximum))


def coloured_darkness(image_rgb: Grey) -> Darkness | None:
    """The same where the trace is drawn in a bright colour, as on screens; None if there is no such ink.

    Pure blue has no darkness in its palest channel. Such ink is looked for in the one channel in which it is about as
    dark as anywhere and the rest of the page, its grid, is palest.
    """
    small = image_rgb[::2, ::2]
    bright = _extreme_channel(small, np.maximum) - _extreme_channel(small, np.minimum) >= _BRIGHT_COLOUR
    if not _BRIGHT_INK_SHARES[0] <= bright.mean() <= _BRIGHT_INK_SHARES[1]:
        return None
    of_ink, of_page = 255 - small[bright].mean(axis=0), 255 - small[~bright].mean(axis=0)
    channel = int(np.where(of_ink >= _NEARLY_AS_DARK * of_ink.max(), of_page, np.inf).argmin())
    strong = _against_paper(_extreme_channel(image_rgb, np.minimum))
    return Darkness(_against_paper(np.ascontiguousarray(image_rgb[..., channel])), strong)


def _extreme_channel(image_rgb: Grey, pick: np.ufunc) -> Grey:
    """The largest or smallest of the three channels of every pixel, as `pick` is."""
    red, green, blue = (np.ascontiguousarray(image_rgb[..., channel]) for channel in range(3))
    return np.asarray(pick(pick(red, green), blue))


def _against_paper(value: Grey) -> Grey:
    height, width = value.shape
    factor = max(2, width // 150)
    small = np.asarray(Image.fromarray(value).reduce(factor))
    paper = ndimage.percentile_filter(small, 70, size=9, mode="nearest")
    paper = np.maximum(ndimage.uniform_filter(paper, 5, mode="nearest"), 24)
    bright = np.asarray(Image.fromarray(paper).resize((width, height), Image.Resampling.BILINEAR))
    dark = np.empty_like(value)
    # A few rows at a time stay in the processor's cache, and scaling by the reciprocal is faster than a division.
    for first in range(0, height, _ROWS_AT_ONCE):
        rows = slice(first, first + _ROWS_AT_ONCE)
        deficit = (bright[rows] - np.minimum(bright[rows], value[rows])).astype(np.float32)
        dark[rows] = deficit * (np.float32(255.0) / bright[rows].astype(np.float32))
    return dark


def ink_threshold(trace: Grey) -> int:
    """Darkness that parts ink from grid and paper, 255 on a blank page.

    Half the usual darkness of a stroke, where its edge lies; less where thin strokes leave pixels paler than that, but
    never below the valley between the darkness of grid and paper and that of ink.
    """
    counts = np.bincount(trace.ravel(), minlength=256 + _BIN).astype(np.float64)
    dark = _otsu(counts)
    if dark >= 250:
        return 255
    valley = _valley(counts, round(_LEAST_CONTRAST * dark), dark)
    peaks = _stroke_peaks(trace, valley)
    if peaks.size == 0:
        return 255
    usual, palest = np.percentile(peaks, (50, 10))
    return int(max(valley, min(0.5 * usual, 0.8 * palest)))


def _otsu(counts: NDArray[np.float64]) -> int:
    """Otsu's threshold (IEEE Trans. SMC 9:62, 1979) among everything darker than paper.

    It is sought again among the darker part while too much of the page counts as ink, which happens where a grid of
    several strengths is printed in grey.
    """
    floor = _FAINTEST
    for _ in range(4):
        levels, tail = np.arange(floor, counts.size), counts[floor:]
        below, sums = np.cumsum(tail), np.cumsum(tail * levels)
        above = below[-1] - below
        if not (above[0] > 0 and below[0] >= 0 and below[-1] > 0):
            return 255
        spread = (sums[-1] * below - sums * below[-1]) ** 2 / np.maximum(below * above, 1.0)
        threshold = int(levels[int(np.argmax(np.where(above > 0, spread, -1.0)))]) + 1
        if threshold > _DARKEST_THRESHOLD:  # all that is left, or all there is, is black
            break
        floor = threshold
        if counts[floor:].sum() <= _LARGEST_INK_SHARE * counts.sum():
            break
    return floor


def _valley(counts: NDArray[np.float64], lowest: int, highest: int) -> int:
    """Lowest darkness at which few pixels lie compared with those beyond it, and not too many beyond for ink."""
    beyond = np.cumsum(counts[::-1])[::-1]
    lowest = max(lowest, _FAINTEST)
    for share in (_LARGEST_INK_SHARE, 2 * _LARGEST_INK_SHARE):
        for level in range(lowest, highest + 1, 4):
            within = beyond[level] - beyond[level + _BIN]
            if beyond[level] <= share * beyond[0] and within <= _LARGEST_VALLEY_SHARE * beyond[level]:
                return level + _BIN // 2
    return highest


def _stroke_peaks(trace: Grey, level: int) -> NDArray[np.uint8]:
    """Greatest darkness of every vertical run of pixels at or beyond `level`, on every fourth column."""
    columns = np.ascontiguousarray(trace[:, ::4].T).ravel()
    inked = np.flatnonzero(columns >= level)
    if inked.size == 0:
        return np.zeros(0, dtype=np.uint8)
    starts = np.concatenate([[0], np.flatnonzero(np.diff(inked) > 1) + 1])
    return np.maximum.reduceat(columns[inked], starts)


def with_pale_strokes(ink: Mask, trace: Grey, threshold: int) -> Mask:
    """Ink with the pale upright strokes that run on from it.

    A pen that rushes up a QRS complex, or a camera that blurs it, leaves less on the paper; over a few pixels along the
    stroke it still stands out, where dots of a grid do not.
    """
    along = ndimage.uniform_filter1d(trace.astype(np.float32), _STROKE_PX, axis=0)
    pale = (along >= _PALE_STROKE * threshold) & (trace >= _PALE_PIXEL * threshold)
    grown: Mask = ndimage.binary_propagation(ink, mask=ink | pale, structure=np.ones((3, 3), dtype=bool))
    return grown

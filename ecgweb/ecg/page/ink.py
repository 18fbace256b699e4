"""How dark every pixel is against its own paper, and which of that darkness is ink of a trace."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

_FAINTEST = 16
_LARGEST_INK_SHARE = 0.09


@dataclass(frozen=True)
class Darkness:
    """Two views of one page, 0 (bare paper) to 255 (black), each shape (height, width).

    `trace` is darkness in the channel where a coloured grid is palest, `grid` in the one where it is strongest.
    """

    trace: Grey
    grid: Grey


def darkness(image_rgb: Grey) -> Darkness:
    """Darkness of every pixel relative to the paper around it, so that shadows and tinted paper drop out."""
    red, green, blue = (np.ascontiguousarray(image_rgb[..., channel]) for channel in range(3))
    palest = np.maximum(np.maximum(red, green), blue)
    strongest = np.minimum(np.minimum(red, green), blue)
    return Darkness(_against_paper(palest), _against_paper(strongest))


def _against_paper(value: Grey) -> Grey:
    height, width = value.shape
    factor = max(2, width // 150)
    small = np.asarray(Image.fromarray(value).reduce(factor))
    paper = ndimage.percentile_filter(small, 70, size=9, mode="nearest")
    paper = np.maximum(ndimage.uniform_filter(paper, 5, mode="nearest"), 24)
    wide = Image.fromarray(paper).resize((width, height), Image.Resampling.BILINEAR)
    bright = np.asarray(wide).astype(np.int16)
    deficit = np.clip(bright - value, 0, None)
    # An integer division is slow on a whole page; scaling by the reciprocal is not.
    return np.minimum(deficit * (255.0 / bright.astype(np.float32)), 255.0).astype(np.uint8)


def ink_threshold(trace: Grey) -> int:
    """Darkness that parts ink from grid and paper.

    Otsu's threshold (IEEE Trans. SMC 9:62, 1979) over everything darker than paper, repeated on the darker part while
    too much of the page counts as ink, which happens where a grid of several strengths is printed in grey.
    """
    counts = np.bincount(trace.ravel(), minlength=256).astype(np.float64)
    floor = _FAINTEST
    for _ in range(4):
        threshold = _otsu(counts, floor)
        if counts[threshold:].sum() <= _LARGEST_INK_SHARE * trace.size:
            return threshold
        floor = threshold
    return floor


def _otsu(counts: NDArray[np.float64], floor: int) -> int:
    levels = np.arange(floor, 256, dtype=np.float64)
    tail = counts[floor:]
    if tail.sum() == 0:
        return 255
    below = np.cumsum(tail)
    above = below[-1] - below
    sums = np.cumsum(tail * levels)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    return int(levels[int(np.nanargmax(np.where(above > 0, spread, np.nan)))]) + 1 if above[0] > 0 else floor

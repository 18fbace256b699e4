"""Whether a picture is too blurred for thin lines."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ecgweb.ecg.page.ink import Grey, trace_darkness

_PAGE_WIDTH_MM = 270.0
_WORKING_WIDTH_PX = 1400
_LEAST_CONTRAST = 30
_WIDEST_EDGE_MM = 0.95


def is_blurred(image_rgb: NDArray[np.uint8]) -> bool:
    """Whether the sharpest edges of a page that fills the picture are wider than a pen's line is."""
    height, width = image_rgb.shape[:2]
    longer = max(height, width)
    if longer > _WORKING_WIDTH_PX:
        size = (round(width * _WORKING_WIDTH_PX / longer), round(height * _WORKING_WIDTH_PX / longer))
        image_rgb = np.asarray(Image.fromarray(image_rgb).resize(size, Image.Resampling.BOX))
        longer = _WORKING_WIDTH_PX
    dark = trace_darkness(image_rgb)
    level = dark.astype(np.float32)
    slope = np.hypot(level[1:-1, 2:] - level[1:-1, :-2], level[2:, 1:-1] - level[:-2, 1:-1]) / 2
    around = max(3, longer // 60)
    contrast = (_extreme_around(dark, around, np.maximum) - _extreme_around(dark, around, np.minimum))[1:-1, 1:-1]
    edges = (slope >= np.percentile(slope, 99)) & (contrast >= _LEAST_CONTRAST)
    if not edges.any():
        return False
    edge_px = float(np.median(contrast[edges] / np.maximum(slope[edges], 1e-3)))
    return edge_px * _PAGE_WIDTH_MM / longer > _WIDEST_EDGE_MM


def _extreme_around(values: Grey, size_px: int, pick: np.ufunc) -> Grey:
    """The largest or smallest value, as `pick` is, within a square around every pixel.

    Windows of twice the width come from two of half of it, a tenth of the work of a filter that slides.
    """
    before = size_px // 2
    values = np.pad(values, (before, size_px - 1 - before), mode="symmetric")
    for _ in range(values.ndim):
        width = 1
        while width < size_px:
            step = min(width, size_px - width)
            values = pick(values[:-step], values[step:])
            width += step
        values = values.T
    return values

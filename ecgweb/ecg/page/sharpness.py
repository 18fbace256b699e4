"""Whether a picture is too blurred for thin lines."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import maximum_filter, minimum_filter

from ecgweb.ecg.page.ink import darkness

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
    trace = darkness(image_rgb).trace.astype(np.float32)
    slope = np.hypot(trace[1:-1, 2:] - trace[1:-1, :-2], trace[2:, 1:-1] - trace[:-2, 1:-1]) / 2
    around = max(3, longer // 60)
    contrast = (maximum_filter(trace, around) - minimum_filter(trace, around))[1:-1, 1:-1]
    edges = (slope >= np.percentile(slope, 99)) & (contrast >= _LEAST_CONTRAST)
    if not edges.any():
        return False
    edge_px = float(np.median(contrast[edges] / np.maximum(slope[edges], 1e-3)))
    return edge_px * _PAGE_WIDTH_MM / longer > _WIDEST_EDGE_MM

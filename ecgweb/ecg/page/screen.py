"""Light traces on a dark screen, turned into dark ones on paper."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

Picture = NDArray[np.uint8]

_BORDER = 5  # so many of them fill a side
_DARK, _BRIGHT = 90, 140
_MOST_BRIGHT = 0.15  # more than that is a light page on a dark table


def as_on_paper(image_rgb: Picture) -> Picture:
    """The picture itself, or its brightness inverted where it shows a dark screen."""
    grey = Image.fromarray(image_rgb).convert("L")
    sample = np.asarray(grey.reduce(4))
    down, across = (size // _BORDER for size in sample.shape)  # a screen may stand on a white page
    sample = sample[down : -down or None, across : -across or None]
    if np.median(sample) > _DARK or (sample > _BRIGHT).mean() > _MOST_BRIGHT:
        return image_rgb
    return np.asarray(ImageOps.invert(grey).convert("RGB"))

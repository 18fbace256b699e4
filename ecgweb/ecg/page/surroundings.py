"""What lies around a sheet of paper in its picture: a desk, a wall, the frame of a screen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from ecgweb.ecg.page.cover import beside

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]

_SMALL_PX = 400
_LINE_PX = 5  # of the small picture: traces and grid are thinner
_SOFT = 16.0  # keeps the noise of dark places from counting as steps
_SHARPEST_SHADE = 0.05
_THIN_LINE = 0.2
_MOST_LINED = 0.004
_LEAST_PAPER = 0.35
_LEAST_SURROUNDINGS = 0.005
_RIM_PX = 2


def without_surroundings(image_rgb: Picture) -> Picture:
    """The picture with the colour of the paper wherever the sheet is not; itself where the sheet fills it.

    The edge of a sheet on a desk is a long dark line above and below its traces, and the desk has a grain of its own.
    """
    sheet = find_sheet(image_rgb)
    if sheet is None:
        return image_rgb
    height, width = image_rgb.shape[:2]
    stays = np.asarray(Image.fromarray(sheet).resize((width, height), Image.Resampling.NEAREST))
    return beside(image_rgb, stays)


def find_sheet(image_rgb: Picture) -> Mask | None:
    """Where the sheet lies, on a picture about 400 pixels wide, or None where it fills the picture.

    Places are one area where brightness and colour change slowly, as shades on paper do; the middle of the picture
    shows the sheet. An area that reaches the picture's border, is parted from the sheet by a step and holds no line as
    thin as a trace is no paper, or blank.
    """
    small = np.asarray(Image.fromarray(image_rgb).reduce(max(1, image_rgb.shape[1] // _SMALL_PX))).astype(np.float32)
    bare = ndimage.grey_closing(small, size=(_LINE_PX, _LINE_PX, 1))
    lined = np.log((bare.max(axis=2) + _SOFT) / (small.max(axis=2) + _SOFT)) > _THIN_LINE
    shade = ndimage.gaussian_filter(np.log(bare + _SOFT), (1.0, 1.0, 0))
    slope = np.hypot(*np.gradient(shade, axis=(0, 1))).max(axis=2)
    areas, count = ndimage.label(slope < _SHARPEST_SHADE)
    if count < 2:
        return None
    areas = ndimage.watershed_ift(np.minimum(255, 500 * slope).astype(np.uint8), areas.astype(np.int32))
    height, width = areas.shape
    middle = areas[height // 4 : -height // 4, width // 4 : -width // 4]
    sheet = int(np.bincount(middle.ravel()).argmax())
    edge = np.concatenate([areas[[0, -1]].ravel(), areas[:, [0, -1]].ravel()])
    sizes = np.bincount(areas.ravel(), minlength=count + 1)
    lines = np.bincount(areas.ravel(), lined.ravel(), minlength=count + 1)
    blank = [one for one in np.unique(edge) if one != sheet and lines[one] <= _MOST_LINED * sizes[one]]
    around = np.isin(areas, blank)
    if around.mean() < _LEAST_SURROUNDINGS or (areas == sheet).mean() < _LEAST_PAPER:
        return None
    return np.asarray(~ndimage.binary_dilation(around, iterations=_RIM_PX))

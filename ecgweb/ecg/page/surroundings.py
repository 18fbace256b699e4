"""What lies around a sheet of paper in its picture: a desk, a wall, the frame of a screen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from ecgweb.ecg.page.cover import beside

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Levels = NDArray[np.float64] | float

_SMALL_PX = 400
_LINE_PX = 5  # of the small picture: traces and grid are thinner
_SOFT = 16.0  # keeps the noise of dark places from counting as steps
_SHARPEST_SHADE = 0.05
_THIN_LINE = 0.2
_MOST_LINED = 0.004
_LEAST_PAPER, _LEAST_RECTANGLE = 0.35, 0.1
_RECTANGLE = 0.95
_LEAST_SURROUNDINGS = 0.005
_MUCH_DARKER, _MORE_COLOUR = 0.4, 0.2
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


@dataclass(frozen=True)
class Looks:
    """Some of the picture: the share of it that thin dark lines take, its brightness (0 to 255) and colour (0 to 1)."""

    lined: float
    brightness: float
    colour: float


@dataclass(frozen=True)
class Areas:
    """Areas of a small copy of a picture in which brightness and colour change slowly, as shades on paper do.

    `names` numbers them and `sheet` is the one in the middle; `bare` is the copy without thin lines, `lined` is where
    these were.
    """

    names: NDArray[np.int32]
    sheet: Mask
    bare: NDArray[np.float32]
    lined: Mask

    def at(self, points: NDArray[np.float64]) -> Looks:
        """What the picture looks like at these points (..., 2), x and y."""
        x, y = (np.clip(np.round(points[..., axis]).astype(int), 0, self.sheet.shape[1 - axis] - 1) for axis in (0, 1))
        return _looks(self.bare[y, x], self.lined[y, x])

    def of(self, mask: Mask) -> Looks:
        return _looks(self.bare[mask], self.lined[mask])


def _looks(bare: NDArray[np.float32], lined: Mask) -> Looks:
    brightest, darkest = np.median(bare.max(axis=-1)), np.median(bare.min(axis=-1))
    return Looks(float(lined.mean()), float(brightest), float(_colour(brightest, darkest)))


def is_no_paper(beyond: Looks, paper: Looks) -> bool:
    """Whether something is blank, or too dark or too colourful to be the same paper in the shade."""
    return beyond.lined <= _MOST_LINED or bool(_is_unlike(beyond.brightness, beyond.colour, paper))


def _is_unlike(brightness: Levels, colour: Levels, paper: Looks) -> NDArray[np.bool_]:
    return np.asarray((brightness < _MUCH_DARKER * paper.brightness) | (colour > paper.colour + _MORE_COLOUR))


def _colour(brightest: Levels, darkest: Levels) -> NDArray[np.float64]:
    return np.asarray(1 - darkest / np.maximum(brightest, 1.0))


def areas_of(image_rgb: Picture) -> Areas | None:
    """The areas of a picture, about 400 pixels wide, or None where it is one."""
    small = np.asarray(Image.fromarray(image_rgb).reduce(max(1, image_rgb.shape[1] // _SMALL_PX))).astype(np.float32)
    bare = ndimage.grey_closing(small, size=(_LINE_PX, _LINE_PX, 1))
    lined = np.log((bare.max(axis=2) + _SOFT) / (small.max(axis=2) + _SOFT)) > _THIN_LINE
    shade = ndimage.gaussian_filter(np.log(bare + _SOFT), (1.0, 1.0, 0))
    slope = np.hypot(*np.gradient(shade, axis=(0, 1))).max(axis=2)
    names, count = ndimage.label(slope < _SHARPEST_SHADE)
    if count < 2:
        return None
    names = ndimage.watershed_ift(np.minimum(255, 500 * slope).astype(np.uint8), names.astype(np.int32))
    height, width = names.shape
    middle = names[height // 4 : -height // 4, width // 4 : -width // 4]
    return Areas(names, names == int(np.bincount(middle.ravel()).argmax()), bare, lined)


def find_sheet(image_rgb: Picture) -> Mask | None:
    """Where the sheet lies, on a picture about 400 pixels wide, or None where it fills the picture.

    The middle of the picture shows the sheet. What reaches the picture's border, is parted from the sheet by a step and
    is blank or of quite another colour is no paper.
    """
    areas = areas_of(image_rgb)
    if areas is None:
        return None
    around = _around(areas)
    if around.mean() < _LEAST_SURROUNDINGS or not _may_be_a_page(areas.sheet):
        return None
    return np.asarray(~ndimage.binary_dilation(around, iterations=_RIM_PX))


def _may_be_a_page(sheet: Mask) -> bool:
    """Whether an area fills enough of the picture; less will do where it is a rectangle, as on a telephone's screen."""
    down, across = (np.flatnonzero(sheet.any(axis=axis)) for axis in (1, 0))
    box = sheet[down[0] : down[-1] + 1, across[0] : across[-1] + 1]
    rectangle = ndimage.binary_fill_holes(box).mean() > _RECTANGLE
    return bool(sheet.mean() >= (_LEAST_RECTANGLE if rectangle else _LEAST_PAPER))


def _around(areas: Areas) -> Mask:
    """What is no paper and hangs together with the picture's border."""
    names, paper = areas.names, areas.of(areas.sheet)
    edge = np.unique(np.concatenate([names[[0, -1]].ravel(), names[:, [0, -1]].ravel()]))
    sizes = np.maximum(np.bincount(names.ravel()), 1)
    lined, brightest, darkest = (
        np.bincount(names.ravel(), values.ravel()) / sizes
        for values in (areas.lined, areas.bare.max(axis=2), areas.bare.min(axis=2))
    )
    other = _is_unlike(brightest, _colour(brightest, darkest), paper)
    at_border = np.isin(np.arange(sizes.size), edge)
    around = ((lined <= _MOST_LINED) & at_border | other)[names] & ~areas.sheet
    pieces, _ = ndimage.label(around)
    reaching = np.unique(np.concatenate([pieces[[0, -1]].ravel(), pieces[:, [0, -1]].ravel()]))
    return np.isin(pieces, reaching[reaching > 0])

"""The four corners of a sheet of paper that lies on something else, as a camera held askew sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage

from ecgweb.ecg.page.frame import Corners
from ecgweb.ecg.page.surroundings import Areas, Mask, Picture, areas_of, is_no_paper

_LEAST_SHARE = 0.3  # of the picture
_ENDS = 0.08  # of a side, beside its corners, where curled paper departs from it
_STRAIGHT_PX = 1.5  # of the small picture
_FROM_BORDER_PX = 1.5
_LEAST_COVER = 0.97
_NEAR = 0.04
_LEAST_POINTS = 0.5
_ROUNDS = 3
_BESIDE_PX = np.arange(2, 7)[:, None, None]

_SIDES = 4
_FINE_PX = 1000
_FARTHEST_STEP = 0.012  # of the width: so far the sharpest step may lie from where the areas part
_STEP_PX = 3
_PLACES = 150

Points = NDArray[np.float64]
Line = tuple[Points, Points]


def sheet_corners(image_rgb: Picture) -> Corners | None:
    """Corners of the sheet in pixels of the picture, clockwise from the top left.

    None unless all four sides are in view, straight, and part paper from what is none: a picture of the page alone has
    no such sides, and a shadow on it ends on paper.
    """
    areas = areas_of(image_rgb)
    if areas is None:
        return None
    sheet = ndimage.binary_fill_holes(areas.sheet)
    if sheet.mean() < _LEAST_SHARE:
        return None
    corners = _crossings(_side(sheet, *ends) for ends in _sides(_extreme_points(sheet)))
    if corners is None or not _in_view(corners, sheet) or not _covers(sheet, corners):
        return None
    if not _ends_on_no_paper(areas, corners):
        return None
    scale = image_rgb.shape[1] / sheet.shape[1]
    return _sharpened(image_rgb, (corners + 0.5) * scale)


def _sharpened(image_rgb: Picture, corners_px: Points) -> Corners:
    """The corners to within a pixel or so: every side moved to the sharpest step near it."""
    shrink = max(1, image_rgb.shape[1] // _FINE_PX)
    fine = np.asarray(Image.fromarray(image_rgb).reduce(shrink)).astype(np.float32)
    rough = corners_px / shrink - 0.5
    moved = _crossings(_steps_line(fine, *ends) for ends in _sides(rough))
    near = moved is not None and np.abs(moved - rough).max() < 2 * _FARTHEST_STEP * fine.shape[1]
    found = ((moved if moved is not None and near else rough) + 0.5) * shrink
    within = np.clip(found, 0, [image_rgb.shape[1], image_rgb.shape[0]])
    return tuple((float(x), float(y)) for x, y in within)


def _steps_line(picture: NDArray[np.float32], start: Points, end: Points) -> Line | None:
    """The straight line along which a side's brightness or colour changes most."""
    along = (end - start) / np.hypot(*(end - start))
    aside = np.array([-along[1], along[0]])
    reach = round(_FARTHEST_STEP * picture.shape[1])
    away = np.arange(-reach - _STEP_PX, reach + _STEP_PX + 1)
    places = start + np.linspace(_ENDS, 1 - _ENDS, _PLACES)[:, None] * (end - start)
    x, y = np.moveaxis(places[:, None] + away[:, None] * aside, -1, 0)
    levels = np.stack(
        [ndimage.map_coordinates(picture[..., band], [y, x], order=1, mode="nearest") for band in range(3)]
    )
    sums = np.cumsum(levels, axis=2)
    before, after = (
        sums[..., _STEP_PX:-_STEP_PX] - sums[..., : -2 * _STEP_PX],
        sums[..., 2 * _STEP_PX :] - sums[..., _STEP_PX:-_STEP_PX],
    )
    steps = np.abs(after - before).sum(axis=0)
    best = away[_STEP_PX:-_STEP_PX][steps.argmax(axis=1)] + 0.5
    return _line_through(places + best[:, None] * aside, 0.5 * _PLACES)


def _extreme_points(sheet: Mask) -> Points:
    """The outline's outermost points towards the corners of the picture, clockwise from the top left."""
    y, x = np.nonzero(sheet)
    ways = (x + y, y - x, -x - y, x - y)
    return np.array([[x[at], y[at]] for at in (int(np.argmin(way)) for way in ways)], dtype=np.float64)


def _side(sheet: Mask, start: Points, end: Points) -> Line | None:
    """A point of the straight outline between two corners, and its direction; None if it is not straight."""
    y, x = np.nonzero(sheet & ~ndimage.binary_erosion(sheet, border_value=1))
    outline = np.stack([x, y], axis=1).astype(np.float64)
    along = end - start
    length = float(np.hypot(*along))
    along /= max(length, 1.0)
    share = (outline - start) @ along / max(length, 1.0)
    aside = np.abs((outline - start) @ np.array([-along[1], along[0]]))
    points = outline[(share > _ENDS) & (share < 1 - _ENDS) & (aside < _NEAR * length)]
    return _line_through(points, _LEAST_POINTS * length)


def _line_through(points: Points, fewest: float) -> Line | None:
    """A point of the straight line that most of these points lie on, and its direction; None if too few do."""
    for _ in range(_ROUNDS):
        if len(points) < fewest:
            return None
        middle = points.mean(axis=0)
        along = np.linalg.svd(points - middle, full_matrices=False)[2][0]
        off = np.abs((points - middle) @ np.array([-along[1], along[0]]))
        points = points[off <= max(2 * float(np.median(off)), 0.5)]
    return (middle, along) if np.median(off) <= _STRAIGHT_PX else None


def _sides(corners: Points) -> Iterator[tuple[Points, Points]]:
    """Both ends of every side."""
    return zip(corners, np.roll(corners, -1, axis=0), strict=True)


def _crossings(sides: Iterable[Line | None]) -> Points | None:
    """Where every side meets the one before it; None if one is not known."""
    known = [side for side in sides if side is not None]
    if len(known) < _SIDES:
        return None
    return np.array([_meeting(one, other) for one, other in zip([known[-1], *known], known, strict=False)])


def _in_view(corners: Points, sheet: Mask) -> bool:
    height, width = sheet.shape
    inside = (corners > _FROM_BORDER_PX) & (corners < np.array([width, height]) - 1 - _FROM_BORDER_PX)
    return bool(inside.all())


def _meeting(one: Line, other: Line) -> Points:
    """Where two lines cross."""
    (a, along), (b, across) = one, other
    steps = np.linalg.lstsq(np.stack([along, -across], axis=1), b - a, rcond=None)[0]
    return np.asarray(a + steps[0] * along)


def _covers(sheet: Mask, corners: Points) -> bool:
    """Whether the sheet is what lies between its corners, no more and no less."""
    outline = Image.new("1", (sheet.shape[1], sheet.shape[0]))
    ImageDraw.Draw(outline).polygon([(float(x), float(y)) for x, y in corners], fill=1)
    between = np.asarray(outline)
    return bool((between & sheet).sum() >= _LEAST_COVER * (between | sheet).sum())


def _ends_on_no_paper(areas: Areas, corners: Points) -> bool:
    """Whether what lies beyond every side is blank, or of another colour than the paper beside it."""
    centre = corners.mean(axis=0)
    for start, end in _sides(corners):
        outward = np.array([end[1] - start[1], start[0] - end[0]]) / np.hypot(*(end - start))
        outward *= np.sign((start - centre) @ outward)
        line = start + np.linspace(_ENDS, 1 - _ENDS, 200)[:, None] * (end - start)
        beyond, inside = (areas.at(line[None] + away * outward) for away in (_BESIDE_PX, -_BESIDE_PX))
        if not is_no_paper(beyond, inside):
            return False
    return True

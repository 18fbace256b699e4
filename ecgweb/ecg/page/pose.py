"""How a page lies in its picture: its turn, and the slant that a camera held askew gives it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ecgweb.ecg.page.ink import Grey, Mask
from ecgweb.ecg.page.skew import page_points, sharpness_along, turn_of
from ecgweb.ecg.page.warp import Warp, edge_colour, find_warp

_STRIPS = 3
_LEAST_POINTS = 1500
_LEAST_CONTRAST = 1.04
_LEAST_SHIFT_PX = 0.8
_LEAST_GAIN = 1.03
_LARGEST_SLANT_DEG = 6.0
_STRETCHES = (0.015, 0.06)  # beyond that a warp may have followed the sixth harmonic of its lines for the fifth
_HARDLY_LESS = 0.95

Matrix = NDArray[np.float64]
Pixels = NDArray[np.float32]


@dataclass(frozen=True)
class Plane:
    """A flat page: homography to the picture, both in pixels from the centre of the upper left one."""

    page_to_picture: Matrix

    def on_picture(self, x_px: Pixels, y_px: Pixels) -> tuple[Pixels, Pixels]:
        """Where points of the upright page lie on the picture; a gap in y stays a gap in y alone."""
        # Where y is unknown its neighbours' typical height places x well enough.
        level = np.nanmedian(y_px) if np.isfinite(y_px).any() else 0.0
        x, y, scale = self.page_to_picture @ np.stack(
            [x_px, np.where(np.isfinite(y_px), y_px, level), np.ones_like(x_px)]
        )
        return (x / scale).astype(np.float32), np.where(np.isfinite(y_px), y / scale, np.nan).astype(np.float32)

    def upright(self, image: Grey, method: Image.Resampling = Image.Resampling.BICUBIC) -> Grey:
        """The picture as if the page had been photographed from straight above, same size."""
        # Pillow counts from the corner of the upper left pixel, not from its centre.
        corner = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
        matrix = corner @ self.page_to_picture @ np.linalg.inv(corner)
        coefficients = (matrix / matrix[2, 2]).ravel()[:8]
        picture = Image.fromarray(image)
        size = picture.size
        return np.asarray(
            picture.transform(
                size, Image.Transform.PERSPECTIVE, tuple(coefficients), method, fillcolor=edge_colour(image)
            )
        )


Pose = Plane | Warp


@dataclass(frozen=True)
class TurnedOver:
    """A page that lies upside down in its picture, told from how it lies in the picture turned over.

    Sizes are width and height: of the flat page, and of the picture.
    """

    pose: Pose | TurnedOver
    page_px: tuple[int, int]
    picture_px: tuple[int, int]

    def on_picture(self, x_px: Pixels, y_px: Pixels) -> tuple[Pixels, Pixels]:
        """Where points of the upright page lie on the picture; a gap in y stays a gap in y alone."""
        x, y = self.pose.on_picture(self.page_px[0] - 1 - x_px, self.page_px[1] - 1 - y_px)
        return self.picture_px[0] - 1 - x, self.picture_px[1] - 1 - y


def find_pose(ink: Mask, grid: Grey) -> Pose | None:
    """How a page lies in its picture, or None when it lies straight to within a pixel.

    By the local waves of its grid, if that leaves its lines sharper than a plane with the slopes of its lines does.
    Lines across the page that tilt more the farther down they are, and lines down it that tilt more the farther right,
    are what a plane seen askew shows. Both families are measured in strips by the sharpness of their projections.
    """
    points = page_points(ink, grid)
    if points.shape[1] < _LEAST_POINTS:
        return None
    turn_deg = turn_of(points)
    across = _slopes(points, turn_deg, strip_axis=1)
    down = _slopes(points, turn_deg, strip_axis=0)
    tilt = float(np.tan(np.radians(turn_deg)))
    turned, slanted = _centred((tilt, 0.0), (tilt, 0.0)), _centred(across or (tilt, 0.0), down or (tilt, 0.0))
    best = slanted if _sharpness(points, slanted) > _LEAST_GAIN * _sharpness(points, turned) else turned
    warp = find_warp(ink, grid)
    if warp:
        shift_px, stretch = _differences(best, warp, ink)
        sharper = _sharpness_flat(points, warp) / _sharpness(points, best)
        # A plane does not tell how far a camera foreshortened the page along or down it; to a warp that is nothing.
        stretched = _STRETCHES[0] < stretch < _STRETCHES[1]
        if (shift_px > 2 and sharper > 1) or (stretched and sharper > _HARDLY_LESS):
            return warp
    height, width = ink.shape
    corners = np.array([[-width, width, -width, width], [-height, -height, height, height], [2, 2, 2, 2]]) / 2
    if np.abs(_mapped(best, corners) - corners[:2]).max() < _LEAST_SHIFT_PX:
        return None
    centre = np.array([[1.0, 0.0, (width - 1) / 2], [0.0, 1.0, (height - 1) / 2], [0.0, 0.0, 1.0]])
    return Plane(centre @ best @ np.linalg.inv(centre))


def _centred(across: tuple[float, float], down: tuple[float, float]) -> Matrix:
    """Homography about the middle of the page that gives lines across and down it these slopes and changes of slope."""
    level, change_down = across
    plumb, change_across = down
    return np.array([[1.0, -plumb, 0.0], [level, 1.0, 0.0], [-change_down, change_across, 1.0]])


def _mapped(matrix: Matrix, points: NDArray[np.floating]) -> Matrix:
    x, y, scale = matrix @ points.astype(np.float64)
    return np.stack([x / scale, y / scale])


def _sharpness(points: Pixels, matrix: Matrix) -> float:
    """Sharpness of both projections once the page is set upright by `matrix`."""
    upright = _mapped(
        np.asarray(np.linalg.inv(matrix), dtype=np.float64), np.vstack([points, np.ones(points.shape[1])])
    ).astype(np.float32)
    return sharpness_along(upright, 0.0, 1.0, 0) + sharpness_along(upright, 0.0, 1.0, 1)


def _differences(plane: Matrix, warp: Warp, ink: Mask) -> tuple[float, float]:
    """How far apart two poses put the borders of the picture in pixels, each pose's own scales and place aside; and the
    logarithm of how much longer one makes the page along than down it, compared with the other."""
    height, width = ink.shape
    across, down = np.meshgrid(np.linspace(-width / 2, width / 2, 9), np.linspace(-height / 2, height / 2, 5))
    picture = np.stack([across.ravel(), down.ravel()])
    picture_to_page = np.asarray(np.linalg.inv(plane), dtype=np.float64)
    flat, upright = warp.flat(picture), _mapped(picture_to_page, np.vstack([picture, np.ones(picture.shape[1])]))
    shifts, scales = [], []
    for one, other in zip(flat, upright, strict=True):
        scale, offset = np.polyfit(one, other, 1)
        shifts.append(float(np.abs(scale * one + offset - other).max()))
        scales.append(scale)
    return max(shifts), abs(float(np.log(scales[0] / scales[1])))


def _sharpness_flat(points: Pixels, warp: Warp) -> float:
    flat = warp.flat(points.astype(np.float64)).astype(np.float32)
    return sharpness_along(flat, 0.0, 1.0, 0) + sharpness_along(flat, 0.0, 1.0, 1)


def _slopes(points: Pixels, turn_deg: float, strip_axis: int) -> tuple[float, float] | None:
    """Slope of one family of lines at the middle of the page and its change per pixel, or None if it is not clear."""
    places, slopes = [], []
    edges = np.quantile(points[strip_axis], np.linspace(0, 1, _STRIPS + 1))
    for low, high in pairwise(edges):
        strip = points[:, (points[strip_axis] >= low) & (points[strip_axis] <= high)]
        angle = _sharpest_angle(strip, turn_deg, strip_axis)
        if angle is not None:
            places.append(float(strip[strip_axis].mean()))
            slopes.append(float(np.tan(np.radians(angle))))
    if len(places) < 2:
        return None
    change, level = np.polyfit(places, slopes, 1)
    return float(level), float(change)


def _sharpest_angle(strip: Pixels, turn_deg: float, axis: int) -> float | None:
    best = turn_deg
    for reach, step, pixel, every in ((_LARGEST_SLANT_DEG, 0.4, 3.0, 2), (0.4, 0.1, 1.5, 1), (0.1, 0.025, 1.0, 1)):
        angles = best + np.arange(-reach, reach + step / 2, step)
        scores = np.array([sharpness_along(strip[:, ::every], angle, pixel, axis) for angle in angles])
        if reach == _LARGEST_SLANT_DEG and scores.max() < _LEAST_CONTRAST * np.median(scores):
            return None
        best = float(angles[int(np.argmax(scores))])
    return best

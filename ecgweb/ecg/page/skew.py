"""The angle by which a page is turned, from the sharpness of its projections."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page.ink import Grey, Mask

_MOST_POINTS = 40_000
_LARGEST_DEG = 8.0
_COARSELY, _FINELY = 4, 2


def skew_deg(ink: Mask, grid: Grey) -> float:
    """Anticlockwise turn, in degrees, that would set the page upright.

    The right angle is the one at which grid lines, rulings and baselines fall onto the fewest rows and columns: the sum
    of squared projections is largest there (Postl's criterion, US patent 4,723,297).
    """
    return turn_of(page_points(ink, grid))


def turn_of(points: NDArray[np.float32]) -> float:
    """The same from `page_points`."""
    if points.shape[1] < 200:
        return 0.0
    coarse = np.arange(-_LARGEST_DEG, _LARGEST_DEG + 0.01, 0.5)
    # Some of the points tell the angle roughly.
    best = _sharpest(points[:, ::_COARSELY], coarse, pixel=3.0)
    fine = _sharpest(points[:, ::_FINELY], best + np.arange(-0.5, 0.501, 0.1), pixel=2.0)
    finest = _sharpest(points, fine + np.arange(-0.1, 0.101, 0.025), pixel=1.0)
    return float(finest)


def page_points(ink: Mask, grid: Grey) -> NDArray[np.float32]:
    """Some pixels of ink and of the stronger grid lines, (2, n): x and y from the middle of the page."""
    paper_free = grid[grid > 8]
    strong = np.percentile(paper_free[:: max(1, paper_free.size // 50_000)], 75) if paper_free.size else 255
    chosen = [_some(np.flatnonzero(ink.ravel())), _some(np.flatnonzero((grid >= max(strong, 9)).ravel()))]
    flat = np.concatenate(chosen)
    width = ink.shape[1]
    return np.stack([flat % width - width / 2, flat // width - ink.shape[0] / 2]).astype(np.float32)


def _some(flat: NDArray[np.intp]) -> NDArray[np.intp]:
    if flat.size <= _MOST_POINTS:
        return flat
    return np.random.default_rng(0).choice(flat, _MOST_POINTS, replace=False)


def _sharpest(points: NDArray[np.float32], angles_deg: NDArray[np.float64], pixel: float) -> float:
    scores = [_sharpness(points, angle, pixel) for angle in angles_deg]
    return float(angles_deg[int(np.argmax(scores))])


def _sharpness(points: NDArray[np.float32], angle_deg: float, pixel: float) -> float:
    return sum(sharpness_along(points, angle_deg, pixel, axis) for axis in (0, 1))


def sharpness_along(points: NDArray[np.float32], angle_deg: float, pixel: float, axis: int) -> float:
    """Sum of squares of the projection, turned by `angle_deg`, onto rows (axis 1) or columns (axis 0)."""
    x, y = points
    cosine, sine = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    along = y * cosine - x * sine if axis == 1 else x * cosine + y * sine
    along -= along.min()
    along /= np.float32(pixel)
    heaps = np.bincount(along.astype(np.intp)).astype(np.float64)
    return float(heaps @ heaps)

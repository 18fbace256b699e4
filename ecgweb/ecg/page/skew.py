"""The angle by which a page is turned, from the sharpness of its projections."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ecgweb.ecg.page.ink import Grey, Mask

_MOST_POINTS = 40_000
_LARGEST_DEG = 8.0


def skew_deg(ink: Mask, grid: Grey) -> float:
    """Anticlockwise turn, in degrees, that would set the page upright.

    The right angle is the one at which grid lines, rulings and baselines fall onto the fewest rows and columns: the sum
    of squared projections is largest there (Postl's criterion, US patent 4,723,297).
    """
    points = _points(ink, grid)
    if points.shape[1] < 200:
        return 0.0
    coarse = np.arange(-_LARGEST_DEG, _LARGEST_DEG + 0.01, 0.5)
    best = _sharpest(points, coarse, pixel=3.0)
    fine = _sharpest(points, best + np.arange(-0.5, 0.501, 0.1), pixel=2.0)
    finest = _sharpest(points, fine + np.arange(-0.1, 0.101, 0.025), pixel=1.0)
    return float(finest)


def _points(ink: Mask, grid: Grey) -> NDArray[np.float32]:
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
    x, y = points
    cosine, sine = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    total = 0.0
    for along in (y * cosine - x * sine, x * cosine + y * sine):
        bins = ((along - along.min()) / pixel).astype(np.int32)
        total += float(np.sum(np.bincount(bins).astype(np.float64) ** 2))
    return total


def turned(image_rgb: Grey, angle_deg: float) -> Grey:
    """The picture turned about its centre by `angle_deg`, same size, corners filled from the edge colour."""
    corner = tuple(int(level) for level in np.median(image_rgb[:, [0, -1]].reshape(-1, 3), axis=0))
    picture = Image.fromarray(image_rgb)
    return np.asarray(picture.rotate(angle_deg, Image.Resampling.BICUBIC, fillcolor=corner))


def turned_back(
    x_px: NDArray[np.float32], y_px: NDArray[np.float32], angle_deg: float, shape: tuple[int, int]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Where points of the turned picture lay before `turned`."""
    height, width = shape
    cosine, sine = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    x, y = x_px - (width - 1) / 2, y_px - (height - 1) / 2
    # A gap in y is a gap in y alone: x stays known.
    back_x = x * cosine - np.nan_to_num(y) * sine + (width - 1) / 2
    back_y = x * sine + y * cosine + (height - 1) / 2
    return back_x.astype(np.float32), back_y.astype(np.float32)

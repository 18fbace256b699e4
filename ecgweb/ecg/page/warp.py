"""Laying a page flat by its grid, however the camera was held and the paper bent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import map_coordinates

from ecgweb.ecg.page.ink import Grey, Mask
from ecgweb.ecg.page.lattice import Lattice, find_lattices

Floats = NDArray[np.float64]
Pixels = NDArray[np.float32]

_ORDER = 3
_POWERS = [(i, total - i) for total in range(1, _ORDER + 1) for i in range(total, -1, -1)]
_ROUNDS = 8
_OUTLIER = 0.02
_LARGEST_MISFIT = 0.022
_LEAST_TILES = 0.5
_CELL_PX = 32
_NEWTON_STEPS = 12
_MOST_GROWTH = 1.3


@dataclass(frozen=True)
class Warp:
    """A page that is bent, or seen askew: where its points lie on the picture, and the other way round.

    Parameters
    ----------
    nodes_px : ndarray, shape (rows, columns, 2)
        Places on the picture, as x and y, of points a cell apart on the flat page.
    width, height : int
        Size of the flat page in pixels.
    coefficients : ndarray, shape (2, powers)
        Polynomials that lead from the picture to the flat page, both from the middle of the picture and in `reach_px`.
    middle_px : ndarray, shape (2,)
    reach_px : float
    """

    nodes_px: Floats
    width: int
    height: int
    coefficients: Floats
    middle_px: Floats
    reach_px: float

    def flat(self, points: Floats) -> Floats:
        """Where points of the picture, (2, n) from its middle, lie on the flat page, from the same point."""
        return np.asarray(self.coefficients @ _value(points.T / self.reach_px).T * self.reach_px)

    def on_picture(self, x_px: Pixels, y_px: Pixels) -> tuple[Pixels, Pixels]:
        """Where points of the flat page lie on the picture; a gap in y stays a gap in y alone."""
        level = np.nanmedian(y_px) if np.isfinite(y_px).any() else 0.0
        known = np.isfinite(y_px)
        # Node 0 stands at the corner of the upper left pixel, half a pixel before its centre.
        at = (np.stack([np.where(known, y_px, level), x_px]) + 0.5) / _CELL_PX
        x, y = (map_coordinates(self.nodes_px[..., axis], at, order=1, mode="nearest") - 0.5 for axis in (0, 1))
        return x.astype(np.float32), np.where(known, y, np.nan).astype(np.float32)

    def upright(self, image_rgb: Grey) -> Grey:
        """The picture with the page laid flat."""
        edge = tuple(int(level) for level in np.median(image_rgb[:, [0, -1]].reshape(-1, 3), axis=0))
        rows, columns = self.nodes_px.shape[:2]
        mesh = []
        for row in range(rows - 1):
            for column in range(columns - 1):
                corners = self.nodes_px[[row, row + 1, row + 1, row], [column, column, column + 1, column + 1]]
                left, top = column * _CELL_PX, row * _CELL_PX
                mesh.append(((left, top, left + _CELL_PX, top + _CELL_PX), tuple(corners.ravel())))
        size = ((columns - 1) * _CELL_PX, (rows - 1) * _CELL_PX)
        flat = Image.fromarray(image_rgb).transform(
            size, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC, fillcolor=edge
        )
        return np.asarray(flat.crop((0, 0, self.width, self.height)))


def find_warp(ink: Mask, grid: Grey) -> Warp | None:
    """The warp that lays the grid of a page plumb, level and even, or None without a grid that a smooth one does so."""
    height, width = ink.shape
    warps = (warp_of(lattice, height, width) for lattice in find_lattices(ink, grid))
    return next((warp for warp in warps if warp), None)


def warp_of(lattice: Lattice, height: int, width: int) -> Warp | None:
    """The warp that makes the waves of the grid plumb, level and everywhere as long, or None if no smooth one does.

    The page's own coordinates are polynomials of the picture's whose gradients are the measured wave vectors: a linear
    least-squares problem, solved again and again with less weight for what does not fit.
    """
    middle = np.array([width - 1, height - 1]) / 2
    reach = max(width, height) / 2
    at = (lattice.places_px - middle) / reach
    frequency = _usual_frequency(lattice)
    fits = [
        _fit(at, waves / frequency, weight)
        for waves, weight in ((lattice.down, lattice.down_weight), (lattice.across, lattice.across_weight))
    ]
    if fits[0] is None or fits[1] is None:
        return None
    return _warp_of(np.stack([fits[0], fits[1]]), height, width, middle, reach)


def _usual_frequency(lattice: Lattice) -> float:
    waves = np.concatenate([lattice.across[lattice.across_weight > 0], lattice.down[lattice.down_weight > 0]])
    return float(np.median(np.hypot(*waves.T))) if waves.size else 1.0


def _fit(at: Floats, gradients: Floats, weight: Floats) -> Floats | None:
    """Coefficients of the polynomial with these gradients, or None if too few tiles follow any."""
    design = np.concatenate([_derivative(at, 0), _derivative(at, 1)])
    target = gradients.T.ravel()
    trust = weight.copy()
    for _ in range(_ROUNDS):
        if (trust > 0.1 * weight.max(initial=0.0)).sum() < 2 * len(_POWERS):
            return None
        root = np.sqrt(np.tile(trust, 2))[:, None]
        # Bends of high order cost a little, so that a few tiles do not curl the corners.
        damping = np.diag([0.3 * (i + j > 1) + 0.7 * (i + j > 2) for i, j in _POWERS])
        coefficients = np.linalg.lstsq(
            np.concatenate([root * design, damping]), np.append(root[:, 0] * target, np.zeros(len(_POWERS))), rcond=None
        )[0]
        misfit = np.hypot(*(design @ coefficients - target).reshape(2, -1))
        trust = weight / (1 + (misfit / _OUTLIER) ** 2)
    seen = weight > 0
    follows = seen & (misfit < 2 * _OUTLIER)
    if follows.sum() < _LEAST_TILES * weight.size or np.median(misfit[follows]) > _LARGEST_MISFIT:
        return None
    return np.asarray(coefficients, dtype=np.float64)


def _derivative(at: Floats, axis: int) -> Floats:
    x, y = at.T
    if axis == 0:
        return np.stack([i * x ** max(i - 1, 0) * y**j for i, j in _POWERS], axis=1)
    return np.stack([j * x**i * y ** max(j - 1, 0) for i, j in _POWERS], axis=1)


def _value(at: Floats) -> Floats:
    x, y = at.T
    return np.stack([x**i * y**j for i, j in _POWERS], axis=1)


def _warp_of(coefficients: Floats, height: int, width: int, middle: Floats, reach: float) -> Warp | None:
    """The warp of the polynomials `coefficients` (2, powers), on a canvas that holds the whole picture."""
    ends = (np.array([width, height]) - 1) / 2 / reach
    border = np.concatenate([np.stack([np.linspace(-1, 1, 9), np.full(9, side)], axis=1) for side in (-1.0, 1.0)])
    border = np.concatenate([border, border[:, ::-1]]) * ends
    flat = (_value(border) @ coefficients.T) * reach
    low = np.maximum(flat.min(axis=0), -_MOST_GROWTH * ends * reach)
    high = np.minimum(flat.max(axis=0), _MOST_GROWTH * ends * reach)
    size = np.ceil(high - low).astype(int) + 1
    columns, rows = -(-size // _CELL_PX) + 1
    corners = np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), axis=-1) * float(_CELL_PX) - 0.5 + low
    at = _solve(coefficients, corners.reshape(-1, 2) / reach)
    if at is None:
        return None
    nodes = at * reach + middle + 0.5
    return Warp(nodes.reshape(rows, columns, 2), int(size[0]), int(size[1]), coefficients, middle, reach)


def _solve(coefficients: Floats, targets: Floats) -> Floats | None:
    """Points of the picture whose polynomials have the values `targets` (Newton's method)."""
    at = targets @ np.linalg.inv(coefficients[:, :2]).T
    for _ in range(_NEWTON_STEPS):
        missing = targets - _value(at) @ coefficients.T
        slope = np.stack([_derivative(at, axis) @ coefficients.T for axis in (0, 1)], axis=-1)
        determinant = slope[:, 0, 0] * slope[:, 1, 1] - slope[:, 0, 1] * slope[:, 1, 0]
        if (determinant < 0.2).any():
            return None
        step_x = (missing[:, 0] * slope[:, 1, 1] - missing[:, 1] * slope[:, 0, 1]) / determinant
        step_y = (missing[:, 1] * slope[:, 0, 0] - missing[:, 0] * slope[:, 1, 0]) / determinant
        at = at + np.clip(np.stack([step_x, step_y], axis=1), -0.2, 0.2)
    return at

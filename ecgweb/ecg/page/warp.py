"""Laying a page flat by its grid, however the camera was held and the paper bent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import map_coordinates

from ecgweb.ecg.page.bend import Patches, derivative, fitted, refined, value
from ecgweb.ecg.page.ink import Grey, Mask
from ecgweb.ecg.page.lattice import Lattice, bare_grid, find_lattices
from ecgweb.ecg.page.runs import runs_of

Floats = NDArray[np.float64]
Pixels = NDArray[np.float32]

_LARGEST_LEAN = 0.03
_STROKES_ALONG = 150
_TALLEST = 0.2
_LEAST_STROKES = 30
_LEAST_GAIN = 1.05
_LARGE_PX = 1400
_CELL_PX = 32
_NEWTON_STEPS = 12
_SMALLEST_STEP = 1e-7  # a ten-thousandth of a pixel
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
        return np.asarray(self.coefficients @ value(points.T / self.reach_px).T * self.reach_px)

    def on_picture(self, x_px: Pixels, y_px: Pixels) -> tuple[Pixels, Pixels]:
        """Where points of the flat page lie on the picture; a gap in y stays a gap in y alone."""
        level = np.nanmedian(y_px) if np.isfinite(y_px).any() else 0.0
        known = np.isfinite(y_px)
        # Node 0 stands at the corner of the upper left pixel, half a pixel before its centre.
        at = (np.stack([np.where(known, y_px, level), x_px]) + 0.5) / _CELL_PX
        x, y = (map_coordinates(self.nodes_px[..., axis], at, order=1, mode="nearest") - 0.5 for axis in (0, 1))
        return x.astype(np.float32), np.where(known, y, np.nan).astype(np.float32)

    def upright(self, image: Grey, method: Image.Resampling = Image.Resampling.BICUBIC) -> Grey:
        """The picture with the page laid flat."""
        rows, columns = (count - 1 for count in self.nodes_px.shape[:2])
        nodes = self.nodes_px
        corners = np.concatenate([nodes[:-1, :-1], nodes[1:, :-1], nodes[1:, 1:], nodes[:-1, 1:]], axis=-1)
        left, top = (axis.ravel() * _CELL_PX for axis in np.meshgrid(np.arange(columns), np.arange(rows)))
        boxes = np.stack([left, top, left + _CELL_PX, top + _CELL_PX], axis=1)
        mesh = list(zip(map(tuple, boxes.tolist()), corners.reshape(-1, 8).tolist(), strict=True))
        size = (columns * _CELL_PX, rows * _CELL_PX)
        flat = Image.fromarray(image).transform(size, Image.Transform.MESH, mesh, method, fillcolor=edge_colour(image))
        return np.asarray(flat.crop((0, 0, self.width, self.height)))


def edge_colour(image: Grey) -> int | tuple[int, ...]:
    """What lies at the left and right edges of a picture, in grey or in colour."""
    levels = np.median(image[:, [0, -1]].reshape(-1, *image.shape[2:]), axis=0)
    return int(levels) if levels.ndim == 0 else tuple(int(level) for level in levels)


def find_warp(ink: Mask, grid: Grey) -> Warp | None:
    """The warp that lays the grid of a page plumb, level and even, or None without a grid that a smooth one does so.

    The page's own coordinates are polynomials of the picture's. Their gradients are the wave vectors of the grid, tile
    by tile; then the phase of its lines is followed.
    """
    height, width = ink.shape
    middle = np.array([width - 1, height - 1]) / 2
    reach = max(width, height) / 2
    bare, shrink = _small(bare_grid(ink, grid))
    for lattice in find_lattices(bare):
        frequency = _usual_frequency(lattice) / shrink
        at = ((lattice.places_px + 0.5) * shrink - 0.5 - middle) / reach
        across = fitted(at, lattice.across / frequency / shrink, lattice.across_weight)
        down = fitted(at, lattice.down / frequency / shrink, lattice.down_weight)
        if across is None or down is None:
            continue
        patches = Patches(bare, (middle + 0.5) / shrink - 0.5, reach / shrink)
        both = np.stack([refined(rough, patches, reach * frequency) for rough in (down, across)])
        # Paper may run through the printer a little askew: what was printed tells what is plumb, not the grid.
        both[0] -= _print_lean(both, ink, middle, reach) * both[1]
        warp = _warp_of(both, height, width, middle, reach)
        if warp:
            return warp
    return None


def _small(bare: Grey) -> tuple[Grey, int]:
    """The grid at half its size if it is large enough to lose nothing by it, and by how much it was shrunk."""
    if bare.shape[1] < _LARGE_PX:
        return bare, 1
    return np.asarray(Image.fromarray(bare).reduce(2)), 2


def _print_lean(coefficients: Floats, ink: Mask, middle: Floats, reach: float) -> float:
    """Pixels along the page per pixel down it by which upright strokes of the print lean against the grid."""
    x, top, bottom = _uprights(ink)
    if x.size < _LEAST_STROKES:
        return 0.0
    ends = [value((np.stack([x, y], axis=1) - middle) / reach) @ coefficients.T * reach for y in (top, bottom)]
    # Both ends of a stroke, each as often as the stroke is long.
    weight = np.tile(bottom - top, 2).astype(np.float64)
    u, v = np.concatenate(ends).T
    leans = np.arange(-_LARGEST_LEAN, _LARGEST_LEAN + 1e-9, 0.002)
    sharpness = np.array([_sharpness(u - lean * v, weight) for lean in leans])
    best = int(np.argmax(sharpness))
    return float(leans[best]) if sharpness[best] > _LEAST_GAIN * sharpness[leans.size // 2] else 0.0


def _uprights(ink: Mask) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Column, first and last row of the strokes as tall as QRS complexes and pulses are, but not as frames are."""
    height, width = ink.shape
    x, top, end = runs_of(ink.T)
    upright = (end - top >= max(4, width // _STROKES_ALONG)) & (end - top < _TALLEST * height)
    return x[upright], top[upright], end[upright] - 1


def _sharpness(along: Floats, weight: Floats) -> float:
    return float(np.sum(np.bincount(((along - along.min()) / 1.5).astype(np.int64), weight) ** 2))


def _usual_frequency(lattice: Lattice) -> float:
    waves = np.concatenate([lattice.across[lattice.across_weight > 0], lattice.down[lattice.down_weight > 0]])
    return float(np.median(np.hypot(*waves.T))) if waves.size else 1.0


def _warp_of(coefficients: Floats, height: int, width: int, middle: Floats, reach: float) -> Warp | None:
    """The warp of the polynomials `coefficients` (2, powers), on a canvas that holds the whole picture."""
    ends = (np.array([width, height]) - 1) / 2 / reach
    border = np.concatenate([np.stack([np.linspace(-1, 1, 9), np.full(9, side)], axis=1) for side in (-1.0, 1.0)])
    border = np.concatenate([border, border[:, ::-1]]) * ends
    flat = (value(border) @ coefficients.T) * reach
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
        missing = targets - value(at) @ coefficients.T
        slope = np.stack([derivative(at, axis) @ coefficients.T for axis in (0, 1)], axis=-1)
        determinant = slope[:, 0, 0] * slope[:, 1, 1] - slope[:, 0, 1] * slope[:, 1, 0]
        if (determinant < 0.2).any():
            return None
        step_x = (missing[:, 0] * slope[:, 1, 1] - missing[:, 1] * slope[:, 0, 1]) / determinant
        step_y = (missing[:, 1] * slope[:, 0, 0] - missing[:, 0] * slope[:, 1, 0]) / determinant
        step = np.clip(np.stack([step_x, step_y], axis=1), -0.2, 0.2)
        at = at + step
        if np.abs(step).max() < _SMALLEST_STEP:
            break
    return at

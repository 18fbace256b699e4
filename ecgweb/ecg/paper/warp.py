"""Where every pixel of a drawn page ends up when the page is bent, laid on a desk and photographed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ecgweb.ecg.homography import homography

RGB = tuple[int, int, int]
Points = NDArray[np.floating]

_CELL_PX = 24
_ROUNDS = 12  # of the fixed-point iterations; displacements change slowly, each round gains a digit


@dataclass(frozen=True)
class Fold:
    """A crease along a line: the paper bends by `depth_px` at the line and lies flat again `reach_px` from it."""

    across: tuple[float, float]
    offset_px: float
    depth_px: float
    reach_px: float


@dataclass(frozen=True)
class Warp:
    """The way from a drawn page to its worn picture and back.

    Parameters
    ----------
    page_size, picture_size : tuple of int
        Width and height of the drawn page and of the picture before it is rescaled.
    to_page : ndarray, shape (3, 3)
        Homography from the undistorted picture to the bent page.
    lens : float
        Radial distortion: by what share of the half diagonal a corner is moved, barrel above zero.
    curl_px, curl_turns, curl_phase : float
        Wave along the page's width that lifts its rows.
    folds : tuple of Fold
        Creases.
    scale : float
        Size of the picture as delivered against `picture_size`.
    """

    page_size: tuple[int, int]
    picture_size: tuple[int, int]
    to_page: NDArray[np.float64]
    lens: float = 0.0
    curl_px: float = 0.0
    curl_turns: float = 0.5
    curl_phase: float = 0.0
    folds: tuple[Fold, ...] = ()
    scale: float = 1.0

    def on_picture(self, x_px: Points, y_px: Points) -> tuple[Points, Points]:
        """Where points of the drawn page lie on the worn picture, both counted from the upper left pixel's centre."""
        place = np.stack([np.asarray(x_px, np.float64) + 0.5, np.asarray(y_px, np.float64) + 0.5])
        bent: Points = place
        for _ in range(_ROUNDS):
            bent = place - self._bend(bent)
        flat = _project(np.linalg.inv(self.to_page), bent)
        seen = flat
        for _ in range(_ROUNDS):
            seen = self._middle + (flat - self._middle) / self._magnification(seen)
        x, y = seen * self._resizing - 0.5
        return x.astype(np.float32), y.astype(np.float32)

    def on_page(self, x_px: Points, y_px: Points) -> tuple[Points, Points]:
        """Where points of the worn picture come from on the drawn page."""
        seen = (np.stack([np.asarray(x_px, np.float64), np.asarray(y_px, np.float64)]) + 0.5) / self._resizing
        x, y = self._page_place(seen) - 0.5
        return x.astype(np.float32), y.astype(np.float32)

    def carry(self, page: Image.Image, around: RGB | int) -> Image.Image:
        """The picture of the page, or of any other picture of its size (a mask, say); `around` fills what is outside.

        Small cells are carried over each as a whole; within one, every bend is close to bilinear.
        """
        width, height = self.picture_size
        columns = np.linspace(0, width, max(1, round(width / _CELL_PX)) + 1).round()
        rows = np.linspace(0, height, max(1, round(height / _CELL_PX)) + 1).round()
        nodes = self._page_place(np.stack(np.meshgrid(columns, rows)).reshape(2, -1))
        nodes = nodes.reshape(2, rows.size, columns.size).transpose(1, 2, 0)
        quads = np.concatenate([nodes[:-1, :-1], nodes[1:, :-1], nodes[1:, 1:], nodes[:-1, 1:]], axis=2)
        left, top, right, bottom = columns[:-1], rows[:-1], columns[1:], rows[1:]
        mesh = [
            ((int(left[c]), int(top[r]), int(right[c]), int(bottom[r])), tuple(quads[r, c].tolist()))
            for r in range(top.size)
            for c in range(left.size)
        ]
        return page.transform(self.picture_size, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC, fillcolor=around)

    def deliver(self, picture: Image.Image) -> Image.Image:
        """What `carry` gave, at the size in which it leaves the camera."""
        return picture if self.scale == 1.0 else picture.resize(self.delivered_size, Image.Resampling.BICUBIC)

    @property
    def is_flat(self) -> bool:
        """True if nothing moves."""
        moves = self.lens or self.curl_px or self.folds or self.page_size != self.picture_size
        return not moves and bool(np.allclose(self.to_page, np.eye(3), atol=1e-9))

    @property
    def delivered_size(self) -> tuple[int, int]:
        width, height = self.picture_size
        return max(1, round(width * self.scale)), max(1, round(height * self.scale))

    @property
    def _resizing(self) -> NDArray[np.float64]:
        """Both factors of the size, which whole pixels round."""
        return (np.array(self.delivered_size) / np.array(self.picture_size))[:, None]

    @property
    def _middle(self) -> NDArray[np.float64]:
        return np.array(self.picture_size, np.float64)[:, None] / 2

    def _page_place(self, seen: Points) -> Points:
        flat = self._middle + (seen - self._middle) * self._magnification(seen)
        bent = _project(self.to_page, flat)
        return bent + self._bend(bent)

    def _magnification(self, seen: Points) -> Points:
        if not self.lens:
            return np.ones(seen.shape[1:])
        from_middle = (seen - self._middle) / np.linalg.norm(self._middle)
        return 1 + self.lens * (np.sum(from_middle**2, axis=0) - 0.5)

    def _bend(self, bent: Points) -> Points:
        """How far a point of the bent page is off its place on the flat one."""
        off = np.zeros_like(bent)
        if self.curl_px:
            turns = self.curl_turns * bent[0] / self.page_size[0]
            off[1] += self.curl_px * np.sin(2 * np.pi * turns + self.curl_phase)
        for fold in self.folds:
            across = np.array(fold.across)[:, None]
            distance = np.abs(np.sum(across * bent, axis=0) - fold.offset_px)
            off += across * fold.depth_px * np.clip(1 - distance / fold.reach_px, 0, None)
        return off


def photograph(
    page_size: tuple[int, int], turn_deg: float, pull: NDArray[np.float64], desk: float
) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """The camera's homography from picture to page, and the size of a picture that holds the whole page.

    Parameters
    ----------
    page_size : tuple of int
        Width and height of the page.
    turn_deg : float
        Turn of the page, counter-clockwise.
    pull : ndarray, shape (4, 2)
        By what share of the sides each corner moves inwards, clockwise from the upper left.
    desk : float
        What is seen around the page, as a share of its width; below zero cuts the page.
    """
    width, height = page_size
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)
    inwards = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)])
    seen = corners + inwards * pull * (width, height)
    angle = np.deg2rad(turn_deg)
    turn = np.array([(np.cos(angle), -np.sin(angle)), (np.sin(angle), np.cos(angle))])
    seen = (seen - (width / 2, height / 2)) @ turn
    least, most = seen.min(axis=0) - desk * width, seen.max(axis=0) + desk * width
    size = np.maximum(np.rint(most - least), 1).astype(int)
    return homography(seen - least, corners), (int(size[0]), int(size[1]))


def _project(matrix: Points, points: Points) -> Points:
    x, y, depth = np.einsum("ij,j...->i...", matrix, np.stack([*points, np.ones_like(points[0])]))
    return np.stack([x / depth, y / depth])

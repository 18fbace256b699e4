"""Where an upright page lies in its picture when a person, or a guess, has said so: its four corners and its turn."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ecgweb.ecg.homography import Matrix, homography

Pixels = NDArray[np.float32]
Picture = NDArray[np.uint8]
Corners = tuple[tuple[float, float], ...]

# Of the longer side of the picture; the main cameras of telephones have 0.7 to 0.8.
_USUAL_FOCAL = 0.8
_FOCAL_RANGE = (0.4, 4.0)
_LEAST_CONVERGENCE = 0.02
_LONGEST_PX = 4000


@dataclass(frozen=True)
class Frame:
    """Homography from the upright page to the picture, both in pixels from the outer corner of the upper left one."""

    page_to_picture: Matrix
    width_px: int
    height_px: int

    def cut(self, picture: Picture) -> Picture:
        """The page alone and upright, shape (height_px, width_px, 3)."""
        turns = _pure_turns(self.page_to_picture)
        if turns is not None:
            return np.ascontiguousarray(np.rot90(picture, -turns))
        edge = tuple(int(level) for level in np.median(picture[:, [0, -1]].reshape(-1, 3), axis=0))
        coefficients = (self.page_to_picture / self.page_to_picture[2, 2]).ravel()[:8]
        page = Image.fromarray(picture).transform(
            (self.width_px, self.height_px),
            Image.Transform.PERSPECTIVE,
            tuple(coefficients),
            Image.Resampling.BICUBIC,
            fillcolor=edge,
        )
        return np.asarray(page)

    def lay_back(self, mask: NDArray[np.bool_], width_px: int, height_px: int) -> NDArray[np.bool_]:
        """A mask of the page laid over the picture: False wherever the page is not, shape (height_px, width_px)."""
        picture_to_page = np.linalg.inv(self.page_to_picture)
        coefficients = (picture_to_page / picture_to_page[2, 2]).ravel()[:8]
        laid = Image.fromarray(mask.astype(np.uint8) * 255).transform(
            (width_px, height_px),
            Image.Transform.PERSPECTIVE,
            tuple(coefficients),
            Image.Resampling.NEAREST,
            fillcolor=0,
        )
        return np.asarray(laid) > 0

    def on_picture(self, x_px: Pixels, y_px: Pixels) -> tuple[Pixels, Pixels]:
        """Where points of the page lie on the picture, pixels from centres of pixels; unknown ones stay unknown."""
        return _mapped(self.page_to_picture, x_px, y_px)

    def on_page(self, x_px: Pixels, y_px: Pixels) -> tuple[Pixels, Pixels]:
        """Where points of the picture lie on the page: the way back of `on_picture`."""
        return _mapped(np.asarray(np.linalg.inv(self.page_to_picture), dtype=np.float64), x_px, y_px)


def frame_of(corners_px: Corners | None, quarter_turns: int, width_px: int, height_px: int) -> Frame:
    """The frame of a page in a picture of this size.

    Parameters
    ----------
    corners_px : tuple of (x, y), optional
        The page's corners as the picture shows them, clockwise from the top left; the whole picture if not given.
    quarter_turns : int
        Clockwise quarter turns that set the page upright.
    """
    whole = ((0.0, 0.0), (width_px, 0.0), (width_px, height_px), (0.0, height_px))
    shown = np.array(corners_px or whole, dtype=np.float64)
    corners = np.roll(shown, quarter_turns % 4, axis=0)
    top, right, bottom, left = (math.dist(a, b) for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True))
    across, down = (top + bottom) / 2, (left + right) / 2
    if corners_px is not None:
        aspect = _seen_aspect(corners, width_px, height_px)
        # Never smaller than the picture shows it: what is drawn out holds no less.
        across, down = max(across, down * aspect), max(down, across / aspect)
    shrink = min(1.0, _LONGEST_PX / max(across, down))
    width, height = max(1, round(across * shrink)), max(1, round(down * shrink))
    page = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64)
    return Frame(homography(page, corners), width, height)


def _seen_aspect(corners: Matrix, width_px: int, height_px: int) -> float:
    """Width over height of the rectangle that a camera aimed at the picture's middle saw with these corners.

    The sides of a rectangle meet at right angles, which tells the focal length where both pairs of sides converge
    (Zhang and He, Digital Signal Processing 17, 2007); elsewhere a usual one serves.
    """
    unit = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], dtype=np.float64)
    longer = max(width_px, height_px)
    across, down = homography(unit, (corners - [width_px / 2, height_px / 2]) / longer)[:, :2].T
    focal = _USUAL_FOCAL
    if min(abs(across[2]), abs(down[2])) > _LEAST_CONVERGENCE:
        squared = -(across[:2] @ down[:2]) / (across[2] * down[2])
        if _FOCAL_RANGE[0] ** 2 < squared < _FOCAL_RANGE[1] ** 2:
            focal = float(np.sqrt(squared))
    lengths = [np.linalg.norm([*(side[:2] / focal), side[2]]) for side in (across, down)]
    return float(lengths[0] / lengths[1])


def _pure_turns(matrix: Matrix) -> int | None:
    """Quarter turns, if that is all the homography does: then no pixel has to be drawn anew."""
    for turns, (cosine, sine) in enumerate(((1, 0), (0, 1), (-1, 0), (0, -1))):
        turn = np.array([[cosine, sine], [-sine, cosine]])
        if np.allclose(matrix[:2, :2], turn, atol=1e-9) and np.allclose(matrix[2, :2], 0, atol=1e-12):
            return turns
    return None


def _mapped(matrix: Matrix, x_px: Pixels, y_px: Pixels) -> tuple[Pixels, Pixels]:
    """Points through a homography; where only y is unknown x goes on, at the typical height."""
    known = np.isfinite(y_px)
    level = np.nanmedian(y_px) if known.any() else 0.0
    x, y, scale = matrix @ np.stack([x_px + 0.5, np.where(known, y_px, level) + 0.5, np.ones(x_px.size)])
    return (x / scale - 0.5).astype(np.float32), np.where(known, y / scale - 0.5, np.nan).astype(np.float32)

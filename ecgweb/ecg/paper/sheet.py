"""The sheet before anything is printed on it: paper and grid as pixels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ecgweb.ecg.paper.plan import Box, Plan
from ecgweb.ecg.paper.style import GRIDS, RGB

MINOR_LINE_MM = 0.12
MAJOR_LINE_MM = 0.22
_WHITE: RGB = (255, 255, 255)

Share = NDArray[np.float32]


def ruled_sheet(plan: Plan, pixels_per_mm: float) -> Image.Image:
    """Paper with its grid."""
    size = (round(plan.width_mm * pixels_per_mm), round(plan.height_mm * pixels_per_mm))
    ink = GRIDS[plan.style.grid]
    if ink is None:
        return Image.new("RGB", size, _WHITE)
    sheet = Image.new("RGB", size, ink.paper if plan.style.full_bleed else _WHITE)
    left, top, right, bottom = (round(edge * pixels_per_mm) for edge in _edges(plan.grid))
    sheet.paste(ink.paper, (left, top, right, bottom))
    for colour, step_mm, line_mm in ((ink.minor, 1, MINOR_LINE_MM), (ink.major, 5, MAJOR_LINE_MM)):
        cover = _grid_cover(plan.grid, size, step_mm, line_mm, ink.dots and step_mm == 1, pixels_per_mm)
        sheet.paste(colour, (0, 0, *size), Image.fromarray(cover))
    return sheet


def _grid_cover(
    box: Box, size: tuple[int, int], step_mm: int, line_mm: float, dots: bool, pixels_per_mm: float
) -> NDArray[np.uint8]:
    """How much of each pixel lines of one weight cover: exact, as they run along the pixel rows."""
    across = _comb_cover(size[0], box.left, box.right, step_mm, line_mm, pixels_per_mm)
    down = _comb_cover(size[1], box.top, box.bottom, step_mm, line_mm, pixels_per_mm)
    if dots:
        return (255 * down[:, None] * across[None, :]).astype(np.uint8)
    beside = _span_cover(size[0], box.left, box.right, line_mm, pixels_per_mm) > 0.5
    along = _span_cover(size[1], box.top, box.bottom, line_mm, pixels_per_mm) > 0.5
    level, upright = (np.rint(255 * cover).astype(np.uint8) for cover in (down, across))
    return np.maximum(level[:, None] * beside[None, :], along[:, None] * upright[None, :])


def _span_cover(pixels: int, start_mm: float, end_mm: float, line_mm: float, pixels_per_mm: float) -> Share:
    """Share of each pixel along one axis that lies within a span, its outer lines included."""
    edges_mm = np.clip(np.arange(pixels + 1) / pixels_per_mm, start_mm - line_mm / 2, end_mm + line_mm / 2)
    return (np.diff(edges_mm) * pixels_per_mm).astype(np.float32)


def _comb_cover(
    pixels: int, start_mm: float, end_mm: float, step_mm: int, line_mm: float, pixels_per_mm: float
) -> Share:
    """Share of each pixel along one axis that lies in a line every `step_mm`."""
    # Integral of the comb: whole lines passed plus the part of the line that is being crossed.
    last_line = np.floor((end_mm - start_mm) / step_mm + 1e-6)
    edges_mm = np.arange(pixels + 1) / pixels_per_mm
    from_first_mm = np.clip(edges_mm - start_mm + line_mm / 2, 0.0, last_line * step_mm + line_mm)
    passed = np.floor(from_first_mm / step_mm)
    inked_mm = passed * line_mm + np.minimum(from_first_mm - passed * step_mm, line_mm)
    return (np.diff(inked_mm) * pixels_per_mm).astype(np.float32)


def _edges(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom

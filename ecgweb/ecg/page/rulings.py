"""Rulings across a page that still leans a little, as a camera leaves it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ecgweb.ecg.page.boxes import boxes_of
from ecgweb.ecg.page.ink import Mask

_LENGTH = 0.4  # of the page's width
_TALLEST = 0.06  # of the page's height, lean and all
_THICKEST = 0.01
_LARGEST_BEND = 0.003  # of the page's width, aside from a smooth bow
_EIGHT = np.ones((3, 3), dtype=bool)


def erase_leaning_rulings(ink: Mask) -> None:
    """Blank long strokes that are thin and straight, or evenly bent, from end to end; a heart never draws one."""
    height, width = ink.shape
    labels, count = ndimage.label(ink, structure=_EIGHT)
    boxes = boxes_of(labels, count)
    for one in np.flatnonzero((boxes.width > _LENGTH * width) & (boxes.height < _TALLEST * height)).tolist():
        box = boxes.slices(one)
        piece = labels[box] == one + 1
        if _is_ruling(piece, _THICKEST * height, _LARGEST_BEND * width):
            ink[box] &= ~piece


def _is_ruling(piece: NDArray[np.bool_], thickest_px: float, largest_bend_px: float) -> bool:
    thickness = piece.sum(axis=0)
    x = np.flatnonzero(thickness)
    middle = (np.arange(piece.shape[0]) @ piece)[x] / thickness[x]
    at = x / x[-1]
    bend = np.abs(middle - np.polyval(np.polyfit(at, middle, 4), at))
    return bool(np.median(thickness) <= thickest_px and np.percentile(bend, 99.5) <= largest_bend_px)

"""Batches of pieces of windows, each time cut elsewhere and disturbed anew."""

from __future__ import annotations

from collections.abc import Callable

import keras
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from ecgweb.ecg.page.windows import HEIGHT, WIDTH
from training.tracer.pages import HEIGHTS_PER_COLUMN
from training.tracer.window_set import WindowSet, pictures

CROP = 256
"""Columns of a piece: 32 mm."""
_LARGEST_SHIFT = 8
_BLANK_ODDS, _LEAST_BLANK, _LONGEST_BLANK = 0.35, 2, 40
_SHORTEST_GAP = 8
"""Columns that must be blank for the trace to count as unseen: a millimetre."""
_UNFOLLOWED_ODDS = 0.16
_PALEST_GRID = 60
_STEEP_ODDS = 0.7
_TURNED_ODDS = 0.5
_BLURRED_ODDS, _MOST_BLUR = 0.15, 1.2

Darkness = NDArray[np.uint8]
Claims = NDArray[np.uint8]
Heights = NDArray[np.float32]
Piece = tuple[Darkness, Claims, Heights]


class Batches(keras.utils.PyDataset):
    """Pieces of the windows there are when an epoch of `steps` batches begins."""

    def __init__(self, windows: Callable[[], WindowSet], steps: int, batch: int, seed: int) -> None:
        super().__init__()
        self._ask, self._steps, self._batch = windows, steps, batch
        self._rng = np.random.default_rng(seed)
        self._windows = windows()

    def on_epoch_end(self) -> None:
        self._windows = self._ask()

    def __len__(self) -> int:
        return self._steps

    def __getitem__(self, _index: int) -> tuple[Darkness, dict[str, Heights]]:
        pieces = [disturbed(self._piece(), self._rng) for _ in range(self._batch)]
        darkness, claims, heights = (np.stack(parts) for parts in zip(*pieces, strict=True))
        return pictures(darkness, claims), {"heights": heights, "seen": heights}

    def _piece(self) -> Piece:
        index = int(self._rng.integers(len(self._windows)))
        middle = _place(self._windows.heights[index], self._rng)
        first = int(np.clip(middle + self._rng.integers(-CROP // 2, CROP // 2 + 1) - CROP // 2, 0, WIDTH - CROP))
        part = slice(first, first + CROP)
        windows = self._windows
        heights = windows.heights[index][HEIGHTS_PER_COLUMN * first : HEIGHTS_PER_COLUMN * (first + CROP)]
        return windows.darkness[index][:, part], windows.claims[index][:, part], heights


def _place(heights: Heights, rng: np.random.Generator) -> int:
    """A column by chance, more often than not one where the pen is steep."""
    steepness = np.nan_to_num(np.abs(np.gradient(heights)))
    if rng.random() >= _STEEP_ODDS or steepness.sum() <= 0:
        return int(rng.choice(np.flatnonzero(np.isfinite(heights)))) // HEIGHTS_PER_COLUMN
    return int(rng.choice(heights.size, p=steepness / steepness.sum())) // HEIGHTS_PER_COLUMN


def disturbed(piece: Piece, rng: np.random.Generator) -> Piece:
    """The piece with other ink, focus and noise, moved or turned over, with stretches blank or not followed."""
    darkness, claims, heights = piece
    if rng.random() < _TURNED_ODDS:
        darkness, claims, heights = darkness[::-1], claims[::-1], np.float32(HEIGHT - 1) - heights
    level = darkness.astype(np.float32) * rng.uniform(0.7, 1.25)
    if rng.random() < _BLURRED_ODDS:
        level = gaussian_filter(level, rng.uniform(0.3, _MOST_BLUR, 2))
    if rng.random() < 0.4:
        level += rng.standard_normal(level.shape, dtype=np.float32) * np.float32(rng.uniform(0, 8))
    darkness = np.clip(level, 0, 255).astype(np.uint8)
    shift = int(rng.integers(-_LARGEST_SHIFT, _LARGEST_SHIFT + 1))
    darkness, claims, heights = _moved(darkness, shift), _moved(claims, shift), heights + np.float32(shift)
    if rng.random() < _BLANK_ODDS:
        _blank(darkness, claims, heights, rng)
    if rng.random() < _UNFOLLOWED_ODDS:
        claims[:, _stretch(rng, CROP if rng.random() < 0.5 else 60)] = 0
    return darkness, claims, heights


def _moved(window: NDArray[np.uint8], shift: int) -> NDArray[np.uint8]:
    moved = np.zeros_like(window)
    height = len(window)
    moved[max(0, shift) : height + min(0, shift)] = window[max(0, -shift) : height - max(0, shift)]
    return moved


def _blank(darkness: Darkness, claims: Claims, heights: Heights, rng: np.random.Generator) -> None:
    """Paper without ink in place of a stretch, as under a sticker or where the pen failed."""
    gone = _stretch(rng, _LONGEST_BLANK)
    width = gone.stop - gone.start
    other = int(rng.integers(0, CROP - width + 1))
    darkness[:, gone] = np.minimum(darkness[:, other : other + width], _PALEST_GRID)
    claims[:, gone] = 0
    if width >= _SHORTEST_GAP:
        heights[HEIGHTS_PER_COLUMN * gone.start : HEIGHTS_PER_COLUMN * gone.stop] = np.nan


def _stretch(rng: np.random.Generator, longest: int) -> slice:
    width = int(rng.integers(_LEAST_BLANK, longest + 1))
    first = int(rng.integers(0, CROP - width + 1))
    return slice(first, first + width)

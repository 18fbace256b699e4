"""How far the paper along each row is displaced, by the printed lines of its grid: folds and bent edges move time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d, uniform_filter1d

from ecgweb.ecg.page.ink import Grey, Mask
from ecgweb.ecg.page.rows import Baselines

Drift = NDArray[np.float32]
Waves = NDArray[np.complex128]

_PERIODS_MM = (1.0, 5.0)
_LEAST_COHERENCE = 0.2
_LEAST_REACH_MM = 8.0
_DARKEST_GRID = 160
_LEVEL_MM = 5.0
_ROUNDS_MM = (7.0, 2.5)
_ROW_MM = 5.0
_STEEPEST = 0.25
_FARTHEST_MM = 3.0


def paper_drift(grid: Grey, ink: Mask, baselines: Baselines, left: int, pixels_per_mm: float | None) -> Drift | None:
    """Displacement of the paper along each row in pixels, positive to the right, or None where no grid tells.

    The bare paper around a row is averaged to one line; the phase of its waves against even ones is the displacement,
    known but for whole periods, of which the fewest are taken.

    Parameters
    ----------
    grid, ink : ndarray, shape (height, width)
        Darkness of the page where the grid is strongest, and where its ink is.
    baselines : ndarray, shape (columns, rows)
        Heights of the rows in the columns from `left` on.
    pixels_per_mm : float or None
        Spacing of the grid if there is one.

    Returns
    -------
    ndarray, shape (columns, rows)
    """
    if pixels_per_mm is None:
        return None
    lines = _bare_lines(grid, ink, baselines, left, pixels_per_mm)
    for period_mm in _PERIODS_MM:
        drift = _followed_phase(lines, period_mm, pixels_per_mm)
        if drift is not None:
            return drift
    return None


def on_even_paper(x_px: float, left: int, drift: Drift | None) -> float:
    """Where a place common to all rows would lie, were the paper not displaced."""
    if drift is None:
        return x_px
    column = min(max(round(x_px) - left, 0), len(drift) - 1)
    return x_px - float(np.median(drift[column]))


def as_displaced(x_px: NDArray[np.float64], row: int, left: int, drift: Drift | None) -> NDArray[np.float64]:
    """Where places of even paper lie along a row."""
    if drift is None:
        return x_px
    columns_px = np.arange(len(drift)) + left - drift[:, row]
    return np.asarray(x_px + np.interp(x_px, columns_px, drift[:, row]))


def _bare_lines(grid: Grey, ink: Mask, baselines: Baselines, left: int, pixels_per_mm: float) -> NDArray[np.float64]:
    """The grid around each row as one line, ink left out, without what changes slowly; shape (columns, rows)."""
    columns = baselines.shape[0]
    levels = np.median(baselines, axis=0)
    spacing = float(np.median(np.diff(levels))) if levels.size > 1 else 0.0
    reach = max(spacing / 2, _LEAST_REACH_MM * pixels_per_mm)
    lines = np.empty((columns, levels.size))
    for row, level in enumerate(levels):
        band = slice(max(0, round(level - reach)), max(1, round(level + reach)))
        bare = ~ink[band, left : left + columns]
        dark = np.minimum(grid[band, left : left + columns], _DARKEST_GRID) * bare
        lines[:, row] = dark.sum(axis=0) / np.maximum(bare.sum(axis=0), 1)
    lines -= uniform_filter1d(lines, max(3, round(_LEVEL_MM * pixels_per_mm)), axis=0)
    spread = lines.std(axis=0)
    return np.clip(lines, -4 * spread, 4 * spread)


def _followed_phase(lines: NDArray[np.float64], period_mm: float, pixels_per_mm: float) -> Drift | None:
    """What all rows share, found smoothly and then finely, and what each row adds to it."""
    period_px = period_mm * pixels_per_mm
    even = np.exp(-2j * np.pi * np.arange(len(lines)) / period_px)[:, None]
    drift = np.zeros((len(lines), 1))
    for reach_mm in _ROUNDS_MM:
        waves, coherence = _waves(lines.mean(axis=1, keepdims=True), even, drift / period_px, reach_mm * pixels_per_mm)
        if np.median(coherence) < _LEAST_COHERENCE:
            return None
        drift = drift - np.unwrap(np.angle(waves), axis=0) * period_px / (2 * np.pi)
    # Where lines stand on the paper is chance: only differences along the page and between its rows tell anything.
    drift = drift - np.median(drift)
    if np.abs(np.diff(drift, axis=0)).max() > _STEEPEST or np.abs(drift).max() > _FARTHEST_MM * pixels_per_mm:
        return None
    waves, coherence = _waves(lines, even, drift / period_px, _ROW_MM * pixels_per_mm)
    own = np.where(coherence >= _LEAST_COHERENCE, -np.angle(waves * np.conj(np.exp(1j * _usual(waves)))), 0.0)
    own = gaussian_filter1d(own, _ROW_MM * pixels_per_mm / 2, axis=0)
    return (drift + own * period_px / (2 * np.pi)).astype(np.float32)


def _usual(waves: Waves) -> float:
    return float(np.angle(np.sum(waves)))


def _waves(
    lines: NDArray[np.float64], even: Waves, turns: NDArray[np.float64], sigma_px: float
) -> tuple[Waves, NDArray[np.float64]]:
    """The grid's waves against even ones that are displaced by so many turns, and how pure they are, 0 to 1."""
    smooth = _smoothed(lines * even * np.exp(2j * np.pi * turns), sigma_px)
    power = gaussian_filter1d(lines**2, sigma_px, axis=0)
    return smooth, np.abs(smooth) * np.sqrt(2 / np.maximum(power, 1e-9))


def _smoothed(waves: Waves, sigma_px: float) -> Waves:
    real, imaginary = (gaussian_filter1d(part, sigma_px, axis=0) for part in (waves.real, waves.imag))
    return np.asarray(real + 1j * imaginary)

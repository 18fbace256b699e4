"""The typical beat of each lead, all leads on one clock, as the diagnosis network reads it.

This belongs to the network: a change here asks for a new training. What people are shown of beats and intervals comes
from `ecgweb.ecg.waves`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d
from scipy.signal import find_peaks

BEFORE = 36  # samples at 100 Hz before the steepest part of the QRS complex: the P wave of a long PR fits in
AFTER = 54
BEAT_SAMPLES = BEFORE + AFTER
REFRACTORY = 25
SLOPE_WIDTH = 2
SMOOTHING = 9


def beat_samples(centred_mv: NDArray[np.float32], seen: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Where the QRS complexes are, from the slopes of whatever leads are seen at each moment.

    Parameters
    ----------
    centred_mv, seen : ndarray, shape (12, samples), 100 Hz, 0 where not seen
    """
    energy = slope_energy(centred_mv, seen)
    if not energy.any():
        return np.array([], np.intp)
    height = 0.3 * np.percentile(energy, 98)
    peaks, _ = find_peaks(energy, height=height, distance=REFRACTORY)
    return peaks


def typical_beats(centred_mv: NDArray[np.float32], seen: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The median beat of each lead, shape (12, BEAT_SAMPLES), NaN where no beat was seen.

    Leads of a page are seen at different moments; cut out around the QRS complexes they stand on one clock again.
    """
    signal = np.where(seen, centred_mv, np.nan)
    padded = np.pad(signal, ((0, 0), (BEFORE, AFTER)), constant_values=np.nan)
    peaks = beat_samples(centred_mv, seen)
    if len(peaks) == 0:
        return np.full((len(signal), BEAT_SAMPLES), np.nan, np.float32)
    windows = padded[:, peaks[:, None] + np.arange(BEAT_SAMPLES)]
    levels = _median(windows, axis=2)[:, :, None]
    return _median(windows - levels, axis=1).astype(np.float32)


def slope_energy(centred_mv: NDArray[np.float32], seen: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Mean squared slope over the leads seen, each lead scaled to its own steepest slopes, shape (samples,)."""
    slope = np.zeros_like(centred_mv)
    slope[:, SLOPE_WIDTH:-SLOPE_WIDTH] = centred_mv[:, 2 * SLOPE_WIDTH :] - centred_mv[:, : -2 * SLOPE_WIDTH]
    steady = np.zeros_like(seen)
    steady[:, SLOPE_WIDTH:-SLOPE_WIDTH] = seen[:, 2 * SLOPE_WIDTH :] & seen[:, : -2 * SLOPE_WIDTH]
    slope = np.where(steady, slope, 0)
    scale = np.array(
        [np.percentile(np.abs(row[mask]), 99) if mask.any() else 1.0 for row, mask in zip(slope, steady, strict=True)]
    )
    squared = np.minimum(np.abs(slope) / np.maximum(scale, 0.02)[:, None], 1.5) ** 2
    mean = squared.sum(axis=0) / np.maximum(steady.sum(axis=0), 1)
    return uniform_filter1d(mean, SMOOTHING).astype(np.float32)


def _median(values: NDArray[np.float32], axis: int) -> NDArray[np.float32]:
    """Median of what is finite along an axis, NaN where nothing is."""
    ordered = np.sort(values, axis=axis)
    count = np.isfinite(values).sum(axis=axis, keepdims=True)
    low = np.take_along_axis(ordered, np.maximum(count - 1, 0) // 2, axis=axis)
    high = np.take_along_axis(ordered, np.minimum(count // 2, values.shape[axis] - 1), axis=axis)
    middle = np.where(count > 0, (low + high) / 2, np.nan)
    return np.squeeze(middle, axis=axis)

"""The beats of a recording as the diagnosis network reads them: the typical one of each lead, and one after another.

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
COMPLEX = slice(BEFORE - 12, BEFORE + 28)  # QRS complex and ST segment within a beat
REFRACTORY = 25
SLOPE_WIDTH = 2
SMOOTHING = 9
MOST_BEATS = 32
BEAT_TRAITS = 8

Signal = NDArray[np.float32]
Seen = NDArray[np.bool_]


def slope_energy(centred_mv: Signal, seen: Seen) -> Signal:
    """Mean squared slope over the leads seen, each scaled to its own steepest slopes, shape (samples,).

    Parameters
    ----------
    centred_mv, seen : ndarray, shape (12, samples), 100 Hz, 0 where not seen
    """
    slope, steady = np.zeros_like(centred_mv), np.zeros_like(seen)
    slope[:, SLOPE_WIDTH:-SLOPE_WIDTH] = centred_mv[:, 2 * SLOPE_WIDTH :] - centred_mv[:, : -2 * SLOPE_WIDTH]
    steady[:, SLOPE_WIDTH:-SLOPE_WIDTH] = seen[:, 2 * SLOPE_WIDTH :] & seen[:, : -2 * SLOPE_WIDTH]
    slope = np.where(steady, slope, 0)
    scale = np.array([_steepest(row[mask]) for row, mask in zip(slope, steady, strict=True)])
    squared = np.minimum(np.abs(slope) / scale[:, None], 1.5) ** 2
    mean = squared.sum(axis=0) / np.maximum(steady.sum(axis=0), 1)
    return uniform_filter1d(mean, SMOOTHING).astype(np.float32)


def beat_samples(energy: Signal) -> NDArray[np.intp]:
    """Samples of the QRS complexes: the peaks of the slope energy at least 0.25 s apart."""
    height = 0.3 * np.percentile(energy, 98)
    if height <= 0:
        return np.array([], np.intp)
    peaks, _ = find_peaks(energy, height=height, distance=REFRACTORY)
    return peaks


def beat_windows(centred_mv: Signal, seen: Seen, peaks: NDArray[np.intp]) -> Signal:
    """Each beat cut out with its level taken off, shape (12, beats, BEAT_SAMPLES), NaN where not seen."""
    signal = np.where(seen, centred_mv, np.nan)
    padded = np.pad(signal, ((0, 0), (BEFORE, AFTER)), constant_values=np.nan)
    windows = padded[:, peaks[:, None] + np.arange(BEAT_SAMPLES)]
    return (windows - _median(windows, axis=2)[:, :, None]).astype(np.float32)


def typical_beats(windows: Signal) -> Signal:
    """The median beat of each lead, shape (12, BEAT_SAMPLES), NaN where no beat was seen.

    Leads of a page are seen at different moments; cut out around the QRS complexes they stand on one clock again.
    """
    if windows.shape[1] == 0:
        return np.full((len(windows), BEAT_SAMPLES), np.nan, np.float32)
    return _median(windows, axis=1).astype(np.float32)


def beat_sequence(windows: Signal, typical: Signal, peaks: NDArray[np.intp]) -> Signal:
    """When each beat comes and how far it differs from the typical one, shape (MOST_BEATS, BEAT_TRAITS).

    Columns: 1 for a beat and 0 for an empty row; seconds since the beat before and to the one after; both over their
    median; likeness to the typical beat (correlation over the leads seen); size and difference relative to it.
    """
    sequence = np.zeros((MOST_BEATS, BEAT_TRAITS), np.float32)
    if len(peaks) < 2:
        return sequence
    gap_s = np.diff(peaks) / 100
    before, after = np.concatenate([[0], gap_s]), np.concatenate([gap_s, [0]])
    typical_s = np.median(gap_s)
    timing = [np.ones(len(peaks)), before, after, before / typical_s, after / typical_s]
    rows = np.stack([*timing, *_likeness(windows[:, :, COMPLEX], typical[:, None, COMPLEX])], axis=1)[:MOST_BEATS]
    sequence[: len(rows)] = np.clip(rows, -3, 3)
    return sequence


def _likeness(beats: Signal, typical: Signal) -> tuple[Signal, Signal, Signal]:
    both = np.isfinite(beats) & np.isfinite(typical)
    x, y = np.where(both, beats, 0), np.where(both, typical, 0)
    power_x, power_y = np.sum(x**2, axis=(0, 2)) + 1e-3, np.sum(y**2, axis=(0, 2)) + 1e-3
    correlation = np.sum(x * y, axis=(0, 2)) / np.sqrt(power_x * power_y)
    difference = np.sqrt(np.sum((x - y) ** 2, axis=(0, 2)) / power_y)
    return correlation, np.sqrt(power_x / power_y), difference


def _steepest(slopes: Signal) -> float:
    return max(float(np.percentile(np.abs(slopes), 99)), 0.02) if slopes.size else 1.0


def _median(values: Signal, axis: int) -> Signal:
    """Median of what is finite along an axis, NaN where nothing is."""
    ordered = np.sort(values, axis=axis)
    count = np.isfinite(values).sum(axis=axis, keepdims=True)
    low = np.take_along_axis(ordered, np.maximum(count - 1, 0) // 2, axis=axis)
    high = np.take_along_axis(ordered, np.minimum(count // 2, values.shape[axis] - 1), axis=axis)
    return np.squeeze(np.where(count > 0, (low + high) / 2, np.nan), axis=axis)

"""A recording as the diagnosis network reads it; training and the site both come through here."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.recording import LEADS, Recording

SAMPLING_RATE_HZ = 100
SAMPLES = 1000
CHANNELS = 2 * len(LEADS)
LIMIT_MV = 5.0


def network_input(recording: Recording) -> NDArray[np.float32]:
    """The two views of a recording that the network is asked about.

    Returns
    -------
    ndarray, shape (2, 1000, 24), float32
        Row 0 holds everything that was seen: the findings are read from it. Row 1 holds the 2.5 s of each lead that
        a 3x4 page shows, whatever page it came from: the diagnosis is read from it, so that the layout of a page,
        which may follow the ward it was printed on, cannot speak for the diagnosis.
    """
    signal_mv = on_network_axis(recording)
    return np.stack([channels(signal_mv), channels(three_by_four(signal_mv))])


def on_network_axis(recording: Recording) -> NDArray[np.float32]:
    """Twelve leads at 100 Hz from the start of the recording, shape (12, 1000), NaN where nothing was seen."""
    rate_hz = recording.sampling_rate_hz
    signal_mv = _smoothed(recording.signal_mv, round(rate_hz / SAMPLING_RATE_HZ))
    times_s = np.arange(recording.signal_mv.shape[1]) / rate_hz
    wanted_s = np.arange(SAMPLES) / SAMPLING_RATE_HZ
    rows = [np.interp(wanted_s, times_s, row, left=np.nan, right=np.nan) for row in signal_mv]
    return np.asarray(rows, np.float32)


def three_by_four(signal_mv: NDArray[np.float32]) -> NDArray[np.float32]:
    """Keep of each lead only the quarter that a 3x4 page shows, shape (12, samples)."""
    shown = np.full_like(signal_mv, np.nan)
    edges = np.linspace(0, signal_mv.shape[1], 5).astype(int)
    for column in range(4):
        leads, samples = slice(3 * column, 3 * column + 3), slice(edges[column], edges[column + 1])
        shown[leads, samples] = signal_mv[leads, samples]
    return shown


def channels(signal_mv: NDArray[np.float32]) -> NDArray[np.float32]:
    """Voltages with each lead's own median taken off, then seen-masks, shape (samples, 24).

    A page says nothing of a trace's absolute voltage, so none is kept.
    """
    seen = np.isfinite(signal_mv)
    level = np.array([np.median(row[mask]) if mask.any() else 0.0 for row, mask in zip(signal_mv, seen, strict=True)])
    centred = np.where(seen, signal_mv - level[:, None], 0.0)
    return np.concatenate([np.clip(centred, -LIMIT_MV, LIMIT_MV), seen]).T.astype(np.float32)


def _smoothed(signal_mv: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    """Running mean over `width` samples, so that thinning out does not fold high frequencies back."""
    if width <= 1:
        return signal_mv
    before = width // 2
    padded = np.pad(signal_mv, ((0, 0), (before, width - 1 - before)), mode="edge")
    kernel = np.full(width, 1 / width)
    return np.asarray([np.convolve(row, kernel, mode="valid") for row in padded], np.float32)

"""A recording as the diagnosis network reads it; training and the site both come through here."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.recording import LEADS, Recording
from ecgweb.ecg.waves.delineation import Delineator
from ecgweb.inference.alignment import (
    BEAT_SAMPLES,
    BEAT_TRAITS,
    MOST_BEATS,
    beat_samples,
    beat_sequence,
    beat_windows,
    slope_energy,
    typical_beats,
)
from ecgweb.inference.measured import MEASURED_SHAPE, measured_numbers

SAMPLING_RATE_HZ = 100
SAMPLES = 1000
LIMIT_MV = 5.0
NEIGHBOUR_WEIGHT = 0.146  # of a three-point mean that halves the power at 25 Hz
INPUT_SHAPES = {
    "trace": (SAMPLES, 2 * len(LEADS) + 1),
    "beat": (BEAT_SAMPLES, 2 * len(LEADS)),
    "rhythm": (MOST_BEATS, BEAT_TRAITS),
}
ASKED_SHAPES = {**INPUT_SHAPES, "measured": MEASURED_SHAPE}

Inputs = dict[str, NDArray[np.float32]]


def network_input(recording: Recording, delineate: Delineator | None = None) -> Inputs:
    """The two views of a recording that the network is asked about.

    Parameters
    ----------
    recording : Recording
    delineate : Delineator, optional
        The network that tells the waves apart; without it little is measured.

    Returns
    -------
    dict of ndarray, float32
        The inputs of `view_input`, two rows each. Row 0 holds everything that was seen: the findings are read from
        it. Row 1 is what any page becomes to the diagnosis, see `diagnosis_view`; what is measured on it, which
        speaks for a diagnosis alone, stands in both.
    """
    signal_mv = on_network_axis(recording)
    shown = diagnosis_view(signal_mv)
    views = [view_input(signal_mv), view_input(shown)]
    rows = {name: np.stack([view[name] for view in views]) for name in INPUT_SHAPES}
    return {**rows, "measured": np.tile(measured_numbers(shown, delineate), (len(views), 1))}


def on_network_axis(recording: Recording) -> NDArray[np.float32]:
    """Twelve leads at 100 Hz from the start of the recording, shape (12, 1000), NaN where nothing was seen."""
    rate_hz = recording.sampling_rate_hz
    signal_mv = _smoothed(recording.signal_mv, round(rate_hz / SAMPLING_RATE_HZ))
    times_s = np.arange(recording.signal_mv.shape[1]) / rate_hz
    wanted_s = np.arange(SAMPLES) / SAMPLING_RATE_HZ
    rows = [np.interp(wanted_s, times_s, row, left=np.nan, right=np.nan) for row in signal_mv]
    return np.asarray(rows, np.float32)


def diagnosis_view(signal_mv: NDArray[np.float32]) -> NDArray[np.float32]:
    """The 2.5 s of each lead that a 3x4 page shows, without what lies above 25 Hz, shape (12, 1000).

    Layout and muscle filter of a page may follow the ward it was printed on; in this view all pages are alike, so that
    neither can speak for the diagnosis.
    """
    shown = three_by_four(signal_mv)
    neighbours = [np.roll(shown, shift, axis=1) for shift in (-1, 1)]
    before, after = (np.where(np.isfinite(row), row, shown) for row in neighbours)
    smooth = (1 - 2 * NEIGHBOUR_WEIGHT) * shown + NEIGHBOUR_WEIGHT * (before + after)
    return np.asarray(smooth, np.float32)


def three_by_four(signal_mv: NDArray[np.float32]) -> NDArray[np.float32]:
    """Keep of each lead only the quarter that a 3x4 page shows, shape (12, samples)."""
    shown = np.full_like(signal_mv, np.nan)
    edges = np.linspace(0, signal_mv.shape[1], 5).astype(int)
    for column in range(4):
        leads, samples = slice(3 * column, 3 * column + 3), slice(edges[column], edges[column + 1])
        shown[leads, samples] = signal_mv[leads, samples]
    return shown


def view_input(signal_mv: NDArray[np.float32]) -> Inputs:
    """One view as arrays without gaps.

    A page says nothing of a trace's absolute voltage, so each lead's own median is taken off.

    Returns
    -------
    dict of ndarray, float32
        "trace" (1000, 25): twelve leads in mV, twelve masks of what was seen, the slope energy that shows the rhythm
        whichever leads are seen; "beat" (90, 24): the typical beat of each lead in mV, and its masks; "rhythm"
        (32, 8): one beat after another, see `alignment.beat_sequence`.
    """
    seen = np.isfinite(signal_mv)
    level = np.array([np.median(row[mask]) if mask.any() else 0.0 for row, mask in zip(signal_mv, seen, strict=True)])
    centred = np.where(seen, np.clip(signal_mv - level[:, None], -LIMIT_MV, LIMIT_MV), 0).astype(np.float32)
    energy = slope_energy(centred, seen)
    peaks = beat_samples(energy)
    windows = beat_windows(centred, seen, peaks)
    beat = typical_beats(windows)
    return {
        "trace": np.concatenate([centred, seen, energy[None]]).T.astype(np.float32),
        "beat": _with_mask(beat),
        "rhythm": beat_sequence(windows, beat, peaks),
    }


def _with_mask(values: NDArray[np.float32]) -> NDArray[np.float32]:
    seen = np.isfinite(values)
    return np.concatenate([np.where(seen, values, 0), seen]).T.astype(np.float32)


def _smoothed(signal_mv: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    """Running mean over `width` samples, so that thinning out does not fold high frequencies back."""
    if width <= 1:
        return signal_mv
    before = width // 2
    padded = np.pad(signal_mv, ((0, 0), (before, width - 1 - before)), mode="edge")
    kernel = np.full(width, 1 / width)
    return np.asarray([np.convolve(row, kernel, mode="valid") for row in padded], np.float32)

"""The typical beat of a recording: beats of one shape laid over each other, lead by lead."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy import ndimage

from ecgweb.ecg.recording import Recording
from ecgweb.ecg.waves.beats import rr_intervals_s
from ecgweb.ecg.waves.filters import bridge_short_gaps

RATE_HZ = 500.0
BEFORE_S = 0.40
AFTER_S = 0.70
R_INDEX = round(BEFORE_S * RATE_HZ)
SAMPLES = round((BEFORE_S + AFTER_S) * RATE_HZ)
FEWEST_BEATS = 3
SAME_SHAPE_CORRELATION = 0.8
LARGEST_SHIFT = 15  # samples: 30 ms to either side
COMPLEX = slice(R_INDEX - 50, R_INDEX + 50)  # 100 ms to either side of the R peak
AHEAD_OF_QRS = slice(R_INDEX - 50, R_INDEX - 25)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class MedianBeat:
    """The median beat of every lead on one time axis around the R peak.

    Parameters
    ----------
    signal_mv : ndarray, shape (12, samples)
        500 samples a second, the R peak at `r_index`; NaN where no beat was seen in that lead.
    beats : int
        How many beats share the shape.
    rr_s : float
        Median RR interval in seconds.
    rr_variation : float
        Standard deviation of the RR intervals over their mean.
    each_mv : ndarray, shape (beats, 12, samples)
        The beats that the median was taken over, each on the axis of the median.
    """

    signal_mv: Floats
    beats: int
    rr_s: float
    rr_variation: float
    each_mv: Floats
    r_index: int = R_INDEX


def median_beat(recording: Recording, peaks_s: Floats) -> MedianBeat | None:
    """Median over the beats of the commonest shape, each shifted until it lies best on the others.

    Parameters
    ----------
    recording : Recording
    peaks_s : ndarray, shape (beats,)
        R peaks in seconds.

    Returns
    -------
    MedianBeat or None
        None with fewer than three beats of one shape.
    """
    rr_s = rr_intervals_s(peaks_s, recording)
    if rr_s.size < FEWEST_BEATS - 1:
        return None
    windows = _windows(recording, peaks_s)
    beats = windows[:, :, LARGEST_SHIFT : LARGEST_SHIFT + SAMPLES]
    for _ in range(2):
        beats = _alike(windows, _median_of_seen(beats))
        if len(beats) < FEWEST_BEATS:
            return None
    variation = float(np.std(rr_s) / np.mean(rr_s))
    return MedianBeat(_median_of_seen(beats), len(beats), float(np.median(rr_s)), variation, beats)


def _alike(windows: Floats, template: Floats) -> Floats:
    """The beats shaped like the template, each shifted onto it, shape (beats, 12, SAMPLES)."""
    likeness = np.stack([_likeness(window, template) for window in windows])
    shifts = likeness.argmax(axis=1)
    members = np.flatnonzero(likeness.max(axis=1) >= SAME_SHAPE_CORRELATION)
    shifted = [windows[beat, :, shifts[beat] : shifts[beat] + SAMPLES] for beat in members]
    return np.stack(shifted) if shifted else np.empty((0, *template.shape))


def _windows(recording: Recording, peaks_s: Floats) -> Floats:
    """Every lead around every R peak at 500 Hz, a little wider than a beat, each at zero ahead of its QRS complex.

    Returns
    -------
    ndarray, shape (beats, 12, SAMPLES + 2 * LARGEST_SHIFT)
    """
    rate_hz = recording.sampling_rate_hz
    axis_s = (np.arange(SAMPLES + 2 * LARGEST_SHIFT) - R_INDEX - LARGEST_SHIFT) / RATE_HZ
    at = (peaks_s[:, None] + axis_s[None, :]) * rate_hz
    windows = np.stack([_resampled(bridge_short_gaps(lead, rate_hz), at) for lead in recording.signal_mv], axis=1)
    level = windows[:, :, LARGEST_SHIFT:][:, :, AHEAD_OF_QRS].mean(axis=2, keepdims=True)
    return windows - level


def _resampled(lead_mv: Floats, at: Floats) -> Floats:
    """A lead at fractional sample positions by cubic splines, NaN where it was not seen."""
    seen = np.isfinite(lead_mv)
    if not seen.any():
        return np.full(at.shape, np.nan)
    index = np.arange(lead_mv.size)
    filled = np.interp(index, index[seen], lead_mv[seen])
    values = ndimage.map_coordinates(filled, at[None], order=3, mode="nearest")
    nearest = np.round(at).astype(int)
    inside = (nearest >= 0) & (nearest < lead_mv.size)
    return np.where(inside & seen[np.clip(nearest, 0, lead_mv.size - 1)], values, np.nan)


def _median_of_seen(beats: Floats) -> Floats:
    """Median over the beats that saw a sample, NaN where none did."""
    ordered = np.sort(beats, axis=0)  # NaN comes last
    seen = np.isfinite(beats).sum(axis=0, keepdims=True)
    lower = np.take_along_axis(ordered, np.maximum(seen - 1, 0) // 2, axis=0)
    upper = np.take_along_axis(ordered, np.minimum(seen // 2, len(beats) - 1), axis=0)
    return np.asarray((lower + upper)[0] / 2)


def _likeness(window: Floats, template: Floats) -> Floats:
    """Correlation of a beat with the template for every shift, over the leads seen in both.

    Parameters
    ----------
    window : ndarray, shape (12, SAMPLES + 2 * LARGEST_SHIFT)
    template : ndarray, shape (12, SAMPLES)

    Returns
    -------
    ndarray, shape (2 * LARGEST_SHIFT + 1,)
        Index `LARGEST_SHIFT` is the beat where it stands.
    """
    near = window[:, COMPLEX.start : COMPLEX.stop + 2 * LARGEST_SHIFT]
    goal = template[:, COMPLEX]
    seen = np.isfinite(near).all(axis=1) & np.isfinite(goal).all(axis=1)
    if not seen.any():
        return np.zeros(2 * LARGEST_SHIFT + 1)
    shifted = sliding_window_view(near[seen], goal.shape[1], axis=1)
    shifted = shifted - shifted.mean(axis=2, keepdims=True)
    goal = goal[seen] - goal[seen].mean(axis=1, keepdims=True)
    products = np.einsum("lst,lt->s", shifted, goal)
    return products / (np.sqrt(np.einsum("lst,lst->s", shifted, shifted) * (goal**2).sum()) + 1e-12)

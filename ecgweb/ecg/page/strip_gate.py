"""Is one lead an ECG? Its beats are brief, alike, go up and down, and the line comes back to where it was."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ecgweb.ecg.page.leads import SAMPLING_RATE_HZ
from ecgweb.ecg.recording import LEADS, Recording
from ecgweb.ecg.refusal import Refused
from ecgweb.ecg.waves.beats import r_peaks

_FEWEST_BEATS = 3
_LONGEST_PAUSE_S = 5.5
_ALIKE, _LEAST_ALIKE = 0.85, 0.7  # correlation with some other beat, and the share of beats that have such a one
_STEEPNESS_PER_S = (20.0, 95.0)  # of the QRS complex, in its own height; what is steeper is an edge
_LEAST_SEEN = 0.8  # of the time
_LEAST_HEIGHT_MV = 0.2  # of the QRS complex
_LARGEST_UNREST = 0.45  # spread of the line away from the QRS complexes, in their height
_LARGEST_STEEP_SHARE = 0.27  # of time; ventricles contract in a tenth of a second and rest
_LARGEST_STEP = 0.5  # of the level from ahead of the QRS complex to after it, in heights of the beat
_LEAST_RETURN = 0.12  # of the steeper side of the QRS complex that the other side has

Floats = NDArray[np.float64]


def check(lead_mv: Floats) -> None:
    """Refuse a line that is no ECG.

    Parameters
    ----------
    lead_mv : ndarray, shape (samples,)
        At `SAMPLING_RATE_HZ`, NaN where nothing was seen.

    Raises
    ------
    Refused
        "not_an_ecg".
    """
    if np.isfinite(lead_mv).mean() < _LEAST_SEEN:
        raise Refused("not_an_ecg")
    lead = _smooth(lead_mv)
    peaks = _beats(lead)
    pauses_s = np.diff(np.concatenate([[0], peaks, [lead.size]])) / SAMPLING_RATE_HZ
    if peaks.size < _FEWEST_BEATS or pauses_s.max() > _LONGEST_PAUSE_S or not _looks_like_beats(lead, peaks):
        raise Refused("not_an_ecg")


def _smooth(lead_mv: Floats) -> Floats:
    seen = np.flatnonzero(np.isfinite(lead_mv))
    filled = np.interp(np.arange(lead_mv.size), seen, lead_mv[seen])
    return np.asarray(ndimage.gaussian_filter1d(filled, 0.004 * SAMPLING_RATE_HZ))


def _beats(lead: Floats) -> NDArray[np.intp]:
    signal_mv = np.full((len(LEADS), lead.size), np.nan, np.float32)
    signal_mv[LEADS.index("II")] = lead
    return np.round(r_peaks(Recording(signal_mv, SAMPLING_RATE_HZ)) * SAMPLING_RATE_HZ).astype(np.intp)


def _looks_like_beats(lead: Floats, peaks: NDArray[np.intp]) -> bool:
    around = _samples(0.16)
    inside = peaks[(peaks > around) & (peaks < lead.size - around - 1)]
    if inside.size < _FEWEST_BEATS - 1:
        return False
    beats = np.stack([lead[peak - around : peak + around + 1] for peak in inside])
    qrs = beats[:, around - _samples(0.08) : around + _samples(0.08)]
    slope = np.diff(qrs, axis=1) * SAMPLING_RATE_HZ
    up, down = slope.max(axis=1), -slope.min(axis=1)
    height = float(np.median(np.ptp(qrs, axis=1)))
    steepness = float(np.median(np.maximum(up, down) / np.maximum(np.ptp(qrs, axis=1), 1e-6)))
    edge = _samples(0.06)
    before, after = np.median(beats[:, :edge], axis=1), np.median(beats[:, -edge:], axis=1)
    step = np.abs(after - before) / np.maximum(np.ptp(beats, axis=1), 1e-6)
    return bool(
        _share_alike(beats, around) >= _LEAST_ALIKE
        and height >= _LEAST_HEIGHT_MV
        and _STEEPNESS_PER_S[0] <= steepness <= _STEEPNESS_PER_S[1]
        and _unrest(lead, peaks) <= _LARGEST_UNREST * height
        and np.median(np.minimum(up, down) / np.maximum(np.maximum(up, down), 1e-6)) >= _LEAST_RETURN
        and np.median(step) <= _LARGEST_STEP
        and _steep_share(lead) <= _LARGEST_STEEP_SHARE
    )


def _share_alike(beats: Floats, middle: int) -> float:
    """Share of beats whose QRS complex looks like that of another one."""
    qrs = beats[:, middle - _samples(0.06) : middle + _samples(0.08)]
    unit = qrs - qrs.mean(axis=1, keepdims=True)
    unit /= np.linalg.norm(unit, axis=1, keepdims=True) + 1e-9
    likeness = unit @ unit.T
    np.fill_diagonal(likeness, -1)
    return float(np.mean(likeness.max(axis=1) > _ALIKE))


def _unrest(lead: Floats, peaks: NDArray[np.intp]) -> float:
    """Spread of the line a tenth of a second and more from the QRS complexes, in mV."""
    away = np.ones(lead.size, dtype=bool)
    for peak in peaks.tolist():
        away[max(0, peak - _samples(0.1)) : peak + _samples(0.1)] = False
    return float(lead[away].std()) if away.any() else 0.0


def _steep_share(lead: Floats) -> float:
    """Share of time in which the line is over two fifths as steep as it ever is."""
    steepness = ndimage.uniform_filter1d(np.abs(np.gradient(lead)), _samples(0.06))
    return float(np.mean(steepness > 0.4 * np.percentile(steepness, 98)))


def _samples(seconds: float) -> int:
    return round(seconds * SAMPLING_RATE_HZ)

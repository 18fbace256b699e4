"""How close a reading comes to the signal that was drawn: in decibel, millivolt, milliseconds and beats a minute."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from ecgweb.ecg.recording import Recording
from ecgweb.ecg.waves.beats import heart_rate_bpm, r_peaks

SCORE_RATE_HZ = 100
LARGEST_SHIFT = 4
_SAME_BEAT_S = 0.1

Aligned = list[tuple[NDArray[np.float64], NDArray[np.float64]]]


@dataclass(frozen=True)
class ReadingScore:
    """One reading against its truth; NaN where there is nothing to compare."""

    snr_db: float
    correlation: float
    rms_mv: float
    peak_ms: float
    rate_error_bpm: float


def score_reading(truth: Recording, read: Recording) -> ReadingScore:
    """All figures of one page.

    Parameters
    ----------
    truth : Recording
        What the page shows, NaN elsewhere, at `SCORE_RATE_HZ`.
    read : Recording
        What was read, NaN where nothing was recovered, at any rate.
    """
    pairs = align(truth, read)
    return ReadingScore(
        _decibel(pairs), correlation(truth, read), _rms(pairs), peak_error_ms(truth, read), _rate_error(truth, read)
    )


def snr_db(truth: Recording, read: Recording) -> float:
    """Signal-to-noise ratio of a reading over the samples the page shows, in decibel.

    At 100 Hz, each lead's own offset removed from both, unrecovered samples taken as zero, a shift of at most 40 ms of
    the whole page forgiven.
    """
    return _decibel(align(truth, read))


def align(truth: Recording, read: Recording) -> Aligned:
    """Per lead, the samples that the page shows and their reading without either's offset, at the best shift."""
    guess = _at_score_rate(read, truth.signal_mv.shape[1])
    shifts = [_pairs(truth, guess, shift) for shift in range(-LARGEST_SHIFT, LARGEST_SHIFT + 1)]
    return max(shifts, key=_decibel)


def correlation(truth: Recording, read: Recording) -> float:
    """Median over the leads of the correlation where both are known."""
    guess = _at_score_rate(read, truth.signal_mv.shape[1])
    values = []
    for s, r in zip(truth.signal_mv, guess, strict=True):
        both = np.isfinite(s) & np.isfinite(r)
        if both.sum() > 50 and np.std(s[both]) > 0 and np.std(r[both]) > 0:
            values.append(float(np.corrcoef(signal.detrend(s[both]), signal.detrend(r[both]))[0, 1]))
    return float(np.median(values)) if values else 0.0


def peak_error_ms(truth: Recording, read: Recording) -> float:
    """Median distance from the true signal's R peaks to the nearest found in the reading, in ms."""
    own, found = r_peaks(truth), r_peaks(read)
    if own.size == 0 or found.size == 0:
        return float("nan")
    distance = np.abs(own[:, None] - found[None, :]).min(axis=1)
    near = distance[distance < _SAME_BEAT_S]
    return 1000 * float(np.median(near)) if near.size else float("nan")


def _pairs(truth: Recording, guess: NDArray[np.float64], shift: int) -> Aligned:
    shown = truth.seen()
    moved = np.full_like(guess, np.nan)
    samples = guess.shape[1]
    moved[:, max(0, shift) : samples + min(0, shift)] = guess[:, max(0, -shift) : samples + min(0, -shift)]
    pairs = []
    for lead in np.flatnonzero(shown.any(axis=1)):
        s = truth.signal_mv[lead, shown[lead]].astype(np.float64)
        r = moved[lead, shown[lead]]
        r = r - (np.nanmean(r) if np.isfinite(r).any() else 0.0)
        pairs.append((s - s.mean(), r))
    return pairs


def _decibel(pairs: Aligned) -> float:
    power = sum(float(np.sum(s**2)) for s, _ in pairs)
    noise = sum(float(np.sum((s - np.nan_to_num(r)) ** 2)) for s, r in pairs)
    return float(10 * np.log10(max(power, 1e-12) / max(noise, 1e-12)))


def _rms(pairs: Aligned) -> float:
    """Root mean square error where something was recovered, in mV."""
    errors = np.concatenate([(s - r)[np.isfinite(r)] for s, r in pairs])
    return float(np.sqrt(np.mean(errors**2))) if errors.size else float("nan")


def _rate_error(truth: Recording, read: Recording) -> float:
    own, found = heart_rate_bpm(truth), heart_rate_bpm(read)
    return float("nan") if own is None or found is None else found - own


def _at_score_rate(read: Recording, samples: int) -> NDArray[np.float64]:
    at = np.arange(samples) / SCORE_RATE_HZ
    own = np.arange(read.signal_mv.shape[1]) / read.sampling_rate_hz
    return np.stack([np.interp(at, own, lead, right=np.nan) for lead in read.signal_mv.astype(np.float64)])

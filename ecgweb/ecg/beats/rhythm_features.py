"""A stretch of a lead as numbers that tell its rhythm: how the beats follow each other, how they look and how alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.beats.detection import STEP, BeatFinder, beat_samples
from ecgweb.ecg.beats.features import FEATURES, OF_EACH_BEAT, OF_THE_TIME, REACH, WAVE_SHAPE, describe
from ecgweb.ecg.beats.lead import RATE_HZ, at_common_rate, levelled, scaled

FEWEST_BEATS = 3
PERCENTILES = (5, 25, 50, 75, 95)
CHANGES = np.linspace(-0.5, 0.5, 12)  # of the RR interval from beat to beat, as a share of the median one
EVERY = 2  # of the samples of a beat
OF_THE_SIGNAL = 5
OF_THE_RR_INTERVALS = 14
SIZE = (
    (OF_EACH_BEAT + OF_THE_TIME + OF_THE_SIGNAL) * len(PERCENTILES)
    + 2 * (WAVE_SHAPE[0] // EVERY)
    + (CHANGES.size - 1)
    + OF_THE_RR_INTERVALS
)

Floats = NDArray[np.float64]


def rhythm_features(signal_mv: NDArray, sampling_rate_hz: float, find: BeatFinder) -> NDArray[np.float32] | None:
    """Describe a stretch of one lead, ten seconds to a minute long.

    Returns
    -------
    ndarray, shape (SIZE,), float32, or None
        None with fewer than three beats: neither rhythm nor shape can be told.
    """
    level = levelled(at_common_rate(signal_mv, sampling_rate_hz))
    lead = scaled(level)
    probability = find(lead)
    samples = beat_samples(level, probability)
    if samples.size < FEWEST_BEATS:
        return None
    described = describe(level, samples)
    own = slice(REACH * OF_EACH_BEAT, (REACH + 1) * OF_EACH_BEAT)
    each = np.column_stack(
        [
            described.context[:, own],
            described.context[:, FEATURES - OF_THE_TIME :],
            _of_the_signal(lead, samples, probability),
        ]
    )
    waves = described.waves[:, ::EVERY, 0].astype(np.float64)
    usual = np.median(waves, axis=0)
    parts = (
        np.percentile(each, PERCENTILES, axis=0).ravel(),
        usual,
        np.median(np.abs(waves - usual), axis=0),
        *_of_the_rr_intervals(np.diff(samples) / RATE_HZ),
    )
    return np.nan_to_num(np.concatenate(parts)).astype(np.float32)


def _of_the_signal(lead: NDArray[np.float32], samples: NDArray[np.intp], probability: NDArray) -> Floats:
    """RR interval, doubt of the finder, unrest and roughness of the line up to the next beat, height of the beat."""
    rr = np.diff(samples, append=samples[-1] + round(float(np.median(np.diff(samples)))))
    unsure = np.repeat(np.abs(probability - np.round(probability)), STEP)[: lead.size]
    slope, bend = np.abs(np.diff(lead, prepend=lead[0])), np.abs(np.diff(lead, 2, prepend=lead[0], append=lead[-1]))
    unrest, roughness, doubt = (_mean_after(values, samples, rr) for values in (slope, bend, unsure))
    return np.column_stack([rr / RATE_HZ, doubt, unrest, roughness, np.abs(lead[samples])])


def _of_the_rr_intervals(rr_s: Floats) -> tuple[Floats, Floats]:
    """How often the interval changes by how much, and figures of rate, irregularity and prematurity."""
    median = float(np.median(rr_s))
    share, change = rr_s / median, np.diff(rr_s) / median
    size = np.abs(change) if change.size else np.zeros(1)
    turning = change[:-1] * change[1:] < 0 if change.size > 1 else np.zeros(1)
    figures = [
        rr_s.size,
        median,
        rr_s.std(),
        np.sqrt(np.mean(size**2)),
        *(np.mean(size > limit) for limit in (0.05, 0.1, 0.2)),
        np.median(size),
        np.mean(share < 0.85),
        np.mean(share > 1.2),
        share.min(),
        share.max(),
        _lagged(change),
        np.mean(turning),
    ]
    return np.histogram(change, bins=CHANGES)[0] / max(1, change.size), np.array(figures, np.float64)


def _lagged(change: Floats) -> float:
    """Correlation of each change with the next: near -1 when premature beats and pauses take turns."""
    if change.size < 4 or change[:-1].std() == 0 or change[1:].std() == 0:
        return 0.0
    return float(np.corrcoef(change[:-1], change[1:])[0, 1])


def _mean_after(values: NDArray, samples: NDArray[np.intp], rr: NDArray[np.intp]) -> Floats:
    """Mean of a signal over the middle part of each RR interval, where no QRS complex stands."""
    total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    start = np.minimum(samples + rr // 4, values.size - 1)
    stop = np.clip(samples + 3 * rr // 4, start + 1, values.size)
    return (total[stop] - total[start]) / (stop - start)

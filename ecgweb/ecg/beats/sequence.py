"""A stretch of a lead as a row of described beats, which is what the rhythm network reads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.beats.detection import STEP, BeatFinder, beat_samples
from ecgweb.ecg.beats.features import FEATURES, WAVE_SHAPE, describe
from ecgweb.ecg.beats.lead import RATE_HZ, at_common_rate, levelled, scaled

MOST_BEATS = 96
FEWEST_BEATS = 3
EVERY = 2  # of the samples of a beat
OF_THE_SIGNAL = 5
WIDTH = FEATURES + WAVE_SHAPE[0] // EVERY + OF_THE_SIGNAL

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class BeatRow:
    """Beats (MOST_BEATS, WIDTH), zero beyond the last, and 1 where there is one, shape (MOST_BEATS,)."""

    beats: NDArray[np.float32]
    present: NDArray[np.float32]


def beat_row(signal_mv: NDArray, sampling_rate_hz: float, find: BeatFinder) -> BeatRow | None:
    """Describe the beats of a stretch of one lead, half a minute as a rule.

    Returns
    -------
    BeatRow or None
        None with fewer than three beats: neither rhythm nor shape can be told.
    """
    level = levelled(at_common_rate(signal_mv, sampling_rate_hz))
    lead = scaled(level)
    probability = find(lead)
    samples = beat_samples(level, probability)[:MOST_BEATS]
    if samples.size < FEWEST_BEATS:
        return None
    described = describe(level, samples)
    rows = np.column_stack(
        [described.context, described.waves[:, ::EVERY, 0], _of_the_signal(lead, samples, probability)]
    )
    beats = np.zeros((MOST_BEATS, WIDTH), np.float32)
    beats[: samples.size] = rows
    return BeatRow(beats, (np.arange(MOST_BEATS) < samples.size).astype(np.float32))


def _of_the_signal(lead: NDArray[np.float32], samples: NDArray[np.intp], probability: NDArray) -> Floats:
    """RR interval, doubt of the finder, roughness, and the two kinds of unrest between this beat and the next."""
    rr = np.diff(samples, append=samples[-1] + round(np.median(np.diff(samples))))
    unsure = np.abs(probability - np.round(probability))
    slope, bend = np.abs(np.diff(lead, prepend=lead[0])), np.abs(np.diff(lead, 2, prepend=lead[0], append=lead[-1]))
    between = [_mean_after(values, samples, rr) for values in (slope, bend)]
    doubt = _mean_after(np.repeat(unsure, STEP)[: lead.size], samples, rr)
    height = np.abs(lead[samples])
    return np.column_stack([2 * (rr / RATE_HZ) - 1.5, 10 * doubt, 10 * between[0], 20 * between[1], height])


def _mean_after(values: NDArray, samples: NDArray[np.intp], rr: NDArray[np.intp]) -> Floats:
    """Mean of a signal over the middle part of each RR interval, where no QRS complex stands."""
    total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    start = np.minimum(samples + rr // 4, values.size - 1)
    stop = np.clip(samples + 3 * rr // 4, start + 1, values.size)
    return (total[stop] - total[start]) / (stop - start)

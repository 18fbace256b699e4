"""What the beat classifier is told of each beat: its rhythm and shape beside its neighbours' and the usual beat's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ecgweb.ecg.beats.lead import RATE_HZ
from ecgweb.ecg.beats.shape import ALIKE, LIKENESSES, PREMATURE, shapes

USUAL_RR_BEATS = 41
LONG_RR_BEATS = 301
NEAR_RR_BEATS = 9
REACH = 2  # neighbours to either side that are described as well
OF_EACH_BEAT = 24
QRS_LIKENESS = 9  # its place among them
OF_THE_TIME = 5
FEATURES = OF_EACH_BEAT * (2 * REACH + 1) + OF_THE_TIME
IRREGULARITY = FEATURES - 4  # its place in the context, where it is three times what it says
PART = slice(8, 72)  # of a beat: from 0.26 s ahead of the R peak to 0.26 s after it
QRS_OF_WAVES = slice(18, 54)
WAVE_SHAPE = (PART.stop - PART.start, 2)
LARGEST = 4.0

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Described:
    """Inputs of the classifier: `context` (beats, FEATURES) and `waves` (beats, 64, 2), beat and usual beat."""

    context: NDArray[np.float32]
    waves: NDArray[np.float32]


def describe(level_mv: Floats, beats: NDArray[np.intp]) -> Described:
    """Describe every beat of a stretch of one lead.

    Parameters
    ----------
    level_mv : ndarray, shape (samples,)
        The levelled lead at 125 Hz.
    beats : ndarray, shape (beats,)
        Samples of the R peaks, at least two.
    """
    rr_s = np.diff(beats) / RATE_HZ
    before, after = np.append(rr_s[0], rr_s), np.append(rr_s, rr_s[-1])
    usual_s, near_s = _running_median(before, USUAL_RR_BEATS), _running_median(before, NEAR_RR_BEATS)
    before[0], after[-1] = usual_s[0], usual_s[-1]  # unknown: taken for usual
    # With many ectopic beats the median is their interval; mean and upper quartile still tell which beats are early.
    mean_s, slow_s = _running_mean(before, USUAL_RR_BEATS), _running_share(before, 75, USUAL_RR_BEATS)
    shape = shapes(level_mv, beats, before / mean_s)
    rhythm = np.column_stack(
        [
            np.log(before / usual_s),
            np.log(after / usual_s),
            np.log(before / after),
            np.log(before / near_s),
            np.log((before + after) / (2 * usual_s)),
            np.log(before / mean_s),
            np.log(before / slow_s),
            np.log(before / _running_median(before, LONG_RR_BEATS)),
            np.log(before / _running_share(before, 90, LONG_RR_BEATS)),
        ]
    )
    each = np.column_stack([rhythm * 2, shape.features, _unlike_the_others(shape.features[:, :LIKENESSES])])
    context = np.column_stack([_with_neighbours(each), _of_the_time(before, usual_s, slow_s, each)])
    waves = np.stack([shape.beats[:, PART], shape.usual[:, PART]], axis=-1)
    return Described(_within(context), _within(waves))


def _unlike_the_others(likeness: Floats) -> Floats:
    """How far each likeness falls from what is common nearby: in noise all beats are a little unlike each other."""
    common = np.column_stack([_running_median(column, USUAL_RR_BEATS) for column in likeness.T])
    spread = np.column_stack([_running_median(column, USUAL_RR_BEATS) for column in np.abs(likeness - common).T])
    return (likeness - common) / (4 * spread + 0.1)


def _of_the_time(before_s: Floats, usual_s: Floats, slow_s: Floats, each: Floats) -> Floats:
    """Irregularity and the share of premature and of odd-shaped beats nearby.

    Rate and width of the usual beat are left out: they would let the network know again whom it learned from.
    """
    jumps = np.abs(np.diff(before_s, prepend=before_s[0])) / usual_s
    premature = (before_s < PREMATURE * usual_s).astype(np.float64)
    odd = (each[:, QRS_LIKENESS] < ALIKE).astype(np.float64)
    nearby = [_running_mean(share, USUAL_RR_BEATS) for share in (premature, odd)]
    irregular = _running_median(jumps, USUAL_RR_BEATS)
    return np.column_stack([4 * np.log(slow_s / usual_s), 3 * irregular, 3 * np.minimum(jumps, 1), *nearby])


def _with_neighbours(each: Floats) -> Floats:
    padded = np.pad(each, ((REACH, REACH), (0, 0)), mode="edge")
    return np.column_stack([padded[shift : shift + len(each)] for shift in range(2 * REACH + 1)])


def _running_mean(values: Floats, size: int) -> Floats:
    return ndimage.uniform_filter1d(values, min(size, values.size), mode="nearest")


def _running_share(values: Floats, percent: int, size: int) -> Floats:
    return ndimage.percentile_filter(values, percent, min(size, values.size), mode="nearest")


def _running_median(values: Floats, size: int) -> Floats:
    return ndimage.median_filter(values, min(size, values.size), mode="nearest")


def _within(values: Floats) -> NDArray[np.float32]:
    return np.clip(np.nan_to_num(values), -LARGEST, LARGEST).astype(np.float32)

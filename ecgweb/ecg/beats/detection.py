"""Where the beats of one lead are, from what a network says of each 32 ms."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from ecgweb.ecg.beats.lead import RATE_HZ

STEP = 4  # samples of the lead for one answer of the network
PRESENT = 0.5
REFRACTORY_S = 0.2
SUMMIT_REACH_S = 0.06
QRS_BAND_HZ = (5.0, 25.0)

BeatFinder = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""A scaled lead (samples,) at 125 Hz to the probability of a beat at every fourth sample."""


def beat_samples(level_mv: NDArray[np.float64], probability: NDArray[np.floating]) -> NDArray[np.intp]:
    """The sample of the steepest deflection of each beat.

    Parameters
    ----------
    level_mv : ndarray, shape (samples,)
        The levelled lead at 125 Hz.
    probability : ndarray, shape (steps,)
        Of a beat, one for every `STEP` samples.

    Returns
    -------
    ndarray, shape (beats,), rising
    """
    near = max(1, round(REFRACTORY_S * RATE_HZ / STEP))
    smooth = np.convolve(probability, (0.25, 0.5, 0.25), mode="same")
    peaks, _ = signal.find_peaks(np.pad(smooth, 1), height=PRESENT * 0.8, distance=near)
    if peaks.size == 0:
        return np.empty(0, np.intp)
    steep = _qrs_activity(level_mv)
    reach = round(SUMMIT_REACH_S * RATE_HZ)
    return np.unique([_summit(steep, int(step) * STEP, reach) for step in peaks - 1])


def _qrs_activity(level_mv: NDArray[np.float64]) -> NDArray[np.float64]:
    sections = signal.butter(2, QRS_BAND_HZ, "bandpass", fs=RATE_HZ, output="sos")
    padding = min(level_mv.size - 1, round(RATE_HZ))
    return np.abs(signal.sosfiltfilt(sections, level_mv, padlen=padding, padtype="odd"))


def _summit(activity: NDArray[np.float64], near: int, reach: int) -> int:
    start = max(0, near - reach)
    return start + int(np.argmax(activity[start : near + reach + 1]))

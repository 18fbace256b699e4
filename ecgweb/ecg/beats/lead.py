"""One lead made ready for beat networks: 125 samples a second, level, and scaled to its own heartbeats."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage, signal

RATE_HZ = 125.0
SLOWEST_HZ = 0.5
BLOCK_S = 1.0
NEIGHBOURHOOD_S = 12.0
LARGEST = 5.0
FAINTEST_MV = 0.02  # below this a line is flat, not a heart that beats softly

Floats = NDArray[np.float64]


def at_common_rate(signal_mv: NDArray, sampling_rate_hz: float) -> Floats:
    """A lead at 125 samples a second, gaps bridged by straight lines.

    Parameters
    ----------
    signal_mv : ndarray, shape (samples,)
        Voltage in millivolt, NaN where nothing was seen.
    sampling_rate_hz : float

    Returns
    -------
    ndarray, shape (about samples * 125 / sampling_rate_hz,), float64
    """
    filled = _bridged(np.asarray(signal_mv, np.float64))
    ratio = Fraction(RATE_HZ / sampling_rate_hz).limit_denominator(1000)
    if ratio == 1:
        return filled
    return signal.resample_poly(filled, ratio.numerator, ratio.denominator, padtype="line")


def levelled(lead_mv: Floats) -> Floats:
    """The lead at 125 Hz without its slow wandering, in mV."""
    sections = signal.butter(1, SLOWEST_HZ, "highpass", fs=RATE_HZ, output="sos")
    padding = min(lead_mv.size - 1, round(4 * RATE_HZ))
    return signal.sosfiltfilt(sections, lead_mv, padlen=padding, padtype="odd")


def scaled(level_mv: Floats) -> NDArray[np.float32]:
    """A levelled lead in units of its typical beat height nearby, within -5 and 5.

    The height is the median, over 12 s around, of the largest deflection in each second; so a single artefact or a
    change of electrode does not hide the beats around it.
    """
    block = round(BLOCK_S * RATE_HZ)
    padded = np.pad(level_mv, (0, -level_mv.size % block), mode="edge")
    heights = np.abs(padded.reshape(-1, block)).max(axis=1)
    typical = ndimage.median_filter(heights, round(NEIGHBOURHOOD_S / BLOCK_S) | 1, mode="nearest")
    centres = (np.arange(heights.size) + 0.5) * block
    here = np.interp(np.arange(level_mv.size), centres, typical)
    return np.clip(level_mv / np.maximum(here, FAINTEST_MV), -LARGEST, LARGEST).astype(np.float32)


def _bridged(lead_mv: Floats) -> Floats:
    seen = np.isfinite(lead_mv)
    if seen.all():
        return lead_mv
    if not seen.any():
        return np.zeros_like(lead_mv)
    index = np.arange(lead_mv.size)
    return np.interp(index, index[seen], lead_mv[seen])

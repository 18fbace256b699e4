"""Filters that respect gaps: every unbroken stretch of a lead is filtered on its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import signal

SHORTEST_STRETCH_S = 0.5
LONGEST_BRIDGED_GAP_S = 0.04
SHORTEST_END_S = 0.15


def bridge_short_gaps(lead_mv: NDArray, sampling_rate_hz: float) -> NDArray[np.float64]:
    """Join gaps of at most 40 ms by a straight line, so that one lost pixel column does not split a beat.

    A piece under 150 ms at either end stays apart: it may be what a calibration pulse left, a step away from the lead.

    Parameters
    ----------
    lead_mv : ndarray, shape (samples,)
        Voltage in millivolt, NaN where nothing was seen.
    sampling_rate_hz : float

    Returns
    -------
    ndarray, shape (samples,)
        The same lead; longer gaps and gaps at either end stay NaN.
    """
    bridged = np.asarray(lead_mv, dtype=np.float64).copy()
    seen = np.flatnonzero(np.isfinite(bridged))
    if seen.size == 0:
        return bridged
    spare = SHORTEST_END_S * sampling_rate_hz
    for start, stop in _runs(~np.isfinite(bridged)):
        inside = start - seen[0] >= spare and seen[-1] + 1 - stop >= spare
        if inside and stop - start <= LONGEST_BRIDGED_GAP_S * sampling_rate_hz:
            bridged[start:stop] = np.linspace(bridged[start - 1], bridged[stop], stop - start + 2)[1:-1]
    return bridged


def stretches(lead_mv: NDArray, sampling_rate_hz: float) -> Iterator[slice]:
    """Slices of a lead in which every sample was seen, at least half a second long."""
    for start, stop in _runs(np.isfinite(lead_mv)):
        if stop - start >= SHORTEST_STRETCH_S * sampling_rate_hz:
            yield slice(start, stop)


def band_pass(stretch_mv: NDArray, sampling_rate_hz: float, low_hz: float, high_hz: float) -> NDArray[np.float64]:
    """Second-order Butterworth band-pass without phase shift, for a stretch without gaps."""
    high_hz = min(high_hz, 0.45 * sampling_rate_hz)
    sections = _sections(sampling_rate_hz, low_hz, high_hz)
    padding = min(stretch_mv.size - 1, round(sampling_rate_hz))
    return signal.sosfiltfilt(sections, stretch_mv, padlen=padding, padtype="odd")


@lru_cache(maxsize=32)
def _sections(sampling_rate_hz: float, low_hz: float, high_hz: float) -> NDArray[np.float64]:
    """The filter, which takes longer to design than to use."""
    return np.asarray(signal.butter(2, (low_hz, high_hz), "bandpass", fs=sampling_rate_hz, output="sos"))


def _runs(flags: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Start and end (exclusive) of every run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)

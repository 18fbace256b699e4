"""Five-second windows of a lead, as the network for ventricular fibrillation reads them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.beats.lead import RATE_HZ, at_common_rate, levelled

WINDOW_S = 5.0
SAMPLES = round(WINDOW_S * RATE_HZ)
FAINTEST_MV = 0.05


def windows_of(signal_mv: NDArray, sampling_rate_hz: float) -> NDArray[np.float32]:
    """Cut a lead into windows one after the other, shape (windows, 625); a last one reaches back to be whole.

    A lead of less than five seconds is repeated backwards and forwards until it fills one window.
    """
    level = levelled(at_common_rate(signal_mv, sampling_rate_hz))
    if level.size < SAMPLES:
        return standardised(np.pad(level, (0, SAMPLES - level.size), mode="reflect")[None])
    count = max(1, int(np.ceil((level.size - 0.2 * SAMPLES) / SAMPLES)))
    starts = np.minimum(np.arange(count) * SAMPLES, level.size - SAMPLES)
    return standardised(np.stack([level[start : start + SAMPLES] for start in starts]))


def steadied(probability: NDArray[np.floating]) -> NDArray[np.float64]:
    """Probabilities of consecutive windows, each a quarter from either neighbour: fibrillation lasts."""
    padded = np.pad(np.asarray(probability, np.float64), 1, mode="edge")
    return 0.25 * padded[:-2] + 0.5 * padded[1:-1] + 0.25 * padded[2:]


def standardised(windows_mv: NDArray[np.floating]) -> NDArray[np.float32]:
    """Each window about its mean in units of its own spread; a flat line stays flat."""
    centred = windows_mv - windows_mv.mean(axis=1, keepdims=True)
    spread = np.maximum(centred.std(axis=1, keepdims=True), FAINTEST_MV)
    return np.clip(centred / spread, -6, 6).astype(np.float32)

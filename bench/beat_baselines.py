"""Rules without learning that any network must beat."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.beats.features import OF_EACH_BEAT, REACH

NORMAL, SUPRAVENTRICULAR, VENTRICULAR = 0, 1, 2
EARLY = 0.85
PAUSE_MADE_UP = 0.95  # early beat and pause together as a share of two usual intervals
IRREGULAR = 0.1

Classes = NDArray[np.int64]


def early_beat_rule(context: NDArray[np.floating]) -> Classes:
    """RR intervals alone: an early beat is ventricular with a full compensatory pause, else supraventricular."""
    own = context[:, REACH * OF_EACH_BEAT : (REACH + 1) * OF_EACH_BEAT].astype(np.float64)
    before, with_after = np.exp(own[:, 0] / 2), np.exp(own[:, 4] / 2)
    early = before < EARLY
    return np.where(early, np.where(with_after >= PAUSE_MADE_UP, VENTRICULAR, SUPRAVENTRICULAR), NORMAL)


def irregularity_rule(rr_s: NDArray[np.floating]) -> bool:
    """Atrial fibrillation where successive RR intervals differ by a tenth and more, as a median."""
    return bool(rr_s.size > 2 and np.median(np.abs(np.diff(rr_s))) / np.median(rr_s) > IRREGULAR)


def leakage(window: NDArray[np.floating]) -> float:
    """What a filter at the mean period lets through: near 0 for a sine, as fibrillation is, near 1 for an ECG.

    Kuo and Dillman, "Computer detection of ventricular fibrillation", Computers in Cardiology (1978).
    """
    steps = np.abs(np.diff(window)).sum()
    half = int(np.clip(round(np.pi * np.abs(window).sum() / max(steps, 1e-9)), 1, window.size // 2))
    late, early = window[half:], window[:-half]
    return float(np.abs(late + early).sum() / max((np.abs(late) + np.abs(early)).sum(), 1e-9))

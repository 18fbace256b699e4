"""What is measured on a recording, as numbers that a network can learn from.

Networks that learned from a few thousand records do not measure as well as the program does: rate, intervals, axis and
the amplitudes of every lead tell the diagnoses of real pages apart nearly as well as all that the networks see, and
both together better than either (`docs/models/diagnosis.md`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.recording import LEADS, Recording
from ecgweb.ecg.waves import Measurements, measure
from ecgweb.ecg.waves.delineation import Delineator

RATE_HZ = 100.0
# What is usual, and how far healthy hearts lie around it: the size of a number, not a limit.
USUAL = {
    "heart_rate_bpm": (75.0, 20.0),
    "heart_rate_mean_bpm": (75.0, 20.0),
    "rr_variation": (0.05, 0.05),
    "pr_ms": (160.0, 25.0),
    "qrs_ms": (95.0, 15.0),
    "qt_ms": (390.0, 35.0),
    "p_ms": (105.0, 15.0),
    "axis_deg": (40.0, 35.0),
}
USUAL_QTC_MS = (415.0, 25.0)
AMPLITUDES = ("q_mv", "r_mv", "s_mv", "st_j_mv", "st_j60_mv", "t_mv")
AMPLITUDE_MV = 0.5
FARTHEST = 8.0
MEASURED_SHAPE = (2 * (len(USUAL) + 1) + len(LEADS) * (len(AMPLITUDES) + 1),)


def measured_numbers(signal_mv: NDArray[np.float32], delineate: Delineator | None) -> NDArray[np.float32]:
    """Measurements of a signal (12, samples) at 100 Hz, shape `MEASURED_SHAPE`.

    Rate, intervals and axis as distances from what is usual, amplitudes of each lead in sizes of 0.5 mV; 0 stands for
    what could not be measured, and after the numbers comes for each interval and each lead whether it was measured.
    """
    found = measure(Recording(signal_mv, RATE_HZ), delineate)
    intervals = [getattr(found, name) for name in USUAL] + [found.qtc_ms.fridericia if found.qtc_ms else None]
    usual = [*USUAL.values(), USUAL_QTC_MS]
    sized = [None if value is None else (value - at) / size for value, (at, size) in zip(intervals, usual, strict=True)]
    leads = [_amplitudes(found, lead) for lead in LEADS]
    seen = [float(any(value is not None for value in lead)) for lead in leads]
    numbers = np.array([value or 0.0 for value in (*sized, *(value for lead in leads for value in lead))])
    masks = [*(float(value is not None) for value in sized), *seen]
    return np.concatenate([np.clip(numbers, -FARTHEST, FARTHEST), masks]).astype(np.float32)


def _amplitudes(found: Measurements, lead: str) -> Sequence[float | None]:
    line = (found.leads or {}).get(lead)
    given = [getattr(line, name, None) for name in AMPLITUDES]
    return [None if value is None else value / AMPLITUDE_MV for value in given]

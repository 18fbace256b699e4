"""The electrical axis of the QRS complex in the frontal plane."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.recording import LEADS
from ecgweb.ecg.waves.delineation import Boundaries
from ecgweb.ecg.waves.median_beat import RATE_HZ, MedianBeat

# aVF is recorded against the mean of two limbs, which shrinks it by cos 30 degrees against lead I (Goldberger).
AVF_STRETCH = 2.0 / math.sqrt(3.0)
SMALLEST_NET_AREA_MV_MS = 2.0


def qrs_axis_deg(beat: MedianBeat, boundaries: Boundaries) -> float | None:
    """Mean QRS axis from the net area of the complex in leads I and aVF.

    Parameters
    ----------
    beat : MedianBeat
    boundaries : Boundaries

    Returns
    -------
    float or None
        Degrees from lead I, positive towards the feet, above -180 and up to 180; None where I or aVF was not seen
        or both cancel out, so that the complex points nowhere in the frontal plane.

    Examples
    --------
    Equal areas in I and in aVF, the latter stretched, point to 49 degrees:

    >>> round(math.degrees(math.atan2(AVF_STRETCH * 1.0, 1.0)))
    49
    """
    left, down = net_areas_mv_ms(beat.signal_mv, beat.r_index, boundaries)
    if not math.hypot(left, down) >= SMALLEST_NET_AREA_MV_MS:  # also when either is NaN
        return None
    return math.degrees(math.atan2(down, left))


def net_areas_mv_ms(signal_mv: NDArray[np.float64], r_index: int, boundaries: Boundaries) -> tuple[float, float]:
    """Net QRS area in lead I, and in aVF stretched to the size of I; NaN where the lead was not seen."""
    start = max(0, r_index + round(boundaries.qrs_onset_ms / 1000 * RATE_HZ))
    stop = r_index + round(boundaries.qrs_offset_ms / 1000 * RATE_HZ) + 1
    left = _net_area_mv_ms(signal_mv[LEADS.index("I"), start:stop])
    return left, AVF_STRETCH * _net_area_mv_ms(signal_mv[LEADS.index("aVF"), start:stop])


def _net_area_mv_ms(qrs_mv: NDArray[np.float64]) -> float:
    """Area above minus area below the line from onset to offset."""
    line = np.linspace(qrs_mv[0], qrs_mv[-1], qrs_mv.size)
    return float((qrs_mv - line).sum() * 1000 / RATE_HZ)

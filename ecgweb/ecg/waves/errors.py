"""How far a measurement may be off: what was measured on ECGs whose truth is known, and how much the beats differ."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.waves.amplitudes import NAMES
from ecgweb.ecg.waves.qtc import QTc, corrected_qt

NINETEEN_OF_TWENTY = 1.96  # standard deviations to either side that hold 95 % of errors
FEWEST_BEATS = 3
SD_OF_MAD = 1.4826


@dataclass(frozen=True)
class Accuracy:
    """Root mean squares of measured minus true, with what single beats differ taken off.

    Parameters
    ----------
    rate_share : float
        Of the heart rate, as a share of it.
    intervals_ms : dict
        Of P, PR, QRS and QT.
    area_mv_ms, area_share : float
        Of the net QRS areas that the axis is worked out from, and what is added for large ones, as a share of them.
    amplitudes_mv : dict
        Of each amplitude, small ones.
    voltage_share : float
        Of what is added for large ones, as a share of them.
    """

    rate_share: float
    intervals_ms: dict[str, float]
    area_mv_ms: float
    area_share: float
    amplitudes_mv: dict[str, float]
    voltage_share: float


# Intervals as `python -m training.evaluate_waves` prints them, the largest of three views, in whole ms. Voltages so
# that about 19 of 20 leads are covered in `python -m training.evaluate_amplitudes --fold 9`; fold 10 is the check.
MEASURED = Accuracy(
    rate_share=0.003,  # the least with which 19 of 20 records are covered in every view
    intervals_ms={"p_ms": 10.0, "pr_ms": 9.0, "qrs_ms": 9.0, "qt_ms": 11.0},
    area_mv_ms=2.0,  # with the share, what covers the axis of 19 of 20 records
    area_share=0.03,
    amplitudes_mv={"q_mv": 0.02, "r_mv": 0.04, "s_mv": 0.025, "st_j_mv": 0.03, "st_j60_mv": 0.02, "t_mv": 0.05},
    voltage_share=0.07,
)


def interval_error_ms(name: str, beats_ms: Sequence[float], accuracy: Accuracy) -> float:
    """Half the width of the interval that holds the true value with 95 %.

    Parameters
    ----------
    name : str
        "p_ms", "pr_ms", "qrs_ms" or "qt_ms".
    beats_ms : sequence of float
        The same interval in single beats; how much they differ is left out of account with fewer than three.
    accuracy : Accuracy
    """
    return NINETEEN_OF_TWENTY * math.hypot(accuracy.intervals_ms[name], standard_error(beats_ms))


def rate_error_bpm(rate_bpm: float, rr_s: Sequence[float], accuracy: Accuracy) -> float:
    """Error of the heart rate as the rate of the heart also beyond the page: RR intervals that differ widen it."""
    return NINETEEN_OF_TWENTY * rate_bpm * math.hypot(accuracy.rate_share, standard_error(rr_s) * rate_bpm / 60)


def standard_error(values: Sequence[float]) -> float:
    """Standard error of the middle of a few values, from their median absolute deviation; 0 with fewer than three."""
    if len(values) < FEWEST_BEATS:
        return 0.0
    spread = SD_OF_MAD * float(np.median(np.abs(np.asarray(values) - np.median(values))))
    return spread / math.sqrt(len(values))


def qtc_error_ms(qt_ms: float, qt_error_ms: float, rate_bpm: float, rate_error_bpm: float) -> QTc:
    """Errors of the four corrected intervals from those of the QT interval and of the heart rate."""
    here, longer = corrected_qt(qt_ms, rate_bpm), corrected_qt(qt_ms + qt_error_ms, rate_bpm)
    faster = corrected_qt(qt_ms, rate_bpm + rate_error_bpm)

    def error(name: str) -> float:
        middle = getattr(here, name)
        return math.hypot(getattr(longer, name) - middle, getattr(faster, name) - middle)

    return QTc(error("bazett"), error("fridericia"), error("framingham"), error("hodges"))


def axis_error_deg(areas: tuple[float, float], beats: NDArray[np.float64], accuracy: Accuracy) -> float:
    """Error of the direction in which two net areas point: the smaller the complex, the larger it is.

    Parameters
    ----------
    areas : tuple of float
        Net areas to the left and downwards, mV ms.
    beats : ndarray, shape (beats, 2)
        The same of single beats, NaN where not seen.
    accuracy : Accuracy
    """
    left, down = areas
    own = [standard_error(column[np.isfinite(column)].tolist()) for column in beats.T]
    gain = accuracy.area_share
    off_left = math.hypot(accuracy.area_mv_ms, own[0], gain * left)
    off_down = math.hypot(accuracy.area_mv_ms, own[1], gain * down)
    turned = math.hypot(down * off_left, left * off_down) / (left**2 + down**2)
    return min(180.0, math.degrees(NINETEEN_OF_TWENTY * turned))


def amplitude_errors_mv(
    typical: NDArray[np.float64], beats: NDArray[np.float64], accuracy: Accuracy
) -> NDArray[np.float64]:
    """Errors of the amplitudes of each lead.

    A lead of a page shows two or three beats, too few to say how much they differ, so all leads say it together.

    Parameters
    ----------
    typical : ndarray, shape (12, kinds)
        Amplitudes of the typical beat.
    beats : ndarray, shape (beats, 12, kinds)
        Those of single beats, NaN where not seen.
    accuracy : Accuracy

    Returns
    -------
    ndarray, shape (12, kinds)
    """
    counts = np.isfinite(beats).sum(axis=0)
    residuals = np.abs(beats - typical)[:, counts.min(axis=1) >= FEWEST_BEATS - 1]
    seen = [column[np.isfinite(column)] for column in residuals.reshape(-1, residuals.shape[2]).T]
    spread = np.array([SD_OF_MAD * float(np.median(column)) if column.size else 0.0 for column in seen])
    own = spread / np.sqrt(np.maximum(counts, 1))
    fixed = np.array([accuracy.amplitudes_mv[name] for name in NAMES])
    return NINETEEN_OF_TWENTY * np.sqrt(fixed**2 + own**2 + (accuracy.voltage_share * typical) ** 2)

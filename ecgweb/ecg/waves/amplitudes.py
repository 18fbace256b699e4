"""Heights of the waves of each lead in millivolt."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from ecgweb.ecg.recording import LEADS, Recording
from ecgweb.ecg.waves.delineation import Boundaries
from ecgweb.ecg.waves.filters import bridge_short_gaps
from ecgweb.ecg.waves.median_beat import RATE_HZ, MedianBeat

BASELINE_MS = (24.0, 4.0)  # ahead of the QRS complex, where the line is isoelectric
ST_AFTER_J_MS = 60.0
SMALLEST_WAVE_MV = 0.02  # a lower deflection within the QRS complex is no wave of its own
SMALLEST_SHARE = 0.05  # and of the height of the whole complex for an R wave
LARGEST_GAP_SHARE = 0.1
HALF_WIDTH_MS = 4.0  # a level is the mean of 8 ms

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Amplitudes:
    """Millivolt from the baseline ahead of the QRS complex, negative below it; NaN where not seen.

    Q, R and S are 0 where the lead has no such wave. A complex without an R wave (QS) has its depth as S. The ST level
    is measured at the J point, the end of the QRS complex over all leads, and 60 ms after it.
    """

    q_mv: float
    r_mv: float
    s_mv: float
    st_j_mv: float
    st_j60_mv: float
    t_mv: float


NAMES = tuple(field.name for field in fields(Amplitudes))
_values = attrgetter(*NAMES)
OF_ST = [NAMES.index("st_j_mv"), NAMES.index("st_j60_mv")]


def amplitudes(lead_mv: Floats, r_index: int, boundaries: Boundaries) -> Amplitudes:
    """Measure one lead of one beat.

    Parameters
    ----------
    lead_mv : ndarray, shape (samples,)
        500 samples a second, NaN where not seen.
    r_index : int
        The sample from which `boundaries` count.
    boundaries : Boundaries
    """

    def at(ms: float) -> int:
        return max(0, r_index + round(ms / 1000 * RATE_HZ))

    onset_ms, offset_ms = boundaries.qrs_onset_ms, boundaries.qrs_offset_ms
    baseline = lead_mv[at(onset_ms - BASELINE_MS[0]) : at(onset_ms - BASELINE_MS[1]) + 1].mean()
    level = lead_mv - baseline

    def level_at(ms: float) -> float:
        return float(level[at(ms - HALF_WIDTH_MS) : at(ms + HALF_WIDTH_MS) + 1].mean())

    t_mv = np.nan
    if boundaries.t_onset_ms is not None and boundaries.t_offset_ms is not None:
        t_wave = level[at(boundaries.t_onset_ms) : at(boundaries.t_offset_ms) + 1]
        t_mv = float(t_wave[np.argmax(np.abs(t_wave))])
    q_mv, r_mv, s_mv = _qrs_waves(level[at(onset_ms) : at(offset_ms) + 1])
    return Amplitudes(q_mv, r_mv, s_mv, level_at(offset_ms), level_at(offset_ms + ST_AFTER_J_MS), t_mv)


def amplitudes_of_leads(beat: MedianBeat, boundaries: Boundaries) -> Floats:
    """`amplitudes` of the typical beat, shape (12, 6) in the order of `LEADS` and `NAMES`."""
    return np.array([_values(amplitudes(lead, beat.r_index, boundaries)) for lead in beat.signal_mv])


def amplitudes_of_beats(beat: MedianBeat, boundaries: Boundaries) -> Floats:
    """`amplitudes` of every single beat, shape (beats, 12, 6)."""
    return np.array([[_values(amplitudes(lead, beat.r_index, boundaries)) for lead in leads] for leads in beat.each_mv])


def gap_shares(recording: Recording) -> dict[str, float]:
    """Which share of each lead is missing between the first and the last sample that was seen of it."""
    return {
        name: _gap_share(bridge_short_gaps(lead, recording.sampling_rate_hz))
        for name, lead in zip(LEADS, recording.signal_mv, strict=True)
    }


def _gap_share(lead_mv: Floats) -> float:
    seen = np.flatnonzero(np.isfinite(lead_mv))
    return 1 - seen.size / (seen[-1] - seen[0] + 1) if seen.size else 1.0


def _qrs_waves(qrs_mv: Floats) -> tuple[float, float, float]:
    """Q, R and S: the deepest trough before the first positive peak, the tallest peak, the deepest trough after.

    A peak is a peak only inside the complex: at its end the line may go straight on into a raised ST segment.
    """
    if not np.isfinite(qrs_mv).all():
        return np.nan, np.nan, np.nan
    least_mv = max(SMALLEST_WAVE_MV, SMALLEST_SHARE * float(np.ptp(qrs_mv)))
    peaks, _ = signal.find_peaks(qrs_mv, height=least_mv)
    troughs, _ = signal.find_peaks(-qrs_mv, height=SMALLEST_WAVE_MV)
    if not peaks.size:
        return 0.0, 0.0, _deepest(qrs_mv[troughs])
    before = troughs < peaks[0]
    return _deepest(qrs_mv[troughs[before]]), float(qrs_mv[peaks].max()), _deepest(qrs_mv[troughs[~before]])


def _deepest(depths_mv: Floats) -> float:
    return float(depths_mv.min()) if depths_mv.size else 0.0

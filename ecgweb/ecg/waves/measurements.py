"""The numbers a reader of ECGs notes first: rate, intervals and axis."""

from __future__ import annotations

from dataclasses import dataclass

from ecgweb.ecg.recording import Recording
from ecgweb.ecg.waves.axis import qrs_axis_deg
from ecgweb.ecg.waves.beats import heart_rate_from, r_peaks
from ecgweb.ecg.waves.delineation import Delineator, find_boundaries
from ecgweb.ecg.waves.median_beat import median_beat
from ecgweb.ecg.waves.qtc import QTc, corrected_qt


@dataclass(frozen=True)
class Measurements:
    """Rate in beats a minute, intervals in milliseconds, axis in degrees; None where not measurable."""

    heart_rate_bpm: float | None = None
    pr_ms: float | None = None
    qrs_ms: float | None = None
    qt_ms: float | None = None
    qtc_ms: QTc | None = None
    axis_deg: float | None = None


def measure(recording: Recording, delineate: Delineator | None = None) -> Measurements:
    """Measure a recording; what cannot be measured is None.

    Parameters
    ----------
    recording : Recording
    delineate : Delineator, optional
        The network that tells the waves apart; without it only the rate is measured.
    """
    peaks_s = r_peaks(recording)
    rate_bpm = heart_rate_from(peaks_s, recording)
    if rate_bpm is None or delineate is None:
        return Measurements(heart_rate_bpm=rate_bpm)
    beat = median_beat(recording, peaks_s)
    boundaries = find_boundaries(beat, delineate) if beat else None
    if beat is None or boundaries is None:
        return Measurements(heart_rate_bpm=rate_bpm)
    qt_ms = boundaries.qt_ms
    return Measurements(
        heart_rate_bpm=rate_bpm,
        pr_ms=boundaries.pr_ms,
        qrs_ms=boundaries.qrs_ms,
        qt_ms=qt_ms,
        qtc_ms=None if qt_ms is None else corrected_qt(qt_ms, rate_bpm),
        axis_deg=qrs_axis_deg(beat, boundaries),
    )

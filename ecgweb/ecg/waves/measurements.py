"""The numbers a reader of ECGs notes first: rate, intervals and axis."""

from __future__ import annotations

from dataclasses import dataclass

from ecgweb.ecg.recording import Recording
from ecgweb.ecg.waves.beats import heart_rate_from, r_peaks
from ecgweb.ecg.waves.qtc import QTc


@dataclass(frozen=True)
class Measurements:
    """Rate in beats a minute, intervals in milliseconds, axis in degrees; None where not measurable."""

    heart_rate_bpm: float | None = None
    pr_ms: float | None = None
    qrs_ms: float | None = None
    qt_ms: float | None = None
    qtc_ms: QTc | None = None
    axis_deg: float | None = None


def measure(recording: Recording) -> Measurements:
    """Measure a recording; what cannot be measured honestly is None."""
    peaks_s = r_peaks(recording)
    return Measurements(heart_rate_bpm=heart_rate_from(peaks_s, recording))

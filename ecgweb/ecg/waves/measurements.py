"""The numbers a reader of ECGs notes first: rate, intervals, axis and the heights of the waves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ecgweb.ecg.recording import LEADS, Recording
from ecgweb.ecg.waves import errors
from ecgweb.ecg.waves.amplitudes import (
    LARGEST_GAP_SHARE,
    NAMES,
    OF_ST,
    amplitudes_of_beats,
    amplitudes_of_leads,
    gap_shares,
)
from ecgweb.ecg.waves.axis import net_areas_mv_ms, qrs_axis_deg
from ecgweb.ecg.waves.beats import heart_rate_from, r_peaks, rr_intervals_s
from ecgweb.ecg.waves.delineation import Boundaries, Delineation, Delineator, delineate_beat, each_beat
from ecgweb.ecg.waves.errors import MEASURED, Accuracy
from ecgweb.ecg.waves.median_beat import MedianBeat, median_beat
from ecgweb.ecg.waves.qtc import QTc, corrected_qt
from ecgweb.ecg.waves.regularity import regularity

INTERVALS = ("p_ms", "pr_ms", "qrs_ms", "qt_ms")


@dataclass(frozen=True)
class LeadMeasurements:
    """One lead of the typical beat; None for what was not seen of it.

    Amplitudes in mV from the baseline ahead of the QRS complex, 0 for a Q, R or S wave that the lead does not have;
    `marks` in ms from the R peak; `errors` by the name of the amplitude.
    """

    beats: int
    q_mv: float | None
    r_mv: float | None
    s_mv: float | None
    st_j_mv: float | None
    st_j60_mv: float | None
    t_mv: float | None
    errors: dict[str, float | None]
    marks: Boundaries | None


@dataclass(frozen=True)
class Measurements:
    """Rate in beats a minute, intervals in milliseconds, axis in degrees; None where not measurable.

    `heart_rate_bpm` follows from the median RR interval; `beats` were averaged into the typical beat, whose waves lie
    at `marks`, in ms from its R peak; `absent_waves` were looked for and are not there. The true value lies with 95 %
    within `errors` to either side, by the name of the measurement.
    """

    heart_rate_bpm: float | None = None
    pr_ms: float | None = None
    qrs_ms: float | None = None
    qt_ms: float | None = None
    qtc_ms: QTc | None = None
    axis_deg: float | None = None
    p_ms: float | None = None
    heart_rate_mean_bpm: float | None = None
    heart_rate_range_bpm: tuple[float, float] | None = None
    rr_variation: float | None = None
    regularity: str | None = None
    beats: int | None = None
    absent_waves: tuple[str, ...] | None = None
    marks: Boundaries | None = None
    leads: dict[str, LeadMeasurements] | None = None
    errors: dict[str, Any] | None = None


def measure(recording: Recording, delineate: Delineator | None = None, accuracy: Accuracy = MEASURED) -> Measurements:
    """Measure a recording; what cannot be measured is None.

    Parameters
    ----------
    recording : Recording
    delineate : Delineator, optional
        The network that tells the waves apart; without it only the rate is measured.
    accuracy : Accuracy, optional
        What is known of the errors of such recordings.
    """
    peaks_s = r_peaks(recording)
    rhythm = _rhythm(recording, peaks_s, accuracy)
    if rhythm.heart_rate_bpm is None or delineate is None:
        return rhythm
    beat = median_beat(recording, peaks_s)
    found = delineate_beat(beat, delineate) if beat else None
    if beat is None or found is None:
        return rhythm
    measured = _with_intervals(rhythm, beat, found.overall, each_beat(beat, delineate), accuracy)
    measured = _with_axis(measured, beat, found.overall, accuracy)
    return replace(measured, leads=_leads(beat, found, gap_shares(recording), accuracy))


def without_voltages(measured: Measurements) -> Measurements:
    """The measurements of a signal whose voltages are not known: times only."""
    return replace(measured, axis_deg=None, leads=None)


def _rhythm(recording: Recording, peaks_s: np.ndarray, accuracy: Accuracy) -> Measurements:
    rate_bpm, rr_s = heart_rate_from(peaks_s, recording), rr_intervals_s(peaks_s, recording)
    rhythm = regularity(rr_s)
    if rate_bpm is None or rhythm is None:
        return Measurements()
    return Measurements(
        heart_rate_bpm=rate_bpm,
        heart_rate_mean_bpm=rhythm.mean_bpm,
        heart_rate_range_bpm=rhythm.range_bpm,
        rr_variation=rhythm.variation,
        regularity=rhythm.word,
        errors={"heart_rate_bpm": errors.rate_error_bpm(rate_bpm, rr_s.tolist(), accuracy)},
    )


def _with_intervals(
    rhythm: Measurements, beat: MedianBeat, overall: Boundaries, single: list[Boundaries], accuracy: Accuracy
) -> Measurements:
    measured: dict[str, Any] = {name: getattr(overall, name) for name in INTERVALS}
    off = dict(rhythm.errors or {})
    for name in INTERVALS:
        if measured[name] is not None:
            beats_ms = [value for one in single if (value := getattr(one, name)) is not None]
            off[name] = errors.interval_error_ms(name, beats_ms, accuracy)
    rate_bpm, qt_ms = rhythm.heart_rate_bpm, overall.qt_ms
    if qt_ms is not None and rate_bpm is not None:
        measured["qtc_ms"] = corrected_qt(qt_ms, rate_bpm)
        off["qtc_ms"] = errors.qtc_error_ms(qt_ms, off["qt_ms"], rate_bpm, off["heart_rate_bpm"])
    absent = ("P",) if overall.p_onset_ms is None else ()
    return replace(rhythm, **measured, beats=beat.beats, absent_waves=absent, marks=overall, errors=off)


def _with_axis(measured: Measurements, beat: MedianBeat, overall: Boundaries, accuracy: Accuracy) -> Measurements:
    axis_deg = qrs_axis_deg(beat, overall)
    if axis_deg is None:
        return measured
    single = np.array([net_areas_mv_ms(one, beat.r_index, overall) for one in beat.each_mv])
    areas = net_areas_mv_ms(beat.signal_mv, beat.r_index, overall)
    off = errors.axis_error_deg(areas, single, accuracy)
    return replace(measured, axis_deg=axis_deg, errors={**(measured.errors or {}), "axis_deg": off})


def _leads(
    beat: MedianBeat, found: Delineation, gaps: dict[str, float], accuracy: Accuracy
) -> dict[str, LeadMeasurements]:
    """Every lead; the ST level only where little of the lead is missing."""
    typical = amplitudes_of_leads(beat, found.overall)
    single = amplitudes_of_beats(beat, found.overall)
    off = errors.amplitude_errors_mv(typical, single, accuracy)
    counts = np.isfinite(single[:, :, NAMES.index("r_mv")]).sum(axis=0)
    for row, name in enumerate(LEADS):
        if gaps[name] > LARGEST_GAP_SHARE:
            typical[row, OF_ST] = np.nan
    return {
        name: LeadMeasurements(
            beats=int(counts[row]),
            **_seen(typical[row]),
            errors=_seen(np.where(np.isfinite(typical[row]), off[row], np.nan)),
            marks=found.leads.get(name),
        )
        for row, name in enumerate(LEADS)
    }


def _seen(values: np.ndarray) -> dict[str, Any]:
    return {name: float(value) if np.isfinite(value) else None for name, value in zip(NAMES, values, strict=True)}

"""Measured intervals against those that cardiologists marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ecgweb.ecg.recording import LEADS, Recording
from ecgweb.ecg.waves.beats import r_peaks
from ecgweb.ecg.waves.delineation import Boundaries
from ecgweb.ecg.waves.errors import MEASURED, NINETEEN_OF_TWENTY
from ecgweb.ecg.waves.measurements import INTERVALS, Measurements
from training.ludb import P_WAVE, QRS, RATE_HZ, T_WAVE, Annotated, ReferenceBeat, reference_beats

BEAT_TOLERANCE_S = 0.15
# Mean and standard deviation of the difference that IEC 60601-2-25 allows, ms.
IEC_TOLERANCES_MS = {"p_ms": (10, 15), "pr_ms": (10, 10), "qrs_ms": (10, 10), "qt_ms": (25, 30)}
LEAD_INTERVALS = {"p_ms": P_WAVE, "qrs_ms": QRS, "t_ms": T_WAVE}


@dataclass(frozen=True)
class BeatCount:
    """Beats found within 150 ms of a marked one, found elsewhere, and missed."""

    found: int
    false: int
    missed: int

    @property
    def f1(self) -> float:
        return 2 * self.found / (2 * self.found + self.false + self.missed)


@dataclass(frozen=True)
class Pair:
    """What was marked in a record, and what was measured; None where it could not be read as a page."""

    record: Annotated
    measured: Measurements | None


@dataclass(frozen=True)
class IntervalScore:
    """Measured minus marked; `unexplained` is its root mean square without what single beats differ.

    `covered` is the share of records whose marked value lies within the error that was stated.
    """

    records: int
    mean: float
    sd: float
    unexplained: float
    covered: float


@dataclass(frozen=True)
class PWaves:
    """Records by whether most of their beats bear a P wave, and whether one was reported."""

    found: int
    missed: int
    absent_reported: int
    invented: int


def count_beats(records: Sequence[Annotated], view: Callable[[Annotated], Recording | None]) -> BeatCount:
    """R peaks against the marks, between the first and the last beat that is marked."""
    found = false = missed = 0
    for record in records:
        recording = view(record)
        if recording is None:
            continue
        marked = np.array([beat.r_s for beat in reference_beats(record.marks)])
        peaks = r_peaks(recording)
        peaks = peaks[(peaks > marked[0] - BEAT_TOLERANCE_S) & (peaks < marked[-1] + BEAT_TOLERANCE_S)]
        near = np.abs(marked[:, None] - peaks[None, :]) < BEAT_TOLERANCE_S
        hits = int(near.any(axis=1).sum())
        found, false, missed = found + hits, false + peaks.size - hits, missed + marked.size - hits
    return BeatCount(found, false, missed)


def reference(beats: Sequence[ReferenceBeat]) -> dict[str, float]:
    """Marked intervals of a record in ms; P and PR only where most beats bear a P wave."""
    with_p = [beat for beat in beats if beat.p_s]
    intervals = {"qrs_ms": [_length(beat.qrs_s) for beat in beats]}
    intervals["qt_ms"] = [beat.t_s[1] - beat.qrs_s[0] for beat in beats if beat.t_s]
    if 2 * len(with_p) >= len(beats):
        intervals["p_ms"] = [_length(beat.p_s) for beat in with_p if beat.p_s]
        intervals["pr_ms"] = [beat.qrs_s[0] - beat.p_s[0] for beat in with_p if beat.p_s]
    return {name: 1000 * float(np.median(lengths)) for name, lengths in intervals.items() if lengths}


def interval_scores(pairs: Sequence[Pair]) -> dict[str, IntervalScore]:
    """Each interval over all records where it was both marked and measured."""
    return {name: score for name in INTERVALS if (score := _score(name, list(_differences(pairs, name))))}


def rate_score(pairs: Sequence[Pair]) -> IntervalScore | None:
    """The heart rate as a share of the marked one, over the beats between the first and the last mark."""
    differences = []
    for pair in pairs:
        marked_s = np.diff([beat.r_s for beat in reference_beats(pair.record.marks)])
        if marked_s.size >= 2 and pair.measured and pair.measured.heart_rate_bpm and pair.measured.errors:
            true_bpm = 60 / float(np.median(marked_s))
            error = pair.measured.errors["heart_rate_bpm"] / true_bpm
            differences.append((pair.measured.heart_rate_bpm / true_bpm - 1, error))
    return _score("rate", differences)


def p_waves(pairs: Sequence[Pair]) -> PWaves:
    """How often a P wave was found where there is one, and reported as absent where there is none."""
    seen = [
        ("p_ms" in reference(reference_beats(pair.record.marks)), pair.measured.p_ms is not None)
        for pair in pairs
        if pair.measured and pair.measured.qrs_ms is not None
    ]
    return PWaves(*(seen.count(case) for case in ((True, True), (True, False), (False, False), (False, True))))


def lead_scores(pairs: Sequence[Pair]) -> dict[str, IntervalScore]:
    """Durations of P, QRS and T in single leads against the marks of that lead."""
    scores = {name: _score(name, list(_lead_differences(pairs, name))) for name in LEAD_INTERVALS}
    return {name: score for name, score in scores.items() if score}


def _differences(pairs: Sequence[Pair], name: str) -> Iterator[tuple[float, float]]:
    for pair in pairs:
        marked = reference(reference_beats(pair.record.marks)).get(name)
        value = getattr(pair.measured, name, None)
        if pair.measured and marked is not None and value is not None:
            yield value - marked, (pair.measured.errors or {})[name]


def _lead_differences(pairs: Sequence[Pair], name: str) -> Iterator[tuple[float, float]]:
    for pair in pairs:
        for lead, found in ((pair.measured and pair.measured.leads) or {}).items():
            marks = pair.record.marks
            own = marks[(marks[:, 0] == LEADS.index(lead)) & (marks[:, 1] == LEAD_INTERVALS[name])]
            value = _lead_length(found.marks, name) if found.marks else None
            if len(own) and value is not None:
                yield value - 1000 * float(np.median(own[:, 4] - own[:, 2])) / RATE_HZ, np.nan


def _lead_length(marks: Boundaries, name: str) -> float | None:
    if name != "t_ms":
        value: float | None = getattr(marks, name)
        return value
    return None if marks.t_onset_ms is None or marks.t_offset_ms is None else marks.t_offset_ms - marks.t_onset_ms


def _score(name: str, differences: list[tuple[float, float]]) -> IntervalScore | None:
    if not differences:
        return None
    off, stated = np.array(differences).T
    fixed = MEASURED.intervals_ms.get(name, 0.0)
    beats = np.maximum((stated / NINETEEN_OF_TWENTY) ** 2 - fixed**2, 0).mean() if fixed else 0.0
    unexplained = float(np.sqrt(max(float(np.mean(off**2)) - beats, 0.0)))
    covered = float(np.mean(np.abs(off) <= stated))
    return IntervalScore(off.size, float(off.mean()), float(off.std()), unexplained, covered)


def _length(span: tuple[float, float]) -> float:
    return span[1] - span[0]

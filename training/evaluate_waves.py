"""How well beats and intervals are found: `python -m training.evaluate_waves --packs DIR`.

Cross-validated on LUDB by record: each record is measured by a network that never saw it. Both the whole signal at
500 Hz and the same record as a page of 3 rows and 4 columns with a rhythm strip at 100 Hz are measured. The reference
of a record is the median over its beats of onset and end, each the median over the leads, as cardiologists marked them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import signal

from ecgweb.ecg.recording import Recording
from ecgweb.ecg.waves.beats import r_peaks
from ecgweb.ecg.waves.delineation import Boundaries, Delineator, find_boundaries
from ecgweb.ecg.waves.median_beat import median_beat
from training.ludb import RATE_HZ, Annotated, ReferenceBeat, load_ludb, reference_beats
from training.packs import packs_folder
from training.views import cut

PAGE_RATE_HZ = 100
BEAT_TOLERANCE_S = 0.15
# Mean and standard deviation of the difference that IEC 60601-2-25 allows, ms.
IEC_TOLERANCES_MS = {"P": (10, 15), "PR": (10, 10), "QRS": (10, 10), "QT": (25, 30)}

Views = dict[str, Callable[[Annotated], Recording]]


def whole(record: Annotated) -> Recording:
    return record.recording()


def as_page(record: Annotated) -> Recording:
    """The record as a 3x4 page with rhythm strip II shows it, 100 samples a second."""
    slow = signal.resample_poly(record.signal, 1, RATE_HZ // PAGE_RATE_HZ, axis=1).astype(np.float32)
    return Recording(cut(slow, "3x4+1"), float(PAGE_RATE_HZ))


VIEWS: Views = {"whole signal, 500 Hz": whole, "3x4+1 page, 100 Hz": as_page}


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
class IntervalScore:
    """Measured minus marked, ms."""

    records: int
    mean_ms: float
    sd_ms: float


@dataclass(frozen=True)
class WaveScores:
    """How one view of the records was measured."""

    intervals: dict[str, IntervalScore]
    p_found: int
    p_missed: int
    p_absent_reported: int
    p_invented: int
    unmeasured: int


def count_beats(records: Sequence[Annotated], view: Callable[[Annotated], Recording]) -> BeatCount:
    """R peaks against the marks, between the first and the last beat that is marked."""
    found = false = missed = 0
    for record in records:
        marked = np.array([beat.r_s for beat in reference_beats(record.marks)])
        peaks = r_peaks(view(record))
        peaks = peaks[(peaks > marked[0] - BEAT_TOLERANCE_S) & (peaks < marked[-1] + BEAT_TOLERANCE_S)]
        near = np.abs(marked[:, None] - peaks[None, :]) < BEAT_TOLERANCE_S
        hits = int(near.any(axis=1).sum())
        found, false, missed = found + hits, false + peaks.size - hits, missed + marked.size - hits
    return BeatCount(found, false, missed)


def boundaries_of(recording: Recording, delineate: Delineator) -> Boundaries | None:
    """The typical beat's waves, as `measure` finds them."""
    beat = median_beat(recording, r_peaks(recording))
    return find_boundaries(beat, delineate) if beat else None


def reference_ms(beats: Sequence[ReferenceBeat]) -> dict[str, float]:
    """Marked intervals of a record in ms; P and PR only where most beats bear a P wave."""
    with_p = [beat for beat in beats if beat.p_s]
    intervals = {"QRS": [_length(beat.qrs_s) for beat in beats]}
    intervals["QT"] = [beat.t_s[1] - beat.qrs_s[0] for beat in beats if beat.t_s]
    if 2 * len(with_p) >= len(beats):
        intervals["P"] = [_length(beat.p_s) for beat in with_p if beat.p_s]
        intervals["PR"] = [beat.qrs_s[0] - beat.p_s[0] for beat in with_p if beat.p_s]
    return {name: 1000 * float(np.median(lengths)) for name, lengths in intervals.items() if lengths}


def measured_ms(found: Boundaries) -> dict[str, float]:
    """The measured intervals that are there."""
    intervals = {"P": found.p_ms, "PR": found.pr_ms, "QRS": found.qrs_ms, "QT": found.qt_ms}
    return {name: length for name, length in intervals.items() if length is not None}


def score(pairs: Sequence[tuple[dict[str, float], Boundaries | None]]) -> WaveScores:
    """Marked intervals against found boundaries."""
    both = [(marked, measured_ms(found)) for marked, found in pairs if found]
    return WaveScores(
        intervals={name: _interval_score(both, name) for name in IEC_TOLERANCES_MS},
        p_found=sum("P" in marked and "P" in measured for marked, measured in both),
        p_missed=sum("P" in marked and "P" not in measured for marked, measured in both),
        p_absent_reported=sum("P" not in marked and "P" not in measured for marked, measured in both),
        p_invented=sum("P" not in marked and "P" in measured for marked, measured in both),
        unmeasured=len(pairs) - len(both),
    )


def cross_validated(records: Sequence[Annotated], folds: int) -> dict[str, WaveScores]:
    """Every record measured by a network trained on the other folds."""
    from training.delineation import as_delineator, train

    pairs: dict[str, list[tuple[dict[str, float], Boundaries | None]]] = {name: [] for name in VIEWS}
    for fold in range(folds):
        model = as_delineator(train([record for at, record in enumerate(records) if at % folds != fold]))
        for record in records[fold::folds]:
            marked = reference_ms(reference_beats(record.marks))
            for name, view in VIEWS.items():
                pairs[name].append((marked, boundaries_of(view(record), model)))
    return {name: score(found) for name, found in pairs.items()}


def lines(beats: dict[str, BeatCount], waves: dict[str, WaveScores]) -> Iterator[str]:
    """The report."""
    for name in VIEWS:
        count = beats[name]
        yield f"\n{name}"
        yield f"  R peaks: F1 {count.f1:.4f} ({count.found} found, {count.false} false, {count.missed} missed)"
        for interval, scored in waves[name].intervals.items():
            mean, sd = IEC_TOLERANCES_MS[interval]
            within = abs(scored.mean_ms) <= mean and scored.sd_ms <= sd
            yield (
                f"  {interval:<4} {scored.mean_ms:+6.1f} +- {scored.sd_ms:4.1f} ms over {scored.records} records"
                f" (IEC 60601-2-25: {mean} +- {sd}, {'within' if within else 'NOT within'})"
            )
        seen = waves[name]
        yield f"  P wave there: found {seen.p_found}, missed {seen.p_missed}"
        yield f"  P wave absent: reported {seen.p_absent_reported}, invented {seen.p_invented}"
        yield f"  records without a measurable beat: {seen.unmeasured}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs")
    parser.add_argument("--folds", type=int, default=5)
    asked = parser.parse_args()
    records = load_ludb(packs_folder(asked.packs))
    beats = {name: count_beats(records, view) for name, view in VIEWS.items()}
    print("\n".join(lines(beats, cross_validated(records, asked.folds))))


def _interval_score(both: Sequence[tuple[dict[str, float], dict[str, float]]], name: str) -> IntervalScore:
    errors = [measured[name] - marked[name] for marked, measured in both if name in marked and name in measured]
    return IntervalScore(len(errors), float(np.mean(errors)), float(np.std(errors)))


def _length(span: tuple[float, float]) -> float:
    return span[1] - span[0]


if __name__ == "__main__":
    main()

"""How well beats and intervals are found: `python -m training.evaluate_waves --packs DIR`.

Cross-validated on LUDB by record: each record is measured by a network that never saw it. Three views of a record are
measured: the whole signal at 500 Hz, what a page of 3 rows and 4 columns with a rhythm strip shows of it at 100 Hz, and
such a page drawn and read back from its picture. The reference of a record is the median over its beats of onset and
end, each the median over the leads, as cardiologists marked them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from scipy import signal

from ecgweb.ecg.page import read_page
from ecgweb.ecg.paper import Style, draw_page
from ecgweb.ecg.recording import Recording
from ecgweb.ecg.refusal import Refused
from ecgweb.ecg.waves import measure
from ecgweb.ecg.waves.delineation import Delineator
from ecgweb.inference.manifest import sha256_of
from training.ludb import RATE_HZ, Annotated, load_ludb
from training.packs import packs_folder
from training.views import cut
from training.wave_scores import (
    IEC_TOLERANCES_MS,
    BeatCount,
    IntervalScore,
    Pair,
    count_beats,
    interval_scores,
    lead_scores,
    p_waves,
    rate_score,
)

PAGE_RATE_HZ = 100
NETWORKS = Path("runs/waves")

View = Callable[[Annotated], Recording | None]


def whole(record: Annotated) -> Recording:
    return record.recording()


def as_page(record: Annotated) -> Recording:
    """The record as a 3x4 page with rhythm strip II shows it, 100 samples a second."""
    slow = signal.resample_poly(record.signal, 1, RATE_HZ // PAGE_RATE_HZ, axis=1).astype(np.float32)
    return Recording(cut(slow, "3x4+1"), float(PAGE_RATE_HZ))


def drawn_and_read(record: Annotated) -> Recording | None:
    """The record drawn on a 3x4 page with rhythm strip II and read off the picture; None if it was refused."""
    try:
        return read_page(draw_page(record.recording(), Style()).image).recording
    except Refused:
        return None


VIEWS: dict[str, View] = {
    "whole signal, 500 Hz": whole,
    "3x4+1 page, 100 Hz": as_page,
    "3x4+1 page, drawn and read": drawn_and_read,
}


def cross_validated(records: Sequence[Annotated], views: dict[str, View], folds: int) -> dict[str, list[Pair]]:
    """Every record in each view, measured by a network trained on the other folds."""
    pairs: dict[str, list[Pair]] = {name: [] for name in views}
    for fold in range(folds):
        network = network_without(fold, folds, records)
        for record in records[fold::folds]:
            for name, view in views.items():
                recording = view(record)
                pairs[name].append(Pair(record, measure(recording, network) if recording else None))
    return pairs


def network_without(fold: int, folds: int, records: Sequence[Annotated]) -> Delineator:
    """The network trained on all folds but one, kept from the last run of the same recipe."""
    import keras

    from training import delineation

    recipe = sha256_of(Path(delineation.__file__))[:8]
    path = NETWORKS / f"{recipe}_fold_{fold}_of_{folds}.keras"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        delineation.train([record for at, record in enumerate(records) if at % folds != fold]).save(path)
    return delineation.as_delineator(keras.models.load_model(path, compile=False))


def lines(beats: BeatCount, pairs: list[Pair]) -> Iterator[str]:
    """The report of one view."""
    yield f"  R peaks: F1 {beats.f1:.4f} ({beats.found} found, {beats.false} false, {beats.missed} missed)"
    rate = rate_score(pairs)
    if rate:
        yield f"  heart rate {rate.mean:+.2%} +- {rate.sd:.2%} over {rate.records} records, covered {rate.covered:.1%}"
    for name, scored in interval_scores(pairs).items():
        mean, sd = IEC_TOLERANCES_MS[name]
        within = "within" if abs(scored.mean) <= mean and scored.sd <= sd else "NOT within"
        yield f"  {_words(name, scored)} (IEC 60601-2-25: {mean} +- {sd}, {within})"
        yield f"         apart from beats {scored.unexplained:.1f} ms; stated error covers {scored.covered:.1%}"
    yield from (f"  in single leads {_words(name, scored)}" for name, scored in lead_scores(pairs).items())
    seen = p_waves(pairs)
    yield f"  P wave there: found {seen.found}, missed {seen.missed}"
    yield f"  P wave absent: reported {seen.absent_reported}, invented {seen.invented}"
    yield f"  records not read: {sum(pair.measured is None for pair in pairs)}, without a measurable beat: " + str(
        sum(pair.measured is not None and pair.measured.qrs_ms is None for pair in pairs)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs")
    parser.add_argument("--folds", type=int, default=5)
    asked = parser.parse_args()
    records = load_ludb(packs_folder(asked.packs))
    views: dict[str, View] = {name: cache(view) for name, view in VIEWS.items()}
    pairs = cross_validated(records, views, asked.folds)
    for name, view in views.items():
        print(f"\n{name}")
        print("\n".join(lines(count_beats(records, view), pairs[name])), flush=True)


def _words(name: str, scored: IntervalScore) -> str:
    wave = name.removesuffix("_ms").upper()
    return f"{wave:<4} {scored.mean:+6.1f} +- {scored.sd:4.1f} ms over {scored.records}"


if __name__ == "__main__":
    main()

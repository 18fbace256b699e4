"""How well beats and rhythms are told: `python -m bench.beats --packs DIR` (or ECG_PACKS), baselines beside figures.

Every figure is of a network that never saw the patients it is scored on: the twins beside the shipped networks in
`models/`. Fibrillation is cross-validated, which trains five networks: `--cross-validate`; without it the figures that
training wrote into the manifest are repeated.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
from numpy.typing import NDArray

from bench.beat_baselines import early_beat_rule, irregularity_rule, leakage
from bench.figures import resident_mb
from bench.pages import ROOT
from ecgweb.ecg.recording import LEADS, Recording
from ecgweb.ecg.waves import r_peaks
from ecgweb.inference import beat_image, beats, rhythm
from ecgweb.inference.beats import BeatClassifier
from ecgweb.inference.network_file import read_manifest
from training.beats.beat_pictures import drawn_pictures, published_pictures
from training.beats.beat_set import strips, whole_records
from training.beats.classifier import targets
from training.beats.databases import AAMI, DS1, DS2, PACED, Record, load_mitdb
from training.beats.figures import MOSTLY_SUPRAVENTRICULAR, REPORTED, Row, beat_figures, by_class, line
from training.beats.matching import TOLERANCE_S, matched
from training.beats.rhythm import RATE_HZ as CINC_RATE_HZ
from training.beats.rhythm import challenge_f1, features_of, folds_of, load_cinc2017
from training.beats.train_beat_image import MOST_OF_A_RECORD, inter_patient_test, naive_split, picture_figures, thinned
from training.beats.train_beats import ds2_calibration_error
from training.beats.train_rhythm import HELD_OUT_FOLD, cross_validated, rhythm_figures, ventricular_sets
from training.packs import packs_folder

SPEED_RECORD = "100"
NARROW_S = 0.075


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs")
    parser.add_argument("--models", type=Path, default=ROOT / "models")
    parser.add_argument("--cross-validate", action="store_true", help="train the fibrillation networks anew")
    asked = parser.parse_args()
    packs = packs_folder(asked.packs)
    records = load_mitdb(packs)
    classifier = BeatClassifier.load(asked.models / beats.MANIFEST)
    classifier.warm_up()
    detection(classifier, records)
    speed(classifier, records[SPEED_RECORD])
    kinds_of_beats(classifier, records)
    rhythms(classifier, packs, asked.models)
    fibrillation(packs, asked.models, asked.cross_validate)
    pictures(packs, asked.models, records)


def detection(classifier: BeatClassifier, records: Mapping[str, Record]) -> None:
    """Beats found within 150 ms (and 75 ms) of the marks; flutter of record 207 does not count."""
    print(f"\nBeat detection on MIT-BIH{'F1':>22}{'F1, 75 ms':>12}{'extra':>8}{'missed':>8}")
    found = {name: classifier.find(record.signal_mv, record.rate_hz) for name, record in records.items()}
    for title, names in (
        ("DS2, never seen", DS2),
        ("DS1 and paced, learned from", (*DS1, *PACED)),
        ("all 48", records),
    ):
        _detection_line(title, names, records, found)
    plain = {name: _r_peaks(record) for name, record in records.items()}
    _detection_line("baseline, band-pass and threshold, all 48", records, records, plain)


def _r_peaks(record: Record) -> NDArray[np.float64]:
    leads = np.full((len(LEADS), record.signal_mv.size), np.nan, np.float32)
    leads[LEADS.index("II")] = record.signal_mv
    return r_peaks(Recording(leads, record.rate_hz))


def _detection_line(
    title: str, names: Iterable[str], records: Mapping[str, Record], found: Mapping[str, NDArray[np.float64]]
) -> None:
    wide, narrow = (
        sum(_hits(records[name], found[name], reach) for name in names) for reach in (TOLERANCE_S, NARROW_S)
    )
    print(f"{title:<42}{_f1(wide):>5.4f}{_f1(narrow):>12.4f}{wide[1]:>8}{wide[2]:>8}")


def _hits(record: Record, found_s: NDArray[np.float64], tolerance_s: float) -> NDArray[np.int64]:
    """Found, extra and missed beats."""
    marked_s, _ = record.beats()
    for start, end in record.flutter_spans_s():
        marked_s = marked_s[(marked_s < start) | (marked_s > end)]
        found_s = found_s[(found_s < start - tolerance_s) | (found_s > end + tolerance_s)]
    pairs = len(matched(marked_s, found_s, tolerance_s))
    return np.array([pairs, found_s.size - pairs, marked_s.size - pairs])


def _f1(counts: NDArray[np.int64]) -> float:
    found, extra, missed = counts
    return float(2 * found / (2 * found + extra + missed))


def speed(classifier: BeatClassifier, record: Record) -> None:
    """Half an hour at 360 Hz, found and named, in chunks of ten seconds as a file is read."""
    chunks = np.array_split(record.signal_mv, round(record.duration_s / 10))
    before_mb, started, started_cpu = resident_mb(), time.perf_counter(), time.process_time()
    count = sum(1 for _ in classifier.stream(chunks, record.rate_hz))
    elapsed, cpu = time.perf_counter() - started, time.process_time() - started_cpu
    print(f"\nSpeed: {record.duration_s:.0f} s of signal, {count} beats in {elapsed:.2f} s ({cpu:.2f} s of processor)")
    print(f"{record.duration_s / cpu:.0f} times real time a core; {resident_mb() - before_mb:.0f} MB more than before")


def kinds_of_beats(classifier: BeatClassifier, records: Mapping[str, Record]) -> None:
    """The twin on DS2, beside always N and a rule on RR intervals."""
    twin = keras.models.load_model(classifier.manifest.files["twin"], compile=False)
    bias = np.array(classifier.manifest.settings["bias"])
    whole = whole_records([*records.values()], classifier.finder)
    cut = strips([records[name] for name in DS2], classifier.finder, 10.0, 10.0, seed=2)
    figures = beat_figures(twin, bias, whole, cut)
    for part in ("ds2", "ds2_without_232", "ds2_strips_of_10_s_disturbed", "paced_records", "ds2_conduction"):
        _table(f"{part}, twin", figures[part])
    error = ds2_calibration_error(twin, bias, classifier.manifest.settings["calibration"], whole)
    print(f"\nds2, calibration error of the class named: {error['after']:.3f}, uncalibrated {error['before']:.3f}")
    _table("ds1, held out in turn (what recipes were chosen by)", classifier.manifest.figures["cross_validated_ds1"])
    ds2 = whole.from_records(REPORTED)
    ds2 = ds2.of(np.isin(ds2.symbols, list(AAMI)))
    truth, _ = targets(ds2.symbols)
    rule = early_beat_rule(ds2.context)
    without = ds2.records != MOSTLY_SUPRAVENTRICULAR
    _table("ds2, baseline: RR intervals only", by_class(truth, rule))
    _table("ds2_without_232, baseline: RR intervals only", by_class(truth[without], rule[without]))
    print(f"baseline, always N: accuracy {100 * np.mean(truth == 0):.1f} %, S and V sensitivity 0")
    for kind in "SV":
        rows = {name: row[kind] for name, row in figures["ds2_records"].items() if kind in row}
        _table(f"{kind} by record, twin", rows)


def _table(title: str, rows: Mapping[str, Row]) -> None:
    print(f"\n{title:<28}{'marked':>8}{'answered':>9}{'right':>8}{'sensitivity':>13}{'PPV':>7}")
    for name, row in rows.items():
        print(line(name, row))


def rhythms(classifier: BeatClassifier, packs: Path, models: Path) -> None:
    """The rhythm twin on the fifth of CinC 2017 that it never saw."""
    manifest = read_manifest(models / rhythm.MANIFEST)
    recordings = load_cinc2017(packs)
    held = np.flatnonzero(folds_of(recordings.classes) == HELD_OUT_FOLD)
    signals, classes = [recordings.signals_mv[index] for index in held], recordings.classes[held]
    twin = keras.models.load_model(manifest.files["twin"], compile=False)
    figures = rhythm_figures(twin, features_of(signals, CINC_RATE_HZ, classifier.finder), classes)
    irregular = np.array([irregularity_rule(np.diff(classifier.find(lead, CINC_RATE_HZ))) for lead in signals])
    print(f"\nRhythm, {classes.size} recordings of CinC 2017 held out: F1 by class and of the challenge")
    print("twin                ", _rounded(figures["f1"]))
    print("baseline, irregular ", _rounded(challenge_f1(classes, irregular.astype(np.int64))))
    print("baseline, always SR ", _rounded(challenge_f1(classes, np.zeros_like(classes))))


def fibrillation(packs: Path, models: Path, anew: bool) -> None:
    """Windows of five seconds of vfdb and cudb, beside the leakage of a filter."""
    windows, others, unseen = ventricular_sets(packs)
    manifest = read_manifest(models / rhythm.MANIFEST)
    figures = cross_validated(windows, others, unseen) if anew else manifest.figures
    print(f"\nVentricular fibrillation, cross-validated by record, {'anew' if anew else 'as the manifest has it'}")
    for name, row in figures["vf_windows"].items():
        print(f"{name:<24}", _rounded(row) if isinstance(row, dict) else f"{row:.3f}")
    print(f"{'false alarms, MIT-BIH DS2':<24} {figures['vf_false_alarms_mitdb_ds2']:.4f}")
    measured = np.array([leakage(window) for window in windows.signals_mv])
    cut = max(np.quantile(measured, np.linspace(0.02, 0.98, 49)), key=lambda at: _youden(windows.vf, measured < at))
    called, vf = measured < cut, windows.vf == 1
    print(
        f"baseline, leakage at its best cut: sensitivity {called[vf].mean():.3f},"
        f" specificity {(~called[~vf]).mean():.3f}"
    )


def _youden(vf: NDArray[np.int64], called: NDArray[np.bool_]) -> float:
    return float(called[vf == 1].mean() - called[vf == 0].mean())


def pictures(packs: Path, models: Path, records: Mapping[str, Record]) -> None:
    """The naive figure on the published pictures and the one between patients on drawn beats."""
    files = read_manifest(models / beat_image.MANIFEST).files
    naive, twin = (keras.models.load_model(files[role], compile=False) for role in ("naive", "twin"))
    published = thinned(published_pictures(packs))
    drawn = inter_patient_test(drawn_pictures([*records.values()], MOST_OF_A_RECORD))
    figures = picture_figures(naive, published.of(naive_split(published)[1]), twin, drawn)
    for title, part in (
        ("naive: random split, patients on both sides", "naive"),
        ("between patients", "inter_patient"),
    ):
        found: dict[str, Any] = figures[part]
        shares = ", ".join(
            f"{name} {100 * found[name]:.1f} %" for name in ("accuracy", "balanced_accuracy", "majority")
        )
        _table(f"\nPictures, {title}: {shares}\nkind", found["kinds"])


def _rounded(row: Mapping[str, float]) -> str:
    return "  ".join(
        f"{key} {value:.3f}" if isinstance(value, float) else f"{key} {value}" for key, value in row.items()
    )


if __name__ == "__main__":
    main()

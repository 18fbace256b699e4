"""Train the beat networks: `python -m training.beats.train_beats --packs DIR [--cache DIR]`.

1. The finder learns on DS1 and the paced records of MIT-BIH.
2. Bias and calibration of the five classes are fitted on records of DS1 that were held out in turn.
3. A twin of the classifier learns on DS1 and weakly labelled beats; all figures are the twin's, on DS2.
4. The classifier that is shipped learns on all records by the same recipe.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.beats.detection import BeatFinder
from ecgweb.inference.beat_decision import decided
from ecgweb.inference.beats import AAMI_CLASSES, MANIFEST
from training.beats.beat_set import BeatSet, strips, together, whole_records
from training.beats.calibration import calibration_error, fit_calibration
from training.beats.classifier import mean_of, settled_answers, targets, train_classifier
from training.beats.databases import AAMI, DS1, DS2, PACED, load_mitdb
from training.beats.figures import REPORTED, Row, beat_figures, by_class
from training.beats.finder import train_finder
from training.beats.made_premature import made_premature
from training.beats.manifest import save_bare, write_manifest
from training.beats.rhythm import load_cinc2017
from training.beats.weak_labels import from_cinc2017, from_ptbxl, rule_of
from training.packs import load_ptbxl, packs_folder

VERSION = "1.1.0"
SEEDS = (1, 2)
NEVER = -20.0
WEAK_FOLDS = range(1, 9)  # of PTB-XL
WEAKLY_LABELLED = {"ptbxl_folds": [*WEAK_FOLDS], "cinc2017": "N, A and O"}
SHARE_OF_NORMAL = 0.3  # of the recordings of normal rhythm; there are far more than needed
STRIP_S = (10.0, 60.0)
MADE_OF_A_RECORD = 12  # stretches with beats made premature, or with a sinus arrhythmia
LEARNT = ("whole", "strips_ds1", "made")
# Folds of DS1 with ectopic beats in each; 201's other record, 202, is in DS2.
FOLDS = (
    ("101", "114", "201", "223"),
    ("106", "118", "203", "220", "230"),
    ("108", "119", "205", "209"),
    ("112", "122", "124", "207"),
    ("109", "115", "116", "208", "215"),
)

Floats = NDArray[np.float64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs")
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--cache", type=Path, default=Path("runs/beats"), help="described beats are kept here")
    asked = parser.parse_args()
    packs = packs_folder(asked.packs)
    asked.cache.mkdir(parents=True, exist_ok=True)

    finder_path, twin_path, shipped_path = (
        asked.models / name for name in ("beats_finder.keras", "beats_twin.keras", "beats.keras")
    )
    find = finder(packs, finder_path)
    sets = described(packs, asked.cache, find)
    weak = together([sets["cinc2017"], sets["ptbxl"]])
    answers_path = asked.cache / "ds1_held_out.npz"
    if not answers_path.exists():
        aami, answers = held_out_answers(sets, weak)
        np.savez(answers_path, aami=aami, answers=answers)
    held_out = np.load(answers_path)
    bias = best_bias(held_out["aami"], held_out["answers"])
    calibration = fit_calibration(held_out["aami"], held_out["answers"])
    print("bias", dict(zip(AAMI_CLASSES, bias, strict=True)), "calibration", calibration, flush=True)

    twin = trained(together([*(sets[name].from_records(DS1) for name in LEARNT), weak]))
    save_bare(twin, twin_path)
    figures = beat_figures(twin, bias, sets["whole"], sets["page_strips_ds2"])
    figures["calibration_error"] = ds2_calibration_error(twin, bias, calibration, sets["whole"])
    figures["cross_validated_ds1"] = by_class(held_out["aami"], decided(held_out["answers"], bias).argmax(axis=1))
    shipped = trained(together([*(sets[name] for name in (*LEARNT, "strips_ds2", "made_ds2")), weak]))
    save_bare(shipped, shipped_path)
    write_manifest(
        asked.models / MANIFEST,
        name="beats",
        version=VERSION,
        files={"classifier": shipped_path, "finder": finder_path, "twin": twin_path},
        settings={"bias": bias.tolist(), "calibration": calibration},
        figures=figures,
        training={
            "classifier": {
                "mitdb": sorted((*DS1, *DS2, *PACED)),
                **WEAKLY_LABELLED,
            },
            "twin": {"mitdb": DS1, **WEAKLY_LABELLED},
            "finder": {"mitdb": (*DS1, *PACED)},
        },
    )


def finder(packs: Path, path: Path) -> BeatFinder:
    """The finder network, trained if the file is not there yet."""
    if not path.exists():
        records = load_mitdb(packs)
        save_bare(train_finder([records[name] for name in (*DS1, *PACED)]), path)
    network = keras.models.load_model(path, compile=False)
    return lambda lead: np.asarray(network(lead[None, :, None], training=False))[0, :, 0]


def described(packs: Path, cache: Path, find: BeatFinder) -> dict[str, BeatSet]:
    """All sets of described beats, made once and then read from the cache."""
    records = load_mitdb(packs)
    ds1, ds2 = ([records[name] for name in names] for names in ((*DS1, *PACED), DS2))
    makers: dict[str, Callable[[], BeatSet]] = {
        "whole": lambda: whole_records(list(records.values()), find),
        "strips_ds1": lambda: strips(ds1, find, *STRIP_S, seed=1),
        "strips_ds2": lambda: strips(ds2, find, *STRIP_S, seed=1),
        "made": lambda: made_premature(ds1, find, MADE_OF_A_RECORD, seed=7),
        "made_ds2": lambda: made_premature(ds2, find, MADE_OF_A_RECORD, seed=7),
        "page_strips_ds2": lambda: strips(ds2, find, 10.0, 10.0, seed=2),
        "cinc2017": lambda: _from_cinc2017(packs, find),
        "ptbxl": lambda: _from_ptbxl(packs, find),
    }
    return {name: _cached(cache / f"{name}.npz", make) for name, make in makers.items()}


def trained(beats: BeatSet) -> keras.Model:
    """The mean of networks that differ by their seed."""
    return mean_of([train_classifier(beats, seed=seed) for seed in SEEDS])


def held_out_answers(sets: Mapping[str, BeatSet], weak: BeatSet) -> tuple[NDArray, NDArray]:
    """AAMI classes of all beats of DS1 and what a network says of each that never saw its record."""
    aami, answers = [], []
    for fold in FOLDS:
        rest = [name for name in DS1 if name not in fold]
        model = train_classifier(together([*(sets[name].from_records(rest) for name in LEARNT), weak]))
        marked, given = marked_answers(model, sets["whole"].from_records(fold))
        aami.append(marked)
        answers.append(given)
    return np.concatenate(aami), np.concatenate(answers)


def marked_answers(model: keras.Model, beats: BeatSet) -> tuple[NDArray[np.int64], Floats]:
    """AAMI class and settled probabilities of every beat that was marked."""
    marked = np.isin(beats.symbols, list(AAMI))
    return targets(beats.symbols[marked])[0], settled_answers(model, beats)[0][marked]


def ds2_calibration_error(
    twin: keras.Model, bias: Floats, calibration: dict[str, Any], whole: BeatSet
) -> dict[str, float]:
    """How far the twin's probabilities are from the truth on records that neither it nor the calibration saw."""
    return calibration_error(*marked_answers(twin, whole.from_records(REPORTED)), bias, calibration)


def best_bias(aami: NDArray[np.int64], answers: Floats) -> Floats:
    """The bias on a coarse grid with the highest sum of the F1 of S and V.

    Fusion beats are not answered: of those a network names in records that it never saw, one in seven is one.
    """

    def worth(bias: Floats) -> float:
        rows = by_class(aami, decided(answers, bias).argmax(axis=1))
        return _f1(rows.get("S")) + _f1(rows.get("V"))

    grid = itertools.product((-2.5, -2.0, -1.5, -1.0, -0.5, 0.0), (-1.5, -1.0, -0.5, 0.0, 0.5))
    biases = [np.array([0.0, s, v, NEVER, 0.0]) for s, v in grid]
    return biases[int(np.argmax([worth(bias) for bias in biases]))]


def _f1(row: Row | None) -> float:
    sensitivity, ppv = (row["sensitivity"] or 0.0, row["ppv"] or 0.0) if row else (0.0, 0.0)
    return 2 * sensitivity * ppv / (sensitivity + ppv) if sensitivity + ppv else 0.0


def _from_cinc2017(packs: Path, find: BeatFinder) -> BeatSet:
    recordings = load_cinc2017(packs)
    taken = np.random.default_rng(0).random(recordings.classes.size) < SHARE_OF_NORMAL
    return from_cinc2017(recordings, np.flatnonzero((recordings.classes != 0) | taken), find)


def _from_ptbxl(packs: Path, find: BeatFinder) -> BeatSet:
    ptbxl = load_ptbxl(packs)
    plain = np.array([row["NORM"] == "1" and rule_of(row) is not None for row in ptbxl.rows])
    taken = np.random.default_rng(0).random(plain.size) < SHARE_OF_NORMAL
    return from_ptbxl(ptbxl, np.flatnonzero(np.isin(ptbxl.folds(), WEAK_FOLDS) & (~plain | taken)), find)


def _cached(path: Path, make: Callable[[], BeatSet]) -> BeatSet:
    if not path.exists():
        print(f"making {path}", flush=True)
        made = make()
        np.savez(path, **{name: getattr(made, name) for name in BeatSet.__dataclass_fields__})
    held = np.load(path)
    return BeatSet(*(held[name] for name in BeatSet.__dataclass_fields__))


if __name__ == "__main__":
    main()

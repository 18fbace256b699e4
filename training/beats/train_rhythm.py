"""Train the rhythm networks: `python -m training.beats.train_rhythm --packs DIR [--cache DIR]`.

The rhythm network's figures are a twin's, which never saw every fifth recording of CinC 2017; the fibrillation
network's are cross-validated by record over vfdb and cudb. What is shipped learns on everything by the same recipe.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.beats.windows import steadied
from ecgweb.inference.rhythm import MANIFEST
from training.beats.databases import DS1, DS2, PACED, load_cudb, load_mitdb, load_vfdb
from training.beats.manifest import save_bare, write_manifest
from training.beats.rhythm import (
    RATE_HZ,
    challenge_f1,
    features_of,
    folds_of,
    load_cinc2017,
    mean_of,
    train_rhythm,
)
from training.beats.train_beats import finder
from training.beats.ventricular import (
    TACHYCARDIA,
    Windows,
    answered,
    cudb_windows,
    mitdb_windows,
    together,
    train_ventricular,
    vfdb_windows,
)
from training.beats.ventricular import folds_of as folds_by_record
from training.packs import packs_folder

VERSION = "1.0.0"
SEEDS = (1, 2, 3, 4, 5)
HELD_OUT_FOLD = 0
VF_THRESHOLD = 0.5
OTHER_WINDOWS = 2000  # of MIT-BIH, which do not fibrillate
FOLDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs")
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--cache", type=Path, default=Path("runs/beats"), help="described recordings are kept here")
    asked = parser.parse_args()
    packs = packs_folder(asked.packs)
    asked.cache.mkdir(parents=True, exist_ok=True)
    paths = {role: asked.models / name for role, name in FILES.items()}

    features, classes = described(packs, asked.cache, asked.models)
    held = folds_of(classes) == HELD_OUT_FOLD
    twin = mean_of([train_rhythm(features[~held], classes[~held], seed=seed) for seed in SEEDS])
    save_bare(twin, paths["twin"])
    figures = {"cinc2017": rhythm_figures(twin, features[held], classes[held])}
    print(figures, flush=True)
    save_bare(mean_of([train_rhythm(features, classes, seed=seed) for seed in SEEDS]), paths["rhythm"])

    windows, others, unseen = ventricular_sets(packs)
    figures |= cross_validated(windows, others, unseen)
    print(figures, flush=True)
    save_bare(train_ventricular(together([windows, others])), paths["ventricular"])
    write_manifest(
        asked.models / MANIFEST,
        name="rhythm",
        version=VERSION,
        files=paths,
        settings={"vf_threshold": VF_THRESHOLD},
        figures=figures,
        training={
            "rhythm": {"cinc2017": "all"},
            "twin": {"cinc2017": "without fold 0 of 5"},
            "ventricular": {"vfdb": "all", "cudb": "all", "mitdb": (*DS1, *PACED)},
        },
    )


FILES = {"rhythm": "rhythm.keras", "ventricular": "rhythm_ventricular.keras", "twin": "rhythm_twin.keras"}


def described(packs: Path, cache: Path, models: Path) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Features of all recordings of CinC 2017, made once, and their classes."""
    recordings = load_cinc2017(packs)
    path = cache / "cinc2017_rhythm.npy"
    if not path.exists():
        find = finder(packs, models / "beats_finder.keras")
        np.save(path, features_of(recordings.signals_mv, RATE_HZ, find))
    return np.load(path), recordings.classes


def rhythm_figures(model: keras.Model, features: NDArray[np.float32], classes: NDArray[np.int64]) -> dict[str, Any]:
    """F1 of each class and of the challenge."""
    answers = model.predict({"features": features}, batch_size=512, verbose=0)["rhythm"].argmax(axis=1)
    return {"recordings": int(classes.size), "f1": challenge_f1(classes, answers)}


def ventricular_sets(packs: Path) -> tuple[Windows, Windows, Windows]:
    """Windows of vfdb and cudb; some of MIT-BIH to learn from beside them; some of its DS2 to count false alarms on."""
    records = load_mitdb(packs)
    rng = np.random.default_rng(0)
    windows = together([vfdb_windows(load_vfdb(packs)), cudb_windows(load_cudb(packs), packs)])
    others, unseen = (
        mitdb_windows([records[name] for name in names]).some(OTHER_WINDOWS, rng) for names in ((*DS1, *PACED), DS2)
    )
    return windows, others, unseen


def cross_validated(windows: Windows, others: Windows, unseen: Windows) -> dict[str, Any]:
    """Sensitivity and specificity over records held out in turn; mean false alarms on MIT-BIH DS2."""
    fold = folds_by_record(windows, FOLDS)
    given, alarms = np.zeros(windows.vf.size), []
    for k in range(FOLDS):
        model = train_ventricular(together([windows.of(fold != k), others]))
        for record in np.unique(windows.records[fold == k]):
            mine = windows.records == record
            given[mine] = steadied(answered(model, windows.of(mine)))
        alarms.append(float(np.mean(answered(model, unseen) >= VF_THRESHOLD)))
    called = given >= VF_THRESHOLD
    return {
        "vf_windows": ventricular_figures(windows, called),
        "vf_false_alarms_mitdb_ds2": float(np.mean(alarms)),
    }


def ventricular_figures(windows: Windows, called: NDArray[np.bool_]) -> dict[str, Any]:
    """Both databases together and each on its own, windows of ventricular tachycardia counted apart as well."""
    of_cudb = np.char.startswith(windows.records, "cu")
    tachycardia = windows.rhythms == TACHYCARDIA
    parts = {"all": np.ones(called.size, bool), "cudb": of_cudb, "vfdb": ~of_cudb}
    return {
        **{name: _rates(windows.vf[chosen] == 1, called[chosen]) for name, chosen in parts.items()},
        "without_tachycardia": _rates(windows.vf[~tachycardia] == 1, called[~tachycardia]),
        "tachycardia_called_vf": float(called[tachycardia].mean()),
    }


def _rates(truth: NDArray[np.bool_], called: NDArray[np.bool_]) -> dict[str, float]:
    return {
        "windows": int(truth.size),
        "vf": int(truth.sum()),
        "sensitivity": float(called[truth].mean()),
        "specificity": float((~called[~truth]).mean()),
    }


if __name__ == "__main__":
    main()

"""Train the shipped delineation network: `python -m training.train_delineation --packs DIR`.

First the recipe is cross-validated by record, which gives the figures of the manifest; then the network that is
shipped learns from all records. It must not be scored on LUDB any more.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ecgweb.inference.delineation import FORMAT, MANIFEST
from ecgweb.inference.manifest import sha256_of
from training.delineation import train
from training.evaluate_waves import VIEWS, cross_validated, lines
from training.ludb import load_ludb
from training.packs import packs_folder
from training.wave_scores import BeatCount, Pair, count_beats, interval_scores, p_waves

VERSION = "1.0.0"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs")
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--folds", type=int, default=5)
    asked = parser.parse_args()
    records = load_ludb(packs_folder(asked.packs))
    beats = {name: count_beats(records, view) for name, view in VIEWS.items()}
    pairs = cross_validated(records, VIEWS, asked.folds)
    for name in VIEWS:
        print(f"\n{name}", *lines(beats[name], pairs[name]), sep="\n")

    network = asked.models / "delineation.keras"
    train(records).save(network)
    manifest = {
        "format": FORMAT,
        "name": "delineation",
        "version": VERSION,
        "file": network.name,
        "sha256": sha256_of(network),
        "figures": {
            "cross_validation_folds": asked.folds,
            **{name: figures(beats[name], pairs[name]) for name in VIEWS},
        },
        "training": {"data": "LUDB 1.0", "records": [record.name for record in records]},
    }
    (asked.models / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def figures(beats: BeatCount, pairs: list[Pair]) -> dict[str, Any]:
    """The cross-validated figures of one view, rounded for reading."""
    intervals = {name: asdict(score) for name, score in interval_scores(pairs).items()}
    rounded: dict[str, Any] = _rounded(
        {"r_peak_f1": beats.f1, "intervals": intervals, "p_waves": asdict(p_waves(pairs))}
    )
    return rounded


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    return round(value, 4) if isinstance(value, float) else value


if __name__ == "__main__":
    main()

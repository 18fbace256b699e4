"""Train and register a scalogram classifier.

    python -m training.time_frequency --source packs [PACKS]       SR / ARR / VF, the shipped one
    python -m training.time_frequency --source physionet FOLDER    ARR / CHF / NSR, from FOLDER/{mitdb,chfdb,nsrdb}

PhysioNet's files are fetched into FOLDER first with --download; they come under their own licence (ODC-BY 1.0) and are
not part of this project. The network and its manifest go to --out; the site loads them at its next start.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from pathlib import Path
from typing import Any

import numpy as np

from ecgweb.inference.time_frequency import FORMAT, FROM_PHYSIONET, SHIPPED
from training.packs import packs_folder
from training.time_frequency import network, packs_source, physionet_source, scores
from training.time_frequency.windows import PARTS, WindowSet, gather, split

VERSION = "1.0.0"


def train(data: WindowSet, classes: dict[str, str], epochs: int) -> tuple[Any, float, dict[str, Any]]:
    """Fit on the training persons, calibrate on the tuning ones, report the test ones."""
    codes, parts = list(classes), split(data)
    model = network.fit(data.where(parts["train"]), codes, epochs=epochs)
    tune = data.where(parts["tune"])
    wanted = np.array([codes.index(label) for label in tune.labels.tolist()])
    divisor = network.temperature(network.logits_of(model, tune), wanted)
    figures = {"persons": {part: len(set(data.persons[parts[part]].tolist())) for part in PARTS}}
    return model, divisor, {**figures, "test": _report(model, data.where(parts["test"]), codes)}


def shortcuts(data: WindowSet, classes: dict[str, str], epochs: int) -> dict[str, Any]:
    """What is left when one database is kept out of training and asked afterwards, and how well recorders are told."""
    codes = list(classes)
    left_out = {}
    for database in np.unique(data.databases).tolist():
        inside = data.databases != database
        if set(data.labels[inside].tolist()) == set(codes):
            model = network.fit(data.where(inside), codes, epochs=epochs)
            left_out[database] = _report(model, data.where(~inside), codes)
    return {"leave_one_database_out": left_out, "recorder_probe": scores.recorder_probe(data)}


def _report(model: Any, data: WindowSet, codes: list[str]) -> dict[str, Any]:
    given = np.array(codes)[network.logits_of(model, data).argmax(axis=1)]
    by_database = {
        name: scores.rates(data.labels[here], given[here], codes)
        for name in np.unique(data.databases).tolist()
        if (here := data.databases == name).any()
    }
    return {**scores.rates(data.labels, given, codes), "databases": by_database}


def register(
    out: Path, name: str, classes: dict[str, str], model: Any, divisor: float, figures: dict[str, Any], data: str
) -> Path:
    """Write the network and the manifest that lets the site load it."""
    out.mkdir(parents=True, exist_ok=True)
    file = out / f"{name}.keras"
    model.save(file)
    manifest = {
        "format": FORMAT,
        "name": name,
        "version": VERSION,
        "file": file.name,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "classes": [{"code": code, "label": label} for code, label in classes.items()],
        "temperature": round(divisor, 4),
        "figures": figures,
        "training": {"data": data, "command": "python -m training.time_frequency"},
    }
    target = out / f"{name}.json"
    target.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    return target


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", help="the packs (else ECG_PACKS) or the folder of PhysioNet's databases")
    parser.add_argument("--source", choices=("packs", "physionet"), required=True)
    parser.add_argument("--out", type=Path, default=Path("models"))
    parser.add_argument("--epochs", type=int, default=network.EPOCHS)
    parser.add_argument("--most-per-person", type=int, default=60, help="windows of each class from one person")
    parser.add_argument("--skip-shortcuts", action="store_true", help="do not measure the leaving out of databases")
    parser.add_argument("--download", metavar="URL", nargs="?", const=physionet_source.BASE_URL)
    options = parser.parse_args(arguments)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    data, classes, name, words = _source(options)
    print(f"{len(data)} windows of {len(set(data.persons.tolist()))} persons", flush=True)
    model, divisor, figures = train(data, classes, options.epochs)
    if not options.skip_shortcuts:
        figures |= shortcuts(data, classes, options.epochs)
    print(json.dumps(figures, indent=1))
    print("registered:", register(options.out, name, classes, model, divisor, figures, words))


def _source(options: argparse.Namespace) -> tuple[WindowSet, dict[str, str], str, str]:
    if options.source == "packs":
        found = packs_source.windows(packs_folder(options.folder))
        data = gather(found, options.most_per_person)
        return data, packs_source.CLASSES, SHIPPED, "mitdb, cinc2017, cudb, vfdb"
    if not options.folder:
        raise SystemExit("name the folder that holds mitdb, chfdb and nsrdb")
    folder = Path(options.folder)
    if options.download:
        print(physionet_source.download(folder, options.download), "files fetched")
    data = gather(physionet_source.windows(folder), options.most_per_person)
    return data, physionet_source.CLASSES, FROM_PHYSIONET, "PhysioNet mitdb, chfdb, nsrdb"


if __name__ == "__main__":
    main()

"""Train and ship the networks that read print: `python -m training.lettering --packs DIR`.

Strips of pages and lines of text are drawn at random, learned, and saved to `--models`; then fold 10 is drawn in looks
kept out of training and its names of leads are read.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np

from ecgweb.inference.lettering import MANIFEST
from ecgweb.inference.network_file import read_manifest
from ecgweb.inference.registry import load_print_reader
from training.beats.manifest import write_manifest
from training.lettering.faces import faces
from training.lettering.fit import Classes, Drawn, Pictures, fit, places_right
from training.lettering.network import build_line_network, build_name_network
from training.lettering.print_lines import BETWEEN, random_line
from training.lettering.scenes import NOTHING, Signals, random_scene
from training.lettering.score import score
from training.packs import load_ptbxl, packs_folder
from training.recipe import REPORT_FOLD, SIGNAL_TRAINING_FOLDS

VERSION = "1.0.0"
FILES = {"names": "lettering_names.keras", "lines": "lettering_lines.keras"}
STRIP_EPOCHS, LINE_EPOCHS = 4, 5
RECORDS = 600
TESTED = 1500
"""Strips and lines drawn anew to see what was learned."""

Draw = Callable[[np.random.Generator], tuple[Pictures, Classes]]
"""Draws a picture and the classes of its places."""


def main() -> None:
    asked = _options()
    packs = packs_folder(asked.packs)
    manifest = asked.models / MANIFEST
    if not asked.only_score:
        _train(packs, asked)
    known = read_manifest(manifest)
    pages = score(packs, load_print_reader(asked.models), asked.score_pages)
    figures = {**known.figures, "fold": REPORT_FOLD, "pages_of_each_kind": asked.score_pages, "pages": pages}
    _describe(asked.models, figures, known.training)


def _train(packs: Path, asked: argparse.Namespace) -> None:
    started = time.process_time()
    strips = _strips(_signals(packs))
    names, names_right = _learned(build_name_network, strips, NOTHING, asked.strips, STRIP_EPOCHS)
    lines, lines_right = _learned(build_line_network, _line, BETWEEN, asked.lines, LINE_EPOCHS)
    save_bare(names, build_name_network(), asked.models / FILES["names"])
    save_bare(lines, build_line_network(), asked.models / FILES["lines"])
    origin = {
        "data": "PTB-XL 1.0.3 as traces, print drawn at random",
        "folds": list(SIGNAL_TRAINING_FOLDS),
        "typefaces": list(faces()),
        "strips": asked.strips,
        "lines": asked.lines,
        "epochs": {"strips": STRIP_EPOCHS, "lines": LINE_EPOCHS},
        "processor_minutes": round((time.process_time() - started) / 60, 1),
    }
    _describe(asked.models, {"names": names_right, "letters": lines_right}, origin)


def _learned(
    build: Callable[[], keras.Model], draw: Draw, empty: int, count: int, epochs: int
) -> tuple[keras.Model, dict[str, float]]:
    """A network that learned from so many pictures drawn at random, and what it reads of others drawn alike."""

    def drawn(count: int, seed: int) -> Drawn:
        rng = np.random.default_rng(seed)
        pictures, classes = zip(*(draw(rng) for _ in range(count)), strict=True)
        return Drawn(np.stack(pictures), np.stack(classes))

    keras.utils.set_random_seed(0)
    model = fit(build(), drawn(count, 0), empty, epochs)
    return model, places_right(model, drawn(TESTED, 99), empty)


def _strips(signals_mv: Signals) -> Draw:
    def draw(rng: np.random.Generator) -> tuple[Pictures, Classes]:
        scene = random_scene(signals_mv, rng)
        return scene.picture, scene.cells

    return draw


def _line(rng: np.random.Generator) -> tuple[Pictures, Classes]:
    line = random_line(rng)
    return line.picture, line.steps


def save_bare(learned: keras.Model, bare: keras.Model, path: Path) -> None:
    """Save what was learned in a network that nobody has taught, without what only teaching needs."""
    bare.set_weights(learned.get_weights())
    bare.save(path)


def _signals(packs: Path) -> Signals:
    data = load_ptbxl(packs)
    records = np.flatnonzero(np.isin(data.folds(), SIGNAL_TRAINING_FOLDS))[:RECORDS]
    return np.stack([data.signal_mv(int(index)) for index in records])


def _describe(folder: Path, figures: dict[str, Any], origin: dict[str, Any]) -> None:
    files = {role: folder / name for role, name in FILES.items()}
    write_manifest(folder / MANIFEST, "lettering", VERSION, files, {}, figures, origin)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs", help="folder holding the data packs (else ECG_PACKS)")
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--strips", type=int, default=20_000, help="strips to draw (default: %(default)s)")
    parser.add_argument("--lines", type=int, default=7_000, help="lines of text to draw (default: %(default)s)")
    parser.add_argument(
        "--score-pages", type=int, default=18, help="pages of each kind to score (default: %(default)s)"
    )
    parser.add_argument("--only-score", action="store_true", help="score the shipped networks anew")
    return parser.parse_args()


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    main()

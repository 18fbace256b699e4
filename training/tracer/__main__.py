"""Train and ship the network that follows traces: `python -m training.tracer --packs DIR`.

A second process draws pages from folds 1 to 8 of PTB-XL into `--windows` while the network learns from those that are
there; `--minutes` of processor time later it is saved to `--models` and scored on fold 10.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from pathlib import Path
from typing import Any

import keras

from ecgweb.ecg.page.windows import WIDTH
from ecgweb.inference.network_file import read_manifest
from ecgweb.inference.registry import load_print_reader
from ecgweb.inference.tracer import MANIFEST, Tracer
from training.beats.manifest import save_bare, write_manifest
from training.packs import load_ptbxl, packs_folder
from training.recipe import REPORT_FOLD, SIGNAL_TRAINING_FOLDS
from training.tracer.fit import fit, with_width
from training.tracer.pages import examples
from training.tracer.score import compare
from training.tracer.window_set import Growing, collected

VERSION = "1.1.0"
NETWORK = "tracer.keras"
PAGES_A_FILE = 25
_PATIENCE_S = 5


def main() -> None:
    asked = _options()
    packs = packs_folder(asked.packs)
    if not asked.only_score:
        _train(packs, asked)
    manifest = asked.models / MANIFEST
    print_reader = load_print_reader(asked.models)
    figures = compare(packs, Tracer.load(manifest), asked.score_pages, print_networks=print_reader)
    origin = read_manifest(manifest).training
    _describe(manifest, {"fold": REPORT_FOLD, "pages_of_each_kind": asked.score_pages, **figures}, origin)


def _train(packs: Path, asked: argparse.Namespace) -> None:
    drawing = multiprocessing.get_context("spawn").Process(
        target=draw_windows, args=(packs, asked.windows, asked.pages)
    )
    drawing.start()
    while drawing.is_alive() and not list(asked.windows.glob("*.npz")):
        time.sleep(_PATIENCE_S)
    keras.config.set_dtype_policy("mixed_bfloat16")
    model = fit(Growing(asked.windows), asked.minutes, kept_as=asked.windows / "latest.weights.h5")
    drawing.join()
    keras.config.set_dtype_policy("float32")
    save_bare(with_width(model, WIDTH), asked.models / NETWORK)
    origin = {
        "data": "PTB-XL 1.0.3, drawn as pages",
        "folds": list(SIGNAL_TRAINING_FOLDS),
        "pages_drawn": asked.pages,
        "processor_minutes": asked.minutes,
    }
    _describe(asked.models / MANIFEST, {}, origin)


def _describe(manifest: Path, figures: dict[str, Any], origin: dict[str, Any]) -> None:
    write_manifest(manifest, "tracer", VERSION, {"tracer": manifest.parent / NETWORK}, {}, figures, origin)


def draw_windows(packs: Path, folder: Path, pages: int) -> None:
    """Fill the folder with the windows of so many pages, file by file; files that are there stay."""
    folder.mkdir(parents=True, exist_ok=True)
    data = load_ptbxl(packs)
    for seed in range(-(-pages // PAGES_A_FILE)):
        path = folder / f"windows_{seed}.npz"
        if not path.exists():
            collected(examples(data, SIGNAL_TRAINING_FOLDS, PAGES_A_FILE, seed)).save(path)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs", help="folder holding the data packs (else ECG_PACKS)")
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument(
        "--windows", type=Path, default=Path("runs/tracer/windows"), help="where drawn windows are kept"
    )
    parser.add_argument("--pages", type=int, default=400, help="pages to draw (default: %(default)s)")
    parser.add_argument("--minutes", type=float, default=10.0, help="processor time of learning (default: %(default)s)")
    parser.add_argument(
        "--score-pages", type=int, default=27, help="pages of each kind to score (default: %(default)s)"
    )
    parser.add_argument("--only-score", action="store_true", help="score the shipped network anew")
    return parser.parse_args()


if __name__ == "__main__":
    main()

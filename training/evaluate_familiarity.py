"""What is called unfamiliar: `python -m training.evaluate_familiarity --packs DIR --fold 10`.

Records that the network has not learned from, as they are, in other layouts, by rare diagnosis, and spoilt in each way:
those it has learned to tell, those it has never seen, and those that nobody could tell from the traces.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import keras
import numpy as np
from numpy.typing import NDArray

from ecgweb.inference.manifest import load_manifest
from training.evaluate import logits_of, twin_path
from training.familiarity import NEVER_LEARNED, SPOILT, Signal, likely_familiar
from training.packs import PtbXl, load_ptbxl, packs_folder, twelve_leads
from training.report import write_report
from training.scores import wilson
from training.views import cut

RARE = ("PACE", "AFIB", "CLBBB", "CRBBB", "PVC")
LAYOUTS = ("3x4+1", "6x2", "12x1")


def shown(signals_mv: Signal, rng: np.random.Generator) -> Iterator[tuple[str, list[Signal]]]:
    """The records in each layout, and spoilt in each way."""
    for layout in LAYOUTS:
        yield f"as {layout} pages", [cut(signal, layout) for signal in signals_mv]
    for learned, kinds in (("learned", SPOILT), ("never seen", NEVER_LEARNED)):
        for kind, ways in kinds.items():
            for way in ways:
                name = f"spoilt ({learned}): {kind}, {way.__name__.replace('_', ' ')}"
                yield name, [way(signal, rng) for signal in signals_mv]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs", help="folder of the data packs (else ECG_PACKS)")
    parser.add_argument("--manifest", type=Path, default=Path("models/diagnosis.json"))
    parser.add_argument("--fold", type=int, default=10)
    parser.add_argument("--records", type=int, default=200, help="how many are spoilt")
    parser.add_argument("--out", type=Path, default=Path("runs/familiarity.json"))
    options = parser.parse_args()
    manifest = load_manifest(options.manifest)
    rule = manifest.familiarity
    if rule is None:
        raise SystemExit(f"{options.manifest} describes a network that does not say what is familiar")
    model = keras.models.load_model(twin_path(manifest, {options.fold}), compile=False)
    data = load_ptbxl(packs_folder(options.packs))
    rows = np.flatnonzero(data.folds() == options.fold)
    signals_mv = twelve_leads(data.signals_uv[rows])

    def unfamiliar(signals: list[Signal] | Signal) -> NDArray[np.bool_]:
        return likely_familiar(logits_of(model, np.asarray(signals, np.float32))["familiarity"]) < rule.cut

    flagged = unfamiliar(signals_mv)
    report = {"all records": _share(flagged)}
    report |= {f"records with {code}": _share(flagged[_has(data, rows, code)]) for code in RARE}
    rng = np.random.default_rng(0)
    some = signals_mv[np.sort(rng.permutation(len(rows))[: options.records])]
    report |= {name: _share(unfamiliar(signals)) for name, signals in shown(some, rng)}
    write_report(options.out, {"network": manifest.version, "called unfamiliar": report})


def _has(data: PtbXl, rows: NDArray[np.intp], code: str) -> NDArray[np.bool_]:
    return np.array([data.rows[row].get(code) in ("1", "1.0") for row in rows])


def _share(flagged: NDArray[np.bool_]) -> str:
    return f"{wilson(int(flagged.sum()), len(flagged))} of {len(flagged)}"


if __name__ == "__main__":
    main()

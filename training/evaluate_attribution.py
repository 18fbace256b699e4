"""Are the marked parts those that matter? `python -m training.evaluate_attribution --packs DIR --fold 10`.

Deletion test: the tenth of a recording that is marked as speaking for an answer is taken away, the recording prepared
anew as if that had never been seen, and the network asked again. The answer must lose more than when the largest
deflections are taken away, and far more than when any other tenth is. Two ways of marking are compared. Answers: the
likeliest diagnosis, and the likeliest finding beside a normal ECG and sinus rhythm.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from ecgweb.inference.attribution import contributions, most_telling
from ecgweb.inference.calibration import finding_probabilities
from ecgweb.inference.diagnosis import UNREMARKABLE, answer_weights
from ecgweb.inference.manifest import Manifest, load_manifest
from ecgweb.inference.measured import measured_numbers
from ecgweb.inference.network_file import load_network
from ecgweb.inference.preparation import INPUT_SHAPES, Inputs, diagnosis_view, view_input
from training.evaluate import twin_path
from training.fit import as_page
from training.integrated_gradients import SMOOTHING, Gradients, gradients_of, integrated_gradients
from training.packs import load_ptbxl, packs_folder, twelve_leads
from training.report import write_report
from training.scores import bootstrap
from training.site_reader import site_delineator

Signal = NDArray[np.float32]
Mask = NDArray[np.bool_]
ELSEWHERE = 25  # samples of each stretch that is taken away instead


class Question:
    """One answer about one view of a recording: how far any view speaks for it, and its weights."""

    def __init__(self, view_mv: Signal, weights: dict[str, NDArray[np.float32]], network: Callable[..., Any]) -> None:
        self.view_mv, self.weights, self.network = view_mv, weights, network

    @property
    def seen(self) -> Mask:
        return np.isfinite(self.view_mv)

    def ask(self, views_mv: list[Signal]) -> NDArray[np.float64]:
        """How far each view speaks for the answer."""
        logits = self.network(asked(views_mv))
        return np.asarray(sum((logits[name] * weight).sum(axis=1) for name, weight in self.weights.items()))

    def lost(self, mask: Mask) -> float:
        """How much the answer loses without a part of the view."""
        whole, rest = self.ask([self.view_mv, np.where(mask, np.nan, self.view_mv).astype(np.float32)])
        return float(whole - rest)


def asked(views_mv: list[Signal]) -> Inputs:
    """What the network is given of each view, measured anew."""
    inputs = [view_input(view) for view in views_mv]
    measured = [measured_numbers(view, site_delineator()) for view in views_mv]
    return {**{name: np.stack([one[name] for one in inputs]) for name in INPUT_SHAPES}, "measured": np.stack(measured)}


def questions(page_mv: Signal, manifest: Manifest, network: Callable[..., Any]) -> Iterator[tuple[str, Question]]:
    """The likeliest diagnosis and the likeliest finding of a page, as the site would explain them."""
    views = [page_mv, diagnosis_view(page_mv)]
    logits = network(asked(views))
    likeliest = manifest.diagnoses[int(logits["diagnosis"][1].argmax())].code
    yield "diagnosis", Question(views[1], answer_weights([likeliest], logits["diagnosis"][1], manifest), network)
    probability = finding_probabilities(logits["findings"][0], manifest.findings)
    present = [
        (p, entry.code)
        for p, entry in zip(probability.tolist(), manifest.findings, strict=True)
        if p >= entry.threshold and entry.code not in UNREMARKABLE
    ]
    if present:
        weights = answer_weights([max(present)[1]], logits["diagnosis"][1], manifest)
        yield "finding", Question(views[0], weights, network)


def losses(question: Question, gradients: Gradients, rng: np.random.Generator) -> dict[str, float]:
    """What each way of choosing a tenth takes from the answer."""
    view, weights = {name: value[0] for name, value in asked([question.view_mv]).items()}, question.weights
    height = uniform_filter1d(np.abs(view["trace"][:, :12].T.astype(np.float64)), SMOOTHING, axis=1)
    marked = {
        "hiding parts of the beat": most_telling(contributions(view, weights, question.network)[0], question.seen),
        "integrated gradients": most_telling(integrated_gradients(view, weights, gradients)[0], question.seen),
        "largest deflections": most_telling(height, question.seen),
    }
    elsewhere = _elsewhere(marked["hiding parts of the beat"], question.seen, rng)
    return {name: question.lost(mask) for name, mask in (marked | {"any other tenth": elsewhere}).items()}


def _elsewhere(marked: Mask, seen: Mask, rng: np.random.Generator) -> Mask:
    """As much as was marked, in stretches of a quarter of a second, of what was not."""
    free = seen & ~marked
    chosen = np.zeros_like(seen)
    starts = rng.permutation(np.flatnonzero(free))
    for start in starts:
        if chosen.sum() >= marked.sum():
            break
        lead, at = divmod(int(start), seen.shape[1])
        chosen[lead, at : at + ELSEWHERE] = free[lead, at : at + ELSEWHERE]
    return chosen


def figures(rows: list[dict[str, float]]) -> dict[str, str]:
    """Mean loss for each way with its 95 % interval, and how often the marked tenth mattered more than another."""
    table = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    own, other = table["hiding parts of the beat"], table["any other tenth"]
    return {
        "records": str(len(rows)),
        **{f"lost without: {name}": str(_mean(values)) for name, values in table.items()},
        "hiding parts minus integrated gradients": str(_mean(own - table["integrated gradients"])),
        "hiding parts minus largest deflections": str(_mean(own - table["largest deflections"])),
        "marked tenth matters more than the other": f"{np.mean(own > other):.3f}",
    }


def _mean(values: NDArray[np.float64]) -> Any:
    return bootstrap(lambda rows: float(values[rows].mean()), len(values))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs", help="folder of the data packs (else ECG_PACKS)")
    parser.add_argument("--manifest", type=Path, default=Path("models/diagnosis.json"))
    parser.add_argument("--fold", type=int, default=10)
    parser.add_argument("--records", type=int, default=300)
    parser.add_argument("--out", type=Path, default=Path("runs/attribution.json"))
    options = parser.parse_args()
    manifest = load_manifest(options.manifest)
    path = twin_path(manifest, {options.fold})
    network, gradients = load_network(path), gradients_of(keras.models.load_model(path, compile=False))
    data = load_ptbxl(packs_folder(options.packs))
    rng = np.random.default_rng(0)
    rows = np.sort(rng.permutation(np.flatnonzero(data.folds() == options.fold))[: options.records])
    found: dict[str, list[dict[str, float]]] = {}
    for page in as_page(twelve_leads(data.signals_uv[rows])):
        for kind, question in questions(page, manifest, network):
            found.setdefault(kind, []).append(losses(question, gradients, rng))
    write_report(options.out, {kind: figures(lost) for kind, lost in found.items()} | {"network": manifest.version})


if __name__ == "__main__":
    main()

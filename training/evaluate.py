"""Score a network on records and pages it has not learned from, with intervals, and refuse to on others."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from ecgweb.inference.calibration import Decision, decide
from ecgweb.inference.diagnosis import doubted_diagnoses
from ecgweb.inference.manifest import SUPERCLASSES, DecisionRule, Manifest, check_network_file
from ecgweb.inference.preparation import diagnosis_view
from training.batches import prepared
from training.labels import DIAGNOSES
from training.page_head import measured_of
from training.scores import balanced_accuracy, bootstrap, calibration_error, group_bootstrap, macro_auroc, wilson

Logits = dict[str, NDArray[np.float64]]
Array = NDArray[np.floating]
BATCH = 128


class LearnedFrom(Exception):
    """The network was trained on what it is to be scored on."""


def group_code(group: str) -> str:
    """Eight hexadecimal digits that stand for a page's printed number, which is nobody's business."""
    return hashlib.sha256(group.encode()).hexdigest()[:8]


def refuse_what_was_learned(training: dict[str, Any], folds: set[int], groups: set[str]) -> None:
    """Raise `LearnedFrom` when a manifest lists one of these folds or groups of pages as training data."""
    seen_folds = folds & set(training["folds"])
    seen_groups = {group_code(group) for group in groups} & set(training["page_groups"])
    if seen_folds or seen_groups:
        raise LearnedFrom(f"the network has learned from folds {sorted(seen_folds)} and {len(seen_groups)} page groups")


def load_twin(manifest: Manifest, folds: set[int]) -> keras.Model:
    """The network that every figure comes from, which learned from a part of what the shipped one did.

    Raises `LearnedFrom` when it has learned from one of these folds, and `ManifestError` when its file is another.
    """
    return keras.models.load_model(twin_path(manifest, folds), compile=False)


def twin_path(manifest: Manifest, folds: set[int]) -> Path:
    """Where the twin lies, checked as by `load_twin`; an early network that was shipped without is its own."""
    own = {**manifest.training, "file": manifest.model_path.name, "sha256": manifest.sha256}
    twin = manifest.training.get("twin", own)
    refuse_what_was_learned({"page_groups": [], **twin}, folds, set())
    path = manifest.model_path.with_name(twin["file"])
    check_network_file(path, twin["sha256"])
    return path


def logits_of(model: keras.Model, signals_mv: NDArray[np.float32]) -> Logits:
    """What the network says of signals (n, 12, 1000): findings of all that is seen, the rest of its own view."""
    measured = measured_of(signals_mv)
    whole = _predict(model, signals_mv, measured)
    common = _predict(model, np.array([diagnosis_view(signal) for signal in signals_mv]), measured)
    return {**common, "findings": whole["findings"]}


def finding_figures(truth: Array, probability: Array, codes: tuple[str, ...]) -> dict[str, str]:
    """Macro AUROC of superclasses and of all findings, and the mean calibration error."""
    first = len(SUPERCLASSES)
    n = len(truth)
    errors = [calibration_error(truth[:, k] > 0, probability[:, k]) for k in range(len(codes))]
    return {
        "superclasses, macro AUROC": str(
            bootstrap(lambda rows: macro_auroc(truth[rows, :first], probability[rows, :first]), n, rounds=200)
        ),
        "all findings, macro AUROC": f"{macro_auroc(truth, probability):.3f}",
        "superclasses, expected calibration error": f"{np.mean(errors[:first]):.3f}",
        "all findings, expected calibration error": f"{np.mean(errors):.3f}",
    }


def page_figures(
    truth: NDArray[np.intp], answer: NDArray[np.intp], groups: NDArray[np.str_], template: NDArray[np.str_]
) -> dict[str, str]:
    """Balanced accuracy over all pages and on template A alone, groups resampled; and plain accuracy."""

    def balanced(rows: NDArray[np.intp]) -> float:
        return balanced_accuracy(truth[rows], answer[rows])

    only_a = np.flatnonzero(template == "A")
    return {
        "balanced accuracy": str(group_bootstrap(balanced, groups)),
        "balanced accuracy on template A": str(group_bootstrap(lambda rows: balanced(only_a[rows]), groups[only_a])),
        "accuracy": f"{np.mean(truth == answer):.3f}",
    }


def decisions_of(
    probability: Array, present: NDArray[np.bool_], manifest_codes: tuple[str, ...], rule: DecisionRule
) -> list[Decision]:
    """What the site would decide on each row.

    Parameters
    ----------
    probability : ndarray, shape (n, 4)
    present : ndarray of bool, shape (n, findings)
    """
    codes = np.array(manifest_codes)
    doubts = [doubted_diagnoses(codes[row].tolist()) for row in present]
    return [
        decide(row, rule, [DIAGNOSES.index(code) for code in doubt])
        for row, doubt in zip(probability, doubts, strict=True)
    ]


def decision_figures(decisions: Sequence[Decision], probability: Array, allowed: Array) -> dict[str, str]:
    """How often a diagnosis is given, how often it is right then, and how often the set holds the true one."""
    given = np.array([-1 if decision.given is None else decision.given for decision in decisions])
    right = np.array([index >= 0 and row[index] > 0 for index, row in zip(given, allowed, strict=True)])
    covered = [row[list(decision.candidates)].any() for decision, row in zip(decisions, allowed, strict=True)]
    decided = int(np.sum(given >= 0))
    return {
        "decided": f"{decided / len(given):.3f}",
        "right when decided": str(wilson(int(right.sum()), decided)),
        "likeliest is right": str(wilson(int(np.sum(_likeliest_allowed(probability, allowed))), len(given))),
        "set holds the true diagnosis": f"{np.mean(covered):.3f}",
        "mean size of the set": f"{np.mean([len(decision.candidates) for decision in decisions]):.2f}",
    }


def confusion(truth: NDArray[np.intp], answer: NDArray[np.intp]) -> list[list[int]]:
    """Counts, rows the true diagnosis and columns the answer, in the order of `DIAGNOSES`."""
    classes = range(len(DIAGNOSES))
    return [[int(np.sum((truth == i) & (answer == j))) for j in classes] for i in classes]


def _likeliest_allowed(probability: Array, allowed: Array) -> NDArray[np.bool_]:
    return allowed[np.arange(len(allowed)), probability.argmax(axis=1)] > 0


def _predict(model: keras.Model, signals_mv: NDArray[np.float32], measured: Array) -> Logits:
    inputs = {name: value.astype(np.float32) for name, value in prepared(signals_mv).items()}
    answers = model.predict({**inputs, "measured": measured}, batch_size=BATCH, verbose=0)
    return {name: value.astype(np.float64) for name, value in answers.items()}

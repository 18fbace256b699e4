"""What paper costs: the same records as recorded, as a page shows them, and as our reader gives the page back."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.paper.regimes import REGIMES
from ecgweb.inference.calibration import finding_probabilities
from ecgweb.inference.manifest import SUPERCLASSES, Manifest
from training.evaluate import finding_figures, logits_of
from training.material import Material
from training.recipe import REPORT_FOLD
from training.rendered import PrintedAndRead, load_printed
from training.scores import Interval, bootstrap, macro_auroc

Array = NDArray[np.floating]


def paper_figures(
    model: keras.Model, manifest: Manifest, material: Material, cache: Path, count: int
) -> dict[str, Any]:
    """Figures of each regime on `count` records of fold 10; a refused page scores as silence.

    Parameters
    ----------
    model : keras.Model
        The network to score, which must not have learned from fold 10.
    manifest : Manifest
        Its calibration.
    cache : Path
        Where pages that were read are kept.
    """
    rows = np.sort(np.random.default_rng(material.recipe.seed).permutation(material.rows(REPORT_FOLD))[:count])
    signals_mv, truth = material.signals_mv[rows], material.findings[rows]
    uncut = _probability(model, manifest, signals_mv)
    report: dict[str, Any] = {"records": len(rows), "uncut": finding_figures(truth, uncut, _codes(manifest))}
    for regime in REGIMES:
        printed = load_printed(signals_mv, regime, cache, material.recipe.seed)
        report[regime] = _regime_figures(model, manifest, printed, truth, uncut)
    return report


def _regime_figures(
    model: keras.Model, manifest: Manifest, printed: PrintedAndRead, truth: Array, uncut: Array
) -> dict[str, Any]:
    shown = _probability(model, manifest, printed.shown_mv)
    back = _probability(model, manifest, printed.read_mv)
    read = printed.read
    return {
        "reader": printed.reader,
        "refused": dict(Counter(printed.refused[~read].tolist())),
        "read back, refused pages as silence": finding_figures(truth, back, _codes(manifest)),
        "read back, pages that were read": finding_figures(truth[read], back[read], _codes(manifest)),
        "superclass macro AUROC lost": {
            "to what a page leaves out": str(_loss(truth, uncut, shown)),
            "to reading, where read": str(_loss(truth[read], shown[read], back[read])),
            "to refusals": str(_loss(truth, np.where(read[:, None], back, shown), back)),
        },
    }


def _loss(truth: Array, before: Array, after: Array) -> Interval:
    """Macro AUROC of the superclasses before less that after, the same records drawn for both."""
    first = len(SUPERCLASSES)

    def lost(rows: NDArray[np.intp]) -> float:
        known = truth[rows, :first]
        return macro_auroc(known, before[rows, :first]) - macro_auroc(known, after[rows, :first])

    return bootstrap(lost, len(truth), rounds=200)


def _probability(model: keras.Model, manifest: Manifest, signals_mv: NDArray[np.float32]) -> Array:
    return finding_probabilities(logits_of(model, signals_mv)["findings"], manifest.findings)


def _codes(manifest: Manifest) -> tuple[str, ...]:
    return tuple(finding.code for finding in manifest.findings)

"""Write a trained network and its manifest as the site loads them."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.recording import LEADS
from ecgweb.inference.manifest import (
    FORMAT,
    SUPERCLASSES,
    DecisionRule,
    DiagnosisCalibration,
    FindingClass,
    HeldOutFigures,
    Platt,
    SureCuts,
    sha256_of,
)
from ecgweb.inference.preparation import SAMPLES, SAMPLING_RATE_HZ
from ecgweb.inference.scp import LABELS
from ecgweb.inference.worth import Worth
from training.labels import DIAGNOSES
from training.scores import auroc, bootstrap

DIAGNOSIS_LABELS = {
    "normal": "Normal",
    "abnormal": "Abnormal heartbeat",
    "mi": "Myocardial infarction",
    "history_mi": "History of myocardial infarction",
}

Array = NDArray[np.floating]


def finding_class(
    code: str,
    platt: Platt,
    threshold: float,
    probability: Array,
    truth: NDArray[np.bool_],
    sure: SureCuts | None = None,
) -> FindingClass:
    """A finding with its calibration and how it did on records held back."""
    present = probability >= threshold
    hits = int(np.sum(present & truth))
    area = (
        bootstrap(lambda rows: auroc(truth[rows], probability[rows]), len(truth), rounds=100) if truth.any() else None
    )
    figures = HeldOutFigures(
        n=len(truth),
        positives=int(truth.sum()),
        auroc=area.value if area else None,
        auroc_low=area.low if area else None,
        auroc_high=area.high if area else None,
        sensitivity=_share(hits, int(truth.sum())),
        specificity=_share(int(np.sum(~present & ~truth)), int(np.sum(~truth))),
        ppv=_share(hits, int(present.sum())),
    )
    return FindingClass(code, LABELS[code], code in SUPERCLASSES, platt.slope, platt.offset, threshold, figures, sure)


def save_twin(twin: keras.Model, folder: Path) -> Path:
    """Save the network that the figures come from beside the one that is shipped."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "diagnosis_twin.keras"
    twin.save(path)
    return path


def write_model(
    model: keras.Model,
    folder: Path,
    version: str,
    findings: list[FindingClass],
    calibration: DiagnosisCalibration,
    decision: DecisionRule,
    worth: tuple[Worth, ...],
    figures: dict[str, Any],
    training: dict[str, Any],
    more: dict[str, Any] | None = None,
) -> Path:
    """Save `diagnosis.keras` and `diagnosis.json` into a folder and return the manifest's path.

    `more` are further fields of the manifest, as `ecgweb.inference.manifest` describes them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    network = folder / "diagnosis.keras"
    model.save(network)
    manifest = {
        "format": FORMAT,
        "name": "diagnosis",
        "version": version,
        "file": network.name,
        "sha256": sha256_of(network),
        "input": {"sampling_rate_hz": SAMPLING_RATE_HZ, "samples": SAMPLES, "leads": list(LEADS)},
        "diagnoses": [{"code": code, "label": DIAGNOSIS_LABELS[code]} for code in DIAGNOSES],
        "diagnosis_calibration": asdict(calibration),
        "decision": asdict(decision),
        "findings": [asdict(finding) for finding in findings],
        "worth": [_worth_entry(row) for row in worth],
        "figures": figures,
        "training": training,
        **(more or {}),
    }
    path = folder / "diagnosis.json"
    path.write_text(json.dumps(_rounded(manifest), indent=1) + "\n", encoding="utf-8")
    return path


def _worth_entry(row: Worth) -> dict[str, Any]:
    entry = asdict(row)
    return {"diagnosis": entry.pop("diagnosis"), "from": entry.pop("from_p"), "to": entry.pop("to_p"), **entry}


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 5)
    if isinstance(value, dict):
        return {key: _rounded(entry) for key, entry in value.items()}
    return [_rounded(entry) for entry in value] if isinstance(value, (list, tuple)) else value


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None

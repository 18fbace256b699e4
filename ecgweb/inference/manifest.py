"""The manifest beside a shipped network: what it is, what it answers, and what its answers were worth in testing.

`models/diagnosis.json` describes `models/diagnosis.keras`:

```
{"format": 1, "name": "diagnosis", "version": "0.1.0", "file": "diagnosis.keras", "sha256": "...",
 "input": {"sampling_rate_hz": 100, "samples": 1000, "leads": ["I", ...]},
 "diagnoses": [{"code": "normal", "label": "Normal"}, ...],            order of the network's four logits
 "diagnosis_calibration": {"temperature": t, "bias": [b, b, b, b],     softmax(logits / t + bias), then
                           "likeliest": [{"slope": a, "offset": b}, ...]},   see `calibration.diagnosis_probabilities`
 "decision": {"set_cut": p, "minimum_confidence": p, "coverage": 0.8,  see `calibration.decide`
              "class_cuts": [p, p, p, p], "class_coverage": 0.9},      see `calibration.prediction_set`
 "familiarity": {"cut": p, "false_alarms": 0.005},                      see `familiarity.is_familiar`
 "findings": [{"code": "AFIB", "label": "Atrial fibrillation", "superclass": false,
               "slope": a, "offset": b, "threshold": p,                sigmoid(a * logit + b), present from there on
               "sure": {"absent_below": p, "present_above": p},        see `calibration.sure_state`
               "test": {"n": n, "positives": n, "auroc": v, "auroc_low": v, "auroc_high": v,
                        "sensitivity": v, "specificity": v, "ppv": v}}, ...],
 "worth": [{"diagnosis": "mi", "from": 0.6, "to": 0.8, "n": n, "right": v, "low": v, "high": v}, ...],
 "accuracy": [{"diagnosis": "mi", "positives": n, "hits": n, "negatives": n, "false_alarms": n}, ...],
 "figures": {...},                                                     headline figures, by name
 "training": {"data": "...", "folds": [1, ...], "page_groups": [...], "calibration_folds": [9]}}
```

The network takes what `preparation.network_input` gives and returns outputs of logits: `diagnosis` (batch, 4) and
`findings` (batch, n), in the order of the manifest, and `familiarity` (batch, 4) in that of `familiarity.KINDS`.
`likeliest`, `class_cuts`, `sure`, `accuracy` and `familiarity` may be missing: older networks were shipped without.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecgweb.inference.worth import Accuracy, Worth

FORMAT = 1
SUPERCLASSES = ("NORM", "MI", "STTC", "CD", "HYP")


class ManifestError(Exception):
    """The manifest cannot be used: unknown format, or the network's file is not the one it describes."""


@dataclass(frozen=True)
class InputShape:
    """What the network reads: `samples` of each lead at `sampling_rate_hz`."""

    sampling_rate_hz: float
    samples: int
    leads: tuple[str, ...]


@dataclass(frozen=True)
class DiagnosisClass:
    """One of the four diagnoses of a page."""

    code: str
    label: str


@dataclass(frozen=True)
class HeldOutFigures:
    """How one finding did on records held back: counts, AUROC with its 95 % interval, rates at the threshold."""

    n: int
    positives: int
    auroc: float | None
    auroc_low: float | None
    auroc_high: float | None
    sensitivity: float | None
    specificity: float | None
    ppv: float | None


@dataclass(frozen=True)
class SureCuts:
    """Hardly any record with the finding lay below `absent_below`, hardly any without it above `present_above`.

    "Hardly any" is the share 1 - `coverage` of them in calibration (class-conditional split conformal prediction).
    """

    absent_below: float
    present_above: float
    coverage: float


@dataclass(frozen=True)
class FindingClass:
    """One statement the network answers with a probability; `slope` and `offset` calibrate its logit."""

    code: str
    label: str
    superclass: bool
    slope: float
    offset: float
    threshold: float
    test: HeldOutFigures
    sure: SureCuts | None = None


@dataclass(frozen=True)
class Platt:
    """sigmoid(slope * logit + offset)."""

    slope: float
    offset: float


@dataclass(frozen=True)
class DiagnosisCalibration:
    """softmax(logits / temperature + bias), fitted on data the network did not learn from.

    `likeliest` then says, for each diagnosis, how sure the answer may be where it is the likeliest.
    """

    temperature: float
    bias: tuple[float, ...]
    likeliest: tuple[Platt, ...] = ()


@dataclass(frozen=True)
class DecisionRule:
    """When a diagnosis is given, and which ones are not ruled out: `calibration.decide` and `prediction_set`."""

    set_cut: float
    minimum_confidence: float
    coverage: float
    class_cuts: tuple[float, ...] = ()
    class_coverage: float | None = None


@dataclass(frozen=True)
class FamiliarityRule:
    """An input is familiar from the probability `cut` on; of familiar ones, the share `false_alarms` fell below it."""

    cut: float
    false_alarms: float


@dataclass(frozen=True)
class Manifest:
    """Everything the site needs to know about one shipped network."""

    name: str
    version: str
    sha256: str
    model_path: Path
    input: InputShape
    diagnoses: tuple[DiagnosisClass, ...]
    diagnosis_calibration: DiagnosisCalibration
    decision: DecisionRule
    findings: tuple[FindingClass, ...]
    worth: tuple[Worth, ...]
    figures: dict[str, Any]
    training: dict[str, Any]
    accuracy: tuple[Accuracy, ...] = ()
    familiarity: FamiliarityRule | None = None


def load_manifest(path: Path) -> Manifest:
    """Read a manifest and make sure that the network beside it is the very file it describes.

    Raises
    ------
    ManifestError
        If the format is unknown, the network's file is missing or its SHA-256 differs.
    """
    fields = json.loads(path.read_text(encoding="utf-8"))
    if fields.get("format") != FORMAT:
        raise ManifestError(f"{path} has format {fields.get('format')}, this program reads {FORMAT}")
    manifest = parse_manifest(fields, path.parent)
    check_network_file(manifest.model_path, manifest.sha256)
    return manifest


def parse_manifest(fields: dict[str, Any], folder: Path) -> Manifest:
    """Turn the JSON object of a manifest into dataclasses; `folder` holds the network's file."""
    shape = fields["input"]
    return Manifest(
        name=fields["name"],
        version=fields["version"],
        sha256=fields["sha256"],
        model_path=folder / fields["file"],
        input=InputShape(shape["sampling_rate_hz"], shape["samples"], tuple(shape["leads"])),
        diagnoses=tuple(DiagnosisClass(**entry) for entry in fields["diagnoses"]),
        diagnosis_calibration=_diagnosis_calibration(fields["diagnosis_calibration"]),
        decision=_decision(fields["decision"]),
        findings=tuple(_finding(entry) for entry in fields["findings"]),
        worth=tuple(_worth(entry) for entry in fields["worth"]),
        figures=fields["figures"],
        training=fields["training"],
        accuracy=tuple(Accuracy(**entry) for entry in fields.get("accuracy", ())),
        familiarity=FamiliarityRule(**fields["familiarity"]) if "familiarity" in fields else None,
    )


def check_network_file(path: Path, sha256: str) -> None:
    """Raise `ManifestError` unless the network's file is there and has the manifest's SHA-256."""
    try:
        digest = sha256_of(path)
    except FileNotFoundError as missing:
        raise ManifestError(f"{path} is missing") from missing
    if digest != sha256:
        raise ManifestError(f"{path} is not the file of its manifest: SHA-256 {digest}")


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _diagnosis_calibration(entry: dict[str, Any]) -> DiagnosisCalibration:
    likeliest = tuple(Platt(**platt) for platt in entry.get("likeliest", ()))
    return DiagnosisCalibration(entry["temperature"], tuple(entry["bias"]), likeliest)


def _decision(entry: dict[str, Any]) -> DecisionRule:
    return DecisionRule(**{**entry, "class_cuts": tuple(entry.get("class_cuts", ()))})


def _finding(entry: dict[str, Any]) -> FindingClass:
    sure = SureCuts(**entry["sure"]) if entry.get("sure") else None
    return FindingClass(**{**entry, "test": HeldOutFigures(**entry["test"]), "sure": sure})


def _worth(entry: dict[str, Any]) -> Worth:
    rest = {key: value for key, value in entry.items() if key not in ("from", "to")}
    return Worth(from_p=entry["from"], to_p=entry["to"], **rest)

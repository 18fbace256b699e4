"""The contract of an analysis, schema 1: what the command line prints, the API answers and the database keeps.

A field that does not apply to this kind of upload, or that could not be measured, is None and never guessed.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from typing import Any

from ecgweb.ecg.page.reading import Layout, Quality
from ecgweb.ecg.refusal import Reason
from ecgweb.ecg.waves import Measurements
from ecgweb.inference.attribution import Span
from ecgweb.inference.consistency import Contradiction
from ecgweb.inference.diagnosis import Finding
from ecgweb.inference.familiarity import Familiarity
from ecgweb.inference.worth import Accuracy, Worth

SCHEMA = 1
NOTICE = "Research and education only, not a medical device."
DECIMALS = 4


@dataclass(frozen=True)
class Diagnosis:
    """One of the four diagnoses; code and label are None when it is withheld between the codes of `candidates`.

    `not_ruled_out` holds the true diagnosis in a share `coverage` of all cases, whichever of the four it is.
    """

    code: str | None
    label: str | None
    confidence: float
    candidates: tuple[str, ...]
    worth: Worth | None
    not_ruled_out: tuple[str, ...] | None = None
    coverage: float | None = None
    accuracy: Accuracy | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "label": self.label,
            "confidence": self.confidence,
            "set": list(self.candidates),
            "prediction_set": {"codes": list(self.not_ruled_out), "coverage": self.coverage}
            if self.not_ruled_out
            else None,
            "worth": _worth(self.worth),
            "accuracy": _accuracy(self.accuracy),
        }


@dataclass(frozen=True)
class ModelIdentity:
    """Which network answered."""

    name: str
    version: str
    sha256: str


@dataclass(frozen=True)
class Timing:
    """Milliseconds spent on reading the upload, on analysing what was read, and on both."""

    read: float
    analyze: float
    total: float


@dataclass(frozen=True)
class Analysis:
    """Everything said about one upload; `accepted` means that an ECG could be read off it."""

    file: str
    accepted: bool
    timing_ms: Timing
    kind: str | None = None
    reason: Reason | None = None
    layout: Layout | None = None
    help: dict[str, Any] | None = None
    diagnosis: Diagnosis | None = None
    probabilities: dict[str, float] | None = None
    findings: tuple[Finding, ...] | None = None
    familiarity: Familiarity | None = None
    reasons: tuple[Span, ...] | None = None
    consistency: tuple[Contradiction, ...] | None = None
    measurements: Measurements | None = None
    quality: Quality | None = None
    model: ModelIdentity | None = None
    signal: dict[str, Any] | None = None
    beat: dict[str, Any] | None = None
    beats: tuple[dict[str, Any], ...] | None = None
    beat_summary: dict[str, Any] | None = None
    rhythm: dict[str, Any] | None = None
    time_frequency: dict[str, Any] | None = None
    schema: int = field(default=SCHEMA, init=False)

    def to_dict(self) -> dict[str, Any]:
        """The contract's JSON object, every field present, numbers rounded, nothing that JSON cannot hold."""
        fields = {
            "schema": self.schema,
            "file": self.file,
            "accepted": self.accepted,
            "kind": self.kind,
            "reason": _optional(self.reason),
            "layout": _optional(self.layout),
            "help": self.help,
            "diagnosis": self.diagnosis.to_dict() if self.diagnosis else None,
            "probabilities": self.probabilities,
            "findings": None if self.findings is None else [asdict(finding) for finding in self.findings],
            "familiarity": _optional(self.familiarity),
            "reasons": None if self.reasons is None else [reason_entry(span) for span in self.reasons],
            "consistency": None if self.consistency is None else [asdict(one) for one in self.consistency],
            "signal": self.signal,
            "beats": self.beats,
            "beat_summary": self.beat_summary,
            "beat": self.beat,
            "rhythm": self.rhythm,
            "time_frequency": self.time_frequency,
            "measurements": _optional(self.measurements),
            "quality": _optional(self.quality),
            "model": _optional(self.model),
            "timing_ms": asdict(self.timing_ms),
            "notice": NOTICE,
        }
        return {name: _plain(value) for name, value in fields.items()}


def _optional(part: Any) -> dict[str, Any] | None:
    return None if part is None else asdict(part)


def _accuracy(accuracy: Accuracy | None) -> dict[str, Any] | None:
    if accuracy is None:
        return None
    shares = {"sensitivity": accuracy.sensitivity, "specificity": accuracy.specificity}
    return {**asdict(accuracy), **{name: asdict(share) for name, share in shares.items()}}


def reason_entry(span: Span) -> dict[str, Any]:
    """A stretch that speaks for an answer, as an entry of `reasons`."""
    rest = asdict(span)
    return {"for": rest.pop("target"), **rest}


def _worth(worth: Worth | None) -> dict[str, Any] | None:
    if worth is None:
        return None
    return {
        "from": worth.from_p,
        "to": min(worth.to_p, 1.0),
        "n": worth.n,
        "right": worth.right,
        "low": worth.low,
        "high": worth.high,
    }


def _plain(value: Any) -> Any:
    """Tuples as lists, numbers rounded, and None for a number that is not one."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if isinstance(value, float):
        return round(value, DECIMALS) if math.isfinite(value) else None
    return value

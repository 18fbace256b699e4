"""The diagnosis network: a recording in, four calibrated probabilities, findings and a diagnosis or none out."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.recording import Recording
from ecgweb.inference.calibration import decide, diagnosis_probabilities, finding_probabilities, worth_of
from ecgweb.inference.manifest import Manifest, Worth, load_manifest
from ecgweb.inference.preparation import INPUT_SHAPES, Inputs, network_input

NEVER_NORMAL = frozenset({"MI", "AFIB", "PVC", "PACE"})
HARDLY_NORMAL = frozenset({"STTC", "CD", "HYP", "PAC"})

Network = Callable[[Inputs], dict[str, NDArray[np.float32]]]


@dataclass(frozen=True)
class Finding:
    """A statement about the ECG with its calibrated probability."""

    code: str
    label: str
    probability: float
    present: bool


@dataclass(frozen=True)
class Answer:
    """What the network says of one recording; `code` is None when the diagnosis is withheld."""

    code: str | None
    label: str | None
    confidence: float
    candidates: tuple[str, ...]
    probabilities: dict[str, float]
    findings: tuple[Finding, ...]
    worth: Worth | None


class DiagnosisModel:
    """A loaded network with its manifest."""

    def __init__(self, manifest: Manifest, network: Network) -> None:
        self.manifest = manifest
        self._network = network

    @classmethod
    def load(cls, manifest_path: Path) -> DiagnosisModel:
        """Load the network that a manifest describes; raises `ManifestError` when it is not that file."""
        manifest = load_manifest(manifest_path)
        return cls(manifest, load_network(manifest.model_path))

    def warm_up(self) -> None:
        """Run once on silence, so that the first person does not wait for the graph to be traced."""
        self._network({name: np.zeros((2, *shape), np.float32) for name, shape in INPUT_SHAPES.items()})

    def answer(self, recording: Recording) -> Answer:
        """Read one recording."""
        logits = self._network(network_input(recording))
        findings = self._findings(logits["findings"][0])
        probabilities = diagnosis_probabilities(logits["diagnosis"][1], self.manifest.diagnosis_calibration)
        classes = self.manifest.diagnoses
        doubted = doubted_diagnoses({finding.code for finding in findings if finding.present})
        decision = decide(
            probabilities, self.manifest.decision, [k for k, entry in enumerate(classes) if entry.code in doubted]
        )
        given = None if decision.given is None else classes[decision.given]
        return Answer(
            code=given.code if given else None,
            label=given.label if given else None,
            confidence=decision.confidence,
            candidates=tuple(classes[index].code for index in decision.candidates),
            probabilities={entry.code: float(p) for entry, p in zip(classes, probabilities, strict=True)},
            findings=findings,
            worth=worth_of(given.code, decision.confidence, self.manifest.worth) if given else None,
        )

    def _findings(self, logits: NDArray[np.float32]) -> tuple[Finding, ...]:
        classes = self.manifest.findings
        probabilities = finding_probabilities(logits, classes)
        return tuple(
            Finding(entry.code, entry.label, float(p), bool(p >= entry.threshold))
            for entry, p in zip(classes, probabilities, strict=True)
        )


def doubted_diagnoses(present: Collection[str]) -> frozenset[str]:
    """Diagnoses that the findings speak against: "normal" beside what never is, or with no finding to support it.

    Findings and diagnosis come from different layers that learned from different records; what only one of them calls
    normal is not called so.
    """
    hardly = HARDLY_NORMAL.intersection(present) and "NORM" not in present
    return frozenset({"normal"}) if hardly or NEVER_NORMAL.intersection(present) else frozenset()


def load_network(path: Path) -> Network:
    """A saved Keras model as a plain function on arrays, its graph traced for one recording (two views)."""
    import tensorflow as tf  # held back until a network is really wanted: it takes seconds to import

    model = tf.keras.models.load_model(path, compile=False)
    names = list(model.input)
    signature = {name: tf.TensorSpec((2, *INPUT_SHAPES[name]), tf.float32, name=name) for name in names}
    graph = tf.function(lambda views: model(views, training=False), input_signature=[signature])

    def network(inputs: Inputs) -> dict[str, NDArray[np.float32]]:
        logits = graph({name: inputs[name] for name in names})
        return {name: np.asarray(value) for name, value in logits.items()}

    return network

"""The diagnosis network: a recording in, four calibrated probabilities, findings and a diagnosis or none out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.recording import Recording
from ecgweb.ecg.waves.delineation import Delineator
from ecgweb.inference.attribution import Span, Weights, contributions, seen_in, spans
from ecgweb.inference.calibration import (
    decide,
    diagnosis_probabilities,
    finding_probabilities,
    prediction_set,
    sure_state,
)
from ecgweb.inference.familiarity import Familiarity, familiarity_of
from ecgweb.inference.manifest import Manifest, load_manifest
from ecgweb.inference.network_file import Network, load_network
from ecgweb.inference.preparation import ASKED_SHAPES, network_input
from ecgweb.inference.worth import Worth, worth_of

NEVER_NORMAL = frozenset({"MI", "AFIB", "PVC", "PACE"})
HARDLY_NORMAL = frozenset({"STTC", "CD", "HYP", "PAC"})
ALARMING = frozenset(
    {"mi"}
)  # given of an unfamiliar input too: striking infarctions are rare, and must not be held back
UNREMARKABLE = frozenset({"NORM", "SR"})  # nobody asks where on the trace these are
FULL_VIEW, DIAGNOSIS_VIEW = 0, 1


@dataclass(frozen=True)
class Finding:
    """A statement about the ECG with its calibrated probability.

    `state` says what can be said at the coverage promised, see `calibration.sure_state`.
    """

    code: str
    label: str
    probability: float
    present: bool
    state: str | None = None


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
    not_ruled_out: tuple[str, ...] | None = None
    familiarity: Familiarity | None = None


class DiagnosisModel:
    """A loaded network with its manifest, and the network that tells the waves it measures apart."""

    def __init__(self, manifest: Manifest, network: Network, delineate: Delineator | None = None) -> None:
        self.manifest = manifest
        self._network, self._delineate = network, delineate

    @classmethod
    def load(cls, manifest_path: Path, delineate: Delineator | None = None) -> DiagnosisModel:
        """Load the network that a manifest describes; raises `ManifestError` when it is not that file."""
        manifest = load_manifest(manifest_path)
        return cls(manifest, load_network(manifest.model_path), delineate)

    def warm_up(self) -> None:
        """Run once on silence, so that the first person does not wait for the graph to be traced."""
        self._network({name: np.zeros((2, *shape), np.float32) for name, shape in ASKED_SHAPES.items()})

    def answer(self, recording: Recording) -> Answer:
        """Read one recording."""
        logits = self._network(network_input(recording, self._delineate))
        findings = self._findings(logits["findings"][0])
        probabilities = diagnosis_probabilities(logits["diagnosis"][1], self.manifest.diagnosis_calibration)
        classes, rule = self.manifest.diagnoses, self.manifest.decision
        familiarity = self._familiarity(logits)
        doubted = doubted_diagnoses({finding.code for finding in findings if finding.present})
        decision = decide(probabilities, rule, [k for k, entry in enumerate(classes) if entry.code in doubted])
        given = None if decision.given is None else classes[decision.given]
        if given and familiarity and not familiarity.familiar and given.code not in ALARMING:
            given = None
        kept = prediction_set(probabilities, rule) if rule.class_cuts else None
        return Answer(
            code=given.code if given else None,
            label=given.label if given else None,
            confidence=decision.confidence,
            candidates=tuple(classes[index].code for index in decision.candidates),
            probabilities={entry.code: float(p) for entry, p in zip(classes, probabilities, strict=True)},
            findings=findings,
            worth=worth_of(given.code, decision.confidence, self.manifest.worth) if given else None,
            not_ruled_out=None if kept is None else tuple(classes[index].code for index in kept),
            familiarity=familiarity,
        )

    def reasons(self, recording: Recording, targets: Sequence[str]) -> tuple[Span, ...]:
        """Which parts of which leads speak for each of these answers, codes of diagnoses and findings.

        Diagnosis and findings are explained on the view of the recording that each is read from.
        """
        inputs = network_input(recording, self._delineate)
        diagnoses = [entry.code for entry in self.manifest.diagnoses]
        log_shares = self._network(inputs)["diagnosis"][DIAGNOSIS_VIEW]
        found: list[Span] = []
        for row, own in ((DIAGNOSIS_VIEW, True), (FULL_VIEW, False)):
            codes = [code for code in targets if (code in diagnoses) is own]
            if codes:
                view = {name: value[row] for name, value in inputs.items()}
                added = contributions(view, answer_weights(codes, log_shares, self.manifest), self._network)
                seen = seen_in(view)
                found += [span for code, one in zip(codes, added, strict=True) for span in spans(code, one, seen)]
        return tuple(found)

    def _familiarity(self, logits: dict[str, NDArray[np.float32]]) -> Familiarity | None:
        rule = self.manifest.familiarity
        return familiarity_of(logits["familiarity"][DIAGNOSIS_VIEW], rule) if rule else None

    def _findings(self, logits: NDArray[np.float32]) -> tuple[Finding, ...]:
        classes = self.manifest.findings
        probabilities = finding_probabilities(logits, classes)
        reported = [bool(p >= entry.threshold) for entry, p in zip(classes, probabilities, strict=True)]
        return tuple(
            Finding(entry.code, entry.label, float(p), present, sure_state(float(p), present, entry.sure))
            for entry, p, present in zip(classes, probabilities, reported, strict=True)
        )


def answer_weights(codes: Sequence[str], log_shares: NDArray[np.floating], manifest: Manifest) -> Weights:
    """What each output counts in each answer: a finding its own logit, a diagnosis its logit against the others'.

    Parameters
    ----------
    codes : sequence of str
        Codes of diagnoses and findings.
    log_shares : ndarray, shape (diagnoses,)
        The logits of the diagnoses: the others count as much as they are likely.
    manifest : Manifest
    """
    diagnoses = [entry.code for entry in manifest.diagnoses]
    findings = [entry.code for entry in manifest.findings]
    weights = {
        "diagnosis": np.zeros((len(codes), len(diagnoses)), np.float32),
        "findings": np.zeros((len(codes), len(findings)), np.float32),
    }
    for row, code in enumerate(codes):
        if code in findings:
            weights["findings"][row, findings.index(code)] = 1
            continue
        own = diagnoses.index(code)
        others = np.exp(log_shares - log_shares.max())
        others[own] = 0
        weights["diagnosis"][row] = -others / max(float(others.sum()), 1e-9)
        weights["diagnosis"][row, own] = 1
    return weights


def doubted_diagnoses(present: Collection[str]) -> frozenset[str]:
    """Diagnoses that the findings speak against: "normal" beside what never is, or with no finding to support it.

    Findings and diagnosis come from different layers that learned from different records; what only one of them calls
    normal is not called so.
    """
    hardly = HARDLY_NORMAL.intersection(present) and "NORM" not in present
    return frozenset({"normal"}) if hardly or NEVER_NORMAL.intersection(present) else frozenset()

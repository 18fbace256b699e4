"""What the diagnosis network's answer adds to an analysis: the diagnosis, why, how sure, and what contradicts it."""

from __future__ import annotations

from typing import Any

from ecgweb.ecg.recording import Recording
from ecgweb.ecg.refusal import Reason
from ecgweb.ecg.waves import Measurements
from ecgweb.inference.analysis import Diagnosis
from ecgweb.inference.consistency import contradictions
from ecgweb.inference.diagnosis import Answer, DiagnosisModel
from ecgweb.inference.undecided import undecided_between, unfamiliar


def answer_fields(recording: Recording, model: DiagnosisModel, measured: Measurements) -> dict[str, Any]:
    """The fields of an analysis that come from the diagnosis network."""
    answer = model.answer(recording)
    labels = {entry.code: entry.label for entry in model.manifest.diagnoses}
    labels |= {entry.code: entry.label for entry in model.manifest.findings}
    present = [finding.code for finding in answer.findings if finding.present]
    return {
        "reason": _why_withheld(answer, model),
        "diagnosis": Diagnosis(
            answer.code,
            answer.label,
            answer.confidence,
            answer.candidates,
            answer.worth,
            answer.not_ruled_out,
            model.manifest.decision.class_coverage,
            next((row for row in model.manifest.accuracy if row.diagnosis == answer.code), None),
        ),
        "probabilities": answer.probabilities,
        "findings": answer.findings,
        "familiarity": answer.familiarity,
        "reasons": model.reasons(recording, answer.explained),
        "consistency": contradictions(answer.code, present, measured, labels),
    }


def _why_withheld(answer: Answer, model: DiagnosisModel) -> Reason | None:
    if answer.code:
        return None
    if answer.familiarity and answer.familiarity.message:
        return unfamiliar(answer.familiarity.message)
    return undecided_between(answer.candidates, model.manifest.diagnoses)

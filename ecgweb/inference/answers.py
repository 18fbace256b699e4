"""What the diagnosis network's answer adds to an analysis: the diagnosis, why, how sure, and what contradicts it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ecgweb.ecg.recording import Recording
from ecgweb.ecg.refusal import Reason
from ecgweb.ecg.waves import Measurements
from ecgweb.inference.analysis import Analysis, Diagnosis
from ecgweb.inference.consistency import contradictions
from ecgweb.inference.diagnosis import UNREMARKABLE, Answer, DiagnosisModel
from ecgweb.inference.undecided import undecided_between, unfamiliar

MOST_EXPLAINED = 8


def answer_fields(recording: Recording, model: DiagnosisModel, measured: Measurements) -> dict[str, Any]:
    """The fields of an analysis that come from the diagnosis network, but for its reasons (`with_reasons`)."""
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
        "consistency": contradictions(answer.code, present, measured, labels),
    }


def with_reasons(analysis: Analysis, recording: Recording, model: DiagnosisModel) -> Analysis:
    """The analysis with what speaks for its diagnosis and its likeliest findings, which takes longer than to answer."""
    return replace(analysis, reasons=model.reasons(recording, _explained(analysis)))


def _explained(analysis: Analysis) -> tuple[str, ...]:
    """The diagnosis, or what it is undecided between, and the likeliest findings."""
    if analysis.diagnosis is None:
        return ()
    diagnoses = (analysis.diagnosis.code,) if analysis.diagnosis.code else analysis.diagnosis.candidates[:2]
    remarkable = [one for one in analysis.findings or () if one.present and one.code not in UNREMARKABLE]
    likeliest = sorted(remarkable, key=lambda finding: -finding.probability)
    return (*diagnoses, *(finding.code for finding in likeliest))[:MOST_EXPLAINED]


def _why_withheld(answer: Answer, model: DiagnosisModel) -> Reason | None:
    if answer.code:
        return None
    if answer.familiarity and answer.familiarity.message:
        return unfamiliar(answer.familiarity.message)
    return undecided_between(answer.candidates, model.manifest.diagnoses)

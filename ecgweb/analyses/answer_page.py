"""What the result page says about its answer: why, what is not ruled out, what it is worth, what contradicts it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ecgweb.analyses.explained import Explained, diagnosis_name, explained_answers, further_findings
from ecgweb.ecg.recording import Recording
from ecgweb.inference.worth import PREVALENCES, Accuracy, Share


@dataclass(frozen=True)
class Where:
    """How often the answer would be right where so many of those examined have the condition."""

    prevalence: float
    in_testing: bool
    right: Share


@dataclass(frozen=True)
class Value:
    """How well this answer did in testing; `places` from the rarest to the most common."""

    name: str
    accuracy: Accuracy
    places: list[Where]


@dataclass(frozen=True)
class AnswerPage:
    """The parts; what an analysis does not say is empty or None.

    `shaded` is the code whose explanation is shown first, `explainable` holds further findings with their names;
    `unfamiliar` says in which way the input is unlike those tested where a diagnosis is given all the same.
    """

    explained: list[Explained]
    shaded: str
    explainable: list[tuple[str, str]]
    contradictions: list[dict[str, str]]
    unfamiliar: str | None
    not_ruled_out: list[str]
    coverage: float | None
    value: Value | None
    states: dict[str, str]


def answer_page(contract: dict[str, Any], recording: Recording | None, why: str | None = None) -> AnswerPage:
    """Work out what is said about the answer; analyses of earlier versions say less.

    `why` is the code of a finding that is to be explained besides what the analysis itself explains.
    """
    diagnosis = contract["diagnosis"] or {}
    prediction_set = diagnosis.get("prediction_set") or {}
    states = {finding["code"]: finding.get("state") for finding in contract["findings"] or ()}
    explained = explained_answers(contract, recording, why) if recording else []
    codes = {one.code for one in explained}
    return AnswerPage(
        explained=explained,
        shaded=why if why in codes else next((one.code for one in explained), ""),
        explainable=further_findings(contract, codes) if explained else [],
        contradictions=contract.get("consistency") or [],
        unfamiliar=(contract.get("familiarity") or {}).get("message") if diagnosis.get("code") else None,
        not_ruled_out=[diagnosis_name(code) for code in prediction_set.get("codes", ())],
        coverage=prediction_set.get("coverage"),
        value=_value(diagnosis.get("accuracy")),
        states={code: state for code, state in states.items() if state},
    )


def _value(counts: dict[str, Any] | None) -> Value | None:
    if not counts or not counts["positives"]:
        return None
    names = ("diagnosis", "positives", "hits", "negatives", "false_alarms")
    accuracy = Accuracy(**{name: counts[name] for name in names})
    shares = sorted({*PREVALENCES, accuracy.prevalence})
    places = [Where(share, share == accuracy.prevalence, accuracy.predictive_value(share)) for share in shares]
    return Value(diagnosis_name(accuracy.diagnosis), accuracy, places)

"""What an analysis came to, in the words of the message box and of the head of the result page."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from ecgweb.analyses import signal_words
from ecgweb.analyses.models import Analysis, State
from ecgweb.ecg.refusal import REASONS
from ecgweb.learning import content

NOT_AVAILABLE = "Medical diagnosis not available for the ECG image"
CALL = "If this person is unwell now, call the emergency number"
NUMBERS = "For example 112 in Europe, 911 in North America, 999 in the United Kingdom."
INTERRUPTED = "The analysis was interrupted because the site was restarted."
TRY_AGAIN = "Your picture is still here: have it analysed again."
NOT_COVERED = (
    "The text around the traces could not be covered, because no traces were found. If a name can be read on the "
    "picture, delete this analysis."
)
NOT_YET_COVERED = "The text around the traces is not covered yet: that is done when the analysis is complete."
LEADS_OVER_TIME = ("signal", "strip")
ONE_BEAT = (
    "One beat, looked at alone. In people it had not seen the program told normal and ventricular beats apart, "
    "and little else; a page or a strip tells far more."
)
ONE_BEAT_UNTESTED = (
    "One beat, looked at alone. This kind of beat could not be tested in people the program had not seen: "
    "take the answer as a likeness to known pictures, not as a finding."
)
_TONES = {"normal": "good", "abnormal": "caution", "history_mi": "caution", "mi": "danger"}
_FIBRILLATION = {"VF", "VFL", "!"}


@dataclass(frozen=True)
class Emergency:
    """What a result says before anything else when minutes may count."""

    title: str
    text: str


@dataclass(frozen=True)
class Outcome:
    """The result in a few words.

    Parameters
    ----------
    title : str
        The diagnosis, or the sentence that there is none.
    tone : {"good", "caution", "danger", "info"}
        Colour of the result.
    text : str
        What it means in a sentence or two, or the reason why there is no diagnosis.
    advice : str
        What to do about it.
    emergency : Emergency, optional
        Shown before anything else.
    diagnosis_code : str, optional
        One of the four diagnoses, None if it was withheld or refused.
    confidence : float, optional
        Probability of the diagnosis given.
    can_repeat : bool
        Whether the fault was ours, so that the same picture may be analysed again.
    privacy : str, optional
        Said when text that was to be covered can still be read.
    """

    title: str
    tone: str
    text: str
    advice: str = ""
    emergency: Emergency | None = None
    diagnosis_code: str | None = None
    confidence: float | None = None
    can_repeat: bool = False
    privacy: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def outcome_of(analysis: Analysis) -> Outcome | None:
    """The outcome, None while the analysis is under way."""
    if analysis.state == State.RUNNING:
        return None
    return replace(_outcome_of(analysis), privacy=_privacy(analysis))


def _outcome_of(analysis: Analysis) -> Outcome:
    if analysis.state == State.INTERRUPTED:
        return _fault(INTERRUPTED)
    if analysis.state == State.FAILED or analysis.contract is None:
        return _fault(REASONS["analysis_failed"].message)
    diagnosis = analysis.contract["diagnosis"]
    if diagnosis and diagnosis["code"]:
        return _given(analysis.contract)
    if analysis.contract["kind"] in LEADS_OVER_TIME and analysis.contract["accepted"]:
        return _of_signal(analysis.contract)
    if analysis.contract["beat"]:
        return _of_beat(analysis.contract)
    reason = analysis.contract["reason"]
    return _none(reason["message"], reason["advice"], _emergency(analysis.contract))


def _privacy(analysis: Analysis) -> str | None:
    if analysis.text_covered or not analysis.cover_text or _is_bare_beat(analysis):
        return None
    return NOT_COVERED if analysis.state == State.DONE else NOT_YET_COVERED


def _is_bare_beat(analysis: Analysis) -> bool:
    """A picture that was found, and not merely said, to be one beat holds nothing but its line."""
    contract = analysis.contract or {}
    return contract.get("kind") == "beat" and bool(contract["accepted"]) and not (analysis.help or {}).get("kind")


def _given(contract: dict[str, Any]) -> Outcome:
    diagnosis = contract["diagnosis"]
    condition = content.for_diagnosis(diagnosis["code"])
    return Outcome(
        title=diagnosis["label"],
        tone=_TONES.get(diagnosis["code"], "info"),
        text=condition.summary if condition else "",
        emergency=_emergency(contract),
        diagnosis_code=diagnosis["code"],
        confidence=diagnosis["confidence"],
    )


def _of_signal(contract: dict[str, Any]) -> Outcome:
    """The rhythm; a signal of twelve leads whose diagnosis is withheld says why besides."""
    words = signal_words.words_of(contract)
    reason = contract["reason"] or {}
    return Outcome(
        title=words.title,
        tone=words.tone,
        text=" ".join(filter(None, [words.text, reason.get("message")])),
        advice=reason.get("advice", ""),
        emergency=_emergency(contract),
        confidence=words.confidence,
    )


def _of_beat(contract: dict[str, Any]) -> Outcome:
    """The kind of beat, and at once how far it can be trusted."""
    beat = contract["beat"]
    tested = ONE_BEAT_UNTESTED if beat["class"] in beat["untested"] else ONE_BEAT
    return Outcome(
        title=beat["label"],
        tone="good" if beat["class"] == "N" else "caution",
        text=tested,
        emergency=_emergency(contract),
        confidence=beat["probability"],
    )


def _none(reason: str, advice: str, emergency: Emergency | None = None) -> Outcome:
    return Outcome(title=NOT_AVAILABLE, tone="info", text=reason, advice=advice, emergency=emergency)


def _fault(reason: str) -> Outcome:
    return Outcome(title=NOT_AVAILABLE, tone="info", text=reason, advice=TRY_AGAIN, can_repeat=True)


def _emergency(contract: dict[str, Any]) -> Emergency | None:
    """For an infarction, one that is not ruled out, or ventricular fibrillation.

    An old infarction raises no alarm by itself: its page says what to watch for.
    """
    diagnosis = contract["diagnosis"] or {}
    if diagnosis.get("code") == "mi":
        condition = content.for_diagnosis("mi")
        return Emergency(CALL, " ".join(filter(None, [condition.urgent if condition else "", NUMBERS])))
    fibrillates = contract["kind"] in LEADS_OVER_TIME and signal_words.shows_fibrillation(contract)
    if fibrillates or {(contract.get(part) or {}).get("class") for part in ("beat", "rhythm")} & _FIBRILLATION:
        return Emergency(CALL, f"The trace may show ventricular fibrillation. Start resuscitation. {NUMBERS}")
    suspected = "mi" in diagnosis.get("set", ()) or _is_likely(contract, "MI")
    if suspected and diagnosis.get("code") != "history_mi":
        return Emergency(CALL, f"A myocardial infarction is not ruled out by this picture. {NUMBERS}")
    return None


def _is_likely(contract: dict[str, Any], code: str) -> bool:
    """More likely than not: findings are listed from lower on, where an alarm would mostly be false."""
    return any(finding["probability"] > 0.5 for finding in contract["findings"] or () if finding["code"] == code)

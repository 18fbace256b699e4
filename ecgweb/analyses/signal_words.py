"""What a signal came to, in the words of the message box and of the head of the result page."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

_TONES = {"SR": "good", "AFIB": "caution", "ARR": "caution", "OTHER": "caution", "NOISE": "info", "VF": "danger"}
_TEXTS = {
    "SR": "The beats follow each other as the sinus node sets them.",
    "AFIB": "The beats follow each other without any pattern, as in atrial fibrillation.",
    "ARR": "The rhythm is not that of the sinus node throughout.",
    "OTHER": "The rhythm is neither a normal sinus rhythm nor atrial fibrillation.",
    "NOISE": "The signal is too noisy to tell its rhythm.",
    "VF": "The trace looks like ventricular fibrillation or flutter, or like noise of the same kind.",
}
NOT_CLASSIFIED = "Signal read, rhythm not classified"
WHY_NOT = "No stretch of ten seconds without a gap could be classified."


@dataclass(frozen=True)
class SignalWords:
    """Title, tone, a sentence and the probability of the class; None where there is no class."""

    title: str
    tone: str
    text: str
    confidence: float | None


def words_of(contract: dict[str, Any]) -> SignalWords:
    """The rhythm in words: that of the rhythm network, else that of the scalograms."""
    answer = contract["rhythm"] or contract["time_frequency"] or {}
    code = answer.get("class")
    if not code:
        return SignalWords(NOT_CLASSIFIED, "info", WHY_NOT, None)
    probability = (answer.get("probabilities") or {}).get(code)
    return SignalWords(answer["label"], _TONES.get(code, "info"), _sentence(code, contract), probability)


def shows_fibrillation(contract: dict[str, Any]) -> bool:
    """Whether ventricular fibrillation is the class of the whole or of two windows one after the other."""
    answer = contract["rhythm"] or contract["time_frequency"] or {}
    codes = [window["class"] for window in answer.get("windows") or []]
    return answer.get("class") == "VF" or any(a == b == "VF" for a, b in pairwise(codes))


def _sentence(code: str, contract: dict[str, Any]) -> str:
    count = len(contract["beats"] or ())
    ectopic = sum(beat["aami"] in ("S", "V", "F") for beat in contract["beats"] or ())
    beats = f" {count} beats, {ectopic} of them ectopic." if count else ""
    return _TEXTS.get(code, "") + beats

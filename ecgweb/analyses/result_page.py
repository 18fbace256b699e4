"""Everything the result page shows, worked out before the template sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ecgweb.analyses import figures, person, service
from ecgweb.analyses.answer_page import AnswerPage, answer_page
from ecgweb.analyses.beats_page import BeatsPage, picture_beats
from ecgweb.analyses.drawings import overlay_svg, redrawn_svg
from ecgweb.analyses.layout_words import layout_words
from ecgweb.analyses.measurement_page import MeasurementPage, measurement_page
from ecgweb.analyses.models import Analysis
from ecgweb.analyses.outcome import Outcome
from ecgweb.ecg.recording import LEADS
from ecgweb.learning import content
from ecgweb.learning.conditions import Condition

OF_TWENTY = 20
QUALITY = {
    "good": ("good", "Good: the traces were easy to read."),
    "fair": ("caution", "Fair: parts of the traces were hard to read. Compare them with the picture."),
    "poor": ("danger", "Poor: much of the traces could not be read. Do not rely on this result."),
}


@dataclass(frozen=True)
class Worth:
    """How often such an answer was right in testing."""

    answers: int
    right: int
    share: float
    low: float
    high: float
    from_p: float
    to_p: float

    @property
    def of_twenty(self) -> int:
        """The share as so many of twenty."""
        return round(OF_TWENTY * self.share)


@dataclass(frozen=True)
class ResultPage:
    """The parts of the page; what an upload did not come to is empty or None."""

    worth: Worth | None
    answer: AnswerPage
    probabilities: list[tuple[str, float, bool]]
    measured: MeasurementPage | None
    findings: list[figures.FindingLine]
    quality: tuple[str, str] | None
    doubts: list[str]
    leads: list[tuple[str, float]]
    overlay: str | None
    beats: BeatsPage | None
    redrawn: str | None
    condition: Condition | None
    layout: dict[str, Any] | None
    layout_words: str
    model: dict[str, Any] | None
    seconds: float | None

    @property
    def likely(self) -> list[figures.FindingLine]:
        return [finding for finding in self.findings if finding.present and finding.is_likely]

    @property
    def possible(self) -> list[figures.FindingLine]:
        """Reported although less likely than not: rare findings are, or they would never be."""
        return [finding for finding in self.findings if finding.present and not finding.is_likely]


def result_page(analysis: Analysis, outcome: Outcome, why: str | None = None) -> ResultPage:
    """Work out the result page of a finished analysis; `why` is the code of one more finding to be explained."""
    contract = analysis.contract or dict.fromkeys(
        ("diagnosis", "probabilities", "measurements", "findings", "quality", "layout", "model", "timing_ms")
    )
    reading, layout = service.reading(analysis), contract["layout"]
    beats, letters = picture_beats(contract, reading, max(analysis.width_px, analysis.height_px))
    answer = answer_page(contract, reading.recording if reading else None, why)
    return ResultPage(
        worth=_worth(contract["diagnosis"]),
        answer=answer,
        probabilities=_probabilities(contract, outcome.diagnosis_code),
        measured=measurement_page(contract, person.of(analysis), reading.recording if reading else None),
        findings=figures.findings(contract),
        quality=QUALITY.get((contract["quality"] or {}).get("verdict", "")),
        doubts=(contract["quality"] or {}).get("doubts") or [],
        leads=_leads(contract["quality"]),
        overlay=overlay_svg(reading, analysis.width_px, analysis.height_px, answer.explained, letters)
        if reading
        else None,
        beats=beats,
        redrawn=redrawn_svg(reading, layout, answer.explained) if reading and layout else None,
        condition=content.for_diagnosis(outcome.diagnosis_code),
        layout=layout,
        layout_words=layout_words(layout) if layout else "",
        model=contract["model"],
        seconds=(contract["timing_ms"] or {}).get("total", 0) / 1000 or None,
    )


def _worth(diagnosis: dict[str, Any] | None) -> Worth | None:
    worth = (diagnosis or {}).get("worth")
    if not worth:
        return None
    right = round(worth["right"] * worth["n"])
    top = min(1.0, worth["to"])  # the last row is open to include certainty itself
    return Worth(worth["n"], right, worth["right"], worth["low"], worth["high"], worth["from"], top)


def _probabilities(contract: dict[str, Any], given: str | None) -> list[tuple[str, float, bool]]:
    """Label, probability and whether it is the diagnosis given, the likeliest first."""
    shares = sorted((contract["probabilities"] or {}).items(), key=lambda item: -item[1])
    return [(_name(code), share, code == given) for code, share in shares]


def _name(diagnosis_code: str) -> str:
    condition = content.for_diagnosis(diagnosis_code)
    return condition.name if condition else diagnosis_code


def _leads(quality: dict[str, Any] | None) -> list[tuple[str, float]]:
    seen = (quality or {}).get("leads") or {}
    return [(lead, seen[lead] or 0.0) for lead in LEADS if lead in seen]

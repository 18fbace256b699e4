"""What speaks for each answer, in words and ready to be drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from flask import current_app
from numpy.typing import NDArray

from ecgweb.ecg.recording import LEADS, Recording
from ecgweb.ecg.waves import r_peaks
from ecgweb.inference.analysis import reason_entry
from ecgweb.inference.diagnosis import UNREMARKABLE
from ecgweb.inference.service import AnalysisService
from ecgweb.learning import content

MOST_LEADS = 4
ENOUGH = 0.7  # of the weight: leads are named until they hold so much
# From the R peak in seconds, in the order of time; roughly right for usual rates.
PARTS = {"the P wave": (-0.24, -0.06), "the QRS complex": (-0.06, 0.07), "the ST segment and T wave": (0.07, 0.42)}
STEP_S = 0.01


@dataclass(frozen=True)
class Explained:
    """One answer with the stretches that speak for it, `number`ed as on the page."""

    number: int
    code: str
    label: str
    words: str
    spans: tuple[dict[str, Any], ...]

    @property
    def css_class(self) -> str:
        return f"why-{self.number}"


def explained_answers(contract: dict[str, Any], recording: Recording, why: str | None = None) -> list[Explained]:
    """Every answer of an analysis that was explained, in the order of the analysis, and one more that is asked for."""
    labels = {finding["code"]: finding["label"] for finding in contract["findings"] or ()}
    peaks_s = r_peaks(recording)
    spans = contract.get("reasons") or []
    if spans and why in {code for code, _ in further_findings(contract, {span["for"] for span in spans})}:
        spans = [*spans, *_one_more(contract, recording, why)]
    groups = groupby(spans, key=lambda span: span["for"])
    found = [(code, tuple(spans)) for code, spans in groups]
    return [
        Explained(number, code, labels.get(code) or diagnosis_name(code), in_words(spans, peaks_s), spans)
        for number, (code, spans) in enumerate(found)
    ]


def further_findings(contract: dict[str, Any], explained: Collection[str]) -> list[tuple[str, str]]:
    """Code and name of each finding that was reported, can be pointed at, and is not explained yet."""
    left = UNREMARKABLE.union(explained)
    return [
        (finding["code"], finding["label"])
        for finding in contract["findings"] or ()
        if finding["present"] and finding["code"] not in left
    ]


def _one_more(contract: dict[str, Any], recording: Recording, code: str) -> list[dict[str, Any]]:
    """What speaks for a finding, worked out anew: the analysis keeps the likeliest ones only."""
    service: AnalysisService = current_app.extensions["analysis_service"]
    return [reason_entry(span) for span in service.explain(recording, code, contract["model"]["sha256"])]


def diagnosis_name(diagnosis_code: str) -> str:
    """What people call one of the four diagnoses."""
    condition = content.for_diagnosis(diagnosis_code)
    return condition.name if condition else diagnosis_code


def in_words(spans: Sequence[dict[str, Any]], peaks_s: NDArray[np.float64]) -> str:
    """Leads, part of the beat and the strongest stretch: "Mostly V1 to V3, the QRS complex; strongest in V2 ..."."""
    strongest = max(spans, key=lambda span: span["weight"])
    part = _main_part(spans, peaks_s)
    where = f"Mostly {_leads_in_words(_main_leads(spans))}{f', {part}' if part else ''}"
    middle_s = (strongest["start_s"] + strongest["end_s"]) / 2
    return f"{where}; strongest in {strongest['lead']} at {middle_s:.1f} s of the recording."


def _main_leads(spans: Iterable[dict[str, Any]]) -> list[str]:
    """The leads that together hold most of the weight, at most four, in their usual order."""
    weights: Counter[str] = Counter()
    for span in spans:
        weights[span["lead"]] += span["weight"]
    named, total, held = [], sum(weights.values()), 0.0
    for lead, weight in weights.most_common(MOST_LEADS):
        if held >= ENOUGH * total:
            break
        named.append(lead)
        held += weight
    return sorted(named, key=LEADS.index)


def _leads_in_words(leads: Sequence[str]) -> str:
    """ "V1 to V3" for neighbours on the chest, else "I, aVL and V6"."""
    first = LEADS.index(leads[0])
    if len(leads) > 2 and leads[0].startswith("V") and tuple(leads) == LEADS[first : first + len(leads)]:
        return f"{leads[0]} to {leads[-1]}"
    return " and ".join(filter(None, [", ".join(leads[:-1]), leads[-1]]))


def _main_part(spans: Iterable[dict[str, Any]], peaks_s: NDArray[np.float64]) -> str | None:
    """The part of the beat that holds at least half of the weight, if one does."""
    if peaks_s.size == 0:
        return None
    weights: Counter[str | None] = Counter()
    for span in spans:
        at_s = np.arange(span["start_s"], span["end_s"], STEP_S) + STEP_S / 2
        since = at_s[:, None] - peaks_s[None, :]
        nearest = since[np.arange(at_s.size), np.abs(np.where(since < -0.24, np.inf, since)).argmin(axis=1)]
        for value in nearest.tolist():
            part = next((name for name, (start, end) in PARTS.items() if start <= value < end), None)
            weights[part] += span["weight"] / at_s.size
    part, weight = weights.most_common(1)[0]
    return part if weight >= 0.5 * sum(weights.values()) else None

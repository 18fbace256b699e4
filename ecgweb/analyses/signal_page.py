"""Everything the result page of a signal shows, worked out before the template sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ecgweb.analyses.beats_page import BeatsPage, beats_page, rhythm_windows
from ecgweb.analyses.signal_drawings import FIRST_SAMPLES, SCALOGRAM_HZ, SCALOGRAM_S, envelope
from ecgweb.analyses.signal_plots import Span, clock, scalogram_plot, trace_plot
from ecgweb.ecg.readers.signal import SignalReading
from ecgweb.learning import content
from ecgweb.learning.conditions import Condition

ZOOMS_S = (2.0, 5.0, 10.0, 30.0, 60.0)
USUAL_S = 10.0
RHYTHM_CONDITIONS = {"AFIB": "atrial-fibrillation", "VF": "ventricular-fibrillation"}
RHYTHM_NAMES = {
    "SR": "Sinus rhythm",
    "AFIB": "Atrial fibrillation",
    "OTHER": "Another rhythm",
    "ARR": "Arrhythmia",
    "NOISE": "Too noisy to tell",
    "VF": "Ventricular fibrillation or flutter",
    "CHF": "Congestive heart failure",
    "NSR": "Normal sinus rhythm",
}


@dataclass(frozen=True)
class View:
    """Which stretch of which lead the close-up shows."""

    lead: int
    start_s: float
    seconds: float

    @property
    def span(self) -> Span:
        return Span(self.start_s, self.start_s + self.seconds)


@dataclass(frozen=True)
class SignalPage:
    """The parts of the page; what the signal did not come to is empty or None."""

    first: str
    first_count: int
    whole: str
    close_up: str
    scalogram: str
    view: View
    zooms: list[tuple[float, str]]
    earlier_s: float | None
    later_s: float | None
    leads: list[str]
    facts: list[tuple[str, str, str]]
    beats: BeatsPage
    rhythm_shares: list[tuple[str, str, float]]
    classifiers: list[dict[str, Any]]
    voltage_known: bool
    condition: Condition | None


def view_of(signal: SignalReading, contract: dict[str, Any], wanted: dict[str, Any]) -> View:
    """The stretch asked for, kept within the signal."""
    rhythm_lead = contract["signal"]["rhythm_lead"]
    lead = wanted.get("lead")
    if lead not in range(len(signal.leads)):
        lead = signal.leads.index(rhythm_lead) if rhythm_lead in signal.leads else 0
    seconds = min(max(float(wanted.get("seconds") or USUAL_S), SCALOGRAM_S[0]), ZOOMS_S[-1], signal.duration_s)
    start_s = min(max(float(wanted.get("start_s") or 0.0), 0.0), signal.duration_s - seconds)
    return View(int(lead or 0), round(start_s, 3), seconds)


def signal_page(signal: SignalReading, contract: dict[str, Any], view: View, scalogram_url: str) -> SignalPage:
    """Work out the page of a finished analysis."""
    beats = contract["beats"] or []
    windows = rhythm_windows(contract)
    known = signal.voltage_known
    name, rate_hz = signal.leads[view.lead], signal.sampling_rate_hz
    first_count = min(FIRST_SAMPLES, signal.samples)
    first_span, whole_span = Span(0, first_count / rate_hz), Span(0, signal.duration_s)
    start, stop = (round(moment * rate_hz) for moment in (view.span.start_s, view.span.end_s))
    later_s = view.start_s + view.seconds
    words = f"{name}, {clock(view.start_s)} to {clock(later_s)}"
    return SignalPage(
        first=trace_plot(
            envelope(signal, view.lead, 0, first_count), first_span, f"First samples of {name}", known_voltage=known
        ),
        first_count=first_count,
        whole=trace_plot(
            envelope(signal, view.lead, 0, signal.samples), whole_span, f"All of {name}", beats, windows, known
        ),
        close_up=trace_plot(
            envelope(signal, view.lead, start, min(stop, signal.samples)), view.span, words, beats, windows, known
        ),
        scalogram=scalogram_plot(
            scalogram_url, view.span, min(SCALOGRAM_HZ[1], 0.45 * rate_hz), f"Morlet scalogram of {words}"
        ),
        view=view,
        zooms=[(seconds, clock(seconds)) for seconds in ZOOMS_S if seconds < 2 * signal.duration_s],
        earlier_s=max(0.0, view.start_s - view.seconds) if view.start_s > 0 else None,
        later_s=later_s if later_s < signal.duration_s - 0.01 else None,
        leads=list(signal.leads),
        facts=_facts(signal, contract),
        beats=beats_page(contract),
        rhythm_shares=rhythm_shares(windows),
        classifiers=_classifiers(contract),
        voltage_known=known,
        condition=rhythm_condition(contract),
    )


def rhythm_condition(contract: dict[str, Any]) -> Condition | None:
    """What explains the rhythm, where it is one of those explained."""
    answer = contract["rhythm"] or contract["time_frequency"] or {}
    slug = RHYTHM_CONDITIONS.get(answer.get("class") or "")
    return content.condition(slug) if slug else None


def _facts(signal: SignalReading, contract: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        ("Length", clock(signal.duration_s), ""),
        ("Sampling rate", f"{signal.sampling_rate_hz:g}", "Hz"),
        ("Leads", str(len(signal.leads)), ""),
        ("Rhythm read from", contract["signal"]["rhythm_lead"], ""),
    ]


def rhythm_shares(windows: list[dict[str, Any]]) -> list[tuple[str, str, float]]:
    """Code, name and share of time of each rhythm."""
    seconds: dict[str, float] = {}
    for window in windows:
        seconds[window["class"]] = seconds.get(window["class"], 0.0) + window["end_s"] - window["start_s"]
    total = sum(seconds.values())
    rows = sorted(seconds.items(), key=lambda item: -item[1])
    return [(code, RHYTHM_NAMES.get(code, code), share / total) for code, share in rows]


def _classifiers(contract: dict[str, Any]) -> list[dict[str, Any]]:
    """Both scalogram classifiers with their classes in words, the shipped one first."""
    answer = contract["time_frequency"]
    if not answer:
        return []
    return [_with_names(one) for one in (answer, *answer["others"])]


def _with_names(answer: dict[str, Any]) -> dict[str, Any]:
    shares = sorted((answer["probabilities"] or {}).items(), key=lambda item: -item[1])
    bars = [(RHYTHM_NAMES.get(code, code), share, code == answer["class"]) for code, share in shares]
    return {**answer, "bars": bars}

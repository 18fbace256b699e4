"""The measurements of a result page: values with errors and ranges, every lead, and the typical beat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ecgweb.analyses.figures import NOT_MEASURED, Figure, corrections, measurements
from ecgweb.analyses.layout_words import printed_rate_words
from ecgweb.analyses.lead_figures import COLUMNS, LeadLine, lead_lines, voltages
from ecgweb.analyses.median_beat_drawing import BeatPictures, beat_pictures
from ecgweb.analyses.person import Person
from ecgweb.analyses.reference_ranges import about
from ecgweb.ecg.recording import Recording
from ecgweb.learning import references
from ecgweb.learning.references import Reference

# Printed by `python -m training.evaluate_qtc`: where the mean QTc of healthy people stays within 10 ms.
FITS_BPM = {"Bazett": (60, 80), "Fridericia": (40, 100), "Framingham": (40, 100), "Hodges": (50, 120)}
# Of QTc with the heart rate in 22,063 healthy people, as published.
CORRELATION = {"Bazett": 0.48, "Fridericia": 0.02, "Framingham": 0.20, "Hodges": -0.18}
RHYTHM_WORDS = {
    "regular": "Regular: the longest and the shortest RR interval differ by at most 120 ms.",
    "irregular": "Irregular: the longest and the shortest RR interval differ by more than 120 ms.",
}


@dataclass(frozen=True)
class Formula:
    """QTc by one formula; `fits` is the range of rates it is made for, `in_range` whether this rate lies in it."""

    figure: Figure
    fits: str
    correlation: float
    in_range: bool


@dataclass(frozen=True)
class MeasurementPage:
    """Everything that was measured, ready to be shown."""

    figures: list[Figure]
    formulas: list[Formula]
    rhythm: list[str]
    voltages: list[Figure]
    leads: list[LeadLine]
    beat: BeatPictures | None
    person: Person
    about: str
    sources: list[Reference]
    caution: str | None

    @property
    def columns(self) -> list[str]:
        """The names of the amplitudes of each lead."""
        return [name for name, _ in COLUMNS]

    @property
    def rows(self) -> list[Figure]:
        """What has a value, or a reason of its own for having none."""
        return [figure for figure in self.figures + self.voltages if figure.words != NOT_MEASURED]

    @property
    def unmeasured(self) -> list[str]:
        """The names of the rest: a strip of one lead has many, and rows of them would hide what was measured."""
        return [figure.name for figure in self.figures + self.voltages if figure.words == NOT_MEASURED]


def measurement_page(
    contract: dict[str, Any], person: Person, recording: Recording | None = None
) -> MeasurementPage | None:
    """Work out the measurements of a finished analysis; None if nothing was measured."""
    measured = contract["measurements"]
    if not measured:
        return None
    figures = measurements(contract, person)
    shown = [*figures, *voltages(measured, person)]
    return MeasurementPage(
        figures=figures,
        formulas=_formulas(contract, person),
        rhythm=[*_rhythm(measured), *printed_rate_words(contract.get("layout"), measured)],
        voltages=voltages(measured, person),
        leads=lead_lines(measured, person),
        beat=beat_pictures(recording, measured) if recording else None,
        person=person,
        about=about(person),
        sources=_sources(shown, bool(measured.get("leads"))),
        caution=_caution(measured),
    )


def _formulas(contract: dict[str, Any], person: Person) -> list[Formula]:
    measured = contract["measurements"]
    rate_bpm = measured.get("heart_rate_bpm")
    if rate_bpm is None:
        return []
    return [_formula(figure, rate_bpm) for figure in corrections(contract, person)]


def _formula(figure: Figure, rate_bpm: float) -> Formula:
    low, high = FITS_BPM[figure.name]
    return Formula(figure, f"{low} to {high} bpm", CORRELATION[figure.name], low <= round(rate_bpm) <= high)


def _rhythm(measured: dict[str, Any]) -> list[str]:
    """Sentences on how evenly the heart beats."""
    words = []
    if measured.get("regularity"):
        words.append(RHYTHM_WORDS[measured["regularity"]])
    if measured.get("heart_rate_range_bpm"):
        low, high = measured["heart_rate_range_bpm"]
        words.append(
            f"From beat to beat {low:.1f} to {high:.1f} bpm, on average {measured['heart_rate_mean_bpm']:.1f} bpm; "
            f"the RR intervals vary by {100 * measured['rr_variation']:.1f} % (standard deviation)."
        )
    return words


def _caution(measured: dict[str, Any]) -> str | None:
    """What to bear in mind of QTc where the rhythm makes it doubtful."""
    if measured.get("regularity") != "irregular" or not measured.get("qtc_ms"):
        return None
    return (
        "The rhythm is irregular: no formula corrects QT well then. Average QTc over many beats, "
        "or do not use it, above all in atrial fibrillation."
    )


def _sources(figures: list[Figure], with_leads: bool) -> list[Reference]:
    """What the ranges shown were taken from, each once."""
    used = [one.source for figure in figures for one in figure.ranges if one.source]
    if any(figure.unit == "ms" and figure.name.startswith("QTc") for figure in figures):
        used.append(references.QTC_FORMULAS)
    if with_leads:
        used.append(references.MI_DEFINITION)
    return list(dict.fromkeys(used))

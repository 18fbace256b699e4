"""Do the answer and what was measured agree? A table of rules, each with its reason; what breaks one is told in words.

The network and the measurements look at the same traces by different means, so that where they contradict each other at
least one is wrong, and a person should look. Limits lie outside the accepted ones by the error of measuring, so that a
borderline value is not called a contradiction.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from ecgweb.ecg.waves import Measurements

NORMAL = "normal"  # the diagnosis; everything else in the table is the code of a finding
EVEN = 0.04  # standard deviation of the RR intervals as a share of their mean

CONDUCTION = (
    "Surawicz et al. 2009 (AHA/ACCF/HRS): up to 110 ms is usual, from 120 ms on a bundle branch block is complete."
)
QTC = "Rautaharju et al. 2009 (AHA/ACCF/HRS): over 450 ms (men) or 460 ms (women) is long, 500 ms clearly so."
AXIS = "Surawicz et al. 2009 (AHA/ACCF/HRS): from −30° to 90° is usual in adults."
PR = "The PR interval usually lasts 120 to 200 ms; a longer one is a first-degree AV block."
RATE = "Sinus rhythm at rest usually beats 60 to 100 times a minute."
FIBRILLATION = "In atrial fibrillation the time from beat to beat changes all the time."
ONE_AT_A_TIME = "A heart has one rhythm and one kind of complete block at a time, as a rule."
TWO_NETWORKS = (
    "Diagnosis and findings come from different networks that learned from different records; here one of them errs."
)
NO_INFARCTION = f"{TWO_NETWORKS} Of ten report pages answered so in testing, about one showed an infarction."
NOT_NORMAL = f"{TWO_NETWORKS} Of ten report pages answered so in testing, about nine were not normal."


@dataclass(frozen=True)
class Contradiction:
    """Two statements that do not go together, in words, and why they do not."""

    code: str
    message: str
    why: str


@dataclass(frozen=True)
class Facts:
    """What is compared: the diagnosis given, codes of the findings reported, and what was measured."""

    diagnosis: str | None
    present: frozenset[str]
    measured: Measurements

    @property
    def said(self) -> frozenset[str]:
        return self.present | ({self.diagnosis} if self.diagnosis else frozenset())


@dataclass(frozen=True)
class Rule:
    """`said` does not go with a measure at or below `low`, or at or above `high`.

    Parameters
    ----------
    said : str
        `NORMAL` or the code of a finding.
    measure : str
        A key of `MEASURES`.
    why : str
        The reason, for people.
    low, high : float, optional
        Where the contradiction begins.
    """

    said: str
    measure: str
    why: str
    low: float | None = None
    high: float | None = None

    def broken_by(self, value: float) -> bool:
        return (self.low is not None and value <= self.low) or (self.high is not None and value >= self.high)


@dataclass(frozen=True)
class Measure:
    """How a number is taken from the facts, and how it is said."""

    value: Callable[[Facts], float | None]
    words: str


MEASURES = {
    "rate": Measure(lambda facts: facts.measured.heart_rate_bpm, "the heart rate is {:.0f} bpm"),
    "pr": Measure(lambda facts: facts.measured.pr_ms, "the PR interval lasts {:.0f} ms"),
    "qrs": Measure(lambda facts: facts.measured.qrs_ms, "the QRS complex lasts {:.0f} ms"),
    "qtc": Measure(
        lambda facts: facts.measured.qtc_ms.fridericia if facts.measured.qtc_ms else None,
        "the QTc (Fridericia) is {:.0f} ms",
    ),
    "axis": Measure(lambda facts: facts.measured.axis_deg, "the axis is {:.0f}°"),
    "evenness": Measure(
        lambda facts: facts.measured.rr_variation if facts.measured.regularity == "regular" else None,
        "the beats follow each other evenly (their spacing varies by {:.1%})",
    ),
}

RULES = (
    Rule(NORMAL, "rate", RATE, low=45, high=120),
    Rule(NORMAL, "pr", PR, high=225),
    Rule(NORMAL, "qrs", CONDUCTION, high=130),
    Rule(NORMAL, "qtc", QTC, high=500),
    Rule(NORMAL, "axis", AXIS, low=-45, high=110),
    Rule("CLBBB", "qrs", CONDUCTION, low=105),
    Rule("CRBBB", "qrs", CONDUCTION, low=105),
    Rule("LAFB", "axis", "A left anterior fascicular block turns the axis to −45° or beyond.", high=0),
    Rule("1AVB", "pr", PR, low=185),
    Rule("LPR", "pr", PR, low=185),
    Rule("SBRAD", "rate", RATE, high=75),
    Rule("STACH", "rate", RATE, low=85),
    Rule("AFIB", "evenness", FIBRILLATION, low=EVEN),
)
EXCLUSIVE = (
    ("CLBBB", "CRBBB", ONE_AT_A_TIME),
    ("SBRAD", "STACH", ONE_AT_A_TIME),
    ("AFIB", "SR", ONE_AT_A_TIME),
    ("abnormal", "MI", NO_INFARCTION),
    *((diagnosis, "NORM", NOT_NORMAL) for diagnosis in ("abnormal", "mi", "history_mi")),
)


def contradictions(
    diagnosis: str | None, present: Collection[str], measured: Measurements, labels: Mapping[str, str]
) -> tuple[Contradiction, ...]:
    """What of an answer does not go with what was measured, or with another part of the answer.

    Parameters
    ----------
    diagnosis : str or None
        The code of the diagnosis given.
    present : collection of str
        Codes of the findings reported.
    measured : Measurements
    labels : mapping
        Words for every code that may be mentioned.
    """
    facts = Facts(diagnosis, frozenset(present), measured)
    return (*_with_measures(facts, labels), *_with_each_other(facts, labels))


def _with_measures(facts: Facts, labels: Mapping[str, str]) -> Iterator[Contradiction]:
    for rule in RULES:
        measure = MEASURES[rule.measure]
        value = measure.value(facts) if rule.said in facts.said else None
        if value is not None and rule.broken_by(value):
            message = f"“{labels[rule.said]}” was answered, but {measure.words.format(value)}."
            yield Contradiction(f"{rule.said}_{rule.measure}", message, rule.why)


def _with_each_other(facts: Facts, labels: Mapping[str, str]) -> Iterator[Contradiction]:
    for one, other, why in EXCLUSIVE:
        if {one, other} <= facts.said:
            message = f"“{labels[one]}” and “{labels[other]}” were both reported."
            yield Contradiction(f"{one}_{other}", message, why)

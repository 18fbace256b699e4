"""The numbers of an analysis with their errors, and with what is usual beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ecgweb.analyses.person import Person
from ecgweb.analyses.reference_ranges import Range, ranges
from ecgweb.inference.manifest import SUPERCLASSES
from ecgweb.learning import content

LIKELY = 0.5
MEN_AND_WOMEN = ("for men", "for women")
INTERVALS = (("P duration", "p_ms"), ("PR interval", "pr_ms"), ("QRS duration", "qrs_ms"), ("QT interval", "qt_ms"))
OF_P = ("p_ms", "pr_ms")
NOT_MEASURED = "not measured"
FORMULAS = ("fridericia", "bazett", "framingham", "hodges")


@dataclass(frozen=True)
class Figure:
    """One measurement; `value` is None when it was not measured, `missing` says why in two or three words.

    The true value lies with 95 % within `error` to either side. `ranges` are two, of men and of women, where the sex
    matters and is not known.
    """

    name: str
    value: float | None
    unit: str
    error: float | None = None
    ranges: tuple[Range, ...] = ()
    missing: str = NOT_MEASURED
    digits: int = 0

    @property
    def words(self) -> str:
        """The value with its unit."""
        if self.value is None:
            return self.missing
        number = f"{round(self.value, self.digits) + 0.0:.{self.digits}f}".replace("-", "−")  # no minus before zero
        return f"{number}{self.unit}" if self.unit == "°" else f"{number} {self.unit}"

    @property
    def error_words(self) -> str:
        if self.value is None or self.error is None:
            return ""
        return f"± {max(self.error, 10**-self.digits):.{self.digits}f}"

    @property
    def range_words(self) -> str:
        """The range, or both, with its unit."""
        unit = self.unit if self.unit == "°" else f" {self.unit}"
        if len({one.words for one in self.ranges}) > 1:
            pairs = zip(self.ranges, MEN_AND_WOMEN, strict=True)
            return ", ".join(f"{one.words}{unit} {whom}" for one, whom in pairs)
        return f"{self.ranges[0].words}{unit}" if self.ranges else ""

    @property
    def verdict(self) -> str | None:
        """One word for all ranges; None if there is none, or if they disagree."""
        if self.value is None:
            return None
        words = {one.judge(self.value) for one in self.ranges}
        return words.pop() if len(words) == 1 else None

    @property
    def verdict_words(self) -> str:
        """Whether the value lies in the range, and whether that is sure."""
        if self.value is None or not self.ranges:
            return ""
        value = self.value
        if self.verdict is None:
            pairs = zip(self.ranges, MEN_AND_WOMEN, strict=True)
            return ", ".join(f"{one.judge(value)} {whom}" for one, whom in pairs)
        near = self.error is not None and any(one.is_near_limit(value, self.error) for one in self.ranges)
        return f"{self.verdict}, near the limit" if near else self.verdict

    @property
    def is_unusual(self) -> bool:
        return self.verdict in ("below", "above")

    @property
    def position(self) -> float | None:
        """Where the value lies on the scale of its range, 0 to 100."""
        return self.ranges[0].position(self.value) if self.ranges and self.value is not None else None

    @property
    def reach(self) -> tuple[float, float] | None:
        """Start and length of the value with its error on the scale, 0 to 100."""
        if not self.ranges or self.value is None or self.error is None:
            return None
        first, last = (self.ranges[0].position(self.value + sign * self.error) for sign in (-1, 1))
        return first, round(last - first, 1)


@dataclass(frozen=True)
class FindingLine:
    """One finding with the page that explains it."""

    code: str
    label: str
    probability: float
    present: bool
    superclass: bool
    slug: str | None

    @property
    def is_likely(self) -> bool:
        return self.probability >= LIKELY


def measurements(contract: dict[str, Any], person: Person | None = None) -> list[Figure]:
    """Rate, intervals and axis, in the order in which they are read."""
    measured, person = contract["measurements"] or {}, person or Person()
    errors = measured.get("errors") or {}
    figures = [Figure("Heart rate", measured.get("heart_rate_bpm"), "bpm", errors.get("heart_rate_bpm"))]
    no_p = "P" in (measured.get("absent_waves") or ())
    for name, key in INTERVALS:
        missing = "no P wave found" if no_p and key in OF_P else NOT_MEASURED
        figures.append(Figure(name, measured.get(key), "ms", errors.get(key), missing=missing))
    corrected = (measured.get("qtc_ms") or {}).get("fridericia")
    figures.append(Figure("QTc (Fridericia)", corrected, "ms", (errors.get("qtc_ms") or {}).get("fridericia")))
    figures.append(Figure("Axis", measured.get("axis_deg"), "°", errors.get("axis_deg")))
    keys = ("heart_rate_bpm", *(key for _, key in INTERVALS), "qtc_ms", "axis_deg")
    return [with_ranges(figure, key, person) for figure, key in zip(figures, keys, strict=True)]


def with_ranges(figure: Figure, name: str, person: Person) -> Figure:
    """The figure with the ranges of this measurement for this person."""
    return replace(figure, ranges=tuple(ranges(name, person)))


def corrections(contract: dict[str, Any], person: Person | None = None) -> list[Figure]:
    """QTc by each formula that could be computed."""
    measured = contract["measurements"] or {}
    corrected, errors = measured.get("qtc_ms") or {}, (measured.get("errors") or {}).get("qtc_ms") or {}
    return [
        with_ranges(Figure(name.title(), corrected[name], "ms", errors.get(name)), "qtc_ms", person or Person())
        for name in FORMULAS
        if corrected.get(name) is not None
    ]


def findings(contract: dict[str, Any]) -> list[FindingLine]:
    """Every finding, the likeliest first."""
    return sorted(_finding_lines(contract), key=lambda line: -line.probability)


def _finding_lines(contract: dict[str, Any]) -> Iterator[FindingLine]:
    for finding in contract["findings"] or ():
        condition = content.for_finding(finding["code"])
        yield FindingLine(
            code=finding["code"],
            label=finding["label"],
            probability=finding["probability"],
            present=finding["present"],
            superclass=finding["code"] in SUPERCLASSES,
            slug=condition.slug if condition else None,
        )

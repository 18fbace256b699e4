"""The numbers of an analysis with what is usual beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ecgweb.inference.manifest import SUPERCLASSES
from ecgweb.learning import content

LIKELY = 0.5


@dataclass(frozen=True)
class Usual:
    """The range of most healthy adults, and the ends of the scale on which it is drawn; None where it is open."""

    low: float | None
    high: float | None
    words: str
    scale: tuple[float, float]

    def position(self, value: float) -> float:
        """Where `value` lies on the scale, 0 to 100."""
        first, last = self.scale
        return round(100 * min(1.0, max(0.0, (value - first) / (last - first))), 1)

    @property
    def zone(self) -> tuple[float, float]:
        """Start and length of the usual range on the scale, 0 to 100."""
        start = 0.0 if self.low is None else self.position(self.low)
        end = 100.0 if self.high is None else self.position(self.high)
        return start, round(end - start, 1)


@dataclass(frozen=True)
class Figure:
    """One measurement; `value` is None when it was not measured."""

    name: str
    value: float | None
    unit: str
    usual: Usual | None = None

    @property
    def position(self) -> float | None:
        return None if self.value is None or self.usual is None else self.usual.position(self.value)

    @property
    def is_usual(self) -> bool | None:
        """Whether the value lies in the usual range, None if that cannot be said."""
        if self.value is None or self.usual is None:
            return None
        low, high = self.usual.low, self.usual.high
        return (low is None or self.value >= low) and (high is None or self.value <= high)


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


# Limits for adults: Surawicz et al. 2009 (AHA/ACCF/HRS, intraventricular conduction disturbances) for axis and QRS,
# Rautaharju et al. 2009 (same series, ST segment and QT) for QTc, customary ones for rate and PR.
RATE = Usual(60, 100, "60 to 100", (30, 150))
PR = Usual(120, 200, "120 to 200", (60, 320))
QRS = Usual(None, 110, "up to 110", (40, 200))
QTC = Usual(None, 460, "under 450 (men), 460 (women)", (320, 600))
AXIS = Usual(-30, 90, "−30 to 90", (-180, 180))


def measurements(contract: dict[str, Any]) -> list[Figure]:
    """Rate, intervals and axis, in the order in which they are read."""
    measured = contract["measurements"] or {}
    corrected = measured.get("qtc_ms") or {}
    return [
        Figure("Heart rate", measured.get("heart_rate_bpm"), "bpm", RATE),
        Figure("PR interval", measured.get("pr_ms"), "ms", PR),
        Figure("QRS duration", measured.get("qrs_ms"), "ms", QRS),
        Figure("QT interval", measured.get("qt_ms"), "ms"),
        Figure("QTc (Fridericia)", corrected.get("fridericia"), "ms", QTC),
        Figure("Axis", measured.get("axis_deg"), "°", AXIS),
    ]


def other_corrections(contract: dict[str, Any]) -> list[Figure]:
    """QTc by the other formulas, where they could be computed."""
    corrected = (contract["measurements"] or {}).get("qtc_ms") or {}
    names = ("bazett", "framingham", "hodges")
    return [Figure(name.title(), corrected[name], "ms") for name in names if corrected.get(name) is not None]


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

"""The ranges of most healthy people, by sex and age, each with its source."""

from __future__ import annotations

from dataclasses import dataclass

from ecgweb.analyses.person import Person
from ecgweb.learning import references
from ecgweb.learning.references import Reference

WITHIN, BELOW, ABOVE = "within", "below", "above"
YOUNGER_CHILDREN_YEARS, CHILDREN_YEARS = 4, 16
FORTY = 40


@dataclass(frozen=True)
class Range:
    """A range with its limits; None where it is open.

    `scale` are the ends of the picture it is drawn on, `digits` how many decimals are shown, `source` is None for what
    every textbook has.
    """

    low: float | None
    high: float | None
    scale: tuple[float, float]
    source: Reference | None = None
    digits: int = 0

    @property
    def words(self) -> str:
        if self.low is None:
            return f"up to {self.high}"
        return f"{self.low} to {self.high}".replace("-", "−")

    def judge(self, value: float) -> str:
        """One of `WITHIN`, `BELOW` and `ABOVE`, for the value as it is shown."""
        shown = round(value, self.digits)
        if self.low is not None and shown < self.low:
            return BELOW
        return ABOVE if self.high is not None and shown > self.high else WITHIN

    def is_near_limit(self, value: float, error: float) -> bool:
        """Whether a limit lies within the error of the value, so that the truth may be on its other side."""
        return any(limit is not None and abs(value - limit) < error for limit in (self.low, self.high))

    def position(self, value: float) -> float:
        """Where `value` lies on the scale, 0 to 100."""
        first, last = self.scale
        return round(100 * min(1.0, max(0.0, (value - first) / (last - first))), 1)

    @property
    def zone(self) -> tuple[float, float]:
        """Start and length of the range on the scale, 0 to 100."""
        start = 0.0 if self.low is None else self.position(self.low)
        end = 100.0 if self.high is None else self.position(self.high)
        return start, round(end - start, 1)


RATE = Range(60, 100, (30, 150))
PR = Range(120, 200, (60, 320))
# "120 ms or more" is long, so 119 is the last that is not; likewise QTc from 450 and 460 on, and down to 390.
P_WAVE = Range(None, 119, (40, 180), references.ECG_HYPERTROPHY)
QRS = Range(None, 110, (40, 200), references.ECG_CONDUCTION)
QRS_OF_CHILDREN = Range(None, 99, (40, 200), references.ECG_CONDUCTION)
QRS_OF_YOUNGER_CHILDREN = Range(None, 89, (40, 200), references.ECG_CONDUCTION)
QTC_OF_MEN = Range(391, 449, (320, 600), references.ECG_REPOLARIZATION)
QTC_OF_WOMEN = Range(391, 459, (320, 600), references.ECG_REPOLARIZATION)
AXIS = Range(-30, 90, (-180, 180), references.ECG_CONDUCTION)
SOKOLOW_LYON = Range(None, 3.5, (0, 6), references.ECG_HYPERTROPHY, 2)
CORNELL_OF_MEN = Range(None, 2.8, (0, 5), references.ECG_HYPERTROPHY, 2)
CORNELL_OF_WOMEN = Range(None, 2.0, (0, 5), references.ECG_HYPERTROPHY, 2)
OF_ADULTS = {
    "heart_rate_bpm": [RATE],
    "p_ms": [P_WAVE],
    "pr_ms": [PR],
    "axis_deg": [AXIS],
    "sokolow_lyon_mv": [SOKOLOW_LYON],
}
BY_SEX = {
    "qtc_ms": {"male": QTC_OF_MEN, "female": QTC_OF_WOMEN},
    "cornell_mv": {"male": CORNELL_OF_MEN, "female": CORNELL_OF_WOMEN},
}


def ranges(name: str, person: Person) -> list[Range]:
    """The range of a measurement for this person; both where it depends on a sex that is not known, none if unsure.

    Of children only the QRS limits are certain enough to be used here.
    """
    if name == "qrs_ms":
        return [_qrs(person.age_years)]
    if person.is_child:
        return []
    if name in BY_SEX:
        of = BY_SEX[name]
        return [of[person.sex]] if person.sex in of else [of["male"], of["female"]]
    return OF_ADULTS.get(name, [])


def highest_st_j_mv(lead: str, person: Person) -> tuple[float, float] | None:
    """From which ST level at the J point on a lead is raised: the lowest and the highest limit that may apply.

    Fourth Universal Definition of Myocardial Infarction: 0.1 mV; in V2 and V3 0.15 mV in women, 0.2 mV in men of 40
    years and over, 0.25 mV in younger men. None for children and for aVR, which looks at the heart from the other side.
    """
    if person.is_child or lead == "aVR":
        return None
    if lead not in ("V2", "V3"):
        return 0.1, 0.1
    young = [0.2] if person.age_years is not None and person.age_years >= FORTY else [0.25]
    men = young if person.age_years is not None else [0.2, 0.25]
    limits = {"female": [0.15], "male": men}.get(person.sex or "", [0.15, *men])
    return min(limits), max(limits)


def about(person: Person) -> str:
    """Whom the ranges are for, in words."""
    if person.is_child:
        return "The ranges of children change with every year of age: only the QRS duration is compared here."
    if person.words:
        return f"Ranges for adults; {person.words}."
    return "Ranges for adults. The limits of QTc and of some voltages differ between men and women."


def _qrs(age_years: int | None) -> Range:
    if age_years is None or age_years > CHILDREN_YEARS:
        return QRS
    return QRS_OF_CHILDREN if age_years >= YOUNGER_CHILDREN_YEARS else QRS_OF_YOUNGER_CHILDREN

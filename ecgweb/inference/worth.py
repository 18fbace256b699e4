"""What an answer is worth: how often such answers were right in testing, and where they are rarer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

Z_95 = 1.959964
PREVALENCES = (0.01, 0.1, 0.3)  # a screening, a practice, an emergency room


@dataclass(frozen=True)
class Worth:
    """In testing, `n` answers `diagnosis` had a confidence in [from_p, to_p): the share `right` of them was right.

    `low` and `high` bound that share with 95 % confidence (Wilson).
    """

    diagnosis: str
    from_p: float
    to_p: float
    n: int
    right: float
    low: float
    high: float


@dataclass(frozen=True)
class Share:
    """A share with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Accuracy:
    """Counts from testing: of `positives` with this diagnosis `hits` got it, of `negatives` without it `false_alarms`.

    Where the answer was withheld, the diagnosis was not given: it is neither a hit nor a false alarm.
    """

    diagnosis: str
    positives: int
    hits: int
    negatives: int
    false_alarms: int

    @property
    def sensitivity(self) -> Share:
        return wilson(self.hits, self.positives)

    @property
    def specificity(self) -> Share:
        return wilson(self.negatives - self.false_alarms, self.negatives)

    @property
    def prevalence(self) -> float:
        """How common the diagnosis was in testing."""
        return self.positives / (self.positives + self.negatives)

    def predictive_value(self, prevalence: float) -> Share:
        """Of those who get the diagnosis, the share that has it, where `prevalence` of all have it.

        The interval is that of the likelihood ratio (Simel et al. 1991); half a case is added to every count so that a
        test without any false alarm does not promise certainty.
        """
        hit, alarm = (self.hits + 0.5) / (self.positives + 1), (self.false_alarms + 0.5) / (self.negatives + 1)
        spread = sqrt((1 - hit) / (self.hits + 0.5) + (1 - alarm) / (self.false_alarms + 0.5))
        odds = log(hit / alarm) + log(prevalence / (1 - prevalence))
        value, low, high = (1 / (1 + exp(-(odds + z * spread))) for z in (0, -Z_95, Z_95))
        return Share(value, low, high)


def wilson(right: int, n: int) -> Share:
    """A share with its 95 % score interval (Wilson 1927)."""
    if n == 0:
        return Share(float("nan"), 0.0, 1.0)
    share = right / n
    centre = (share + Z_95**2 / (2 * n)) / (1 + Z_95**2 / n)
    half = Z_95 / (1 + Z_95**2 / n) * sqrt(share * (1 - share) / n + Z_95**2 / (4 * n**2))
    return Share(share, max(centre - half, 0.0), min(centre + half, 1.0))


def worth_of(diagnosis: str, confidence: float, table: Sequence[Worth]) -> Worth | None:
    """The row that says how often such an answer was right in testing, or None when too few were seen."""
    for row in table:
        if row.diagnosis == diagnosis and row.from_p <= confidence < row.to_p:
            return row
    return None

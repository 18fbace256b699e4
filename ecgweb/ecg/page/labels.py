"""What the printed names of leads say of an arrangement: whether each stands where that arrangement would have it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page.layout import Arrangement
from ecgweb.ecg.page.lettering import NameNetwork, PrintedName, printed_names
from ecgweb.ecg.page.windows import InkedRows
from ecgweb.ecg.recording import LEADS

_BEFORE_MM = 8.0
_FAR_BEFORE_MM = 27.0
"""Names of the first column may stand before the calibration pulse."""
_AFTER_MM = 13.0
_FARTHEST_MM = 14
"""How far above or below its trace a name stands; all names of a page stand alike."""
_SLACK_MM = 5.0
_STRAY_WEIGHT = 0.5
_RIVAL = 0.6
_STRIP = 0.4
_SURE = 0.8
_WITHOUT_SIGN = 0.5
_ENOUGH = 5
_FEWEST = 4
_LEAST_AGREEMENT = 0.75


Cells = dict[tuple[int, int], list[PrintedName]]


@dataclass(frozen=True)
class Evidence:
    """How many printed names an arrangement agrees with, how many it contradicts, and what its strips are called.

    `strips` has the printed name of every rhythm strip and how sure the reader of print is, None where none was read.
    """

    agreeing: float = 0.0
    contradicting: float = 0.0
    strips: tuple[tuple[str, float] | None, ...] = field(default=())

    @property
    def agreement(self) -> float:
        """Share of the names that agree, 1 if none were read."""
        total = self.agreeing + self.contradicting
        return self.agreeing / total if total else 1.0

    @property
    def weight(self) -> float:
        """How much the names have to say, 0 (nothing) to 1."""
        return min(1.0, (self.agreeing + self.contradicting) / _ENOUGH)

    @property
    def doubt(self) -> float:
        """0 where the names agree or are silent, up to 1 where all contradict."""
        return self.weight * (1 - self.agreement)

    @property
    def confirms(self) -> bool:
        """Whether enough names were read, and nearly all of them agree."""
        return self.agreeing >= _FEWEST and self.agreement >= _LEAST_AGREEMENT


@dataclass(frozen=True)
class Places:
    """Names in millimetres: how far right of the first sample, and how far below each row's trace, (names, rows)."""

    names: tuple[PrintedName, ...]
    right_mm: NDArray[np.float64]
    below_mm: NDArray[np.float64]
    extent_mm: float


def places_of(rows: InkedRows, network: NameNetwork) -> Places:
    """Where the names stand that a network reads off a page."""
    names = printed_names(rows, network)
    x, y = (np.array([getattr(name, axis) for name in names]) for axis in ("x_px", "y_px"))
    column = np.clip(np.rint(x).astype(int) - rows.left, 0, rows.baselines_px.shape[0] - 1)
    below_px = y[:, None] - rows.baselines_px[column]
    extent_px = rows.end_px - rows.start_px
    mm = rows.pixels_per_mm
    return Places(names, (x - rows.start_px) / mm, below_px / mm, extent_px / mm)


def evidence(places: Places | None, arrangement: Arrangement) -> Evidence:
    """What the names say of an arrangement, at the height above or below the traces at which most agree."""
    if places is None or not places.names:
        return Evidence(strips=(None,) * arrangement.strips)
    return _evidence(places, arrangement, evidence_at(places, arrangement))


def evidence_at(places: Places, arrangement: Arrangement) -> float:
    """How many millimetres below the traces most names stand, those as the arrangement has them counting twice."""

    def worth(drop_mm: float) -> float:
        said = _evidence(places, arrangement, drop_mm)
        return 2 * said.agreeing + said.contradicting + _STRIP * sum(name is not None for name in said.strips)

    farthest = min(_FARTHEST_MM, int(0.75 * _spacing_mm(places)))
    return max(range(-farthest, farthest + 1), key=worth)


def _spacing_mm(places: Places) -> float:
    """Distance of neighbouring rows; generous where there is one row only."""
    if places.below_mm.shape[1] < 2:
        return 2.0 * _FARTHEST_MM
    return float(np.median(-np.diff(places.below_mm, axis=1)))


def printed_lead(places: Places | None) -> str | None:
    """The lead whose name stands where the rows of a strip begin; None if none does, or another nearly as surely."""
    if places is None:
        return None
    near = np.abs(places.below_mm).min(axis=1, initial=np.inf) < _FARTHEST_MM + _SLACK_MM
    begins = (places.right_mm > -_FAR_BEFORE_MM) & (places.right_mm < _AFTER_MM)
    found = [name for name, stands in zip(places.names, near & begins, strict=True) if stands and name.lead in LEADS]
    surest = max(found, key=lambda name: name.probability, default=None)
    if surest is None or surest.probability < _SURE:
        return None
    rivals = [name for name in found if name.lead != surest.lead and name.probability > _RIVAL * surest.probability]
    return None if rivals else surest.lead


def cells(places: Places, arrangement: Arrangement, drop_mm: float) -> tuple[Cells, list[PrintedName]]:
    """The names that stand beside every lead or strip, and those near a row that stand beside none."""
    slack_mm = min(_SLACK_MM, 0.4 * _spacing_mm(places))
    found: Cells = {}
    strays = []
    for index, name in enumerate(places.names):
        away = np.abs(places.below_mm[index] - drop_mm)
        row, right_mm = int(away.argmin()), float(places.right_mm[index])
        column = _column(right_mm, places.extent_mm, arrangement.columns if row < arrangement.rows else 1)
        if away[row] <= slack_mm and column is None:
            strays.append(name)
        elif away[row] <= slack_mm and column is not None:
            found.setdefault((row, column), []).append(name)
    return found, strays


def _evidence(places: Places, arrangement: Arrangement, drop_mm: float) -> Evidence:
    found, strays = cells(places, arrangement, drop_mm)
    agreeing, contradicting = 0.0, _STRAY_WEIGHT * sum(name.probability for name in strays)
    strips: list[tuple[str, float] | None] = [None] * arrangement.strips
    for (row, column), names in found.items():
        surest = max(names, key=lambda name: name.probability)
        if row >= arrangement.rows:
            if surest.lead in LEADS:
                strips[row - arrangement.rows] = surest.lead, surest.probability
            continue
        agrees = _agreement(names, arrangement.lead(row, column))
        if agrees > _RIVAL * surest.probability:
            agreeing += agrees
        else:
            contradicting += surest.probability
    return Evidence(agreeing, contradicting, tuple(strips))


def _agreement(names: list[PrintedName], lead: str) -> float:
    """How surely a lead's name was read; half as much where its minus is missing or one too many."""
    own = [name.probability for name in names if name.lead == lead]
    alike = [_WITHOUT_SIGN * name.probability for name in names if name.lead.lstrip("-") == lead.lstrip("-")]
    return max([*own, *alike], default=0.0)


def _column(right_mm: float, extent_mm: float, columns: int) -> int | None:
    """The column at whose beginning a name stands, None if it stands elsewhere."""
    for column in range(columns):
        away = right_mm - column * extent_mm / columns
        if (-_BEFORE_MM if column else -_FAR_BEFORE_MM) < away < _AFTER_MM:
            return column
    return None

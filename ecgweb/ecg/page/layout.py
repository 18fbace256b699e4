"""Which lead stands where: the arrangements in use, and how well the limb leads obey Einthoven in each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.recording import LEADS

CABRERA = ("aVL", "I", "-aVR", "II", "aVF", "III", "V1", "V2", "V3", "V4", "V5", "V6")
# Four rows of three leads may be read like a book, I II III in the first row: their order down the columns.
BY_ROW, CABRERA_BY_ROW = (
    tuple(order[3 * row + column] for column in range(3) for row in range(4)) for order in (LEADS, CABRERA)
)

# Every limb lead in terms of I and II (Einthoven 1912, Goldberger 1942).
_LIMB = {
    "I": (1.0, 0.0),
    "II": (0.0, 1.0),
    "III": (-1.0, 1.0),
    "aVR": (-0.5, -0.5),
    "-aVR": (0.5, 0.5),
    "aVL": (1.0, -0.5),
    "aVF": (-0.5, 1.0),
}


@dataclass(frozen=True)
class Arrangement:
    """Rows and columns of leads, rhythm strips beneath them, and the leads' order down each column in turn."""

    rows: int
    columns: int
    strips: int
    order: tuple[str, ...] = LEADS

    @property
    def name(self) -> str:
        return f"{self.rows}x{self.columns}" + (f"+{self.strips}" if self.strips else "")

    @property
    def by_row(self) -> tuple[str, ...]:
        """The leads row by row, without the rhythm strips."""
        return tuple(self.lead(row, column) for row in range(self.rows) for column in range(self.columns))

    @property
    def has_limb_column(self) -> bool:
        """Whether three limb leads are drawn at the same time, so that Einthoven's law says something of them."""
        return can_be_tested(self)

    def lead(self, row: int, column: int) -> str:
        return self.order[column * self.rows + row]


def arrangements(rows: int) -> tuple[Arrangement, ...]:
    """Arrangements of twelve leads that fill `rows` rows of traces, the likelier first."""
    found = []
    for per_column, columns in ((3, 4), (6, 2), (12, 1)):
        strips = rows - per_column
        if 0 <= strips <= 3 and strips < per_column + 1:
            found += [Arrangement(per_column, columns, strips, order) for order in (LEADS, CABRERA)]
    if rows in (4, 5):
        found += [Arrangement(4, 3, rows - 4, order) for order in (LEADS, BY_ROW, CABRERA_BY_ROW)]
    return tuple(found)


def can_be_tested(arrangement: Arrangement, strip_names: tuple[str, ...] = ()) -> bool:
    """Whether Einthoven's law says something of the leads in one column, those of the rhythm strips among them."""
    strips = sum(name in _LIMB for name in set(strip_names))
    columns = (arrangement.order[start : start + arrangement.rows] for start in range(0, 12, arrangement.rows))
    return any(sum(name in _LIMB for name in column) + strips >= 3 for column in columns)


def disagreement(voltages: NDArray[np.float64], arrangement: Arrangement, strip_names: tuple[str, ...] = ()) -> float:
    """Share of the limb leads' power that breaks Einthoven's law, 0 (none) to 1; 1 if nothing tests it.

    Parameters
    ----------
    voltages : ndarray, shape (rows, samples)
        Every row over the whole width of the page, NaN where nothing was seen.
    arrangement : Arrangement
        The lead order to test. Limb leads drawn at the same time depend on two of them; what a projection onto that
        plane leaves over is in breach.
    strip_names : tuple of str
        The leads of the rhythm strips. They are asked too where no column holds three limb leads of its own.
    """
    edges = np.linspace(0, voltages.shape[1], arrangement.columns + 1).astype(int)
    strips = () if arrangement.has_limb_column else strip_names
    broken = total = 0.0
    for column in range(arrangement.columns):
        names = [*(arrangement.lead(row, column) for row in range(arrangement.rows)), *strips]
        limb = [row for row, name in enumerate(names) if name in _LIMB]
        if len(limb) < 3:
            continue
        part = voltages[limb, edges[column] : edges[column + 1]]
        plane = np.array([_LIMB[names[row]] for row in limb])
        left_over, power = _outside(part, plane)
        broken, total = broken + left_over, total + power
    return broken / total if total > 0 else 1.0


def has_bars(bars: tuple[float, ...]) -> bool:
    """Whether bars were drawn between columns, as shares of the traces' width."""
    return any(0.1 < bar < 0.9 for bar in bars)


def bar_misfit(bars: tuple[float, ...], arrangement: Arrangement) -> float:
    """Half if the borders between columns lack the bars that were drawn, and a little for bars elsewhere.

    Parameters
    ----------
    bars : tuple of float
        Where bars stand, as shares of the traces' width.
    """
    inside = [bar for bar in bars if 0.1 < bar < 0.9]
    if not inside:
        return 0.0
    borders = [column / arrangement.columns for column in range(1, arrangement.columns)]
    stray = np.mean([min((abs(bar - border) for border in borders), default=1.0) > 0.02 for bar in inside])
    lacking = np.mean([min(abs(bar - border) for bar in inside) > 0.02 for border in borders] or [True])
    return float(0.5 * lacking + 0.1 * stray)


def _outside(part: NDArray[np.float64], plane: NDArray[np.float64]) -> tuple[float, float]:
    part = part[:, np.isfinite(part).all(axis=0)]
    if part.shape[1] < 50:
        return 0.0, 0.0
    part = part - np.median(part, axis=1, keepdims=True)
    projector = np.eye(plane.shape[0]) - plane @ np.linalg.pinv(plane)
    outside = projector @ part
    # A lost stretch of one lead is large but short; clipping keeps it from speaking for the whole page.
    limit = 3 * np.sqrt(np.mean(part**2))
    return float(np.mean(np.clip(outside, -limit, limit) ** 2) * outside.size), float(np.mean(part**2) * part.size)

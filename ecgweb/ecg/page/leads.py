"""Cutting rows of traces into leads on one time axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page.centre import NODES_PER_COLUMN
from ecgweb.ecg.page.drift import as_displaced, on_even_paper
from ecgweb.ecg.page.layout import Arrangement
from ecgweb.ecg.page.reading import LeadTrace
from ecgweb.ecg.page.scale import Scale
from ecgweb.ecg.recording import LEADS, Recording

# A multiple of 100 and 250 Hz: thinned out to either rate, a peak keeps its height.
SAMPLING_RATE_HZ = 500.0
_LONGEST_BRIDGE_S = 0.03
_VERY_LIKE = 0.85
_LIKELIER_II = 0.3
_PRINTED = 0.5

Voltages = NDArray[np.float64]


@dataclass(frozen=True)
class Rows:
    """Rows of traces on the upright page: `line_px` (nodes, rows), its first node at column `left` of the page.

    The first sample lies at `start_px`, a fraction of a pixel from there, the last at `end_px`, or if that is not given
    where the ink ends; `bars` are the shares of the width at which bars were drawn. `drift_px` is how far the paper is
    displaced along each row (`drift.paper_drift`).
    """

    line_px: NDArray[np.float32]
    baselines_px: NDArray[np.float32]
    left: int
    start_px: float
    pen_px: float
    bars: tuple[float, ...] = ()
    end_px: float | None = None
    drift_px: NDArray[np.float32] | None = None

    @property
    def extent_px(self) -> float:
        end_px = self.left + self.baselines_px.shape[0] - 0.5 if self.end_px is None else self.end_px
        return on_even_paper(end_px, self.left, self.drift_px) - self._first_px

    @property
    def _first_px(self) -> float:
        return on_even_paper(self.start_px, self.left, self.drift_px)

    @property
    def x_px(self) -> NDArray[np.floating]:
        """Where each node lies along the page."""
        return np.arange(self.line_px.shape[0]) / NODES_PER_COLUMN + self.left

    def voltages(self, scale: Scale) -> Voltages:
        """Rows in millivolt at `SAMPLING_RATE_HZ` over the whole duration, shape (rows, samples)."""
        samples = round(scale.duration_s * SAMPLING_RATE_HZ)
        at_px = np.arange(samples) / SAMPLING_RATE_HZ * scale.pixels_per_s + self._first_px
        bridge = NODES_PER_COLUMN * max(_LONGEST_BRIDGE_S * scale.pixels_per_s, 1.5)
        zero = np.median(self.baselines_px, axis=0)
        rows = [
            _sampled(
                np.asarray(zero[row] - self.line_px[:, row], dtype=np.float64),
                NODES_PER_COLUMN * (as_displaced(at_px, row, self.left, self.drift_px) - self.left),
                bridge,
            )
            for row in range(zero.size)
        ]
        return np.stack(rows) / scale.pixels_per_mv


def _sampled(height: NDArray[np.float64], at: NDArray[np.float64], bridge: float) -> Voltages:
    seen = np.flatnonzero(np.isfinite(height))
    if seen.size < 2:
        return np.full(at.size, np.nan)
    values = np.interp(at, seen, height[seen])
    # How far every sample is from ink on either side: a longer gap stays a gap.
    after = np.searchsorted(seen, at)
    behind = at - seen[np.clip(after - 1, 0, seen.size - 1)]
    ahead = seen[np.clip(after, 0, seen.size - 1)] - at
    inside = (after > 0) & (after < seen.size)
    close = np.where(inside, behind + ahead <= bridge, np.minimum(abs(behind), abs(ahead)) <= bridge / 2)
    return np.where(close, values, np.nan)


def place_leads(
    voltages: Voltages, arrangement: Arrangement, strip_names: tuple[str, ...] | None = None
) -> tuple[Voltages, tuple[str, ...]]:
    """Leads in the order of `LEADS`, shape (12, samples), and the names of the rhythm strips.

    A rhythm strip is called as `strip_names` tell, else as `named_strips` does, and fills that lead throughout.
    """
    placed = _cut_columns(voltages, arrangement)
    strips = []
    names = strip_names or named_strips(voltages, arrangement)
    for strip, name in zip(voltages[arrangement.rows :], names, strict=True):
        lead = LEADS.index(name)
        level = np.nanmedian(strip) if np.isfinite(strip).any() else 0.0
        placed[lead] = np.where(np.isfinite(strip), strip - level, placed[lead])
        strips.append(name)
    return placed, tuple(strips)


def strip_misfit(voltages: Voltages, arrangement: Arrangement) -> float:
    """How unlike the rhythm strips are to the leads they would repeat, 0 (alike) to 1, mean over the strips."""
    if not arrangement.strips:
        return 0.0
    placed = _cut_columns(voltages, arrangement)
    likeness = [max(_likeness(strip, lead) for lead in placed) for strip in voltages[arrangement.rows :]]
    return 1.0 - float(np.mean(np.clip(likeness, 0.0, 1.0)))


def _cut_columns(voltages: Voltages, arrangement: Arrangement) -> Voltages:
    samples = voltages.shape[1]
    edges = np.linspace(0, samples, arrangement.columns + 1).round().astype(int)
    placed = np.full((len(LEADS), samples), np.nan)
    for row in range(arrangement.rows):
        for column in range(arrangement.columns):
            name = arrangement.lead(row, column)
            window = slice(edges[column], edges[column + 1])
            sign = -1.0 if name.startswith("-") else 1.0
            stretch = sign * voltages[row, window]
            if np.isfinite(stretch).any():
                placed[LEADS.index(name.lstrip("-")), window] = stretch - np.nanmedian(stretch)
    return placed


def named_strips(
    voltages: Voltages, arrangement: Arrangement, printed: Sequence[tuple[str, float] | None] = ()
) -> tuple[str, ...]:
    """Name each strip after the lead it matches best where both are drawn, no two alike.

    The likeliest pair of strip and lead is settled first. `printed` has the name beside each strip and how surely it
    was read, which counts for much, None where none was.
    """
    if not arrangement.strips:
        return ()
    placed = _cut_columns(voltages, arrangement)
    likeness = np.array([[_likeness(strip, lead) for lead in placed] for strip in voltages[arrangement.rows :]])
    # Most strips are lead II: where noise leaves no lead very like the strip, it takes more to believe in another.
    likeness[:, LEADS.index("II")] += np.where(likeness.max(axis=1) < _VERY_LIKE, _LIKELIER_II, 0.0)
    for strip, name in enumerate(printed):
        if name:
            likeness[strip, LEADS.index(name[0])] += _PRINTED * name[1]
    names = [""] * arrangement.strips
    for _ in range(arrangement.strips):
        best, lead = np.unravel_index(int(np.argmax(likeness)), likeness.shape)
        names[int(best)] = LEADS[int(lead)]
        likeness[best, :] = likeness[:, lead] = -np.inf
    return tuple(names)


def _likeness(first: Voltages, second: Voltages) -> float:
    """One minus the power of the difference over the mean power: unlike a correlation it minds the height."""
    both = np.isfinite(first) & np.isfinite(second)
    if both.sum() < 100:
        return -1.0
    a, b = first[both] - np.mean(first[both]), second[both] - np.mean(second[both])
    return float(1 - np.mean((a - b) ** 2) / max(np.mean(a**2) + np.mean(b**2), 1e-9))


def trace_pieces(
    rows: Rows, scale: Scale, arrangement: Arrangement, strips: tuple[str, ...], in_turn: int
) -> list[LeadTrace]:
    """Every lead's polyline in pixels of the upright page; `in_turn` columns follow each other in time."""
    nodes = rows.line_px.shape[0]
    pieces = []
    for row in range(arrangement.rows + arrangement.strips):
        is_strip = row >= arrangement.rows
        count = 1 if is_strip else arrangement.columns
        for column in range(count):
            first, last = round(column * nodes / count), round((column + 1) * nodes / count)
            x = rows.x_px[first:last].astype(np.float32)
            y = rows.line_px[first:last, row]
            name = strips[row - arrangement.rows] if is_strip else arrangement.lead(row, column).lstrip("-")
            turns = 1 if is_strip else in_turn
            share, turn = scale.duration_s / turns, column % turns
            pieces.append(LeadTrace(name, turn * share, (turn + 1) * share, x, y, is_strip))
    return pieces


def as_recording(placed: Voltages) -> Recording:
    return Recording(placed.astype(np.float32), SAMPLING_RATE_HZ)

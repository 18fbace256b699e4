"""Two columns that show the same ten seconds beside each other, as some plotting libraries draw them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from ecgweb.ecg.page.layout import Arrangement
from ecgweb.ecg.page.leads import SAMPLING_RATE_HZ, Rows, Voltages, place_leads
from ecgweb.ecg.page.scale import SPEEDS_MM_S, Scale
from ecgweb.ecg.recording import LEADS, Recording
from ecgweb.ecg.waves.beats import r_peaks

COLUMNS_UNCLEAR = (
    "The columns may show the same time at 25 mm/s, and not one after the other at 50 mm/s: then the heart rate is "
    "half of what was read, and all times are twice as long."
)
_FEWEST_BEATS = 4
_LARGEST_LAG_S = 0.05
_LARGEST_SHARE_LOST = 0.15
_LARGEST_SPREAD_S = 0.01
_TELLING_UNEVENNESS = 3
_NARROW_QRS_S = 0.07
_SLOWEST_BPM = 40.0
_STEEP = 0.3
_SMOOTHING_S = 0.002
_BESIDE_BEAT_S = 0.15

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Clock:
    """Leads in time, shape (12, samples), at their scale; `arrangement` has the columns that follow each other."""

    placed: Voltages
    scale: Scale
    arrangement: Arrangement
    doubts: tuple[str, ...] = ()


def on_its_clock(rows: Rows, scale: Scale, arrangement: Arrangement, placed: Voltages) -> Clock:
    """Leads as they were `placed`, or at half the speed where two columns show the same time.

    A page whose two columns last ten seconds each at 25 mm/s is as wide as one of five and five at 50 mm/s. Of columns
    that follow each other the beats stand at the same places by chance only. That the second column repeats how uneven
    the beats of the first are, or that QRS complexes were narrower than any at 50 mm/s, tells the same time for sure;
    else there is a doubt. What a person or the print says is believed.
    """
    as_placed = Clock(placed, scale, arrangement)
    wide = scale.speed_mm_s == SPEEDS_MM_S[1] and scale.speed_from in ("grid", "pulse")
    if not wide or arrangement.columns != 2 or arrangement.strips:
        return as_placed
    slower = replace(scale, speed_mm_s=SPEEDS_MM_S[0], pixels_per_s=scale.pixels_per_s / 2)
    side_by_side = rows.voltages(replace(slower, duration_s=2 * placed.shape[1] / SAMPLING_RATE_HZ))
    at_once = on_one_clock(side_by_side, arrangement)
    is_sure = repeats_its_beats(at_once, arrangement)
    if is_sure is None:
        return as_placed
    if not is_sure:
        return replace(as_placed, doubts=(COLUMNS_UNCLEAR,))
    return Clock(at_once, slower, Arrangement(len(LEADS), 1, 0, arrangement.order))


def on_one_clock(voltages: Voltages, arrangement: Arrangement) -> Voltages:
    """Leads of both columns from the same start, shape (12, half of the samples)."""
    placed, _ = place_leads(voltages, arrangement)
    return np.asarray(np.fmax.reduce(placed.reshape(len(LEADS), arrangement.columns, -1), axis=1))


def repeats_its_beats(placed: Voltages, arrangement: Arrangement) -> bool | None:
    """Whether two columns on one clock show the same beats; False if it may be chance, None if they do not."""
    columns = [_column(placed, arrangement, column) for column in range(2)]
    first, second = (r_peaks(Recording(column.astype(np.float32), SAMPLING_RATE_HZ)) for column in columns)
    if min(first.size, second.size) < _FEWEST_BEATS or abs(first.size - second.size) > 1:
        return None
    apart = second[np.abs(second[:, None] - first).argmin(axis=0)] - first
    lag = float(np.median(apart))
    if abs(lag) > _LARGEST_LAG_S or np.mean(np.abs(apart - lag) > _LARGEST_LAG_S) > _LARGEST_SHARE_LOST:
        return None
    if _qrs_width_s(columns, (first, second)) < _NARROW_QRS_S:
        return True
    if 60 / np.median(np.diff(first)) < _SLOWEST_BPM:
        return None
    spread = float(np.median(np.abs(apart - lag))) + 1 / SAMPLING_RATE_HZ
    return spread < min(_LARGEST_SPREAD_S, _unevenness_s(first) / _TELLING_UNEVENNESS)


def _column(placed: Voltages, arrangement: Arrangement, column: int) -> Voltages:
    names = {arrangement.lead(row, column).lstrip("-") for row in range(arrangement.rows)}
    return np.where(np.isin(LEADS, list(names))[:, None], placed, np.nan)


def _unevenness_s(beats_s: Floats) -> float:
    """How far beats lie from where the same number of beats at an even pace would."""
    count = np.arange(beats_s.size)
    return float(np.std(beats_s - np.polyval(np.polyfit(count, beats_s, 1), count)))


def _qrs_width_s(columns: list[Voltages], beats_s: tuple[Floats, Floats]) -> float:
    """How long leads are steep at a beat, median over the beats of both columns."""
    reach = round(_BESIDE_BEAT_S * SAMPLING_RATE_HZ)
    widths = []
    for column, beats in zip(columns, beats_s, strict=True):
        steepness = _steepness(column)
        for beat in np.round(beats * SAMPLING_RATE_HZ).astype(int):
            around = steepness[max(0, beat - reach) : beat + reach]
            widths.append(np.sum(around > _STEEP * around.max()))
    return float(np.median(widths)) / SAMPLING_RATE_HZ


def _steepness(column: Voltages) -> Floats:
    """Root of the mean squared slope, every lead's measured by its own steepest."""
    leads = np.nan_to_num(column[np.isfinite(column).any(axis=1)])
    slopes = np.abs(gaussian_filter1d(leads, _SMOOTHING_S * SAMPLING_RATE_HZ, axis=1, order=1))
    usual = np.maximum(np.percentile(slopes, 99, axis=1, keepdims=True), 1e-6)
    return np.asarray(np.sqrt(np.mean((slopes / usual) ** 2, axis=0)))

"""The typical beat as pictures: one drawing for every lead on millimetre paper, with its waves marked."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ecgweb.ecg.paper.line import seen_runs, thin_out
from ecgweb.ecg.paper.numbers import mm
from ecgweb.ecg.recording import LEADS, Recording
from ecgweb.ecg.waves import r_peaks
from ecgweb.ecg.waves.amplitudes import ST_AFTER_J_MS
from ecgweb.ecg.waves.median_beat import RATE_HZ, MedianBeat, median_beat

SPEED_MM_S, GAIN_MM_MV = 25.0, 10.0
FROM_MS, TO_MS = -380.0, 620.0  # of the R peak: five large squares
SQUARE_MM = 5
TALLEST_MM = 60
TOLERANCE_MM = 0.03
LABEL_MM = 1.2
PEN = 'vector-effect="non-scaling-stroke" stroke-width'  # in pixels: the same drawing is shown small and large
WAVES = (
    ("P", "p_onset_ms", "p_offset_ms"),
    ("QRS", "qrs_onset_ms", "qrs_offset_ms"),
    ("T", "t_onset_ms", "t_offset_ms"),
)
LINES = ("p_onset_ms", "qrs_onset_ms", "qrs_offset_ms", "t_offset_ms")

Marks = dict[str, float | None]


@dataclass(frozen=True)
class BeatPicture:
    """One lead: the inner part of an `<svg>`, empty for a lead that was not seen, and the words for a large one."""

    lead: str
    drawing: str
    labels: str


@dataclass(frozen=True)
class BeatPictures:
    """All leads at one scale; `grid` is drawn below each of them, QT runs from and to `qt_mm`."""

    width_mm: float
    height_mm: float
    grid: str
    leads: list[BeatPicture]
    beats: int
    chosen: str
    qt_mm: tuple[float, float] | None


def beat_pictures(recording: Recording, measured: dict[str, Any]) -> BeatPictures | None:
    """Draw the typical beat of a recording with the marks that were measured on it; None if there is none.

    Parameters
    ----------
    recording : Recording
    measured : dict
        The measurements of the contract.
    """
    if not measured.get("marks"):
        return None
    beat = median_beat(recording, r_peaks(recording))
    if beat is None:
        return None
    above_mm, below_mm = _room_mm(beat)
    paper = _Paper(beat, above_mm, above_mm + below_mm)
    pictures = [_picture(paper, row, lead, measured) for row, lead in enumerate(LEADS)]
    seen = [picture.lead for picture in pictures if picture.drawing]
    if not seen:
        return None
    chosen = "II" if "II" in seen else seen[0]
    qt_mm = paper.qt_mm(measured["marks"])
    return BeatPictures(paper.width_mm, paper.height_mm, paper.grid(), pictures, beat.beats, chosen, qt_mm)


@dataclass(frozen=True)
class _Paper:
    """Millimetre paper with the baseline `baseline_mm` below its upper edge."""

    beat: MedianBeat
    baseline_mm: float
    height_mm: float

    @property
    def width_mm(self) -> float:
        return self.x_mm(TO_MS)

    def x_mm(self, ms: float) -> float:
        return (ms - FROM_MS) / 1000 * SPEED_MM_S

    def qt_mm(self, marks: Marks) -> tuple[float, float] | None:
        """Where QT begins and ends."""
        onset_ms, offset_ms = marks.get("qrs_onset_ms"), marks.get("t_offset_ms")
        return None if onset_ms is None or offset_ms is None else (self.x_mm(onset_ms), self.x_mm(offset_ms))

    def line(self, row: int) -> Iterator[str]:
        """The trace of one lead as polylines."""
        time_ms = (np.arange(self.beat.signal_mv.shape[1]) - self.beat.r_index) * 1000 / RATE_HZ
        shown = (time_ms >= FROM_MS) & (time_ms <= TO_MS)
        x_mm = (time_ms[shown] - FROM_MS) / 1000 * SPEED_MM_S
        y_mm = np.clip(self.baseline_mm - GAIN_MM_MV * self.beat.signal_mv[row, shown], 0, self.height_mm)
        for run in seen_runs(y_mm):
            kept = [run.start + at for at in thin_out(x_mm[run], y_mm[run], TOLERANCE_MM)]
            points = " ".join(f"{mm(float(x_mm[at]))},{mm(float(y_mm[at]))}" for at in kept)
            yield f'<polyline {PEN}="2" points="{points}"/>'

    def grid(self) -> str:
        """Paper and lines, the large squares counted from the baseline."""
        width, height = mm(self.width_mm), mm(self.height_mm)
        parts = [f'<path class="ecg-paper" d="M0 0H{width}V{height}H0Z"/>']
        for name, step, width_px in (("minor", 1, 0.5), ("major", SQUARE_MM, 1)):
            upright = "".join(f"M{x} 0v{height}" for x in range(0, int(self.width_mm) + 1, step))
            level = "".join(f"M0 {y}h{width}" for y in range(0, int(self.height_mm) + 1, step))
            parts.append(f'<path class="ecg-grid-{name}" fill="none" {PEN}="{width_px}" d="{upright}{level}"/>')
        return "".join(parts)


def _picture(paper: _Paper, row: int, lead: str, measured: dict[str, Any]) -> BeatPicture:
    trace = "".join(paper.line(row))
    own = (measured.get("leads") or {}).get(lead) or {}
    if not trace:
        return BeatPicture(lead, "", "")
    drawing = "".join(
        (
            *_spans(paper, own.get("marks") or {}),
            *_lines(paper, measured["marks"]),
            f'<g class="ecg-trace" fill="none" stroke-linejoin="round">{trace}</g>',
            _st_dot(paper, measured["marks"], own.get("st_j60_mv"), row),
        )
    )
    name = f'<text class="ecg-lead-name" x="0.6" y="{mm(1.5 * LABEL_MM)}" font-size="{1.2 * LABEL_MM}">{lead}</text>'
    return BeatPicture(lead, drawing, name + "".join(_names(paper, own.get("marks") or {})))


def _spans(paper: _Paper, marks: Marks) -> Iterator[str]:
    """The waves of this lead, shaded."""
    for _, left_mm, right_mm in _placed(paper, marks):
        width = mm(right_mm - left_mm)
        yield f'<rect class="ecg-mark-span" x="{mm(left_mm)}" y="0" width="{width}" height="{mm(paper.height_mm)}"/>'


def _names(paper: _Paper, marks: Marks) -> Iterator[str]:
    """The names of the waves below them."""
    for name, left_mm, right_mm in _placed(paper, marks):
        yield (
            f'<text class="ecg-mark-label" x="{mm((left_mm + right_mm) / 2)}" y="{mm(paper.height_mm - 0.5)}" '
            f'font-size="{LABEL_MM}" text-anchor="middle">{name}</text>'
        )


def _placed(paper: _Paper, marks: Marks) -> Iterator[tuple[str, float, float]]:
    """Name and edges in millimetres of the waves that were found."""
    for name, onset, offset in WAVES:
        first_ms, last_ms = marks.get(onset), marks.get(offset)
        if first_ms is not None and last_ms is not None:
            yield name, max(0.0, paper.x_mm(first_ms)), min(paper.width_mm, paper.x_mm(last_ms))


def _lines(paper: _Paper, marks: Marks) -> Iterator[str]:
    """Where the intervals begin and end that hold for all leads."""
    places = [ms for name in LINES if (ms := marks.get(name)) is not None]
    if places:
        path = "".join(f"M{mm(paper.x_mm(ms))} 0v{mm(paper.height_mm)}" for ms in places)
        yield f'<path class="ecg-mark-line" fill="none" stroke-dasharray="4 3" {PEN}="1" d="{path}"/>'


def _st_dot(paper: _Paper, marks: Marks, st_mv: float | None, row: int) -> str:
    """A dot on the trace where the ST level is read."""
    offset_ms = marks.get("qrs_offset_ms")
    if st_mv is None or offset_ms is None:
        return ""
    at = paper.beat.r_index + round((offset_ms + ST_AFTER_J_MS) / 1000 * RATE_HZ)
    y_mm = paper.baseline_mm - GAIN_MM_MV * paper.beat.signal_mv[row, at]
    return f'<circle class="beat-st" cx="{mm(paper.x_mm(offset_ms + ST_AFTER_J_MS))}" cy="{mm(y_mm)}" r="0.4"/>'


def _room_mm(beat: MedianBeat) -> tuple[float, float]:
    """Whole squares above and below the baseline that hold every lead, within reason."""
    seen = beat.signal_mv[np.isfinite(beat.signal_mv)]
    above, below = (_squares_mm(GAIN_MM_MV * value) for value in (seen.max(), -seen.min()))
    return min(above, TALLEST_MM - 2 * SQUARE_MM), min(below, TALLEST_MM - above if above < TALLEST_MM else SQUARE_MM)


def _squares_mm(height_mm: float) -> float:
    """Room for a height and two millimetres more, at least a square."""
    return float(SQUARE_MM * max(1, math.ceil((height_mm + 2) / SQUARE_MM)))

"""Where everything stands on the sheet, in millimetres from its upper left corner: one plan for SVG and for pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page.layout import CABRERA
from ecgweb.ecg.page.reading import Layout
from ecgweb.ecg.paper.style import Style
from ecgweb.ecg.recording import LEADS, Recording

PULSE_FOOT_MM = 1.0
PULSE_GAP_MM = 3.0
LINE_SPACING = 1.5


@dataclass(frozen=True)
class Box:
    """A rectangle on the sheet in millimetres."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Strip:
    """One lead from `start_s` to `end_s`, its first sample at `left_mm`, its 0 mV line at `baseline_mm`.

    `upside_down` draws the lead negated and names it so, as Cabrera's order does with aVR.
    """

    lead: str
    start_s: float
    end_s: float
    left_mm: float
    baseline_mm: float
    rhythm_strip: bool = False
    upside_down: bool = False

    @property
    def name(self) -> str:
        return f"-{self.lead}" if self.upside_down else self.lead


@dataclass(frozen=True)
class Text:
    """A line of text with its baseline starting at (left_mm, bottom_mm)."""

    left_mm: float
    bottom_mm: float
    words: str


@dataclass(frozen=True)
class Plan:
    """A sheet ready to be drawn: strips, lines as point lists, texts, all in millimetres."""

    width_mm: float
    height_mm: float
    grid: Box
    strips: tuple[Strip, ...]
    lines: tuple[tuple[tuple[float, float], ...], ...]
    texts: tuple[Text, ...]
    lead_names: tuple[Text, ...]
    style: Style

    def points_mm(self, recording: Recording, strip: Strip) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Place of every sample of a strip on the sheet; y is NaN in gaps."""
        first, last = sample_range(recording, strip)
        seconds = np.arange(first, last) / recording.sampling_rate_hz
        x_mm = strip.left_mm + (seconds - strip.start_s) * self.style.speed_mm_s
        volts_mv = recording.lead(strip.lead)[first:last].astype(np.float64)
        mm_mv = -self.style.gain_mm_mv if strip.upside_down else self.style.gain_mm_mv
        return x_mm, strip.baseline_mm - volts_mv * mm_mv


def sample_range(recording: Recording, strip: Strip) -> tuple[int, int]:
    """First and one past the last sample of a strip."""
    rate_hz = recording.sampling_rate_hz
    samples = recording.signal_mv.shape[1]
    return round(strip.start_s * rate_hz), min(samples, round(strip.end_s * rate_hz))


def lead_grid(style: Style) -> tuple[tuple[str, ...], ...]:
    """Names of each row, left to right: the order runs down the columns, but along the rows where there are three."""
    rows, columns = style.lead_rows, style.columns
    names = CABRERA if style.order == "cabrera" else LEADS
    if columns == 3:
        return tuple(names[row * columns : (row + 1) * columns] for row in range(rows))
    return tuple(tuple(names[row::rows]) for row in range(rows))


def layout_of(style: Style) -> Layout:
    """The layout as a reader of the page should report it; rows count the rhythm strips too."""
    rows = style.lead_rows + style.rhythm_count
    leads = style.shown_rhythm_leads
    return Layout(style.layout, rows, style.columns, leads, style.speed_mm_s, style.gain_mm_mv)


def plan_page(duration_s: float, style: Style) -> Plan:
    """Lay a 12-lead page out: with c columns, column k shows k T/c to (k+1) T/c; a rhythm strip shows all of T."""
    line_mm = style.text_height_mm * LINE_SPACING
    top_mm = style.margin_mm + line_mm * len(style.header)
    pulse_mm = _pulse_room_mm(style)
    left_mm = style.margin_mm + (pulse_mm if style.pulse == "left" else 1.0)
    used_mm = duration_s * style.speed_mm_s + 1.0 + (pulse_mm or 1.0)
    width_mm = 2 * style.margin_mm + 5.0 * np.ceil(used_mm / 5.0)
    strips = _page_strips(duration_s, style, left_mm, top_mm)
    bottom_mm = top_mm + style.row_height_mm * (style.lead_rows + style.rhythm_count)
    height_mm = bottom_mm + style.margin_mm + (line_mm if style.footer else 0.0)
    frame = Box(style.margin_mm, top_mm, width_mm - style.margin_mm, bottom_mm)
    return Plan(
        width_mm,
        height_mm,
        Box(0.0, 0.0, width_mm, height_mm) if style.full_bleed else frame,
        strips,
        (*_pulses(strips, duration_s, style), *_separators(strips, style)),
        _header_and_footer(style, bottom_mm + line_mm),
        _names(strips, style),
        style,
    )


def plan_strips(leads: tuple[str, ...], start_s: float, end_s: float, style: Style) -> Plan:
    """Lay some leads out as full strips of the same stretch of time, one below the other, without header and pulse."""
    left_mm, top_mm = style.margin_mm, style.margin_mm
    strips = tuple(
        Strip(lead, start_s, end_s, left_mm, top_mm + (row + 0.5) * style.row_height_mm, rhythm_strip=True)
        for row, lead in enumerate(leads)
    )
    width_mm = 2 * style.margin_mm + (end_s - start_s) * style.speed_mm_s
    height_mm = 2 * style.margin_mm + len(leads) * style.row_height_mm
    frame = Box(left_mm, top_mm, width_mm - style.margin_mm, height_mm - style.margin_mm)
    grid = Box(0.0, 0.0, width_mm, height_mm) if style.full_bleed else frame
    return Plan(width_mm, height_mm, grid, strips, (), (), _names(strips, style), style)


def _pulse_room_mm(style: Style) -> float:
    return 0.0 if style.pulse == "none" else style.pulse_width_mm + 2 * PULSE_FOOT_MM + PULSE_GAP_MM


def _page_strips(duration_s: float, style: Style, left_mm: float, top_mm: float) -> tuple[Strip, ...]:
    column_s = duration_s / style.columns
    strips = []
    for row, names in enumerate(lead_grid(style)):
        middle_mm = top_mm + (row + 0.5) * style.row_height_mm
        for column, name in enumerate(names):
            start_s = column * column_s
            start_mm = left_mm + start_s * style.speed_mm_s
            lead, upside_down = name.removeprefix("-"), name.startswith("-")
            strips.append(Strip(lead, start_s, start_s + column_s, start_mm, middle_mm, upside_down=upside_down))
    for row, lead in enumerate(style.shown_rhythm_leads, start=style.lead_rows):
        middle_mm = top_mm + (row + 0.5) * style.row_height_mm
        strips.append(Strip(lead, 0.0, duration_s, left_mm, middle_mm, rhythm_strip=True))
    return tuple(strips)


def _pulses(strips: tuple[Strip, ...], duration_s: float, style: Style) -> list[tuple[tuple[float, float], ...]]:
    """One calibration pulse of 1 mV a row, at the start or the end of the row."""
    if style.pulse == "none":
        return []
    rows = [(strip.left_mm, strip.baseline_mm) for strip in strips if strip.start_s == 0.0]
    if style.pulse == "left":
        offset_mm = PULSE_GAP_MM / 2 - _pulse_room_mm(style)
    else:
        offset_mm = duration_s * style.speed_mm_s + PULSE_GAP_MM / 2
    up_mm, down_mm = PULSE_FOOT_MM, PULSE_FOOT_MM + style.pulse_width_mm
    steps = ((0.0, 0.0), (up_mm, 0.0), (up_mm, 1.0), (down_mm, 1.0), (down_mm, 0.0), (down_mm + PULSE_FOOT_MM, 0.0))
    return [tuple((x + offset_mm + dx, y - mv * style.gain_mm_mv) for dx, mv in steps) for x, y in rows]


def _separators(strips: tuple[Strip, ...], style: Style) -> list[tuple[tuple[float, float], ...]]:
    starts = [strip for strip in strips if strip.start_s > 0.0]
    if style.separators == "ticks":
        return [((s.left_mm, s.baseline_mm - 4.0), (s.left_mm, s.baseline_mm + 4.0)) for s in starts]
    if style.separators == "none" or not starts:
        return []
    half_mm = 0.3 * style.row_height_mm
    top_mm, bottom_mm = starts[0].baseline_mm - half_mm, starts[-1].baseline_mm + half_mm
    return [((x, top_mm), (x, bottom_mm)) for x in sorted({s.left_mm for s in starts})]


def _header_and_footer(style: Style, footer_bottom_mm: float) -> tuple[Text, ...]:
    line_mm = style.text_height_mm * LINE_SPACING
    texts = [
        Text(style.margin_mm, style.margin_mm + (n + 0.7) * line_mm, words) for n, words in enumerate(style.header)
    ]
    if style.footer:
        scale = style.footer_form.format(speed=style.speed_mm_s, gain=style.gain_mm_mv)
        texts.append(Text(style.margin_mm + 1.0, footer_bottom_mm, scale))
    return tuple(texts)


def _names(strips: tuple[Strip, ...], style: Style) -> tuple[Text, ...]:
    if not style.lead_names:
        return ()
    above_mm = min(0.2 * style.row_height_mm, 5.0)
    drop_mm = -above_mm if style.names_at == "above" else above_mm + 0.5 * style.text_height_mm
    return tuple(Text(s.left_mm + 1.0, s.baseline_mm + drop_mm, s.name) for s in strips)

"""The redrawn ECG on a sheet, at the size it has on paper wherever it fits."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from fpdf import FPDF

from ecgweb.analyses.drawings import clean_style
from ecgweb.analyses.exports.sheet import Sheet
from ecgweb.ecg.paper.line import seen_runs, thin_out
from ecgweb.ecg.paper.plan import Box, Plan, Text, plan_page
from ecgweb.ecg.paper.style import RGB
from ecgweb.ecg.recording import Recording

SPEED_MM_S = 25.0
GAIN_MM_MV, SMALL_GAIN_MM_MV = 10.0, 5.0
TALLEST_ROW_MM, LOW_ROW_MM, HEADROOM_MM = 26.0, 12.0, 4.0
TOLERANCE_MM = 0.02
PAPER: RGB = (255, 250, 249)
MINOR: RGB = (248, 218, 214)
MAJOR: RGB = (236, 172, 166)
INK: RGB = (12, 12, 20)


def draw_trace(sheet: Sheet, recording: Recording, layout: dict[str, Any], box: Box) -> str:
    """Draw a recording into a box of the sheet and return its scale in words.

    Speed is 25 mm/s; gain is 10 mm/mV, or half of that where many rows share the box or waves are tall.
    """
    plan = _plan(recording, layout, box.bottom - box.top)
    share = min(1.0, (box.right - box.left) / plan.width_mm)
    left = box.left + (box.right - box.left - share * plan.width_mm) / 2
    pen = _Pen(sheet.pdf, left, box.top, share)
    with sheet.pdf.rect_clip(left, box.top, share * plan.width_mm, share * plan.height_mm):
        _grid(pen, plan)
        _lines(pen, plan, recording)
        for name in plan.lead_names:
            pen.text(name)
    size = "" if share == 1.0 else f", drawn at {share:.0%} of that"
    return f"{plan.style.speed_mm_s:g} mm/s and {plan.style.gain_mm_mv:g} mm/mV{size}"


class _Pen:
    """Draws plan millimetres on a sheet, moved and made smaller."""

    def __init__(self, pdf: FPDF, left: float, top: float, share: float) -> None:
        self.pdf, self._left, self._top, self._share = pdf, left, top, share

    def set(self, colour: RGB, width_mm: float) -> None:
        self.pdf.set_draw_color(*colour)
        self.pdf.set_line_width(width_mm * self._share)

    def place(self, x_mm: float, y_mm: float) -> tuple[float, float]:
        return self._left + self._share * x_mm, self._top + self._share * y_mm

    def line(self, points_mm: list[tuple[float, float]]) -> None:
        self.pdf.polyline([self.place(x, y) for x, y in points_mm])

    def text(self, text: Text) -> None:
        self.pdf.set_font("DejaVu", "B", 7.5 * self._share)
        self.pdf.set_text_color(*INK)
        self.pdf.text(*self.place(text.left_mm, text.bottom_mm), text.words)


def _plan(recording: Recording, layout: dict[str, Any], height_mm: float) -> Plan:
    """The sheet laid out at the usual gain, or at half of it where waves would leave the sheet or share little room."""
    style = clean_style(layout)
    rows = style.lead_rows + style.rhythm_count
    row_mm = min(TALLEST_ROW_MM, (height_mm - 2 * HEADROOM_MM) / rows)
    style = replace(style, speed_mm_s=SPEED_MM_S, row_height_mm=row_mm, margin_mm=HEADROOM_MM, full_bleed=True)
    plan = plan_page(recording.duration_s, replace(style, gain_mm_mv=GAIN_MM_MV))
    if row_mm >= LOW_ROW_MM and _fits(plan, recording):
        return plan
    return plan_page(recording.duration_s, replace(style, gain_mm_mv=SMALL_GAIN_MM_MV))


def _fits(plan: Plan, recording: Recording) -> bool:
    heights_mm = np.concatenate([plan.points_mm(recording, strip)[1] for strip in plan.strips])
    seen = heights_mm[np.isfinite(heights_mm)]
    return seen.size == 0 or bool(seen.min() > 0 and seen.max() < plan.height_mm)


def _grid(pen: _Pen, plan: Plan) -> None:
    left, top = pen.place(0.0, 0.0)
    right, bottom = pen.place(plan.width_mm, plan.height_mm)
    pen.pdf.set_fill_color(*PAPER)
    pen.pdf.rect(left, top, right - left, bottom - top, style="F")
    for step, colour, width_mm in ((1, MINOR, 0.06), (5, MAJOR, 0.12)):
        pen.set(colour, width_mm)
        for x in range(0, int(plan.width_mm) + 1, step):
            pen.line([(x, 0.0), (x, plan.height_mm)])
        for y in range(0, int(plan.height_mm) + 1, step):
            pen.line([(0.0, y), (plan.width_mm, y)])


def _lines(pen: _Pen, plan: Plan, recording: Recording) -> None:
    pen.set(INK, 0.28)
    for line in plan.lines:
        pen.line(list(line))
    for strip in plan.strips:
        x_mm, y_mm = plan.points_mm(recording, strip)
        for run in seen_runs(y_mm):
            kept = [run.start + at for at in thin_out(x_mm[run], y_mm[run], TOLERANCE_MM)]
            if len(kept) > 1:
                pen.line(list(zip(x_mm[kept].tolist(), y_mm[kept].tolist(), strict=True)))

"""A page of our own as a PDF of lines, the way reporting programs write theirs."""

from __future__ import annotations

from fpdf import FPDF

from ecgweb.ecg.paper.line import seen_runs
from ecgweb.ecg.paper.plan import plan_page
from ecgweb.ecg.paper.style import GRIDS, Style
from ecgweb.ecg.recording import Recording


def vector_pdf(recording: Recording, style: Style) -> bytes:
    """One sheet of the size of the plan, nothing on it but lines and letters."""
    plan = plan_page(recording.duration_s, style)
    pdf = FPDF(unit="mm", format=(plan.height_mm, plan.width_mm), orientation="landscape")
    pdf.set_auto_page_break(False)
    pdf.add_page()
    ink = GRIDS[style.grid]
    for step, colour, width in ((1, ink.minor, 0.1), (5, ink.major, 0.2)) if ink else ():
        pdf.set_draw_color(*colour)
        pdf.set_line_width(width)
        for n in range(0, int(plan.grid.right - plan.grid.left) + 1, step):
            pdf.line(plan.grid.left + n, plan.grid.top, plan.grid.left + n, plan.grid.bottom)
        for n in range(0, int(plan.grid.bottom - plan.grid.top) + 1, step):
            pdf.line(plan.grid.left, plan.grid.top + n, plan.grid.right, plan.grid.top + n)
    pdf.set_draw_color(*style.ink)
    pdf.set_line_width(style.trace_width_mm)
    for line in plan.lines:
        pdf.polyline(list(line))
    for strip in plan.strips:
        x_mm, y_mm = plan.points_mm(recording, strip)
        for run in seen_runs(y_mm):
            pdf.polyline(list(zip(x_mm[run].tolist(), y_mm[run].tolist(), strict=True)))
    pdf.set_font("Helvetica", size=9)
    for text in (*plan.texts, *plan.lead_names):
        pdf.text(text.left_mm, text.bottom_mm, text.words)
    return bytes(pdf.output())

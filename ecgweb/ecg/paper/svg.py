"""Paper ECG as SVG in millimetres, for the site: colours can be set by CSS classes, nothing needs inline style."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

import numpy as np

from ecgweb.ecg.paper.line import seen_runs, thin_out
from ecgweb.ecg.paper.marks import Mark, mark_labels, mark_shapes
from ecgweb.ecg.paper.numbers import mm, rgb_hex
from ecgweb.ecg.paper.plan import Box, Plan, Text, plan_page, plan_strips
from ecgweb.ecg.paper.style import GRIDS, RGB, Style
from ecgweb.ecg.recording import Recording

TOLERANCE_MM = 0.03


def draw_svg(
    recording: Recording,
    style: Style | None = None,
    marks: Sequence[Mark] = (),
    title: str | None = None,
    description: str | None = None,
) -> str:
    """Draw a 12-lead page as an `<svg>` element with title and description for screen readers.

    Parameters
    ----------
    recording : Recording
        What to draw; gaps stay blank.
    style : Style, optional
        The look; 3x4+1 on pink grid if not given.
    marks : sequence of Mark
        Features to label on the traces.
    title, description : str, optional
        Words for screen readers; made from layout and scale if not given.

    Returns
    -------
    str
        One `<svg>` element, its unit the millimetre.
    """
    style = style or Style(footer=False)
    plan = plan_page(recording.duration_s, style)
    title = title or f"12-lead ECG, {style.layout}"
    return _svg(plan, recording, marks, title, description or _scale_words(style))


def draw_strips_svg(
    recording: Recording,
    leads: Sequence[str],
    style: Style | None = None,
    start_s: float = 0.0,
    end_s: float | None = None,
    marks: Sequence[Mark] = (),
    title: str | None = None,
    description: str | None = None,
) -> str:
    """Draw some leads as full strips of the same stretch of time, with features marked.

    Parameters
    ----------
    recording : Recording
        What to draw; gaps stay blank.
    leads : sequence of str
        Names of the leads, top to bottom.
    style : Style, optional
        Scale, grid and sizes; layout, header, footer and pulse are not used.
    start_s, end_s : float, optional
        The stretch in seconds; all of the recording if not given.
    marks, title, description
        As in `draw_svg`.

    Returns
    -------
    str
        One `<svg>` element, its unit the millimetre.

    Raises
    ------
    ValueError
        If no lead is asked for or the stretch is empty.
    """
    style = style or Style(margin_mm=0.0, full_bleed=True)
    end_s = recording.duration_s if end_s is None else min(end_s, recording.duration_s)
    if not leads or not 0 <= start_s < end_s:
        raise ValueError(f"nothing to draw for leads {list(leads)} from {start_s} to {end_s} s")
    plan = plan_strips(tuple(leads), start_s, end_s, style)
    named = [mark.label for mark in marks if mark.label]
    words = _scale_words(style) + (f". Marked: {', '.join(dict.fromkeys(named))}" if named else "")
    return _svg(plan, recording, marks, title or f"ECG, lead {', '.join(leads)}", description or words)


def _svg(plan: Plan, recording: Recording, marks: Sequence[Mark], title: str, description: str) -> str:
    size = f"{mm(plan.width_mm)} {mm(plan.height_mm)}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="ecg" role="img" viewBox="0 0 {size}" '
        f'width="{mm(plan.width_mm)}mm" height="{mm(plan.height_mm)}mm">',
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>",
        *_paper(plan),
        *(part for strip in plan.strips for part in mark_shapes(plan, strip, marks)),
        *_pen_group("ecg-calibration", plan, (_points(line) for line in plan.lines)),
        *_pen_group("ecg-trace", plan, _trace_points(plan, recording)),
        *_text_group("ecg-lead-name", plan, plan.lead_names),
        *_text_group("ecg-text", plan, plan.texts),
        *(part for strip in plan.strips for part in mark_labels(plan, strip, marks)),
        "</svg>",
    ]
    return "".join(parts)


def _scale_words(style: Style) -> str:
    return f"{style.speed_mm_s:g} mm/s, {style.gain_mm_mv:g} mm/mV"


def _paper(plan: Plan) -> Iterator[str]:
    ink = GRIDS[plan.style.grid]
    paper = ink.paper if ink else (255, 255, 255)
    yield f'<path class="ecg-paper" fill="{rgb_hex(paper)}" d="M0 0H{mm(plan.width_mm)}V{mm(plan.height_mm)}H0Z"/>'
    if ink:
        dashes = ' stroke-dasharray="0.15 0.85" stroke-dashoffset="0.07"' if ink.dots else ""
        yield _grid_lines("ecg-grid-minor", plan.grid, 1, ink.minor, 0.1, dashes)
        yield _grid_lines("ecg-grid-major", plan.grid, 5, ink.major, 0.2, "")


def _grid_lines(name: str, box: Box, step_mm: int, colour: RGB, width_mm: float, dashes: str) -> str:
    """All lines of one weight as a single path; the 1 mm lines leave the 5 mm lines out."""
    width, height = box.right - box.left, box.bottom - box.top
    across = [n for n in range(0, int(width + 1e-6) + 1, step_mm) if step_mm > 1 or n % 5]
    down = [n for n in range(0, int(height + 1e-6) + 1, step_mm) if step_mm > 1 or n % 5]
    upright = "".join(f"M{mm(box.left + n)} {mm(box.top)}v{mm(height)}" for n in across)
    level = "".join(f"M{mm(box.left)} {mm(box.top + n)}h{mm(width)}" for n in down)
    return (
        f'<path class="{name}" fill="none" stroke="{rgb_hex(colour)}" stroke-width="{width_mm}"{dashes} '
        f'd="{upright}{level}"/>'
    )


def _trace_points(plan: Plan, recording: Recording) -> Iterator[str]:
    for strip in plan.strips:
        x_mm, y_mm = plan.points_mm(recording, strip)
        for run in seen_runs(y_mm):
            kept = np.asarray(thin_out(x_mm[run], y_mm[run], TOLERANCE_MM)) + run.start
            dot = kept if kept.size > 1 else np.repeat(kept, 2)
            yield _points(zip(x_mm[dot].tolist(), y_mm[dot].tolist(), strict=True))


def _pen_group(name: str, plan: Plan, polylines: Iterable[str]) -> Iterator[str]:
    yield (
        f'<g class="{name}" fill="none" stroke="{rgb_hex(plan.style.ink)}" '
        f'stroke-width="{mm(plan.style.trace_width_mm)}" stroke-linejoin="round" stroke-linecap="round">'
    )
    yield from (f'<polyline points="{points}"/>' for points in polylines)
    yield "</g>"


def _text_group(name: str, plan: Plan, texts: Iterable[Text]) -> Iterator[str]:
    yield f'<g class="{name}" fill="{rgb_hex(plan.style.ink)}" font-size="{mm(plan.style.text_height_mm)}">'
    yield from (f'<text x="{mm(t.left_mm)}" y="{mm(t.bottom_mm)}">{escape(t.words)}</text>' for t in texts)
    yield "</g>"


def _points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{mm(x)},{mm(y)}" for x, y in points)

"""Paper ECG as pixels, with the truth about what it shows: for training, for tests and for scoring readers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ecgweb.ecg.page.reading import Layout, LeadTrace
from ecgweb.ecg.paper.plan import Plan, layout_of, plan_page, sample_range
from ecgweb.ecg.paper.sheet import ruled_sheet
from ecgweb.ecg.paper.stroke import Cover, add_straight, trace_cover
from ecgweb.ecg.paper.style import Style
from ecgweb.ecg.paper.typeface import write
from ecgweb.ecg.recording import LEADS, Recording

Line = tuple[NDArray[np.float32], NDArray[np.float32]]


@dataclass(frozen=True)
class PageDrawing:
    """A drawn page and the truth about it.

    `image` is uint8 (height, width, 3). `recording` holds what the page shows and NaN elsewhere. `traces` are in
    pixels of `image`, x_px to the right and y_px down from the centre of the upper left pixel, one point a sample.
    """

    image: NDArray[np.uint8]
    recording: Recording
    layout: Layout
    traces: tuple[LeadTrace, ...]
    pixels_per_mm: float


def draw_page(recording: Recording, style: Style | None = None, pixels_per_mm: float = 6.0) -> PageDrawing:
    """Draw a recording as a page of paper ECG.

    Parameters
    ----------
    recording : Recording
        What to draw; gaps stay blank.
    style : Style, optional
        The look; 3x4+1 on pink grid if not given.
    pixels_per_mm : float
        Resolution, above zero: 6 gives a 10 s page about 1600 pixels wide.

    Returns
    -------
    PageDrawing
        The picture with its truth.

    Raises
    ------
    ValueError
        If the resolution is not positive.
    """
    if not pixels_per_mm > 0:
        raise ValueError(f"pixels per mm must be positive, not {pixels_per_mm}")
    style = style or Style()
    return draw_plan(plan_page(recording.duration_s, style), recording, pixels_per_mm)


def draw_plan(plan: Plan, recording: Recording, pixels_per_mm: float) -> PageDrawing:
    """Draw a sheet as planned: `draw_page` for plans of one's own."""
    traces = _traces(plan, recording, pixels_per_mm)
    sheet = ruled_sheet(plan, pixels_per_mm)
    sheet.paste(plan.style.ink, (0, 0, *sheet.size), Image.fromarray(_pen(plan, traces, sheet.size, pixels_per_mm)))
    for text in (*plan.texts, *plan.lead_names):
        left_px, bottom_px = text.left_mm * pixels_per_mm, text.bottom_mm * pixels_per_mm
        size_px = plan.style.text_height_mm * pixels_per_mm
        write(sheet, left_px, bottom_px, text.words, plan.style.typeface, size_px, plan.style.ink)
    return PageDrawing(np.asarray(sheet), shown_part(recording, plan), layout_of(plan.style), traces, pixels_per_mm)


def shown_part(recording: Recording, plan: Plan) -> Recording:
    """The recording as far as the page shows it: NaN outside of every strip."""
    shown = np.full_like(recording.signal_mv, np.nan, dtype=np.float32)
    for strip in plan.strips:
        first, last = sample_range(recording, strip)
        row = LEADS.index(strip.lead)
        shown[row, first:last] = recording.signal_mv[row, first:last]
    return Recording(shown, recording.sampling_rate_hz)


def _traces(plan: Plan, recording: Recording, pixels_per_mm: float) -> tuple[LeadTrace, ...]:
    traces = []
    for strip in plan.strips:
        x_px, y_px = ((mm * pixels_per_mm - 0.5).astype(np.float32) for mm in plan.points_mm(recording, strip))
        traces.append(LeadTrace(strip.lead, strip.start_s, strip.end_s, x_px, y_px, strip.rhythm_strip))
    return tuple(traces)


def _pen(plan: Plan, traces: tuple[LeadTrace, ...], size: tuple[int, int], pixels_per_mm: float) -> Cover:
    """Cover of the pixels by traces, pulses and separators."""
    width_px = max(plan.style.trace_width_mm * pixels_per_mm, 0.5)
    lines = [(trace.x_px, trace.y_px) for trace in traces]
    cover = trace_cover(_joined(plan, lines) if plan.style.joined else lines, size, width_px)
    for line in plan.lines:
        add_straight(cover, [(x * pixels_per_mm, y * pixels_per_mm) for x, y in line], width_px)
    return np.where(cover > 127, np.uint8(255), np.uint8(0)) if plan.style.crisp else cover


def _joined(plan: Plan, lines: list[Line]) -> list[Line]:
    """One line a row, without lifting the pen between leads."""
    rows: dict[tuple[float, bool], list[Line]] = {}
    for strip, line in zip(plan.strips, lines, strict=True):
        rows.setdefault((strip.baseline_mm, strip.rhythm_strip), []).append(line)
    return [(np.concatenate([x for x, _ in row]), np.concatenate([y for _, y in row])) for row in rows.values()]

"""Paper ECG as pixels, with the truth about what it shows: for training, for tests and for scoring readers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ecgweb.ecg.page.reading import Layout, LeadTrace
from ecgweb.ecg.paper.line import seen_runs
from ecgweb.ecg.paper.plan import Box, Plan, layout_of, plan_page, sample_range
from ecgweb.ecg.paper.style import GRIDS, GridInk, Style
from ecgweb.ecg.recording import LEADS, Recording

OVERSAMPLING = 3
MINOR_LINE_MM = 0.12
MAJOR_LINE_MM = 0.22


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
    sheet = _sheet(plan, pixels_per_mm)
    sheet.paste(plan.style.ink, (0, 0, *sheet.size), _pen_mask(plan, traces, sheet.size, pixels_per_mm))
    _write(sheet, plan, pixels_per_mm)
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


def _sheet(plan: Plan, pixels_per_mm: float) -> Image.Image:
    size = (round(plan.width_mm * pixels_per_mm), round(plan.height_mm * pixels_per_mm))
    ink = GRIDS[plan.style.grid]
    if ink is None:
        return Image.new("RGB", size, (255, 255, 255))
    sheet = Image.new("RGB", size, ink.paper if plan.style.full_bleed else (255, 255, 255))
    left, top, right, bottom = (round(edge * pixels_per_mm) for edge in _edges(plan.grid))
    sheet.paste(ink.paper, (left, top, right, bottom))
    for colour, mask in _grid_masks(plan.grid, ink, size, pixels_per_mm):
        sheet.paste(colour, (0, 0, *size), mask)
    return sheet


def _edges(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


def _grid_masks(
    box: Box, ink: GridInk, size: tuple[int, int], pixels_per_mm: float
) -> list[tuple[tuple[int, int, int], Image.Image]]:
    """How much of each pixel the minor and the major lines cover: exact, as the lines run along the pixel rows."""
    masks = []
    for colour, step_mm, width_mm in ((ink.minor, 1, MINOR_LINE_MM), (ink.major, 5, MAJOR_LINE_MM)):
        across = _line_cover(size[0], box.left, box.right, step_mm, width_mm, pixels_per_mm)
        down = _line_cover(size[1], box.top, box.bottom, step_mm, width_mm, pixels_per_mm)
        if ink.dots and step_mm == 1:
            cover = down[:, None] * across[None, :]
        else:
            inside_across = _line_cover(size[0], box.left, box.right, None, width_mm, pixels_per_mm)
            inside_down = _line_cover(size[1], box.top, box.bottom, None, width_mm, pixels_per_mm)
            cover = np.maximum(down[:, None] * inside_across[None, :], inside_down[:, None] * across[None, :])
        masks.append((colour, Image.fromarray((255 * cover).astype(np.uint8), "L")))
    return masks


def _line_cover(
    pixels: int, start_mm: float, end_mm: float, step_mm: int | None, width_mm: float, pixels_per_mm: float
) -> NDArray[np.float32]:
    """Share of each pixel along one axis that lies in a line every `step_mm`; with no step, in the whole box."""
    edges_mm = np.arange(pixels + 1) / pixels_per_mm
    if step_mm is None:
        inside_mm = np.clip(edges_mm, start_mm - width_mm / 2, end_mm + width_mm / 2)
        return (np.diff(inside_mm) * pixels_per_mm).astype(np.float32)
    # Integral of the comb: whole lines passed plus the part of the line that is being crossed.
    last_line = np.floor((end_mm - start_mm) / step_mm + 1e-6)
    from_first_mm = np.clip(edges_mm - start_mm + width_mm / 2, 0.0, last_line * step_mm + width_mm)
    passed = np.floor(from_first_mm / step_mm)
    inked_mm = passed * width_mm + np.minimum(from_first_mm - passed * step_mm, width_mm)
    return (np.diff(inked_mm) * pixels_per_mm).astype(np.float32)


def _pen_mask(plan: Plan, traces: tuple[LeadTrace, ...], size: tuple[int, int], pixels_per_mm: float) -> Image.Image:
    """Cover of the pixels by trace, pulses and separators: drawn large and reduced, which smooths the edges."""
    large = Image.new("L", (size[0] * OVERSAMPLING, size[1] * OVERSAMPLING), 0)
    pen = ImageDraw.Draw(large)
    scale = pixels_per_mm * OVERSAMPLING
    width = max(1, round(plan.style.trace_width_mm * scale))
    # Pillow counts from the pixel's centre and draws an even width half a pixel to the lower right.
    lag = 0.5 if width % 2 else 1.0
    for line in plan.lines:
        points = np.rint(np.asarray(line) * scale - lag)
        pen.line(points.ravel().tolist(), fill=255, width=width, joint="curve")
    for trace in traces:
        points = np.rint((np.stack([trace.x_px, trace.y_px], axis=1) + 0.5) * OVERSAMPLING - lag)
        for run in seen_runs(trace.y_px):
            flat = points[run].ravel().tolist()
            pen.line(flat if len(flat) > 2 else flat * 2, fill=255, width=width, joint="curve")
    return large.reduce(OVERSAMPLING)


def _write(sheet: Image.Image, plan: Plan, pixels_per_mm: float) -> None:
    font = ImageFont.load_default(max(6.0, plan.style.text_height_mm * pixels_per_mm))
    pen = ImageDraw.Draw(sheet)
    for text in (*plan.texts, *plan.lead_names):
        place = (text.left_mm * pixels_per_mm, text.bottom_mm * pixels_per_mm)
        pen.text(place, text.words, fill=plan.style.ink, font=font, anchor="ls")

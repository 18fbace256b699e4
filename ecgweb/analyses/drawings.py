"""The two drawings of a result: the traces over the picture they were read from, and redrawn on clean paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

import numpy as np

from ecgweb.analyses.explained import Explained
from ecgweb.analyses.trace_file import DrawnTrace, StoredReading
from ecgweb.ecg.paper import Mark, Style, draw_svg
from ecgweb.ecg.paper.style import LAYOUTS
from ecgweb.ecg.recording import LEADS

_NEAREST = {1: "12x1", 2: "6x2"}  # by columns, for layouts that are read but never drawn
PEN_SHARE = 1 / 70  # width of the pen that marks what speaks for an answer, as a share of the picture's longer side
LABEL_SHARE = 1 / 50  # height of a lead's name on the overlay, as a share of the picture's longer side


def overlay_svg(
    reading: StoredReading, width_px: int, height_px: int, explained: Sequence[Explained] = (), letters: str = ""
) -> str:
    """The traces as an `<svg>` of the picture's own size, to be laid over it.

    What speaks for each answer is drawn below its trace as with a broad pen, one group an answer; `letters` is the
    group of the beats' letters, see `beats_page.overlay_beats`.
    """
    size_px = max(width_px, height_px) * LABEL_SHARE
    pen_px = max(width_px, height_px) * PEN_SHARE
    return "".join(
        (
            f'<svg class="overlay" viewBox="0 0 {width_px} {height_px}" preserveAspectRatio="none" aria-hidden="true" '
            'focusable="false">',
            *(_highlights(one, reading.traces, pen_px) for one in explained),
            *(_polyline(trace) for trace in reading.traces),
            *_names(reading.traces, size_px),
            letters,
            "</svg>",
        )
    )


def redrawn_svg(reading: StoredReading, layout: dict[str, Any], explained: Sequence[Explained] = ()) -> str:
    """The recording on a clean grid, laid out as on its page, with what speaks for each answer shaded."""
    marks = [
        Mark(span["start_s"], span["end_s"], "", span["lead"], group=f"why {one.css_class}")
        for one in explained
        for span in one.spans
    ]
    return draw_svg(reading.recording, clean_style(layout), marks, title="The traces as they were read, redrawn")


def clean_style(layout: dict[str, Any]) -> Style:
    """Paper like that of a page, without its margins and texts; `layout` is that of the contract."""
    name = layout["name"] if layout["name"] in LAYOUTS else _NEAREST.get(layout["columns"], "3x4+1")
    rhythm = [lead for lead in layout["rhythm_leads"] if lead in LEADS]
    rest = [lead for lead in ("II", "V1", "V5") if lead not in rhythm]
    return Style(
        layout=name,
        rhythm_leads=tuple((rhythm + rest)[:3]),
        speed_mm_s=layout["speed_mm_s"] or 25.0,
        gain_mm_mv=layout["gain_mm_mv"] or 10.0,
        footer=False,
        margin_mm=4.0,
    )


def _highlights(explained: Explained, traces: tuple[DrawnTrace, ...], pen_px: float) -> str:
    """Everything that speaks for one answer, along the traces."""
    lines = "".join(_highlight(span, trace) for span in explained.spans for trace in traces)
    return f'<g class="why {explained.css_class}" stroke-width="{pen_px:.1f}">{lines}</g>'


def _highlight(span: dict[str, Any], trace: DrawnTrace) -> str:
    """The part of a trace that lies within a span, its ends put in between the points that were kept."""
    times_s, (start_s, end_s) = trace.times_s, (span["start_s"], span["end_s"])
    if trace.lead != span["lead"] or times_s.size < 2 or not (times_s[0] < end_s and start_s < times_s[-1]):
        return ""
    inside = times_s[(times_s > start_s) & (times_s < end_s)]
    at = np.clip([start_s, *inside.tolist(), end_s], times_s[0], times_s[-1])
    x, y = (np.interp(at, times_s, trace.points_px[:, axis]) for axis in (0, 1))
    points = " ".join(f"{left:.1f},{top:.1f}" for left, top in zip(x.tolist(), y.tolist(), strict=True))
    return f'<polyline class="why-line" points="{points}"/>'


def _polyline(trace: DrawnTrace) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in trace.points_px.tolist())
    return f'<polyline class="overlay-trace" points="{points}"/>'


def _names(traces: tuple[DrawnTrace, ...], size_px: float) -> Iterator[str]:
    """Each lead's name at the start of its first stretch in a place of its own."""
    last: DrawnTrace | None = None
    for trace in traces:
        if last is None or trace.lead != last.lead:
            x, y = trace.points_px[0].tolist()
            yield (
                f'<text class="overlay-name" x="{x:.0f}" y="{max(size_px, y - size_px):.0f}" '
                f'font-size="{size_px:.0f}">{escape(trace.lead)}</text>'
            )
        last = trace

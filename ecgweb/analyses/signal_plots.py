"""Plots of a signal as SVG: time in seconds, voltage in mV, beats and rhythm marked; the site's CSS colours them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray

from ecgweb.analyses.signal_drawings import SCALOGRAM_HZ, SCALOGRAM_PX, limits_mv

WIDTH, HEIGHT = 1200, 300
LEFT, RIGHT, TOP, BOTTOM = 64, 32, 34, 40
BAND_HEIGHT = 12
STEPS_S = (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400, 28800)
MOST_TICKS = 10
TICKS_HZ = (0.5, 1, 2, 5, 10, 20, 40)
MOST_LETTERS = 60  # more beats than that get a line each and no letter


@dataclass(frozen=True)
class Span:
    """A stretch of time on the axis of a plot."""

    start_s: float
    end_s: float

    def x(self, time_s: float) -> float:
        """Where a moment lies, in units of the drawing."""
        share = (time_s - self.start_s) / max(self.end_s - self.start_s, 1e-9)
        return LEFT + share * (WIDTH - LEFT - RIGHT)


def trace_plot(
    points: NDArray[np.float32],
    span: Span,
    label: str,
    beats: Sequence[dict[str, Any]] = (),
    rhythm: Sequence[dict[str, Any]] = (),
    known_voltage: bool = True,
) -> str:
    """A lead over time with its beats above and the rhythm below.

    Parameters
    ----------
    points : ndarray, shape (points, 2)
        Seconds and mV; NaN breaks the line.
    span : Span
        What the time axis shows.
    label : str
        What the plot is, for screen readers.
    beats, rhythm : sequence of dict
        As in the contract; those outside the span are left out.
    known_voltage : bool
        Whether the voltage axis has numbers.
    """
    low, high = limits_mv(points)
    inner = [
        *_time_axis(span, HEIGHT - BOTTOM),
        *(_voltage_axis(low, high) if known_voltage else ()),
        *_rhythm(rhythm, span),
        _line(points, span, low, high),
        *_beats([beat for beat in beats if span.start_s <= beat["time_s"] <= span.end_s], span),
    ]
    return _svg(HEIGHT, label, inner)


def scalogram_plot(image_url: str, span: Span, highest_hz: float, label: str) -> str:
    """The picture of a scalogram with its frequency and time axes."""
    height = SCALOGRAM_PX[1]
    top, low, high = 12, np.log(SCALOGRAM_HZ[0]), np.log(highest_hz)
    inner = [
        f'<image href="{escape(image_url, {chr(34): "&quot;"})}" x="{LEFT}" y="{top}" width="{WIDTH - LEFT - RIGHT}" '
        f'height="{height}" preserveAspectRatio="none"/>'
    ]
    for tick in (tick for tick in TICKS_HZ if SCALOGRAM_HZ[0] <= tick <= highest_hz):
        y = top + height * (1 - (np.log(tick) - low) / (high - low))
        inner.append(f'<text class="plot-text plot-end" x="{LEFT - 8}" y="{y + 5:.1f}">{tick:g}</text>')
    inner.append(f'<text class="plot-text" x="4" y="{top + height + 24}">Hz</text>')
    inner += _time_axis(span, top + height)
    return _svg(top + height + BOTTOM, label, inner)


def _svg(height: int, label: str, inner: Iterable[str]) -> str:
    return (
        f'<svg class="plot" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(label)}" focusable="false">'
        + "".join(inner)
        + "</svg>"
    )


def _time_axis(span: Span, y: float) -> Iterator[str]:
    seconds = span.end_s - span.start_s
    step = next((step for step in STEPS_S if seconds / step <= MOST_TICKS), STEPS_S[-1])
    first = int(np.ceil(span.start_s / step - 1e-6))
    for n in range(first, int(np.floor(span.end_s / step + 1e-6)) + 1):
        x = span.x(n * step)
        yield f'<line class="plot-grid" x1="{x:.1f}" y1="{TOP - 6}" x2="{x:.1f}" y2="{y}"/>'
        yield f'<text class="plot-text plot-middle" x="{x:.1f}" y="{y + 24}">{clock(n * step, step)}</text>'


def _voltage_axis(low: float, high: float) -> Iterator[str]:
    step = next((step for step in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20) if (high - low) / step <= 6), 50)
    for n in range(int(np.ceil(low / step)), int(np.floor(high / step)) + 1):
        y = _y(n * step, low, high)
        yield f'<line class="plot-grid" x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}"/>'
        yield f'<text class="plot-text plot-end" x="{LEFT - 8}" y="{y + 5:.1f}">{n * step:g}</text>'
    yield f'<text class="plot-text" x="4" y="{HEIGHT - BOTTOM + 24}">mV</text>'


def _y(value_mv: float, low: float, high: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (high - value_mv) / (high - low)


def _line(points: NDArray[np.float32], span: Span, low: float, high: float) -> str:
    """The trace as one path, broken where nothing was recorded."""
    parts: list[str] = []
    pen = "M"
    for time_s, value_mv in points.tolist():
        if np.isnan(value_mv):
            pen = "M"
            continue
        parts.append(f"{pen}{span.x(time_s):.1f} {_y(value_mv, low, high):.1f}")
        pen = "L"
    return f'<path class="plot-trace" d="{"".join(parts)}"/>'


def _beats(beats: Sequence[dict[str, Any]], span: Span) -> Iterator[str]:
    """A mark at each beat: a letter if there is room, else a short line for all that are not normal."""
    for beat in beats:
        x, kind = span.x(beat["time_s"]), beat["aami"].lower()
        if len(beats) <= MOST_LETTERS:
            yield f'<text class="plot-beat is-{kind} plot-middle" x="{x:.1f}" y="20">{escape(beat["class"])}</text>'
        elif kind != "n":
            yield f'<line class="plot-tick is-{kind}" x1="{x:.1f}" y1="8" x2="{x:.1f}" y2="{TOP - 8}"/>'


def _rhythm(windows: Sequence[dict[str, Any]], span: Span) -> Iterator[str]:
    """A band under the trace, one piece for each run of windows of the same class."""
    y = HEIGHT - BOTTOM - BAND_HEIGHT
    for start_s, end_s, code in merged(windows):
        first, last = max(start_s, span.start_s), min(end_s, span.end_s)
        if last > first:
            width = max(1.0, span.x(last) - span.x(first))
            yield (
                f'<rect class="plot-rhythm is-{code.lower()}" x="{span.x(first):.1f}" y="{y}" width="{width:.1f}" '
                f'height="{BAND_HEIGHT}"><title>{escape(code)}, {clock(start_s, 1)} to {clock(end_s, 1)}</title></rect>'
            )


def merged(windows: Sequence[dict[str, Any]]) -> list[tuple[float, float, str]]:
    """Start, end and class of runs of windows that say the same; where windows overlap, the later one begins there."""
    runs: list[tuple[float, float, str]] = []
    for window in windows:
        if runs and runs[-1][2] == window["class"]:
            runs[-1] = (runs[-1][0], window["end_s"], window["class"])
        else:
            start_s = max(window["start_s"], runs[-1][1]) if runs else window["start_s"]
            runs.append((start_s, window["end_s"], window["class"]))
    return runs


def clock(time_s: float, step_s: float = 1.0) -> str:
    """A moment on the axis: seconds below a minute, minutes and hours beyond."""
    if step_s < 1 or time_s < 60:
        return f"{time_s:g} s" if step_s >= 1 else f"{time_s:.2f}".rstrip("0").rstrip(".") + " s"
    minutes, seconds = divmod(round(time_s), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"

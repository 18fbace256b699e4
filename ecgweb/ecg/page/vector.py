"""Traces that a document draws as lines: once the reader knows whose they are, their points are exact.

The page is read from its pixels as any other. A line that runs along what was read of a lead, point for point, is that
lead's trace, and its heights take the place of those that were measured in pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page.reading import LeadTrace, PageReading
from ecgweb.ecg.recording import LEADS, Recording

Line = NDArray[np.floating]

_NEAR_MM = 0.4
_EVEN = 0.1  # by what share of it steps may differ: places in a PDF are rounded
_ROUNDING_PX = 0.1
_SMALL_SHARE = 0.03  # a line that runs along less of a trace is its neighbour's
_LEAST_SHARE = 0.8  # of a lead's samples that lines must cover before they are believed


def on_vector_lines(reading: PageReading, lines: Sequence[Line]) -> PageReading:
    """The reading with traces and voltages taken from lines wherever these are the traces.

    Parameters
    ----------
    reading : PageReading
        What was read from the pixels.
    lines : sequence of ndarray, shape (points, 2)
        Polylines in pixels of the picture that was read.
    """
    rising = [line for line in lines if len(line) > 1 and np.all(np.diff(line[:, 0]) >= 0) and np.ptp(line[:, 0]) > 0]
    found = [_lines_along(trace, rising, _NEAR_MM * reading.pixels_per_mm) for trace in reading.traces]
    signal_mv, traces = reading.recording.signal_mv.copy(), []
    for trace, own in zip(reading.traces, found, strict=True):
        if own:
            trace = replace(trace, y_px=_height_px(own, trace.x_px).astype(np.float32))
            _rewrite(signal_mv, reading, trace, own)
        traces.append(trace)
    return replace(reading, recording=Recording(signal_mv, reading.recording.sampling_rate_hz), traces=tuple(traces))


def _lines_along(trace: LeadTrace, lines: Sequence[Line], near_px: float) -> list[Line]:
    """The lines that a trace was read from; none if they leave much of it unexplained."""
    seen = np.isfinite(trace.y_px)
    own: list[Line] = []
    for line in sorted(lines, key=lambda line: float(line[0, 0])):
        off_px = np.abs(_height_px([line], trace.x_px) - trace.y_px)
        both = np.isfinite(off_px)
        if both.sum() > _SMALL_SHARE * off_px.size and np.median(off_px[both]) <= near_px:
            own.append(line)
    explained = np.isfinite(_height_px(own, trace.x_px)) & seen
    return own if explained.sum() >= _LEAST_SHARE * max(seen.sum(), 1) else []


def _rewrite(signal_mv: NDArray[np.float32], reading: PageReading, trace: LeadTrace, own: Sequence[Line]) -> None:
    """Replace the samples of one trace by the heights of its lines, about the reader's own zero."""
    rate_hz, row = reading.recording.sampling_rate_hz, LEADS.index(trace.lead)
    first, last = round(trace.start_s * rate_hz), min(round(trace.end_s * rate_hz), signal_mv.shape[1])
    at_s = np.arange(first, last) / rate_hz
    x_px = np.interp(at_s, (trace.start_s, trace.end_s), _span_px(trace, own, reading.pixels_per_mm))
    volts_mv = -_height_px(own, x_px) / (reading.pixels_per_mm * reading.layout.gain_mm_mv)
    zero_mv = np.nanmedian(signal_mv[row, first:last] - volts_mv)
    signal_mv[row, first:last] = volts_mv + zero_mv


def _span_px(trace: LeadTrace, own: Sequence[Line], near_px: float) -> tuple[float, float]:
    """Where a trace starts and ends: where its line does, unless that is somewhere else altogether.

    Points that are evenly spaced are samples, and the last one lasts for a step. Where points were left out, nobody
    knows how long a sample is: the line tells the start, and the trace is as long as the reader saw it.
    """
    start, end = float(trace.x_px[0]), float(2 * trace.x_px[-1] - trace.x_px[-2])
    step, line_start = _step_px(own[-1]), float(own[0][0, 0])
    begun = line_start if abs(line_start - start) < near_px else start
    line_end = float(own[-1][-1, 0]) + step if step else end + begun - start
    return begun, line_end if abs(line_end - end) < near_px else end


def _step_px(line: Line) -> float:
    """How far the points of a line are apart, 0 if not all of them equally far."""
    steps = np.diff(line[:, 0])
    step = float(np.median(steps))
    return step if np.ptp(steps) < _EVEN * step else 0.0


def _height_px(lines: Sequence[Line], x_px: NDArray[np.floating]) -> NDArray[np.float64]:
    """Height of the lines at the given places, NaN beside them."""
    height = np.full(x_px.shape, np.nan)
    for line in lines:
        on_line = (x_px >= line[0, 0] - _ROUNDING_PX) & (x_px <= line[-1, 0] + _step_px(line) + _ROUNDING_PX)
        height[on_line] = np.interp(x_px[on_line], line[:, 0], line[:, 1])
    return height

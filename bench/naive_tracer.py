"""The simplest tracer there is, as a baseline: in every pixel column of a row, the darkest pixel is the trace.

It is given what our reader worked out (the upright rows, their baselines, where each lead begins and ends, the scale),
so that the difference between the two is the following of the trace and nothing else.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ecgweb.ecg.page.reading import LeadTrace, PageReading
from ecgweb.ecg.recording import LEADS, Recording

RATE_HZ = 250.0
_BASELINE_S = 1.0


def darkest_pixels(picture: NDArray[np.uint8], reading: PageReading) -> Recording:
    """The recording that the darkest pixel of each column spells, on the page's own time axis."""
    grey = picture.min(axis=2)
    if np.median(grey[::8, ::8]) < 128:  # a dark screen: the brightest pixel, then
        grey = 255 - picture.max(axis=2)
    samples = round(reading.recording.duration_s * RATE_HZ)
    signal_mv = np.full((len(LEADS), samples), np.nan, np.float32)
    half_px = _half_row_px(reading.traces)
    for trace in reading.traces:
        at_s, volts_mv = _follow(grey, trace, half_px, reading.pixels_per_mm * reading.layout.gain_mm_mv)
        first, last = round(trace.start_s * RATE_HZ), min(round(trace.end_s * RATE_HZ), samples)
        if at_s.size > 1:
            signal_mv[LEADS.index(trace.lead), first:last] = np.interp(np.arange(first, last) / RATE_HZ, at_s, volts_mv)
    return Recording(signal_mv, RATE_HZ)


def _follow(
    grey: NDArray[np.uint8], trace: LeadTrace, half_px: float, pixels_per_mv: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Seconds and millivolts of one lead, a point for each pixel column."""
    seen = np.isfinite(trace.x_px) & np.isfinite(trace.y_px)
    if seen.sum() < 2:
        return np.empty(0), np.empty(0)
    x, y = trace.x_px[seen], trace.y_px[seen]
    smooth = max(3, round(_BASELINE_S * x.size / (trace.end_s - trace.start_s)))
    baseline = ndimage.median_filter(y[:: max(1, smooth // 50)], 51, mode="nearest")
    columns = np.arange(int(np.ceil(max(x[0], 0))), int(min(x[-1], grey.shape[1] - 1)) + 1)
    middle = np.interp(columns, x[:: max(1, smooth // 50)], baseline)
    darkest = np.array([_darkest(grey, column, at, half_px) for column, at in zip(columns, middle, strict=True)])
    at_s = trace.start_s + (columns - trace.x_px[0]) / (trace.x_px[-1] - trace.x_px[0]) * (trace.end_s - trace.start_s)
    return at_s, (middle - darkest) / pixels_per_mv


def _darkest(grey: NDArray[np.uint8], column: int, middle: float, half_px: float) -> float:
    top, bottom = max(0, round(middle - half_px)), min(grey.shape[0], round(middle + half_px) + 1)
    return float(top + np.argmin(grey[top:bottom, column])) if bottom > top else middle


def _half_row_px(traces: tuple[LeadTrace, ...]) -> float:
    """Half the distance between rows."""
    heights = np.sort([float(np.nanmedian(trace.y_px)) for trace in traces if np.isfinite(trace.y_px).any()])
    steps = np.diff(heights)
    apart = steps[steps > 0.25 * steps.max()] if steps.size else np.array([80.0])
    return float(np.median(apart)) / 2

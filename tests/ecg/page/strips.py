"""Strips of one lead as watches and hand-held recorders print them, and as people cut them from a page."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.paper import PageDrawing, Style, synthetic_recording
from ecgweb.ecg.paper.picture import draw_plan
from ecgweb.ecg.paper.plan import Box, Plan, Strip, Text
from ecgweb.ecg.recording import LEADS, Recording

RATE_HZ = 250.0


def heart(seconds: float, rate_bpm: float = 66.0) -> NDArray[np.float32]:
    """Lead II of a made-up heart."""
    return synthetic_recording(rate_bpm, seconds, RATE_HZ).lead("II")


def printed(
    lead_mv: NDArray[np.floating], grid: str = "red", row_s: float = 10.0, pixels_per_mm: float = 5.0
) -> PageDrawing:
    """A recorder's page: rows that follow each other in time, a name above and the scale below."""
    rows = math.ceil(lead_mv.size / RATE_HZ / row_s - 1e-6)
    top, left, row_mm = 22.0, 12.0, 30.0
    width, bottom = left + 25 * row_s + 12, top + rows * row_mm
    texts = (Text(10, 14, "ECG   66 bpm average   A. B."), Text(10, bottom + 8, "25 mm/s  10 mm/mV  Lead I"))
    return _drawn(lead_mv, grid, row_s, Box(10, top, width - 10, bottom), (left, top, row_mm), texts, pixels_per_mm)


def cut_out(lead_mv: NDArray[np.floating], grid: str = "pink", pixels_per_mm: float = 5.0) -> PageDrawing:
    """A screenshot of one row, nothing but trace and grid."""
    seconds = lead_mv.size / RATE_HZ
    frame = Box(0, 0, 25 * seconds + 4, 30)
    return _drawn(lead_mv, grid, seconds, frame, (2.0, 0.0, 30.0), (), pixels_per_mm)


def _drawn(
    lead_mv: NDArray[np.floating],
    grid: str,
    row_s: float,
    frame: Box,
    place: tuple[float, float, float],
    texts: tuple[Text, ...],
    pixels_per_mm: float,
) -> PageDrawing:
    signal_mv = np.full((len(LEADS), lead_mv.size), np.nan, np.float32)
    signal_mv[LEADS.index("II")] = lead_mv
    recording = Recording(signal_mv, RATE_HZ)
    left, top, row_mm = place
    starts = np.arange(0, recording.duration_s - 1e-6, row_s)
    rows = tuple(
        Strip("II", start, min(start + row_s, recording.duration_s), left, top + (n + 0.5) * row_mm)
        for n, start in enumerate(starts.tolist())
    )
    size = (frame.right + frame.left, frame.bottom + (12.0 if texts else 0.0))
    plan = Plan(*size, frame, rows, (), texts, (), Style(layout="12x1", grid=grid))
    return draw_plan(plan, recording, pixels_per_mm)

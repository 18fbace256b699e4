"""Drawings of a signal: its first samples, the whole of it, and its scalogram; all small, however long it is."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ecgweb.ecg.readers.signal import SignalReading
from ecgweb.ecg.waves.wavelet import frequencies_hz, scalogram

FIRST_SAMPLES = 1000
PICTURE_PX = (1280, 480)
PICTURE_S = 10.0
MARGIN = 0.08  # of the height, above and below the trace
COLUMNS = 1200  # points of a plot from side to side
SCALOGRAM_PX = (1000, 240)
SCALOGRAM_HZ = (0.5, 40.0)
SCALOGRAM_S = (1.0, 60.0)
_PAPER, _GRID, _TRACE = (255, 250, 247), (246, 217, 209), (20, 34, 42)
# From dark to light, so that it prints well and reads without colour: the ends and turns of the map.
_STOPS = ((13, 12, 40), (64, 20, 102), (150, 38, 96), (222, 92, 60), (250, 176, 62), (252, 250, 190))


def envelope(signal: SignalReading, lead: int, start: int, stop: int, columns: int = COLUMNS) -> NDArray[np.float32]:
    """A stretch of a lead for a plot: its samples if they are few, else the lowest and highest of each column.

    Returns
    -------
    ndarray, shape (points, 2), float32
        Seconds from the start of the signal, and mV; NaN breaks the line.
    """
    count = stop - start
    if count <= 2 * columns:
        times_s = np.arange(start, stop) / signal.sampling_rate_hz
        return np.stack([times_s, signal.block(lead, start, stop)], axis=1).astype(np.float32)
    edges = np.linspace(start, stop, columns + 1).astype(int)
    rows = [row for first, last in pairwise(edges.tolist()) for row in _ends(signal, lead, first, last)]
    return np.array(rows, np.float32)


def _ends(signal: SignalReading, lead: int, first: int, last: int) -> list[tuple[float, float]]:
    block = signal.block(lead, first, last)
    seen = block[np.isfinite(block)]
    start_s, middle_s = first / signal.sampling_rate_hz, (first + last) / 2 / signal.sampling_rate_hz
    if seen.size == 0:
        return [(start_s, float("nan"))]
    return [(start_s, float(seen.min())), (middle_s, float(seen.max()))]


def limits_mv(points: NDArray[np.floating]) -> tuple[float, float]:
    """Lowest and highest voltage of a plot with some room around."""
    seen = points[np.isfinite(points[:, 1]), 1]
    low, high = (float(seen.min()), float(seen.max())) if seen.size else (-1.0, 1.0)
    room = max(0.05, MARGIN * (high - low))
    return low - room, high + room


def picture(signal: SignalReading) -> NDArray[np.uint8]:
    """The first seconds of the first lead on ECG paper, for lists and previews, shape (480, 1280, 3)."""
    width, height = PICTURE_PX
    image = Image.new("RGB", PICTURE_PX, _PAPER)
    draw = ImageDraw.Draw(image)
    for x in range(0, width, 32):
        draw.line((x, 0, x, height), _GRID, 1)
    for y in range(0, height, 32):
        draw.line((0, y, width, y), _GRID, 1)
    stop = min(signal.samples, round(PICTURE_S * signal.sampling_rate_hz))
    points = envelope(signal, 0, 0, stop)
    low, high = limits_mv(points)
    across = points[:, 0] / (stop / signal.sampling_rate_hz) * width
    down = (high - points[:, 1]) / (high - low) * height
    for run in np.split(np.stack([across, down], axis=1), np.flatnonzero(~np.isfinite(down))):
        line = [(float(px), float(py)) for px, py in run if np.isfinite(py)]
        if len(line) > 1:
            draw.line(line, _TRACE, 2, joint="curve")
    return np.asarray(image)


def scalogram_png(signal: SignalReading, lead: int, start_s: float, seconds: float) -> bytes:
    """The Morlet scalogram of a stretch of a lead as a PNG, high frequencies on top, time from left to right.

    Frequencies lie on a logarithmic axis from 0.5 to 40 Hz; brightness is the magnitude in dB below the strongest,
    down to -40.
    """
    width, height = SCALOGRAM_PX
    rate_hz = signal.sampling_rate_hz
    start = min(max(0, round(start_s * rate_hz)), max(0, signal.samples - 2))
    stop = min(signal.samples, start + max(2, round(seconds * rate_hz)))
    block = signal.block(lead, start, stop).astype(np.float64)
    seen = np.isfinite(block)
    whole = np.interp(np.arange(block.size), np.flatnonzero(seen), block[seen]) if seen.any() else np.zeros(block.size)
    axis_hz = frequencies_hz(SCALOGRAM_HZ[0], min(SCALOGRAM_HZ[1], 0.45 * rate_hz), height)
    magnitude = scalogram(whole - whole.mean(), rate_hz, axis_hz, min(width, block.size))
    decibel = 20 * np.log10(magnitude / max(float(magnitude.max()), 1e-9) + 1e-6)
    shade = np.clip(1 + decibel / 40, 0, 1)[::-1]
    shade[:, ~_columns_seen(seen, shade.shape[1])] = 0
    image = Image.fromarray(_coloured(shade)).resize(SCALOGRAM_PX, Image.Resampling.BILINEAR)
    out = BytesIO()
    image.save(out, "PNG", compress_level=4)
    return out.getvalue()


def _columns_seen(seen: NDArray[np.bool_], columns: int) -> NDArray[np.bool_]:
    edges = np.linspace(0, seen.size, columns + 1).astype(int)[:-1]
    return np.add.reduceat(seen, edges) > 0


def _coloured(shade: NDArray[np.floating]) -> NDArray[np.uint8]:
    stops = np.array(_STOPS, np.float64)
    places = np.linspace(0, 1, len(stops))
    return np.stack([np.interp(shade, places, stops[:, band]) for band in range(3)], axis=-1).astype(np.uint8)

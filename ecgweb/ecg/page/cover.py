"""Covering the text around the traces of a page: names, numbers and dates stand there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import distance_transform_edt, gaussian_filter, maximum_filter1d, minimum_filter1d

from ecgweb.ecg.page.frame import Frame
from ecgweb.ecg.page.reading import LeadTrace, PageReading

Floats = NDArray[np.float64]

SIDE_MM = 13.0  # beside the traces stands the calibration pulse
PEAK_MM = 1.0  # room left around a peak that reaches beyond its row: of text there, only this much can stay
SINGLE_ROW_MM = 30.0
_BLOCK_PX = 16
_SMOOTHING_BLOCKS = 3.0


def cover_text(rgb: NDArray[np.uint8], reading: PageReading) -> NDArray[np.uint8]:
    """Blank everything around the traces of a page.

    A row of traces has half the distance between rows for itself above and below; what is farther away is replaced
    by the colour of the paper beside it. That colour is taken from what stays alone, so that no trace of the text is
    left in it.

    Parameters
    ----------
    rgb : ndarray, shape (height, width, 3), uint8
        The picture that was read.
    reading : PageReading
        What was read off it, its traces in pixels of `rgb`.

    Returns
    -------
    ndarray, shape (height, width, 3), uint8
        The picture with a plain border around its traces; names of leads between rows stay.
    """
    return beside(rgb, _stays(rgb.shape[0], rgb.shape[1], reading))


def beside(rgb: NDArray[np.uint8], stays: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """The picture where it stays, and elsewhere the colour of the paper beside that."""
    return np.where(stays[:, :, None], rgb, _paper(rgb, stays))


def _stays(height: int, width: int, reading: PageReading) -> NDArray[np.bool_]:
    """True where the picture stays; rows run across the upright page, not always across the picture."""
    frame = reading.frame
    if frame is None:
        return _room_of_traces(height, width, reading)
    upright = replace(reading, traces=tuple(_on_page(trace, frame) for trace in reading.traces))
    return frame.lay_back(_room_of_traces(frame.height_px, frame.width_px, upright), width, height)


def _on_page(trace: LeadTrace, frame: Frame) -> LeadTrace:
    x_px, y_px = frame.on_page(trace.x_px, trace.y_px)
    return replace(trace, x_px=x_px, y_px=y_px)


def _room_of_traces(height: int, width: int, reading: PageReading) -> NDArray[np.bool_]:
    """True where the traces and what belongs to them may be, shape (height, width)."""
    first, last = _baselines(reading.traces, width)
    rows = reading.layout.rows
    per_mm = reading.pixels_per_mm
    half_row = float(np.median(last - first)) / (2 * (rows - 1)) if rows > 1 else SINGLE_ROW_MM * per_mm / 2
    highest, lowest = _peaks(reading.traces, width, per_mm)
    top = np.minimum(first - half_row, highest - PEAK_MM * per_mm)
    bottom = np.maximum(last + half_row, lowest + PEAK_MM * per_mm)
    x = np.concatenate([trace.x_px for trace in reading.traces])
    columns = np.arange(width)
    beside = SIDE_MM * per_mm
    across = (columns >= np.nanmin(x) - beside) & (columns <= np.nanmax(x) + beside)
    y = np.arange(height)[:, None]
    return (y >= top) & (y <= bottom) & across


def _baselines(traces: tuple[LeadTrace, ...], width: int) -> tuple[Floats, Floats]:
    """Height of the first and of the last row at every column, each trace taken as a straight line."""
    columns = np.arange(width)
    first, last = np.full(width, np.inf), np.full(width, -np.inf)
    for trace in traces:
        x, y = _seen(trace)
        if x.size < 2:
            continue
        line = _line(x, y)
        span = slice(*np.searchsorted(columns, (x.min(), x.max())))
        first[span] = np.minimum(first[span], line(columns[span]))
        last[span] = np.maximum(last[span], line(columns[span]))
    height = np.where(np.isfinite(first), last - first, -1.0)
    known = np.flatnonzero(
        height >= 0.95 * np.median(height[height >= 0])
    )  # where some row has ended, others say nothing
    return _line(known, first[known])(columns), _line(known, last[known])(columns)


def _line(x: NDArray[np.int64] | Floats, y: Floats) -> np.polynomial.Polynomial:
    return np.polynomial.Polynomial.fit(x, y, 1)


def _peaks(traces: tuple[LeadTrace, ...], width: int, pixels_per_mm: float) -> tuple[Floats, Floats]:
    """How far up and down the traces go within half a millimetre of every column."""
    highest, lowest = np.full(width, np.inf), np.full(width, -np.inf)
    for trace in traces:
        x, y = _seen(trace)
        columns = np.clip(np.round(x).astype(int), 0, width - 1)
        np.minimum.at(highest, columns, y)
        np.maximum.at(lowest, columns, y)
    near = 2 * round(pixels_per_mm / 2) + 1
    return minimum_filter1d(highest, near, mode="nearest"), maximum_filter1d(lowest, near, mode="nearest")


def _seen(trace: LeadTrace) -> tuple[Floats, Floats]:
    x, y = np.asarray(trace.x_px, np.float64), np.asarray(trace.y_px, np.float64)
    seen = np.isfinite(x) & np.isfinite(y)
    return x[seen], y[seen]


def _paper(rgb: NDArray[np.uint8], stays: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """The colour of the paper everywhere, from the pixels that stay; shape of `rgb`."""
    height, width = stays.shape
    share = np.asarray(Image.fromarray(stays.astype(np.uint8) * 255).reduce(_BLOCK_PX), np.float64) / 255
    colour = np.asarray(Image.fromarray(rgb * stays[:, :, None]).reduce(_BLOCK_PX), np.float64)
    whole = share > 0.99
    nearest = distance_transform_edt(~whole, return_distances=False, return_indices=True)
    filled = colour[nearest[0], nearest[1]]
    smooth = gaussian_filter(filled, (_SMOOTHING_BLOCKS, _SMOOTHING_BLOCKS, 0), mode="nearest")
    return np.asarray(Image.fromarray(smooth.astype(np.uint8)).resize((width, height), Image.Resampling.BILINEAR))

"""The pen's line of every row: from the edges of its ink, and as a network sees it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from ecgweb.ecg.page.centre import NODES_PER_COLUMN, Line, pen_line
from ecgweb.ecg.page.leads import Rows
from ecgweb.ecg.page.windows import OVERLAP, WIDTH, InkedRows, TraceNetwork, cut_windows, places_in_columns

_AT_ONCE = 4
_LEAST_SEEN = 0.5
_SAME_PLACE_MM = 0.3

Nodes = NDArray[np.floating]


def followed_rows(rows: InkedRows, pen_px: float, bars: tuple[float, ...]) -> Rows:
    """The line of every row as the edges of its ink tell it."""
    line = pen_line(rows.followed, pen_px)
    return Rows(line, rows.baselines_px, rows.left, rows.start_px, pen_px, bars, rows.end_px, rows.drift_px)


def retraced(followed: Rows, rows: InkedRows, network: TraceNetwork | None) -> Rows:
    """The same where `network` sees it elsewhere than the edges tell, or not at all: then it is believed."""
    if network is None:
        return followed
    line = followed.line_px
    return replace(followed, line_px=_joined(line, _seen_line(rows, network, line.shape[0]), rows.pixels_per_mm))


def _joined(line: Line, seen: Line, pixels_per_mm: float) -> Line:
    """The mean of both where they mean the same place, else what the network sees, if it sees anything."""
    same = np.abs(line - seen) <= _SAME_PLACE_MM * pixels_per_mm
    return np.where(same, (line + seen) / 2, seen)


def _seen_line(rows: InkedRows, network: TraceNetwork, nodes: int) -> Line:
    """What the network sees at the nodes of `pen_line`, shape (nodes, rows), NaN where it sees nothing."""
    x_px = np.arange(nodes) / NODES_PER_COLUMN + rows.left
    windows = cut_windows(rows)
    line = np.full((nodes, rows.baselines_px.shape[1]), np.nan, dtype=np.float32)
    for first in range(0, len(windows), _AT_ONCE):
        some = windows[first : first + _AT_ONCE]
        heights, seen = network(np.stack([window.picture for window in some]))
        for window, height, probability in zip(some, heights, seen, strict=True):
            known = probability >= _LEAST_SEEN
            # Where two windows overlap, the later begins in the middle.
            skipped = OVERLAP // 2 if window.left_px > rows.start_px else 0
            at = (x_px - window.left_px) / window.column_px
            inside = (at >= skipped - (skipped == 0)) & (at <= WIDTH - 1)
            there = _between(known, height, np.clip(at[inside], 0, WIDTH - 1))
            line[inside, window.row] = window.top_px + there * window.line_px
    return line


def _between(known: NDArray[np.bool_], height: NDArray[np.float32], at: Nodes) -> Nodes:
    """Heights between the columns of a window, NaN beside columns where nothing is known."""
    places = places_in_columns(height.size)
    trusted = known[np.rint(places).astype(int)]
    if not trusted.any():
        return np.full(at.size, np.nan)
    whole = np.interp(places, places[trusted], height[trusted])
    near = known[np.floor(at).astype(int)] & known[np.ceil(at).astype(int)]
    return np.where(near, CubicSpline(places, whole)(at), np.nan)

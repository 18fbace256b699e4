"""The pen's line of every row: from the edges of its ink, or as a network sees it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page.centre import NODES_PER_COLUMN, Line, pen_line
from ecgweb.ecg.page.leads import Rows
from ecgweb.ecg.page.windows import OVERLAP, WIDTH, InkedRows, TraceNetwork, cut_windows

_AT_ONCE = 4
_LEAST_SEEN = 0.5


def traced_rows(rows: InkedRows, pen_px: float, bars: tuple[float, ...], network: TraceNetwork | None) -> Rows:
    """The line of every row, seen by `network` if there is one."""
    if network is None:
        line, first_px, node_px = pen_line(rows.followed, pen_px), float(rows.left), 1 / NODES_PER_COLUMN
    else:
        line, node_px = _seen_line(rows, network)
        first_px = rows.start_px
    return Rows(
        line, rows.baselines_px, rows.left, rows.start_px, pen_px, bars, first_px, node_px=node_px, end_px=rows.end_px
    )


def _seen_line(rows: InkedRows, network: TraceNetwork) -> tuple[Line, float]:
    """Height of every row's line in pixels, shape (nodes, rows), NaN where nothing is seen, and the nodes' distance.

    The first node lies at `rows.start_px`, where the first sample does.
    """
    windows = cut_windows(rows)
    node_px = windows[0].column_px
    nodes = int((rows.baselines_px.shape[0] + rows.left - rows.start_px) / node_px)
    line = np.full((nodes, rows.baselines_px.shape[1]), np.nan, dtype=np.float32)
    for first in range(0, len(windows), _AT_ONCE):
        some = windows[first : first + _AT_ONCE]
        heights, seen = network(np.stack([window.picture for window in some]))
        for window, height, probability in zip(some, heights, seen, strict=True):
            at_px = np.where(probability >= _LEAST_SEEN, window.top_px + height * window.line_px, np.nan)
            _lay(line[:, window.row], at_px, round((window.left_px - rows.start_px) / node_px))
    return line, node_px


def _lay(line: NDArray[np.float32], piece: NDArray[np.float64], first: int) -> None:
    """Put a window's piece where it belongs; where two windows overlap each keeps the half that it sees better."""
    skipped = OVERLAP // 2 if first else 0
    length = min(WIDTH, line.size - first)
    line[first + skipped : first + length] = piece[skipped:length]

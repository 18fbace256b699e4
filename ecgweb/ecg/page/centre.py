"""From the ink a trace ran through to the line its pen drew, with peaks kept at their height."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page.follow import Followed

Line = NDArray[np.float32]
Nodes = NDArray[np.float64]

NODES_PER_COLUMN = 2
_ROUNDS = 12
_STRIDE = 0.7


def pen_width_px(followed: Followed) -> float:
    """Thickness of the drawn line in pixels: that of the ink where the trace runs level."""
    thickness = followed.bottom - followed.top
    seen = thickness[np.isfinite(thickness)]
    return float(np.percentile(seen, 30)) if seen.size else 1.0


def pen_line(followed: Followed, pen_px: float) -> Line:
    """Height of the drawn line, shape (NODES_PER_COLUMN * columns, rows), in pixels, NaN where nothing was seen.

    Node k lies at column k / NODES_PER_COLUMN. The line starts in the middle of the ink and is then bent, round by
    round, until a round pen led along it would leave the upper and lower edges that the ink has: so a peak narrower
    than the pen keeps its height, and a steep stroke its place.
    """
    top, bottom = followed.top.astype(np.float64), followed.bottom.astype(np.float64)
    line = np.repeat((top + bottom) / 2, NODES_PER_COLUMN, axis=0)
    reach = _pen_arc(pen_px / 2)
    seen = np.isfinite(line)
    highest = np.repeat(top, NODES_PER_COLUMN, axis=0)
    lowest = np.repeat(bottom, NODES_PER_COLUMN, axis=0)
    for _ in range(_ROUNDS):
        upper, upper_votes = _misfit(top, line, reach, upwards=True)
        lower, lower_votes = _misfit(bottom, line, reach, upwards=False)
        votes = upper_votes + lower_votes
        moved = line + _STRIDE * (upper + lower) / np.maximum(votes, 1)
        line = np.clip(_bridged(np.where(votes > 0, moved, np.nan), seen), highest, lowest)
    return line.astype(np.float32)


def _pen_arc(radius: float) -> dict[int, float]:
    """Half height of the pen's disc at every node offset it covers."""
    covered = int(radius * NODES_PER_COLUMN)
    return {k: float(np.sqrt(radius**2 - (k / NODES_PER_COLUMN) ** 2)) for k in range(-covered, covered + 1)}


def _misfit(edge: Nodes, line: Nodes, arc: dict[int, float], upwards: bool) -> tuple[Nodes, NDArray[np.intp]]:
    """How far each node would have to move for the pen's edge to meet the ink's, summed, and over how many columns."""
    sign = 1.0 if upwards else -1.0
    nodes, rows = line.shape
    columns = nodes // NODES_PER_COLUMN
    margin = max(arc)
    padded = np.pad(sign * line, ((margin, margin), (0, 0)), constant_values=np.nan)
    reached = np.stack(
        [
            padded[margin + offset : margin + offset + nodes : NODES_PER_COLUMN][:columns] - half
            for offset, half in arc.items()
        ]
    )
    reached = np.where(np.isfinite(reached), reached, np.inf)
    nearest = reached.argmin(axis=0)
    gap = sign * edge - np.take_along_axis(reached, nearest[None], axis=0)[0]
    node = np.arange(columns)[:, None] * NODES_PER_COLUMN + np.array(list(arc))[nearest]
    valid = np.isfinite(gap) & (node >= 0) & (node < nodes)
    where = (node * rows + np.arange(rows)[None, :])[valid]
    moves = np.bincount(where, sign * gap[valid], minlength=nodes * rows).reshape(nodes, rows)
    votes = np.bincount(where, minlength=nodes * rows).reshape(nodes, rows)
    return np.asarray(moves, dtype=np.float64), votes


def _bridged(line: Nodes, seen: NDArray[np.bool_]) -> Nodes:
    """Nodes hidden inside the ink lie straight between those that show at an edge."""
    nodes = np.arange(line.shape[0])
    filled = np.empty_like(line)
    for row in range(line.shape[1]):
        known = np.flatnonzero(np.isfinite(line[:, row]))
        filled[:, row] = np.interp(nodes, known, line[known, row]) if known.size else np.nan
    return np.where(seen, filled, np.nan)

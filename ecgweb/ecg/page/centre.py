"""From the ink a trace ran through to the line its pen drew, with peaks kept at their height."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page.follow import Followed

Line = NDArray[np.float32]
Nodes = NDArray[np.float64]

NODES_PER_COLUMN = 4
_ROUNDS = 12
_STRIDE = 0.7


def pen_width_px(followed: Followed) -> float:
    """Thickness of the drawn line in pixels: that of the ink where the trace runs level."""
    thickness = followed.bottom - followed.top
    seen = thickness[np.isfinite(thickness)]
    return float(np.percentile(seen, 30)) if seen.size else 1.0


def pen_line(followed: Followed, pen_px: float) -> Line:
    """Height of the drawn line, shape (NODES_PER_COLUMN * columns, rows), in pixels, NaN where nothing was seen.

    Node k lies at column k / NODES_PER_COLUMN. A first guess follows the ink from column to column; it is then bent,
    round by round, until a round pen led along it would leave the upper and lower edges that the ink has: so a peak
    narrower than the pen keeps its height, and a steep stroke its place.
    """
    top, bottom = followed.top.astype(np.float64), followed.bottom.astype(np.float64)
    seen = np.repeat(np.isfinite(top), NODES_PER_COLUMN, axis=0)
    highest, lowest = (np.repeat(edge, NODES_PER_COLUMN, axis=0) for edge in (top, bottom))
    line = _bridged(_guess(top, bottom, pen_px), seen)
    reach = _pen_arc(pen_px / 2)
    for _ in range(_ROUNDS):
        upper, upper_votes = _misfit(top, line, reach, upwards=True)
        lower, lower_votes = _misfit(bottom, line, reach, upwards=False)
        votes = upper_votes + lower_votes
        moved = line + _STRIDE * (upper + lower) / np.maximum(votes, 1)
        line = np.clip(_bridged(np.where(votes > 0, moved, np.nan), seen), highest, lowest)
    return line.astype(np.float32)


def _guess(top: Nodes, bottom: Nodes, pen_px: float) -> Nodes:
    """Between two columns the line lies where their ink overlaps; at a peak it reaches to half a pen from the end."""
    border = (np.fmax(top[1:], top[:-1]) + np.fmin(bottom[1:], bottom[:-1])) / 2
    border[~(np.isfinite(top[1:]) & np.isfinite(top[:-1]))] = np.nan
    middle = (top + bottom) / 2
    before = np.vstack([middle[:1], np.where(np.isfinite(border), border, middle[1:])])
    after = np.vstack([np.where(np.isfinite(border), border, middle[:-1]), middle[-1:]])
    rise = np.where(_is_peak(-top), np.minimum(before, after) - (top + pen_px / 2), 0.0)
    fall = np.where(_is_peak(bottom), (bottom - pen_px / 2) - np.maximum(before, after), 0.0)
    peak, trough = (rise > 0) & (rise >= fall), (fall > 0) & (fall > rise)
    centre = np.where(peak, top + pen_px / 2, np.where(trough, bottom - pen_px / 2, (before + after) / 2))
    nodes = np.full((NODES_PER_COLUMN * top.shape[0], top.shape[1]), np.nan)
    nodes[::NODES_PER_COLUMN] = centre
    nodes[NODES_PER_COLUMN // 2 :: NODES_PER_COLUMN] = after
    return nodes


def _is_peak(reach: Nodes) -> NDArray[np.bool_]:
    """Whether a column reaches farther than the one after it and no less far than the one before."""
    peak = np.zeros(reach.shape, dtype=bool)
    peak[1:-1] = (reach[1:-1] >= reach[:-2]) & (reach[1:-1] > reach[2:])
    return peak


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

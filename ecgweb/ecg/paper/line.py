"""The drawn line: where it is broken by gaps and which of its points can be left out unseen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def seen_runs(y_mm: NDArray[np.floating]) -> list[slice]:
    """The stretches without a gap."""
    seen = np.concatenate(([False], np.isfinite(y_mm), [False]))
    edges = np.flatnonzero(seen[1:] != seen[:-1])
    return [slice(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def thin_out(x_mm: NDArray[np.float64], y_mm: NDArray[np.float64], tolerance_mm: float) -> list[int]:
    """Indices of the points to keep so that straight lines between them stay within the tolerance vertically.

    A cone of allowed slopes opens at the last kept point and narrows with every point passed; when it closes, the
    point before is kept and a new cone opens there.
    """
    if len(x_mm) < 3:
        return list(range(len(x_mm)))
    xs, ys = x_mm.tolist(), y_mm.tolist()
    kept, lowest, highest = [0], -np.inf, np.inf
    x, y = xs[0], ys[0]  # of the last kept point
    for here in range(1, len(xs)):
        run = xs[here] - x
        slope = (ys[here] - y) / run
        if not lowest <= slope <= highest:
            kept.append(here - 1)
            x, y = xs[here - 1], ys[here - 1]
            run = xs[here] - x
            slope, lowest, highest = (ys[here] - y) / run, -np.inf, np.inf
        room = tolerance_mm / run
        if slope - room > lowest:  # a comparison is several times faster than a call of max
            lowest = slope - room
        if slope + room < highest:
            highest = slope + room
    return [*kept, len(xs) - 1]

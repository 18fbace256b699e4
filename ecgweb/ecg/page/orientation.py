"""Which way up a page may lie in its picture, told from the run of its ink."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ecgweb.ecg.page.ink import ink_threshold, trace_darkness

Picture = NDArray[np.uint8]

_SMALL_PX = 800
_SIDEWAYS = 1.8
_UNDECIDED = 0.8
_LEAST_INK = 200


def likely_turns(image_rgb: Picture) -> tuple[int, ...]:
    """Clockwise quarter turns that may set a page upright, the likelier first.

    Traces run along the page: over their baselines ink heaps up on few rows of an upright page, and on few columns of
    one that lies on its side. Which of the two ends is up only a reading can tell.
    """
    longer = max(image_rgb.shape[:2])
    small = np.asarray(Image.fromarray(image_rgb).reduce(max(1, longer // _SMALL_PX)))
    trace = trace_darkness(small)
    ink = trace >= ink_threshold(trace)
    if ink.sum() < _LEAST_INK:
        return 0, 2
    rows, columns = (_heaped(ink.sum(axis=axis)) for axis in (1, 0))
    height, width = image_rgb.shape[:2]
    if columns > _SIDEWAYS * rows:
        # Tall complexes over each other, and bars, heap up on columns as well: a wide picture shows an upright page.
        return (1, 3) if height > width else (0, 1, 3)
    return (0, 1, 3) if height > width and columns > _UNDECIDED * rows else (0, 2)


def _heaped(ink: NDArray[np.intp]) -> float:
    """How unevenly ink is spread: mean square over square mean."""
    return float(np.mean(ink.astype(np.float64) ** 2) / np.mean(ink) ** 2)

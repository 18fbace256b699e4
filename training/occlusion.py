"""Another way to ask which parts of a trace speak for an answer: hide each part of the beat in each lead in turn.

Compared with integrated gradients by `training.evaluate_attribution`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ecgweb.inference.alignment import beat_samples
from ecgweb.inference.preparation import view_input

EDGES = (-36, -20, -6, 6, 16, 30, 54)  # samples at 100 Hz from the QRS complex
FEWEST = 3

Signal = NDArray[np.float32]
Ask = Callable[[list[Signal]], NDArray[np.float64]]
"""Views of a recording, shape (12, samples) each, to how far each speaks for the answer in question."""


def occlusion(view_mv: Signal, ask: Ask) -> NDArray[np.float64]:
    """What each part of the beat, taken away from one lead, takes from the answer, for each of its samples.

    Parameters
    ----------
    view_mv : ndarray, shape (12, samples)
        NaN where nothing was seen.
    ask : callable

    Returns
    -------
    ndarray, shape (12, samples)
    """
    parts = list(parts_of_beats(view_mv))
    added = np.zeros(view_mv.shape)
    if parts:
        answers = ask([view_mv, *(np.where(part, np.nan, view_mv).astype(np.float32) for part in parts)])
        for part, answer in zip(parts, answers[1:], strict=True):
            added[part] += (answers[0] - answer) / part.sum()
    return added


def parts_of_beats(view_mv: Signal) -> Iterator[NDArray[np.bool_]]:
    """For each lead the same part of all its beats, part after part."""
    peaks = beat_samples(view_input(view_mv)["trace"][:, 24])
    if peaks.size == 0:
        return
    since = np.arange(view_mv.shape[1])[:, None] - peaks
    phase = since[np.arange(len(since)), np.abs(since).argmin(axis=1)]
    for lead, seen in enumerate(np.isfinite(view_mv)):
        for first, last in pairwise(EDGES):
            part = np.zeros(view_mv.shape, bool)
            part[lead] = seen & (phase >= first) & (phase < last)
            if part.sum() >= FEWEST:
                yield part

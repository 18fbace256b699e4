"""Which parts of which leads speak for an answer: integrated gradients of the network, put back on the traces.

The gradient of an answer is followed from flat lines to the traces as they are, and each moment of each lead gets what
it added (Sundararajan et al. 2017, "Axiomatic attribution for deep networks"). What the typical beat of a lead added is
shared out among the beats it was made of. That the marked parts matter is tested by taking them away:
`python -m training.evaluate_attribution`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from ecgweb.ecg.recording import LEADS
from ecgweb.inference.alignment import AFTER, BEAT_SAMPLES, BEFORE, beat_samples
from ecgweb.inference.preparation import SAMPLES, SAMPLING_RATE_HZ, Inputs

STEPS = 8
SHARE_SHOWN = 0.1  # of everything seen: the parts that are marked
SMOOTHING = 9  # samples
GAP = 8  # samples between two marked parts that are shown as one
SHORTEST = 4  # samples
TWELVE = slice(0, len(LEADS))

Floats = NDArray[np.floating]
Weights = dict[str, NDArray[np.float32]]
Gradients = Callable[[Inputs, Weights], Inputs]
"""Inputs and the weight of each output (rows, outputs) to the gradients of the weighted sum of a row's outputs."""


@dataclass(frozen=True)
class Span:
    """A stretch of a lead that speaks for the answer `target`, and the share of all that does which lies in it."""

    target: str
    lead: str
    start_s: float
    end_s: float
    weight: float


def contributions(view: Inputs, weights: Weights, gradients: Gradients, steps: int = STEPS) -> Floats:
    """What each moment of each lead adds to some answers, shape (answers, 12, 1000), 0 where nothing was seen.

    Parameters
    ----------
    view : dict of ndarray
        One view of a recording, as `preparation.view_input` gives it.
    weights : dict of ndarray, shape (answers, outputs)
        For every output of the network what it counts in each answer.
    gradients : callable
    steps : int
        Points on the way from flat lines to the traces.
    """
    answers = len(next(iter(weights.values())))
    share = np.tile((np.arange(steps, dtype=np.float32) + 0.5) / steps, answers)
    inputs = {name: np.repeat(value[None], answers * steps, axis=0) for name, value in view.items()}
    for name in ("trace", "beat"):
        inputs[name][:, :, TWELVE] *= share[:, None, None]
    slopes = gradients(inputs, {name: np.repeat(value, steps, axis=0) for name, value in weights.items()})
    trace, beat = (_added(slopes[name], view[name], answers) for name in ("trace", "beat"))
    seen = view["trace"][:, 12:24].T > 0
    on_traces = trace + np.array([_on_beats(one, view["trace"][:, 24], seen) for one in beat])
    return np.where(seen, uniform_filter1d(on_traces, SMOOTHING, axis=2), 0)


def most_telling(added: Floats, seen: NDArray[np.bool_], share: float = SHARE_SHOWN) -> NDArray[np.bool_]:
    """The `share` of all that was seen that adds most, as far as it adds anything, shape (12, samples)."""
    wanted = int(share * seen.sum())
    if wanted == 0:
        return np.zeros_like(seen)
    least = np.partition(added[seen], -wanted)[-wanted]
    return seen & (added >= max(float(least), 1e-9))


def spans(target: str, added: Floats, seen: NDArray[np.bool_]) -> tuple[Span, ...]:
    """The most telling stretches of each lead, in the order of the leads."""
    marked = most_telling(added, seen)
    total = float(np.maximum(added, 0).sum())
    found = []
    for lead, row, gains in zip(LEADS, marked, np.maximum(added, 0), strict=True):
        for start, stop in _stretches(row):
            weight = float(gains[start:stop].sum()) / total
            found.append(Span(target, lead, start / SAMPLING_RATE_HZ, stop / SAMPLING_RATE_HZ, weight))
    return tuple(found)


def _added(slopes: Floats, values: Floats, answers: int) -> Floats:
    """Mean slope on the way times the way, shape (answers, 12, samples)."""
    mean = slopes.reshape(answers, -1, *slopes.shape[1:]).mean(axis=1)
    return np.asarray((mean * values)[:, :, TWELVE].transpose(0, 2, 1), np.float64)


def _on_beats(added: Floats, energy: Floats, seen: NDArray[np.bool_]) -> Floats:
    """What a lead's typical beat added, shared out among its beats, shape (12, samples)."""
    shared = np.zeros((len(LEADS), BEFORE + SAMPLES + AFTER))
    peaks = beat_samples(np.asarray(energy, np.float32))
    padded = np.pad(seen, ((0, 0), (BEFORE, AFTER)))
    windows = peaks[:, None] + np.arange(BEAT_SAMPLES)
    for lead, row in enumerate(added):
        shown = padded[lead][windows]
        each = shown * (row / np.maximum(shown.sum(axis=0), 1))
        np.add.at(shared[lead], windows, each)
    return shared[:, BEFORE:-AFTER]


def _stretches(marked: NDArray[np.bool_]) -> Sequence[tuple[int, int]]:
    """First and one past the last sample of each marked stretch; near ones joined, very short ones left out."""
    at = np.flatnonzero(marked)
    if at.size == 0:
        return []
    pieces = np.split(at, np.flatnonzero(np.diff(at) > GAP) + 1)
    return [(int(piece[0]), int(piece[-1]) + 1) for piece in pieces if piece[-1] + 1 - piece[0] >= SHORTEST]

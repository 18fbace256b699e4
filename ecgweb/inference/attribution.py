"""Which parts of which leads speak for an answer: each part of the beat is hidden from one lead, and the network asked.

What an answer loses without the P waves of lead II, say, is what they speak for it. All parts of all leads go through
the network in one call, which answers for every diagnosis and finding at once. That the marked parts matter is tested
by taking them away: `python -m training.evaluate_attribution`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.recording import LEADS
from ecgweb.inference.alignment import beat_samples, beat_windows, typical_beats
from ecgweb.inference.preparation import SAMPLING_RATE_HZ, Inputs

# Borders between the parts of a beat, samples at 100 Hz from its QRS complex: P wave with the PR segment, QRS complex,
# ST segment, T wave at usual rates. Finer parts cost more and mark hardly better.
BORDERS = (-36, -6, 6, 20, 54)
FEWEST = 3  # samples of a part
SHARE_SHOWN = 0.1  # of everything seen: the parts that are marked
GAP = 8  # samples between two marked parts that are shown as one
SHORTEST = 4  # samples

Floats = NDArray[np.floating]
Weights = dict[str, NDArray[np.float32]]
Ask = Callable[[Inputs], dict[str, NDArray[np.float32]]]


@dataclass(frozen=True)
class Span:
    """A stretch of a lead that speaks for the answer `target`, and the share of all that does which lies in it."""

    target: str
    lead: str
    start_s: float
    end_s: float
    weight: float


@dataclass(frozen=True)
class Part:
    """The same part of every beat of a lead: its samples on the recording."""

    lead: int
    samples: NDArray[np.intp]


def contributions(view: Inputs, weights: Weights, network: Ask) -> Floats:
    """What each moment of each lead adds to some answers, shape (answers, 12, samples), 0 where nothing was seen.

    Parameters
    ----------
    view : dict of ndarray
        One view of a recording, as `preparation.view_input` gives it.
    weights : dict of ndarray, shape (answers, outputs)
        For every output of the network what it counts in each answer.
    network : callable
        Inputs, any number of rows, to logits.
    """
    parts = list(parts_of_beats(view))
    added = np.zeros((len(next(iter(weights.values()))), len(LEADS), len(view["trace"])))
    if parts:
        logits = network(without_each(view, parts))
        answers = np.sum([logits[name].astype(np.float64) @ weight.T for name, weight in weights.items()], axis=0)
        for part, lost in zip(parts, answers[0] - answers[1:], strict=True):
            added[:, part.lead, part.samples] = lost[:, None] / part.samples.size
    return added


def parts_of_beats(view: Inputs) -> Iterator[Part]:
    """Every part of the beat in every lead that shows it."""
    peaks = beat_samples(view["trace"][:, 24])
    if peaks.size == 0:
        return
    since = np.arange(len(view["trace"]))[:, None] - peaks
    phase = since[np.arange(len(since)), np.abs(since).argmin(axis=1)]
    for lead, seen in enumerate(seen_in(view)):
        for first, last in pairwise(BORDERS):
            samples = np.flatnonzero(seen & (phase >= first) & (phase < last))
            if samples.size >= FEWEST:
                yield Part(lead, samples)


def without_each(view: Inputs, parts: Sequence[Part]) -> Inputs:
    """The view as it is, then without each part in turn: hidden in the trace, and the typical beat made without it.

    The beats stay where they were found.
    """
    rows = {name: np.repeat(value[None], len(parts) + 1, axis=0) for name, value in view.items()}
    peaks, seen = beat_samples(view["trace"][:, 24]), seen_in(view)
    for row, part in enumerate(parts, start=1):
        voltage, mask = part.lead, len(LEADS) + part.lead
        left = seen[part.lead].copy()
        left[part.samples] = False
        rows["trace"][row, part.samples, voltage] = rows["trace"][row, part.samples, mask] = 0
        (beat,) = typical_beats(beat_windows(view["trace"][None, :, voltage], left[None], peaks))
        rows["beat"][row, :, voltage] = np.nan_to_num(beat)
        rows["beat"][row, :, mask] = np.isfinite(beat)
    return rows


def seen_in(view: Inputs) -> NDArray[np.bool_]:
    """Which samples of each lead a view shows, shape (12, samples)."""
    return np.asarray(view["trace"][:, len(LEADS) : 2 * len(LEADS)].T > 0)


def most_telling(added: Floats, seen: NDArray[np.bool_], share: float = SHARE_SHOWN) -> NDArray[np.bool_]:
    """The `share` of all that was seen that adds most, as far as it adds anything, shape (12, samples)."""
    wanted = int(share * seen.sum())
    if wanted == 0:
        return np.zeros_like(seen)
    order = np.argsort(-np.where(seen, added, -np.inf), axis=None, kind="stable")[:wanted]
    marked = np.zeros(seen.size, bool)
    marked[order] = True
    return marked.reshape(seen.shape) & (added > 1e-9)


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


def _stretches(marked: NDArray[np.bool_]) -> Sequence[tuple[int, int]]:
    """First and one past the last sample of each marked stretch; near ones joined, very short ones left out."""
    at = np.flatnonzero(marked)
    if at.size == 0:
        return []
    pieces = np.split(at, np.flatnonzero(np.diff(at) > GAP) + 1)
    return [(int(piece[0]), int(piece[-1]) + 1) for piece in pieces if piece[-1] + 1 - piece[0] >= SHORTEST]

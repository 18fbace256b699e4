"""Described beats with their labels: whole records, and the strips and pages that are cut from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.beats.detection import BeatFinder, beat_samples
from ecgweb.ecg.beats.features import describe
from ecgweb.ecg.beats.lead import RATE_HZ, at_common_rate, levelled, scaled
from training.beats.databases import Record
from training.beats.disturbance import disturbed
from training.beats.matching import matched

UNMARKED = " "
FEWEST_BEATS = 3


@dataclass(frozen=True)
class BeatSet:
    """Beats as the classifier sees them, the symbol each was marked with, its record, and the piece it was cut with."""

    context: NDArray[np.float16]
    waves: NDArray[np.float16]
    symbols: NDArray[np.str_]
    records: NDArray[np.str_]
    pieces: NDArray[np.int64]

    def of(self, chosen: NDArray[np.bool_]) -> BeatSet:
        return BeatSet(*(getattr(self, name)[chosen] for name in BeatSet.__dataclass_fields__))

    def from_records(self, names: Sequence[str]) -> BeatSet:
        return self.of(np.isin(self.records, list(names)))


def together(sets: Sequence[BeatSet]) -> BeatSet:
    """Several sets as one; pieces are counted on."""
    parts = {name: np.concatenate([getattr(part, name) for part in sets]) for name in BeatSet.__dataclass_fields__}
    before = np.cumsum([0, *(int(part.pieces.max(initial=-1)) + 1 for part in sets)])[:-1]
    parts["pieces"] += np.repeat(before, [part.pieces.size for part in sets])
    return BeatSet(**parts)


def whole_records(records: Sequence[Record], find: BeatFinder) -> BeatSet:
    """Every beat that is found in the records as they are."""
    return together([described_lead(record, _lead(record), 0.0, find) for record in records])


def strips(records: Sequence[Record], find: BeatFinder, shortest_s: float, longest_s: float, seed: int) -> BeatSet:
    """The records cut into strips of that length, each disturbed anew and seen at a rate of 100 to 250 Hz."""
    rng = np.random.default_rng(seed)
    sets = []
    for record in records:
        lead = _lead(record)
        for start, stop in _pieces(lead.size, shortest_s, longest_s, rng):
            piece = np.asarray(disturbed(lead[start:stop], RATE_HZ, rng), np.float64)
            if rng.random() < 0.5:
                piece = _as_page(piece)
            sets.append(described_lead(record, piece, start / RATE_HZ, find))
    return together([part for part in sets if part.symbols.size])


def _lead(record: Record) -> NDArray[np.float64]:
    return at_common_rate(record.signal_mv, record.rate_hz)


def _as_page(lead_mv: NDArray[np.float64]) -> NDArray[np.float64]:
    """As a page shows it: 100 samples a second, steps of a hundredth of a millivolt."""
    slow = np.interp(np.arange(0, lead_mv.size, RATE_HZ / 100), np.arange(lead_mv.size), lead_mv)
    return at_common_rate(np.round(slow, 2), 100.0)[: lead_mv.size]


def _pieces(samples: int, shortest_s: float, longest_s: float, rng: np.random.Generator) -> Iterator[tuple[int, int]]:
    start = 0
    while start < samples - shortest_s * RATE_HZ:
        stop = start + round(rng.uniform(shortest_s, longest_s) * RATE_HZ)
        yield start, min(stop, samples)
        start = stop


def described_lead(record: Record, lead_mv: NDArray[np.float64], start_s: float, find: BeatFinder) -> BeatSet:
    """The beats found in a lead at 125 Hz that begins `start_s` into its record, with the marks of the record."""
    level = levelled(lead_mv)
    beats = beat_samples(level, find(scaled(level)))
    if beats.size < FEWEST_BEATS:
        return nothing()
    described = describe(level, beats)
    times_s, symbols = record.beats()
    pairs = matched(times_s - start_s, beats / RATE_HZ)
    given = np.full(beats.size, UNMARKED)
    given[pairs[:, 1]] = symbols[pairs[:, 0]]
    return BeatSet(
        described.context.astype(np.float16),
        described.waves.astype(np.float16),
        given,
        np.full(beats.size, record.name, dtype="U8"),
        np.zeros(beats.size, np.int64),
    )


def nothing() -> BeatSet:
    """A set without beats."""
    described = describe(np.zeros(500), np.array([100, 200, 300]))
    none = slice(0, 0)
    empty, pieces = np.empty(0, dtype="U8"), np.empty(0, np.int64)
    context, waves = described.context[none].astype(np.float16), described.waves[none].astype(np.float16)
    return BeatSet(context, waves, empty, empty, pieces)

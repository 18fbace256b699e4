"""Premature atrial beats made from normal ones: diastole is cut short ahead of a beat, and its P wave changed.

Records with such beats are few and each has its own kind; nearly every record has normal beats to make them from. Some
stretches are given a sinus arrhythmia instead, so that not every early beat is a premature one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.beats.detection import BeatFinder
from ecgweb.ecg.beats.lead import RATE_HZ, at_common_rate
from training.beats.beat_set import BeatSet, described_lead, nothing, together
from training.beats.databases import Record

STRETCH_S = (40.0, 150.0)
P_ONSET_S, P_END_S = 0.22, 0.05  # ahead of the R peak
NORMAL = "NLR"
PREMATURE = "A"
LEAST_NORMAL = 0.97
BREATHING = 0.3  # of the stretches: sinus arrhythmia, in which the beats come early and late with their own P wave
SHORTEST_RR_S = 0.3

Floats = NDArray[np.float64]


def made_premature(records: Sequence[Record], find: BeatFinder, per_record: int, seed: int) -> BeatSet:
    """Stretches of normal beats of every record, some beats made premature: single ones, pairs, runs, or most."""
    rng = np.random.default_rng(seed)
    sets = [
        described_lead(made, lead, 0.0, find)
        for record in records
        for made, lead in _stretches(record, at_common_rate(record.signal_mv, record.rate_hz), per_record, rng)
    ]
    return together([nothing(), *(part for part in sets if part.symbols.size)])


def _stretches(record: Record, lead: Floats, count: int, rng: np.random.Generator) -> Iterator[tuple[Record, Floats]]:
    times_s, symbols = record.beats()
    for _ in range(4 * count):
        if count == 0:
            return
        start_s = rng.uniform(0, record.duration_s - STRETCH_S[1])
        end_s = start_s + rng.uniform(*STRETCH_S)
        inside = (times_s > start_s + 0.5) & (times_s < end_s - 0.5)
        if inside.sum() < 20 or np.isin(symbols[inside], list(NORMAL)).mean() < LEAST_NORMAL:
            continue
        rr = np.diff(times_s[inside])
        if np.median(np.abs(np.diff(rr))) > 0.08 * np.median(rr):
            continue  # fibrillation, or a rhythm in which nothing is early
        count -= 1
        piece = lead[round(start_s * RATE_HZ) : round(end_s * RATE_HZ)].copy()
        yield _changed(record, piece, times_s[inside] - start_s, symbols[inside], rng)


def _changed(
    record: Record, lead: Floats, times_s: Floats, symbols: NDArray[np.str_], rng: np.random.Generator
) -> tuple[Record, Floats]:
    """The stretch with its diastoles cut and stretched, and the marks of its beats moved along."""
    breathes = rng.random() < BREATHING
    early = np.zeros(times_s.size, bool) if breathes else _pattern(times_s.size, rng)
    swing, breath_s, phase = rng.uniform(0.05, 0.25), rng.uniform(2.5, 7), rng.uniform(0, 2 * np.pi)
    share = rng.uniform(0.55, 0.85)
    pause = rng.uniform(1.0, 1.5)
    level = rng.uniform(-1.0, 0.5)
    parts, at, moved, marks = [], 0, [], []
    shift_s = 0.0
    for index in range(times_s.size):
        onset = round((times_s[index] - P_ONSET_S) * RATE_HZ)
        rr_s = times_s[index] - times_s[index - 1] if index else 1.0
        factor = 1.0 + breathes * swing * np.sin(2 * np.pi * times_s[index] / breath_s + phase)
        if index and early[index] and symbols[index] in NORMAL:
            factor = share * rng.uniform(0.95, 1.05)
        elif index and early[index - 1]:
            factor = pause
        change = round((factor - 1) * rr_s * RATE_HZ) if rr_s * factor > SHORTEST_RR_S else 0
        if onset <= at:
            change = 0
        if change < 0:
            parts.append(lead[at : max(at + 1, onset + change)])
        else:
            parts += [lead[at:onset], np.full(change, lead[max(0, onset - 1)])]
        last = parts[-1][-1] if parts[-1].size else lead[max(0, onset - 1)]
        at = max(at + 1 if change < 0 else at, onset) if onset > at else at
        stop = round((times_s[index] + 0.1) * RATE_HZ)
        own = lead[at:stop].copy()
        if early[index] and change < 0:
            own = _with_other_p_wave(own, round((P_ONSET_S - P_END_S) * RATE_HZ), level)
            own += (last - own[0]) * np.linspace(1, 0, own.size) if own.size else 0.0
        parts.append(own)
        at = stop
        shift_s = sum(part.size for part in parts) / RATE_HZ - stop / RATE_HZ
        moved.append(times_s[index] + shift_s)
        marks.append(PREMATURE if early[index] and change < 0 else str(symbols[index]))
    parts.append(lead[at:])
    made = replace(
        record, times_s=np.array(moved), symbols=tuple(marks), rhythms=("",) * len(marks), rate_hz=record.rate_hz
    )
    return made, np.concatenate(parts)


def _pattern(count: int, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Which beats are to be premature."""
    early = np.zeros(count, bool)
    kind = rng.choice(["single", "pairs", "runs", "most", "none"], p=[0.35, 0.1, 0.3, 0.2, 0.05])
    index = int(rng.integers(3, 10))
    while index < count and kind != "none":
        length = {"single": 1, "pairs": 2, "runs": int(rng.integers(3, 25)), "most": int(rng.integers(5, 60))}[kind]
        early[index : index + length] = True
        rest = {
            "single": rng.integers(2, 20),
            "pairs": rng.integers(4, 20),
            "runs": rng.integers(8, 40),
            "most": rng.integers(1, 4),
        }
        index += length + int(rest[kind])
    return early


def _with_other_p_wave(beat: Floats, length: int, level: float) -> Floats:
    """The beat with its P wave smaller, gone or upside down."""
    wave = beat[:length]
    if wave.size < 3:
        return beat
    line = np.linspace(wave[0], wave[-1], wave.size)
    return np.concatenate([line + level * (wave - line), beat[length:]])

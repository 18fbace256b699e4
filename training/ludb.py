"""The LUDB pack: twelve leads with every P wave, QRS complex and T wave marked by cardiologists."""

from __future__ import annotations

import csv
import io
import lzma
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.recording import LEADS, Recording
from training.packs import load_signals

RATE_HZ = 500
SAMPLES_FOR_UNIT = 500.0  # each lead was scaled on its own to a range of 1000: shapes and times are right, mV are not
P_WAVE, QRS, T_WAVE = range(3)
SAME_BEAT = 75  # samples: marks of one wave in different leads lie within 150 ms
MOST_LEADS = 6  # a wave counts when at least half of the leads bear its mark

Marks = NDArray[np.int64]
"""Rows of lead, wave, onset, peak, end, the last three in samples."""


@dataclass(frozen=True, eq=False)
class Annotated:
    """One record: `signal` (12, 5000) at 500 Hz without a true scale, and its marks."""

    name: str
    signal: NDArray[np.float32]
    marks: Marks

    def recording(self) -> Recording:
        return Recording(self.signal, float(RATE_HZ))


@dataclass(frozen=True)
class ReferenceBeat:
    """A beat as the cardiologists saw it, median over the leads, in seconds; None where most leads bear no mark."""

    r_s: float
    qrs_s: tuple[float, float]
    p_s: tuple[float, float] | None
    t_s: tuple[float, float] | None


def load_ludb(packs: Path) -> list[Annotated]:
    """Read all records of the pack."""
    with (packs / "ludb/records.csv").open(newline="", encoding="utf-8") as file:
        names = [row["record"] for row in csv.DictReader(file)]
    signals = load_signals(packs / "ludb/signals_500hz.npy.xz").astype(np.float32) / SAMPLES_FOR_UNIT
    marks = _marks(packs / "ludb/delineation.csv.xz")
    return [Annotated(name, signal, marks[name]) for name, signal in zip(names, signals, strict=True)]


def reference_beats(marks: Marks) -> list[ReferenceBeat]:
    """The beats that most leads bear a QRS mark of."""
    qrs = marks[marks[:, 1] == QRS]
    qrs = qrs[np.argsort(qrs[:, 3])]
    groups = np.split(qrs, np.flatnonzero(np.diff(qrs[:, 3]) > SAME_BEAT) + 1)
    groups = [group for group in groups if len(group) >= MOST_LEADS]
    peaks = [float(np.median(group[:, 3])) for group in groups]
    return [
        ReferenceBeat(
            r_s=peak / RATE_HZ,
            qrs_s=_median_span(group),
            p_s=_wave_near(marks, P_WAVE, max(peak - 200, before + 50), peak),
            t_s=_wave_near(marks, T_WAVE, peak, after),
        )
        for group, before, peak, after in zip(groups, [-np.inf, *peaks[:-1]], peaks, [*peaks[1:], np.inf], strict=True)
    ]


def _wave_near(marks: Marks, wave: int, after: float, before: float) -> tuple[float, float] | None:
    found = marks[(marks[:, 1] == wave) & (marks[:, 3] > after) & (marks[:, 3] < before)]
    return _median_span(found) if len(found) >= MOST_LEADS else None


def _median_span(marks: Marks) -> tuple[float, float]:
    return float(np.median(marks[:, 2])) / RATE_HZ, float(np.median(marks[:, 4])) / RATE_HZ


def _marks(path: Path) -> dict[str, Marks]:
    """Marks of each record: every peak that stands between an onset and an end of the same lead."""
    leads = [name.lower() for name in LEADS]
    rows: dict[str, list[tuple[int, ...]]] = {}
    with lzma.open(path, "rt", encoding="utf-8") as file:
        listed = list(csv.DictReader(io.StringIO(file.read())))
    for onset, peak, end in zip(listed, listed[1:], listed[2:], strict=False):
        one_lead = onset["record"] == end["record"] and onset["lead"] == end["lead"]
        if one_lead and onset["symbol"] == "(" and peak["symbol"] in "pNt" and end["symbol"] == ")":
            wave = "pNt".index(peak["symbol"])
            spans = (int(onset["sample"]), int(peak["sample"]), int(end["sample"]))
            rows.setdefault(onset["record"], []).append((leads.index(onset["lead"].lower()), wave, *spans))
    return {record: np.array(found) for record, found in rows.items()}

"""Sinus rhythm, arrhythmia and ventricular fibrillation from the data packs: mitdb, cinc2017, cudb, vfdb."""

from __future__ import annotations

import csv
import io
import lzma
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgweb.inference.time_frequency import WINDOW_S, window_of
from training.packs import load_signals
from training.time_frequency.windows import Window

CLASSES = {"SR": "Sinus rhythm", "ARR": "Arrhythmia", "VF": "Ventricular fibrillation or flutter"}
FIBRILLATION = {"VF", "VFL", "VFIB"}
SINUS = {"N", "SBR"}
# Noise, standstill, pacemakers, and sinus rhythm with a block or pre-excitation, which is neither class.
UNUSED = {"NOISE", "ASYS", "PM", "P", "PREX", "BI"}
ECTOPIC = set("AaJSVEFejn!")
FROM_BEAT = set("NLR")
SAME_PERSON = {"202": "201"}  # two records of one man


def windows(packs: Path) -> Iterator[Window]:
    """Every window whose label is certain."""
    yield from _annotated(packs, "mitdb", "annotations.csv.xz", 360)
    yield from _annotated(packs, "vfdb", "annotations.csv", 250)
    yield from _cudb(packs)
    yield from _cinc2017(packs)


def _rows(path: Path) -> list[dict[str, str]]:
    raw = path.read_bytes()
    text = (lzma.decompress(raw) if path.suffix == ".xz" else raw).decode()
    return list(csv.DictReader(io.StringIO(text)))


def _records(packs: Path, name: str) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Each record's name and its first lead in mV."""
    rate = {"mitdb": 360, "cudb": 250, "vfdb": 250}[name]
    signals = load_signals(packs / name / f"signals_{rate}hz_adc.npy.xz")
    for row, leads in zip(_rows(packs / name / "records.csv"), signals, strict=True):
        yield row["record"], (leads[0].astype(np.float32) - float(row["baseline"])) / float(row["gain"])


def _annotated(packs: Path, name: str, annotations: str, rate_hz: int) -> Iterator[Window]:
    notes: dict[str, list[dict[str, str]]] = {}
    for row in _rows(packs / name / annotations):
        notes.setdefault(row["record"], []).append(row)
    for record, lead_mv in _records(packs, name):
        rhythm, beats = _rhythm(notes[record], lead_mv.size), _beats(notes[record])
        for start, stop in _spans(lead_mv.size, rate_hz):
            label = label_of(rhythm[start:stop], [symbol for sample, symbol in beats if start <= sample < stop])
            window = window_of(lead_mv[start:stop], rate_hz) if label else None
            if label and window is not None:
                yield Window(window, label, name, SAME_PERSON.get(record, record), record)


def _rhythm(notes: list[dict[str, str]], samples: int) -> NDArray[np.str_]:
    """The rhythm annotated at each sample, empty before the first."""
    rhythm = np.full(samples, "", "U5")
    for row in notes:
        if row["symbol"] == "+" and row["aux"].startswith("("):
            rhythm[int(row["sample"]) :] = row["aux"][1:]
        elif row["symbol"] in "[]":
            rhythm[int(row["sample"]) :] = "VFL" if row["symbol"] == "[" else "N"
    return rhythm


def _beats(notes: list[dict[str, str]]) -> list[tuple[int, str]]:
    return [(int(row["sample"]), row["symbol"]) for row in notes if row["symbol"] in ECTOPIC | FROM_BEAT | {"/", "f"}]


def label_of(rhythm: NDArray[np.str_], beats: list[str]) -> str | None:
    """The class of a window, None where it is mixed, paced or noise.

    Fibrillation needs four fifths of the window; an arrhythmia half of it or one ectopic beat; sinus all of it.
    """
    names, counts = np.unique(rhythm, return_counts=True)
    shares = dict(zip(names.tolist(), (counts / rhythm.size).tolist(), strict=True))
    fibrillation = sum(share for name, share in shares.items() if name in FIBRILLATION)
    if fibrillation >= 0.8:
        return "VF"
    if fibrillation > 0 or UNUSED & set(shares) or "" in shares or {"/", "f"} & set(beats):
        return None
    if set(shares) <= SINUS:
        return "ARR" if ECTOPIC & set(beats) else "SR"
    return "ARR" if sum(share for name, share in shares.items() if name not in SINUS) >= 0.5 else None


def _cudb(packs: Path) -> Iterator[Window]:
    """Ten seconds that a third party labelled as fibrillation throughout; the rest of cudb has no rhythm labels."""
    marked: dict[str, dict[int, bool]] = {}
    for row in _rows(packs / "cudb/vf_windows_5s.csv"):
        marked.setdefault(row["record"], {})[int(row["start_sample"])] = row["vf"] == "1"
    for record, lead_mv in _records(packs, "cudb"):
        vf = marked.get(record, {})
        for start, stop in _spans(lead_mv.size, 250):
            window = window_of(lead_mv[start:stop], 250) if vf.get(start) and vf.get(start + 1250) else None
            if window is not None:
                yield Window(window, "VF", "cudb", record, record)


def _cinc2017(packs: Path) -> Iterator[Window]:
    """Normal rhythm and atrial fibrillation; "other" and "noise" tell no class of ours."""
    labels = {"N": "SR", "A": "ARR"}
    signals = load_signals(packs / "cinc2017/signals_100hz_uV.npy.xz").ravel()
    start = 0
    for row in _rows(packs / "cinc2017/labels.csv"):
        lead_mv = signals[start : start + int(row["samples"])] / np.float32(1000)
        start += int(row["samples"])
        for first, stop in _spans(lead_mv.size, 100) if row["label"] in labels else ():
            window = window_of(lead_mv[first:stop], 100)
            if window is not None:
                yield Window(window, labels[row["label"]], "cinc2017", row["record"], row["record"])


def _spans(samples: int, rate_hz: int) -> Iterator[tuple[int, int]]:
    length = round(WINDOW_S * rate_hz)
    yield from ((start, start + length) for start in range(0, samples - length + 1, length))

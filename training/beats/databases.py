"""Single-lead databases of the data packs: MIT-BIH arrhythmia, CU and MIT-BIH malignant ventricular arrhythmia."""

from __future__ import annotations

import csv
import io
import lzma
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.packs import load_signals

# de Chazal, O'Dwyer and Reilly, IEEE Trans. Biomed. Eng. 51 (2004): no person on both sides.
DS1 = (
    "101",
    "106",
    "108",
    "109",
    "112",
    "114",
    "115",
    "116",
    "118",
    "119",
    "122",
    "124",
    "201",
    "203",
    "205",
    "207",
    "208",
    "209",
    "215",
    "220",
    "223",
    "230",
)
DS2 = (
    "100",
    "103",
    "105",
    "111",
    "113",
    "117",
    "121",
    "123",
    "200",
    "202",
    "210",
    "212",
    "213",
    "214",
    "219",
    "221",
    "222",
    "228",
    "231",
    "232",
    "233",
    "234",
)
PACED = ("102", "104", "107", "217")
SAME_PERSON_AS_201 = "202"
BEAT_SYMBOLS = frozenset("NLRejAaJSVEF/fQ")
AAMI = {
    **dict.fromkeys("NLRej", "N"),
    **dict.fromkeys("AaJS", "S"),
    **dict.fromkeys("VE", "V"),
    "F": "F",
    **dict.fromkeys("/fQ", "Q"),
}


@dataclass(frozen=True)
class Record:
    """One lead of one record in millivolt, with the annotations in their order."""

    name: str
    signal_mv: NDArray[np.float32]
    rate_hz: float
    times_s: NDArray[np.float64]
    symbols: tuple[str, ...]
    rhythms: tuple[str, ...]

    @property
    def duration_s(self) -> float:
        return self.signal_mv.size / self.rate_hz

    def beats(self) -> tuple[NDArray[np.float64], NDArray[np.str_]]:
        """Times in seconds and symbols of the beats that were marked."""
        is_beat = np.array([symbol in BEAT_SYMBOLS for symbol in self.symbols], bool)
        return self.times_s[is_beat], np.array(self.symbols, dtype="U1")[is_beat]

    def flutter_spans_s(self) -> list[tuple[float, float]]:
        """From each `[` to its `]`: ventricular flutter, in which single beats are not marked."""
        starts = [time for time, symbol in zip(self.times_s, self.symbols, strict=True) if symbol == "["]
        ends = [time for time, symbol in zip(self.times_s, self.symbols, strict=True) if symbol == "]"]
        return list(zip(starts, ends, strict=True))


def load_mitdb(packs: Path) -> dict[str, Record]:
    """The 48 records of the MIT-BIH arrhythmia database by name."""
    return _load(packs / "mitdb", "signals_360hz_adc.npy.xz", 360.0)


def load_vfdb(packs: Path) -> dict[str, Record]:
    """Malignant ventricular ectopy: annotations are changes of rhythm only."""
    return _load(packs / "vfdb", "signals_250hz_adc.npy.xz", 250.0)


def load_cudb(packs: Path) -> dict[str, Record]:
    """CU ventricular tachyarrhythmia."""
    return _load(packs / "cudb", "signals_250hz_adc.npy.xz", 250.0)


def _load(folder: Path, signals: str, rate_hz: float) -> dict[str, Record]:
    adc = load_signals(folder / signals)[:, 0]
    with (folder / "records.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    marks = _annotations(folder)
    return {
        row["record"]: _record(row, samples, rate_hz, marks.get(row["record"], []))
        for row, samples in zip(rows, adc, strict=True)
    }


def _record(row: dict[str, str], adc: NDArray[np.int16], rate_hz: float, marks: list[dict[str, str]]) -> Record:
    millivolt = (adc.astype(np.float32) - float(row["baseline"])) / np.float32(row["gain"])
    return Record(
        name=row["record"],
        signal_mv=millivolt,
        rate_hz=rate_hz,
        times_s=np.array([int(mark["sample"]) for mark in marks]) / rate_hz,
        symbols=tuple(mark["symbol"] for mark in marks),
        rhythms=tuple(mark["aux"] or "" for mark in marks),
    )


def _annotations(folder: Path) -> dict[str, list[dict[str, str]]]:
    packed = folder / "annotations.csv.xz"
    raw = lzma.decompress(packed.read_bytes()) if packed.exists() else (folder / "annotations.csv").read_bytes()
    marks: dict[str, list[dict[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(raw.decode("utf-8"))):
        marks.setdefault(row["record"], []).append(row)
    return marks

"""The network for ventricular fibrillation and flutter in windows of five seconds, from vfdb and cudb."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray

from ecgweb.ecg.beats.lead import RATE_HZ, at_common_rate, levelled
from ecgweb.ecg.beats.windows import SAMPLES, WINDOW_S, standardised
from training.beats.databases import Record
from training.beats.disturbance import disturbed

FIBRILLATION = ("(VF", "(VFL", "(VFIB")
TACHYCARDIA = "(VT"
TACHYCARDIA_WEIGHT = 0.1
UNREADABLE = "(NOISE"
BATCH = 64
NO_MARK = "mixed"


@dataclass(frozen=True)
class Windows:
    """Windows (n, 625) at 125 Hz in mV, 1 where they show fibrillation or flutter, rhythm and record of each."""

    signals_mv: NDArray[np.float32]
    vf: NDArray[np.int64]
    rhythms: NDArray[np.str_]
    records: NDArray[np.str_]

    def of(self, chosen: NDArray) -> Windows:
        return Windows(self.signals_mv[chosen], self.vf[chosen], self.rhythms[chosen], self.records[chosen])

    def some(self, most: int, rng: np.random.Generator) -> Windows:
        """That many windows at random."""
        return self.of(rng.permutation(self.vf.size)[:most])


def together(parts: Sequence[Windows]) -> Windows:
    """Several sets as one."""
    return Windows(*(np.concatenate([getattr(part, name) for part in parts]) for name in Windows.__dataclass_fields__))


def vfdb_windows(records: Mapping[str, Record]) -> Windows:
    """Windows that lie in one rhythm from end to end; noise that nobody could read is left out."""
    return together([_windows(record, _vfdb_rhythm) for record in records.values()])


def mitdb_windows(records: Sequence[Record]) -> Windows:
    """Every window outside the flutter of record 207: none of them fibrillates."""

    def rhythm(record: Record, start_s: float, end_s: float) -> str:
        flutter = any(start_s < end and end_s > start for start, end in record.flutter_spans_s())
        return NO_MARK if flutter else "(N"

    return together([_windows(record, rhythm) for record in records])


def cudb_windows(records: Mapping[str, Record], packs: Path) -> Windows:
    """The windows of the pack with their labels; their edges are not exact."""
    with (packs / "cudb/vf_windows_5s.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    leads = {name: _level(record) for name, record in records.items()}
    cut, vf, names = [], [], []
    for row in rows:
        record = records[row["record"]]
        start = round(int(row["start_sample"]) / record.rate_hz * RATE_HZ)
        piece = leads[row["record"]][start : start + SAMPLES]
        if piece.size == SAMPLES:
            cut.append(piece)
            vf.append(int(row["vf"]))
            names.append(row["record"])
    rhythms = np.where(np.array(vf) == 1, FIBRILLATION[0], "(N")
    return Windows(np.array(cut, np.float32), np.array(vf), rhythms, np.array(names))


def build_network() -> keras.Model:
    """Four strided convolutions, then the mean and the maximum over the window."""
    window = keras.Input((SAMPLES, 1), name="window")
    x = window
    for channels, width in ((12, 9), (16, 7), (24, 7), (24, 5)):
        x = layers.Conv1D(channels, width, strides=2, padding="same", use_bias=False)(x)
        x = layers.ReLU()(layers.BatchNormalization()(x))
    pooled = layers.Concatenate()([layers.GlobalAveragePooling1D()(x), layers.GlobalMaxPooling1D()(x)])
    x = layers.Dropout(0.3)(layers.Dense(16, activation="relu")(layers.Dropout(0.3)(pooled)))
    return keras.Model(window, layers.Dense(1, activation="sigmoid", name="vf")(x), name="ventricular")


def train_ventricular(windows: Windows, epochs: int = 8, seed: int = 1) -> keras.Model:
    """Learn from windows, half of them disturbed anew in every epoch; fibrillation weighs half as much as all else.

    Ventricular tachycardia counts little: where it is fast, not even cardiologists part it from flutter.
    """
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    model = build_network()
    schedule = keras.optimizers.schedules.CosineDecay(3e-3, epochs * (windows.vf.size // BATCH + 1))
    optimizer = keras.optimizers.Adam(schedule, use_ema=True, ema_momentum=0.99, ema_overwrite_frequency=None)
    model.compile(optimizer, "binary_crossentropy", weighted_metrics=[])
    weight = np.where(windows.vf == 1, 0.5 * np.mean(windows.vf == 0) / np.mean(windows.vf == 1), 1.0)
    weight[windows.rhythms == TACHYCARDIA] = TACHYCARDIA_WEIGHT
    for _ in range(epochs):
        shown = np.stack([_maybe_disturbed(window, rng) for window in windows.signals_mv])
        model.fit(
            standardised(shown)[..., None],
            windows.vf[:, None],
            sample_weight=weight.astype(np.float32),
            batch_size=BATCH,
            verbose=0,
        )
    model.optimizer.finalize_variable_values(model.trainable_variables)
    return model


def _maybe_disturbed(window: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.floating]:
    return disturbed(window, RATE_HZ, rng) if rng.random() < 0.5 else window


def answered(model: keras.Model, windows: Windows) -> NDArray[np.float64]:
    """Probability of fibrillation in each window."""
    given = model.predict(standardised(windows.signals_mv)[..., None], batch_size=512, verbose=0)
    return np.asarray(given, np.float64).reshape(-1)


def folds_of(windows: Windows, folds: int = 5, seed: int = 0) -> NDArray[np.int64]:
    """A fold for each window, whole records together."""
    names = np.random.default_rng(seed).permutation(np.unique(windows.records))
    return np.array([{name: k % folds for k, name in enumerate(names)}[record] for record in windows.records])


def _windows(record: Record, rhythm_of: Callable[[Record, float, float], str]) -> Windows:
    lead = _level(record)
    cut, rhythms = [], []
    for start_s in np.arange(0, record.duration_s - WINDOW_S, WINDOW_S):
        rhythm = rhythm_of(record, start_s, start_s + WINDOW_S)
        if rhythm not in (NO_MARK, UNREADABLE):
            start = round(start_s * RATE_HZ)
            cut.append(lead[start : start + SAMPLES])
            rhythms.append(rhythm)
    vf = np.isin(rhythms, FIBRILLATION).astype(np.int64)
    return Windows(np.array(cut, np.float32), vf, np.array(rhythms), np.full(vf.size, record.name))


def _vfdb_rhythm(record: Record, start_s: float, end_s: float) -> str:
    changes = [(time, rhythm) for time, rhythm in _changes(record) if time < end_s]
    before = [rhythm for time, rhythm in changes if time <= start_s]
    inside = [rhythm for time, rhythm in changes if time > start_s]
    return before[-1] if before and not inside else NO_MARK


def _changes(record: Record) -> Iterator[tuple[float, str]]:
    for time_s, rhythm in zip(record.times_s, record.rhythms, strict=True):
        if rhythm.startswith("("):
            yield float(time_s), rhythm


def _level(record: Record) -> NDArray[np.float32]:
    return levelled(at_common_rate(record.signal_mv, record.rate_hz)).astype(np.float32)

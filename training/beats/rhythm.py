"""The rhythm network: a row of beats in; sinus rhythm, atrial fibrillation, other or noise out (CinC 2017)."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray

from ecgweb.ecg.beats.detection import BeatFinder
from ecgweb.ecg.beats.sequence import MOST_BEATS, WIDTH, beat_row
from ecgweb.inference.rhythm import RHYTHMS
from training.packs import load_signals

CHALLENGE_LABELS = {"N": "SR", "A": "AFIB", "O": "OTHER", "~": "NOISE"}
RATE_HZ = 100.0
BATCH = 32
CHANNELS = 48
EPOCHS = 14


@dataclass(frozen=True)
class Recordings:
    """Hand-held recordings: one lead each at 100 Hz in mV, and the class of each as an index of `RHYTHMS`."""

    names: tuple[str, ...]
    signals_mv: tuple[NDArray[np.float32], ...]
    classes: NDArray[np.int64]


@dataclass(frozen=True)
class Rows:
    """Beat rows of many recordings, shapes (n, MOST_BEATS, WIDTH) and (n, MOST_BEATS)."""

    beats: NDArray[np.float16]
    present: NDArray[np.float32]

    def of(self, chosen: NDArray) -> Rows:
        return Rows(self.beats[chosen], self.present[chosen])

    def inputs(self) -> dict[str, NDArray[np.float32]]:
        return {"beats": self.beats.astype(np.float32), "present": self.present}


def load_cinc2017(packs: Path) -> Recordings:
    """Read the pack: all recordings lie end to end in one row."""
    row = load_signals(packs / "cinc2017/signals_100hz_uV.npy.xz").reshape(-1)
    with (packs / "cinc2017/labels.csv").open(newline="", encoding="utf-8") as file:
        listed = list(csv.DictReader(file))
    ends = np.cumsum([int(entry["samples"]) for entry in listed])
    pieces = [np.asarray(piece / 1000, np.float32) for piece in np.split(row, ends[:-1])]
    classes = np.array([RHYTHMS.index(CHALLENGE_LABELS[entry["label"]]) for entry in listed])
    return Recordings(tuple(entry["record"] for entry in listed), tuple(pieces), classes)


def rows_of(signals_mv: Sequence[NDArray], rate_hz: float, find: BeatFinder) -> Rows:
    """Describe the beats of every recording."""
    beats = np.zeros((len(signals_mv), MOST_BEATS, WIDTH), np.float16)
    present = np.zeros((len(signals_mv), MOST_BEATS), np.float32)
    for index, signal_mv in enumerate(signals_mv):
        row = beat_row(signal_mv, rate_hz, find)
        if row:
            beats[index], present[index] = row.beats, row.present
    return Rows(beats, present)


def folds_of(classes: NDArray[np.int64], folds: int = 5, seed: int = 0) -> NDArray[np.int64]:
    """A fold for each recording, every class spread evenly."""
    rng = np.random.default_rng(seed)
    fold = np.zeros(classes.size, np.int64)
    for which in np.unique(classes):
        members = rng.permutation(np.flatnonzero(classes == which))
        fold[members] = np.arange(members.size) % folds
    return fold


def build_network(name: str = "rhythm") -> keras.Model:
    """Each beat on its own, then with its neighbours, then all beats together by mean, spread and maximum."""
    beats = keras.Input((MOST_BEATS, WIDTH), name="beats")
    present = keras.Input((MOST_BEATS,), name="present")
    mask = layers.Reshape((MOST_BEATS, 1))(present)
    x = layers.Dense(CHANNELS, use_bias=False)(beats)
    x = layers.ReLU()(layers.BatchNormalization()(x)) * mask
    for _ in range(3):
        y = layers.Conv1D(CHANNELS, 3, padding="same", use_bias=False)(x)
        y = layers.ReLU()(layers.BatchNormalization()(y))
        x = layers.Add()([x, layers.Dropout(0.15)(y)]) * mask
    count = keras.ops.sum(mask, axis=1) + 1e-3
    mean = keras.ops.sum(x, axis=1) / count
    spread = keras.ops.sqrt(keras.ops.sum(mask * (x - mean[:, None]) ** 2, axis=1) / count + 1e-6)
    pooled = layers.Dropout(0.4)(layers.Concatenate()([mean, spread, keras.ops.max(x, axis=1)]))
    pooled = layers.Dropout(0.3)(layers.Dense(32, activation="relu")(pooled))
    answer = layers.Dense(len(RHYTHMS), activation="softmax", name="rhythm")(pooled)
    return keras.Model({"beats": beats, "present": present}, {"rhythm": answer}, name=name)


def train_rhythm(rows: Rows, classes: NDArray[np.int64], epochs: int = EPOCHS, seed: int = 1) -> keras.Model:
    """Learn from rows, rare rhythms weighing more than their number."""
    keras.utils.set_random_seed(seed)
    model = build_network(f"rhythm_{seed}")
    schedule = keras.optimizers.schedules.CosineDecay(3e-3, epochs * (classes.size // BATCH + 1))
    optimizer = keras.optimizers.AdamW(schedule, weight_decay=0.02)
    model.compile(optimizer, loss={"rhythm": keras.losses.SparseCategoricalCrossentropy()})
    share = np.bincount(classes, minlength=len(RHYTHMS)) ** -0.4
    weight = {"rhythm": (share[classes] / share[classes].mean()).astype(np.float32)}
    answers = {"rhythm": classes}
    model.fit(rows.inputs(), answers, sample_weight=weight, batch_size=BATCH, epochs=epochs, verbose=0)
    return model


def mean_of(models: Sequence[keras.Model]) -> keras.Model:
    """One network that answers with the mean of its members' probabilities."""
    inputs = {name: keras.Input(tensor.shape[1:], name=name) for name, tensor in models[0].input.items()}
    mean = layers.Average(name="rhythm")([model(inputs)["rhythm"] for model in models])
    return keras.Model(inputs, {"rhythm": mean}, name="rhythm")


def challenge_f1(classes: NDArray[np.int64], answers: NDArray[np.int64]) -> dict[str, float]:
    """F1 of each class, and the challenge's figure: the mean over normal, atrial fibrillation and other."""
    scores = {
        name: float(2 * np.sum((classes == k) & (answers == k)) / max(1, np.sum(classes == k) + np.sum(answers == k)))
        for k, name in enumerate(RHYTHMS)
    }
    return {**scores, "challenge": float(np.mean([scores[name] for name in ("SR", "AFIB", "OTHER")]))}

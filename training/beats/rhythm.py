"""The rhythm network: half a minute of beats in; sinus rhythm, atrial fibrillation, other or noise out (CinC 2017)."""

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
from ecgweb.ecg.beats.rhythm_features import SIZE, rhythm_features
from ecgweb.inference.rhythm import RHYTHMS
from training.packs import load_signals

CHALLENGE_LABELS = {"N": "SR", "A": "AFIB", "O": "OTHER", "~": "NOISE"}
RATE_HZ = 100.0
BATCH = 64
EPOCHS = 40
LARGEST = 4.0


@dataclass(frozen=True)
class Recordings:
    """Hand-held recordings: one lead each at 100 Hz in mV, and the class of each as an index of `RHYTHMS`."""

    names: tuple[str, ...]
    signals_mv: tuple[NDArray[np.float32], ...]
    classes: NDArray[np.int64]


def load_cinc2017(packs: Path) -> Recordings:
    """Read the pack: all recordings lie end to end in one row."""
    row = load_signals(packs / "cinc2017/signals_100hz_uV.npy.xz").reshape(-1)
    with (packs / "cinc2017/labels.csv").open(newline="", encoding="utf-8") as file:
        listed = list(csv.DictReader(file))
    ends = np.cumsum([int(entry["samples"]) for entry in listed])
    pieces = [np.asarray(piece / 1000, np.float32) for piece in np.split(row, ends[:-1])]
    classes = np.array([RHYTHMS.index(CHALLENGE_LABELS[entry["label"]]) for entry in listed])
    return Recordings(tuple(entry["record"] for entry in listed), tuple(pieces), classes)


def features_of(signals_mv: Sequence[NDArray], rate_hz: float, find: BeatFinder) -> NDArray[np.float32]:
    """Describe every recording, shape (n, SIZE); zeros where fewer than three beats were found."""
    described = [rhythm_features(signal_mv, rate_hz, find) for signal_mv in signals_mv]
    return np.stack([np.zeros(SIZE, np.float32) if features is None else features for features in described])


def folds_of(classes: NDArray[np.int64], folds: int = 5, seed: int = 0) -> NDArray[np.int64]:
    """A fold for each recording, every class spread evenly."""
    rng = np.random.default_rng(seed)
    fold = np.zeros(classes.size, np.int64)
    for which in np.unique(classes):
        members = rng.permutation(np.flatnonzero(classes == which))
        fold[members] = np.arange(members.size) % folds
    return fold


def build_network(features: NDArray[np.float32], name: str = "rhythm") -> keras.Model:
    """Two dense layers on features scaled by their own middle and spread in these recordings."""
    low, middle, high = np.percentile(features, (10, 50, 90), axis=0)
    inputs = keras.Input((SIZE,), name="features")
    x = layers.Normalization(mean=middle, variance=((high - low) / 2 + 1e-3) ** 2)(inputs)
    x = layers.Dropout(0.2)(keras.ops.clip(x, -LARGEST, LARGEST))
    x = layers.Dropout(0.5)(layers.Dense(128, activation="relu")(x))
    x = layers.Dropout(0.3)(layers.Dense(64, activation="relu")(x))
    answer = layers.Dense(len(RHYTHMS), activation="softmax", name="rhythm")(x)
    return keras.Model({"features": inputs}, {"rhythm": answer}, name=name)


def train_rhythm(features: NDArray[np.float32], classes: NDArray[np.int64], seed: int = 1) -> keras.Model:
    """Learn from described recordings, rare rhythms weighing more than their number."""
    keras.utils.set_random_seed(seed)
    model = build_network(features, f"rhythm_{seed}")
    schedule = keras.optimizers.schedules.CosineDecay(1e-3, EPOCHS * (classes.size // BATCH + 1))
    optimizer = keras.optimizers.AdamW(schedule, weight_decay=0.05)
    model.compile(optimizer, loss={"rhythm": keras.losses.SparseCategoricalCrossentropy()})
    share = np.maximum(np.bincount(classes, minlength=len(RHYTHMS)), 1) ** -0.4
    weight = {"rhythm": (share[classes] / share[classes].mean()).astype(np.float32)}
    inputs, answers = {"features": features}, {"rhythm": classes}
    model.fit(inputs, answers, sample_weight=weight, batch_size=BATCH, epochs=EPOCHS, verbose=0)
    return model


def mean_of(models: Sequence[keras.Model]) -> keras.Model:
    """One network that answers with the mean of its members' probabilities."""
    features = keras.Input((SIZE,), name="features")
    mean = layers.Average(name="rhythm")([model({"features": features})["rhythm"] for model in models])
    return keras.Model({"features": features}, {"rhythm": mean}, name="rhythm")


def challenge_f1(classes: NDArray[np.int64], answers: NDArray[np.int64]) -> dict[str, float]:
    """F1 of each class, and the challenge's figure: the mean over normal, atrial fibrillation and other."""
    scores = {
        name: float(2 * np.sum((classes == k) & (answers == k)) / max(1, np.sum(classes == k) + np.sum(answers == k)))
        for k, name in enumerate(RHYTHMS)
    }
    return {**scores, "challenge": float(np.mean([scores[name] for name in ("SR", "AFIB", "OTHER")]))}

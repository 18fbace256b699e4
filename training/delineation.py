"""The network that tells P wave, QRS complex and T wave apart in one beat of one lead, trained on LUDB."""

from __future__ import annotations

from collections.abc import Sequence

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray
from scipy import ndimage

from ecgweb.ecg.waves.delineation import R_INDEX, SAMPLES, Delineator, normalised
from ecgweb.ecg.waves.delineation import RATE_HZ as BEAT_RATE_HZ
from training.ludb import RATE_HZ, Annotated, reference_beats

BEATS_PER_LEAD = 5
EPOCHS = 10
BATCH = 64
DILATIONS = (1, 2, 4, 8, 16, 24)  # together they see more than the whole beat
CHANNELS = 16

Floats = NDArray[np.floating]
Windows = tuple[Floats, NDArray[np.int64], Floats]
"""Beats (n, 275), their wave at each sample (0 none, 1 P, 2 QRS, 3 T) and 1 where the marks are complete."""


def train(records: Sequence[Annotated], seed: int = 1) -> keras.Model:
    """Train on single beats of single leads, anew disturbed in every epoch."""
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    parts = [cut_windows(record, rng) for record in records]
    beats, waves, known = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    model = build_network()
    rate = keras.optimizers.schedules.CosineDecay(4e-3, EPOCHS * (len(beats) // BATCH))
    loss = keras.losses.SparseCategoricalCrossentropy()
    model.compile(keras.optimizers.Adam(rate), loss)
    for _ in range(EPOCHS):
        shown = normalised(disturbed(beats, rng))
        model.fit(shown[..., None], waves[..., None], sample_weight=known, batch_size=BATCH, verbose=0)
    return model


def as_delineator(model: keras.Model) -> Delineator:
    """A trained network as `delineate_beat` calls it."""
    return lambda beats: np.asarray(model(beats[..., None], training=False))


def build_network() -> keras.Model:
    """Dilated residual convolutions, about 10,000 parameters; probabilities (batch, 275, 4) out."""
    beat = keras.Input((SAMPLES, 1), name="beat")
    x = layers.Conv1D(CHANNELS, 9, padding="same", activation="relu")(beat)
    for dilation in DILATIONS:
        y = layers.Conv1D(CHANNELS, 5, dilation_rate=dilation, padding="same", use_bias=False)(x)
        x = layers.Add()([x, layers.ReLU()(layers.BatchNormalization()(y))])
    x = layers.Conv1D(CHANNELS, 5, padding="same", activation="relu")(x)
    return keras.Model(beat, layers.Dense(4, activation="softmax", name="waves")(x), name="delineation")


def cut_windows(record: Annotated, rng: np.random.Generator) -> Windows:
    """Some beats of every lead, a little off centre and stretched or squeezed by up to 15 %."""
    peaks = np.array([round(beat.r_s * RATE_HZ) for beat in reference_beats(record.marks)])
    beats, waves, known = [], [], []
    for lead, signal in enumerate(record.signal):
        marks = record.marks[record.marks[:, 0] == lead]
        if not len(marks):
            continue
        wave, complete = _labels(marks, signal.size)
        for peak in rng.permutation(peaks)[:BEATS_PER_LEAD]:
            at = _sample_positions(peak + rng.integers(-12, 13), rng.uniform(0.85, 1.18))
            inside = (at >= 0) & (at < signal.size)
            at = np.clip(at, 0, signal.size - 1)
            beats.append(signal[at] * inside)
            waves.append(wave[at] * inside)
            known.append(complete[at] * inside)
    return np.array(beats), np.array(waves), np.array(known, np.float32)


def disturbed(beats: Floats, rng: np.random.Generator) -> Floats:
    """Beats upside down, on a wandering line, blurred and noisy, as pages and electrodes make them."""
    count, samples = beats.shape
    time_s = np.arange(samples) / BEAT_RATE_HZ
    wander_hz, phase = rng.uniform(0.1, 0.6, (count, 1)), rng.random((count, 1))
    beats = beats * rng.choice([-1.0, 1.0], (count, 1))
    beats = beats + 0.08 * rng.normal(size=(count, 1)) * np.sin(2 * np.pi * (wander_hz * time_s + phase))
    blurred = rng.random(count) < 0.5
    beats[blurred] = ndimage.gaussian_filter1d(beats[blurred], rng.uniform(0.5, 1.5), axis=1)
    slow = ndimage.uniform_filter1d(rng.normal(size=beats.shape), 9, axis=1)
    white = rng.normal(size=beats.shape)
    return beats + rng.exponential(0.02, (count, 1)) * slow + rng.exponential(0.01, (count, 1)) * white


def _labels(marks: NDArray[np.int64], samples: int) -> tuple[NDArray[np.int64], Floats]:
    """The wave at each sample of a lead, and 1 between its first and last mark: beats beyond them bear none."""
    wave = np.zeros(samples, np.int64)
    for _, kind, onset, _, end in marks:
        wave[onset : end + 1] = kind + 1
    complete = np.zeros(samples, np.float32)
    complete[marks[:, 2].min() : marks[:, 4].max() + 1] = 1
    return wave, complete


def _sample_positions(centre: int, stretch: float) -> NDArray[np.int64]:
    step = stretch * RATE_HZ / BEAT_RATE_HZ
    return centre + np.round((np.arange(SAMPLES) - R_INDEX) * step).astype(np.int64)

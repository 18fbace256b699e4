"""The network that says where beats are, in one lead at 125 Hz, trained on records of MIT-BIH."""

from __future__ import annotations

from collections.abc import Sequence

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray

from ecgweb.ecg.beats.detection import STEP
from ecgweb.ecg.beats.lead import RATE_HZ, at_common_rate, levelled, scaled
from training.beats.databases import Record
from training.beats.disturbance import disturbed

CROP_S = 16.0
MARGIN_S = 2.0
CHANNELS = 20
DILATIONS = (1, 2, 4, 8, 16, 1)
BATCH = 24
Floats = NDArray[np.floating]


def build_network(channels: int = CHANNELS) -> keras.Model:
    """Two strided convolutions to 31 Hz, then dilated residual ones that see about four seconds; probability out."""
    lead = keras.Input((None, 1), name="lead")
    x = layers.Conv1D(channels, 9, strides=2, padding="same", activation="relu")(lead)
    x = layers.Conv1D(channels, 5, strides=2, padding="same", use_bias=False)(x)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    for dilation in DILATIONS:
        y = layers.Conv1D(channels, 5, dilation_rate=dilation, padding="same", use_bias=False)(x)
        x = layers.Add()([x, layers.ReLU()(layers.BatchNormalization()(y))])
    return keras.Model(lead, layers.Dense(1, activation="sigmoid", name="beat")(x), name="beat_finder")


def train_finder(records: Sequence[Record], steps: int = 3000, seed: int = 1) -> keras.Model:
    """Learn from random crops, each disturbed and stretched anew."""
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    leads = [at_common_rate(record.signal_mv, record.rate_hz) for record in records]
    model = build_network()
    rate = keras.optimizers.schedules.CosineDecay(3e-3, steps)
    optimizer = keras.optimizers.Adam(rate, use_ema=True, ema_momentum=0.995, ema_overwrite_frequency=None)
    model.compile(optimizer, loss="binary_crossentropy", weighted_metrics=[])
    for step in range(steps):
        crops, targets, weights = zip(*(_crop(records, leads, rng) for _ in range(BATCH)), strict=True)
        loss = model.train_on_batch(np.stack(crops), np.stack(targets), sample_weight=np.stack(weights))
        if step % 250 == 0:
            print(f"finder: step {step}, loss {float(np.mean(loss)):.4f}", flush=True)
    model.optimizer.finalize_variable_values(model.trainable_variables)
    return model


def _crop(records: Sequence[Record], leads: Sequence[Floats], rng: np.random.Generator) -> tuple[Floats, ...]:
    """One crop as the network sees it, 1 where a beat is, and how much each step counts."""
    which = int(rng.integers(len(records)))
    record, lead = records[which], leads[which]
    stretch = rng.uniform(0.75, 1.3)
    wide_s = (CROP_S + 2 * MARGIN_S) * stretch
    start_s = rng.uniform(0, record.duration_s - wide_s)
    samples = round((CROP_S + 2 * MARGIN_S) * RATE_HZ)
    at = (start_s + np.arange(samples) / RATE_HZ * stretch) * RATE_HZ
    crop = np.interp(at, np.arange(lead.size), lead)
    silent = rng.random() < 0.03
    if silent:
        crop = rng.normal(size=samples) * rng.lognormal(-3, 1)
    seen = scaled(levelled(np.asarray(disturbed(crop, RATE_HZ, rng), np.float64)))
    margin = round(MARGIN_S * RATE_HZ)
    inside = seen[margin:-margin]
    times_s, _ = record.beats()
    beats = np.empty(0) if silent else ((times_s - start_s) / stretch - MARGIN_S)
    target, weight = _targets(beats, inside.size // STEP)
    for from_s, to_s in record.flutter_spans_s():
        begin, end = ((edge - start_s) / stretch - MARGIN_S for edge in (from_s, to_s))
        steps_s = np.arange(weight.size) * STEP / RATE_HZ
        weight[(steps_s > begin - 0.5) & (steps_s < end + 0.5)] = 0
    return inside[:, None], target[:, None], weight


def _targets(beats_s: Floats, steps: int) -> tuple[Floats, Floats]:
    """1 within 40 ms of a beat; the steps just beyond do not count."""
    target, weight = np.zeros(steps, np.float32), np.ones(steps, np.float32)
    axis_s = np.arange(steps) * STEP / RATE_HZ
    for beat_s in beats_s[(beats_s > -0.1) & (beats_s < steps * STEP / RATE_HZ + 0.1)]:
        away = np.abs(axis_s - beat_s)
        target[away <= 0.04] = 1
        weight[(away > 0.04) & (away <= 0.08)] = 0.2
    return target, weight

"""A small two-dimensional network on scalograms, its training and its calibration."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgweb.inference.time_frequency import COLUMNS, FREQUENCIES_HZ, network_input
from training.time_frequency.windows import WindowSet

WIDTHS = (12, 24, 32, 48)
EPOCHS, BATCH, LEARNING_RATE = 16, 64, 2e-3


def build(classes: int) -> Any:
    """Four strided convolutions, the mean and the maximum over time and frequency, one dense layer of logits."""
    import keras
    from keras import layers

    picture = keras.Input((FREQUENCIES_HZ.size, COLUMNS, 1))
    x = picture
    for n, width in enumerate(WIDTHS):
        x = layers.Conv2D(width, 5 if n == 0 else 3, strides=2, padding="same", use_bias=False)(x)
        x = layers.BatchNormalization(momentum=0.9)(x)
        x = layers.Activation("relu")(x)
    pooled = layers.Concatenate()([layers.GlobalAveragePooling2D()(x), layers.GlobalMaxPooling2D()(x)])
    return keras.Model(picture, layers.Dense(classes)(layers.Dropout(0.3)(pooled)))


def fit(train: WindowSet, codes: list[str], seed: int = 1, epochs: int = EPOCHS) -> Any:
    """Train on windows; classes weigh alike, and each epoch sees each window with its time shifted and shrunk anew."""
    import keras
    import tensorflow as tf

    keras.utils.set_random_seed(seed)
    model = build(len(codes))
    steps = -(-len(train) // BATCH) * epochs
    schedule = keras.optimizers.schedules.CosineDecay(LEARNING_RATE, steps)
    model.compile(keras.optimizers.AdamW(schedule, weight_decay=1e-3), _loss(keras))
    pictures = network_input_in_batches(train.signals)
    wanted = np.array([codes.index(label) for label in train.labels.tolist()])
    weights = (len(wanted) / (len(codes) * np.bincount(wanted, minlength=len(codes)).clip(1)))[wanted]
    data = tf.data.Dataset.from_tensor_slices((pictures, wanted, weights.astype(np.float32)))
    data = data.shuffle(len(train), seed=seed).map(_shifted, num_parallel_calls=1).batch(BATCH).prefetch(1)
    model.fit(data, epochs=epochs, verbose=2, shuffle=False)
    return model


def network_input_in_batches(signals: NDArray[np.float32], size: int = 64) -> NDArray[np.float32]:
    """The scalograms of many windows."""
    return np.concatenate([network_input(signals[n : n + size]) for n in range(0, len(signals), size)])


def logits_of(model: Any, data: WindowSet) -> NDArray[np.float32]:
    """The network's outputs, shape (windows, classes)."""
    pictures = network_input_in_batches(data.signals)
    rows = [np.asarray(model(pictures[n : n + 256], training=False)) for n in range(0, len(pictures), 256)]
    return np.concatenate(rows)


def temperature(logits: NDArray[np.float32], wanted: NDArray[np.int64]) -> float:
    """The divisor of logits that makes the tuning windows likeliest (Guo et al., ICML 2017)."""
    candidates = np.geomspace(0.5, 8, 60)
    return float(candidates[int(np.argmin([_negative_log_likelihood(logits / t, wanted) for t in candidates]))])


def _negative_log_likelihood(logits: NDArray[np.floating], wanted: NDArray[np.int64]) -> float:
    shifted = logits - logits.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(wanted)), wanted]))


def _loss(keras: Any) -> Any:
    return keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def _shifted(picture: Any, wanted: Any, weight: Any) -> tuple[Any, Any, Any]:
    """Rolled in time and scaled a little: neither the moment nor the height tells the class."""
    import tensorflow as tf

    shift = tf.random.uniform((), 0, COLUMNS, tf.int32)
    return tf.roll(picture, shift, axis=1) * tf.random.uniform((), 0.85, 1.15), wanted, weight

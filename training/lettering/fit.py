"""How the networks learn to read: what every cell of a drawn strip, or every step along a drawn line, holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import keras
import numpy as np
from keras import ops
from numpy.typing import NDArray

BATCH = 32
LEARNING_RATE = 4e-3
WEIGHT_DECAY = 1e-4
EMPTY_WEIGHT = 0.12

Pictures = NDArray[np.uint8]
Classes = NDArray[np.int8]


@dataclass(frozen=True)
class Drawn:
    """Pictures (n, height, width) and the class of all their places, below zero where nobody asks."""

    pictures: Pictures
    classes: Classes


def fit(
    model: keras.Model,
    drawn: Drawn,
    empty: int,
    epochs: int,
    seed: int = 0,
    callbacks: Sequence[keras.callbacks.Callback] = (),
) -> keras.Model:
    """Teach a network what places of pictures hold; each epoch shows them in another order and light.

    `empty` is the class of places that hold nothing. They count for less, being many.
    """
    batches = Batches(drawn, seed)
    schedule = keras.optimizers.schedules.CosineDecay(LEARNING_RATE, epochs * len(batches), alpha=0.01)
    optimizer = keras.optimizers.AdamW(schedule, weight_decay=WEIGHT_DECAY, clipnorm=1.0)
    model.compile(optimizer, loss=places_loss(empty))
    model.fit(batches, epochs=epochs, verbose=2, callbacks=list(callbacks))
    return model


class Batches(keras.utils.PyDataset):
    """Pictures in another order at every epoch, lighter or darker, moved by up to three pixels."""

    def __init__(self, drawn: Drawn, seed: int) -> None:
        super().__init__()
        self._drawn = drawn
        self._rng = np.random.default_rng([seed, 1])
        self._order = self._rng.permutation(len(drawn.pictures))

    def __len__(self) -> int:
        return len(self._order) // BATCH

    def on_epoch_end(self) -> None:
        self._order = self._rng.permutation(len(self._order))

    def __getitem__(self, index: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        own = self._order[index * BATCH : (index + 1) * BATCH]
        down, right = self._rng.integers(-1, 2, 2)
        pictures = np.roll(self._drawn.pictures[own], (down, right), axis=(1, 2)).astype(np.float32)
        pictures *= self._rng.uniform(0.8, 1.25, (BATCH, 1, 1)).astype(np.float32)
        return np.clip(pictures, 0, 255)[..., None], self._drawn.classes[own].astype(np.float32)


def places_loss(empty: int) -> Callable[[keras.KerasTensor, keras.KerasTensor], keras.KerasTensor]:
    """Cross-entropy of every place whose content is known."""

    def loss(classes: keras.KerasTensor, logits: keras.KerasTensor) -> keras.KerasTensor:
        known = ops.cast(classes >= 0, logits.dtype)
        blank = ops.cast(classes == empty, logits.dtype)
        entropy = keras.losses.sparse_categorical_crossentropy(ops.maximum(classes, 0), logits, from_logits=True)
        weight = known * (1 - blank + EMPTY_WEIGHT * blank)
        return ops.sum(weight * entropy) / (ops.sum(weight) + 1)

    return loss


def places_right(model: keras.Model, drawn: Drawn, empty: int) -> dict[str, float]:
    """Of the places that hold something the share read right, wrongly and not at all; of the empty ones, not so."""
    logits = model.predict(drawn.pictures[..., None].astype(np.float32), batch_size=64, verbose=0)
    answer = np.asarray(ops.softmax(logits))
    named = np.delete(answer, empty, axis=-1).argmax(axis=-1)
    best = np.where(answer[..., empty] > 0.5, empty, named + (named >= empty))
    filled, blank = (drawn.classes >= 0) & (drawn.classes != empty), drawn.classes == empty
    return {
        "right": float(np.mean(best[filled] == drawn.classes[filled])),
        "wrong": float(np.mean((best != drawn.classes)[filled] & (best[filled] != empty))),
        "unread": float(np.mean(best[filled] == empty)),
        "invented": float(np.mean(best[blank] != empty)),
    }

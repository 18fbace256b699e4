"""How the network learns: which heights a column may have, how far off its mean is, and whether there is a trace."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
from keras import ops

from ecgweb.ecg.page.windows import HEIGHT
from training.tracer.batches import CROP, Batches
from training.tracer.network import build_network
from training.tracer.pages import HEIGHTS_PER_COLUMN
from training.tracer.window_set import WindowSet

BATCH = 16
EPOCH = 100
LEARNING_RATE = 3e-3
WEIGHT_DECAY = 1e-3
WARM_UP = 200
BLUR_LINES, BLUR_COLUMNS = 0.8, 0.15
STEEPEST = 6.0
DISTANCE_WEIGHT = 1.0
SEEN_WEIGHT = 0.5


def fit(windows: Callable[[], WindowSet], minutes: float, seed: int = 0, kept_as: Path | None = None) -> keras.Model:
    """A network from scratch after so many minutes of processor time; its weights are a running mean.

    `windows` is asked anew at every epoch, as pages are drawn while the network learns; from time to time its weights
    are `kept_as` they are.
    """
    keras.utils.set_random_seed(seed)
    model = build_network(CROP)
    optimizer = keras.optimizers.AdamW(
        LEARNING_RATE,
        weight_decay=WEIGHT_DECAY,
        clipnorm=1.0,
        use_ema=True,
        ema_momentum=0.995,
        ema_overwrite_frequency=None,
    )
    losses = {"heights": heights_loss, "seen": seen_loss}
    model.compile(optimizer, loss=losses, loss_weights={"heights": 1.0, "seen": SEEN_WEIGHT})
    callbacks: list[keras.callbacks.Callback] = [Clock(minutes)]
    if kept_as:
        callbacks.append(Keeping(kept_as))
    model.fit(Batches(windows, EPOCH, BATCH, seed), epochs=10_000, verbose=0, callbacks=callbacks)
    optimizer.finalize_variable_values(model.trainable_variables)
    return model


class Clock(keras.callbacks.Callback):
    """Warms up, lets the learning rate sink with half a cosine over the processor time given, and stops."""

    def __init__(self, minutes: float) -> None:
        super().__init__()
        self._seconds = 60 * minutes
        self._steps = 0

    def on_train_begin(self, logs: dict[str, float] | None = None) -> None:
        self._started = time.process_time()

    def on_train_batch_begin(self, batch: int, logs: dict[str, float] | None = None) -> None:
        gone = min(1.0, (time.process_time() - self._started) / self._seconds)
        self._steps += 1
        rate = LEARNING_RATE * min(1.0, self._steps / WARM_UP) * (0.5 * (1 + np.cos(np.pi * gone)) + 0.005)
        self.model.optimizer.learning_rate.assign(rate)

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        gone = time.process_time() - self._started
        self.model.stop_training = gone >= self._seconds
        figures = ", ".join(f"{name} {value:.4f}" for name, value in (logs or {}).items())
        print(f"{gone / 60:.1f} min, step {self._steps}: {figures}", flush=True)


class Keeping(keras.callbacks.Callback):
    """Saves the running mean of the weights every few epochs, so that what was learned outlives a broken run."""

    def __init__(self, path: Path, epochs: int = 10) -> None:
        super().__init__()
        self._path, self._epochs = path, epochs

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        if (epoch + 1) % self._epochs:
            return
        latest = self.model.get_weights()
        self.model.optimizer.finalize_variable_values(self.model.trainable_variables)
        self.model.save_weights(self._path)
        self.model.set_weights(latest)


def with_width(model: keras.Model, width: int) -> keras.Model:
    """The same network for windows of another width."""
    other = build_network(width)
    other.set_weights(model.get_weights())
    return other


def heights_loss(heights: keras.KerasTensor, logits: keras.KerasTensor) -> keras.KerasTensor:
    """Cross-entropy to a narrow bell around the true height, and the mean height's distance from it, in lines.

    Columns where the pen is steep count for more: they are few, and hold most of the signal. Their bell is wider, as
    what is a small distance aside there is a large one up and down.
    """
    inside = (heights >= 0) & (heights <= HEIGHT - 1)  # False where the height is not known
    height = ops.where(inside, heights, 0.0)
    slope = ops.pad(ops.abs(height[:, 2:] - height[:, :-2]) * (HEIGHTS_PER_COLUMN / 2), [[0, 0], [1, 1]])
    weight = ops.cast(inside, logits.dtype) * (1 + ops.minimum(slope, STEEPEST))
    lines = ops.arange(HEIGHT, dtype=logits.dtype)[None, :, None]
    variance = BLUR_LINES**2 + (BLUR_COLUMNS * slope) ** 2
    bell = ops.softmax(-0.5 * (lines - height[:, None, :]) ** 2 / variance[:, None, :], axis=1)
    log_odds = ops.log_softmax(logits, axis=1)
    entropy = -ops.sum(bell * log_odds, axis=1)
    distance = ops.abs(ops.sum(ops.exp(log_odds) * lines, axis=1) - height)
    return ops.sum(weight * (entropy + DISTANCE_WEIGHT * distance)) / (ops.sum(weight) + 1)


def seen_loss(heights: keras.KerasTensor, logits: keras.KerasTensor) -> keras.KerasTensor:
    """Cross-entropy of whether there is a trace: where its height is known all over the column."""
    known = ops.cast(heights == heights, logits.dtype)
    known = ops.min(ops.reshape(known, (-1, logits.shape[1], HEIGHTS_PER_COLUMN)), axis=2)
    return ops.mean(ops.softplus(logits) - known * logits)

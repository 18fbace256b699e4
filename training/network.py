"""The diagnosis network: traces and typical beats in, logits of four diagnoses and of the findings out."""

from __future__ import annotations

import keras
from keras import layers, ops

from ecgweb.ecg.recording import LEADS
from ecgweb.inference.preparation import INPUT_SHAPES


def build_network(findings: int, width: int = 32, dropout: float = 0.4, kind: str = "leads together") -> keras.Model:
    """A residual network of three branches, 0.7 million parameters at width 32.

    The trace branch reads the ten seconds, the beat branch the shape of the typical beat with all leads on one clock,
    which a page with its leads side by side does not give, and the rhythm branch how beat follows beat.

    Parameters
    ----------
    findings : int
        How many statements are answered.
    width : int
        Channels of the first residual blocks.
    kind : str
        A key of `KINDS`: whether the leads are channels from the first layer on, or the same layers read each lead
        before all are put side by side. Networks that look in different ways err in different places.
    """
    of_trace, of_beat = KINDS[kind]
    trace = keras.Input(INPUT_SHAPES["trace"], name="trace")
    beat = keras.Input(INPUT_SHAPES["beat"], name="beat")
    rhythm = keras.Input(INPUT_SHAPES["rhythm"], name="rhythm")
    joined = layers.Concatenate()([of_trace(trace, width), of_beat(beat, width), _rhythm_branch(rhythm)])
    joined = layers.Dropout(dropout)(joined)
    embedding = layers.Dense(128, activation="relu", name="embedding")(joined)
    embedding = layers.Dropout(dropout)(embedding)
    heads = {
        "diagnosis": layers.Dense(4, name="diagnosis")(embedding),
        "findings": layers.Dense(findings, name="findings")(embedding),
    }
    return keras.Model({"trace": trace, "beat": beat, "rhythm": rhythm}, heads, name="diagnosis")


def _trace_branch(trace: keras.KerasTensor, width: int) -> keras.KerasTensor:
    x = _convolution(trace, width, 15, stride=2)
    x = layers.MaxPooling1D(2)(x)
    for channels in (width, 2 * width, 3 * width, 4 * width):
        x = _residual(x, channels, kernel=7)
        x = layers.MaxPooling1D(2)(x)
    return _pooled(x)


def _beat_branch(beat: keras.KerasTensor, width: int) -> keras.KerasTensor:
    x = _convolution(beat, 2 * width, 7)
    for channels in (2 * width, 3 * width):
        x = _residual(x, channels, kernel=5)
        x = layers.MaxPooling1D(2)(x)
    return layers.Concatenate()([_placed(x, width), _pooled(x)])


def _trace_by_lead(trace: keras.KerasTensor, width: int) -> keras.KerasTensor:
    energy = ops.repeat(trace[:, :, -1:], len(LEADS), axis=-1)  # each lead is told when all leads beat
    x = _convolution(apart(trace[:, :, :-1], energy), 3 * width // 4, 15, stride=2)
    x = layers.MaxPooling1D(4)(x)
    x = layers.MaxPooling1D(2)(_residual(x, 3 * width // 4, kernel=7))
    x = layers.MaxPooling1D(2)(_residual(x, 3 * width // 2, kernel=5))
    return _pooled(_side_by_side(_residual(x, 3 * width // 2, kernel=5), 4 * width))


def _beat_by_lead(beat: keras.KerasTensor, width: int) -> keras.KerasTensor:
    x = _convolution(apart(beat), 3 * width // 4, 7)
    for channels in (3 * width // 4, 3 * width // 2):
        x = layers.MaxPooling1D(2)(_residual(x, channels, kernel=5))
    x = _side_by_side(x, 4 * width)
    return layers.Concatenate()([_placed(x, width), _pooled(x)])


def _rhythm_branch(rhythm: keras.KerasTensor, width: int = 32) -> keras.KerasTensor:
    return _pooled(_convolution(_convolution(rhythm, width, 3), 2 * width, 3))


def _residual(x: keras.KerasTensor, channels: int, kernel: int) -> keras.KerasTensor:
    shortcut = x if x.shape[-1] == channels else layers.Conv1D(channels, 1, use_bias=False)(x)
    y = _convolution(x, channels, kernel)
    y = layers.Conv1D(channels, kernel, padding="same", use_bias=False)(y)
    y = layers.BatchNormalization()(y)
    return layers.ReLU()(layers.Add()([y, shortcut]))


def _convolution(x: keras.KerasTensor, channels: int, kernel: int, stride: int = 1) -> keras.KerasTensor:
    x = layers.Conv1D(channels, kernel, strides=stride, padding="same", use_bias=False)(x)
    return layers.ReLU()(layers.BatchNormalization()(x))


def apart(*parts: keras.KerasTensor) -> keras.KerasTensor:
    """Each lead a row of its own: (batch, time, channels x leads) -> (batch x leads, time, channels)."""
    x = ops.concatenate(parts, axis=-1)
    samples, channels = x.shape[1], x.shape[2] // len(LEADS)
    x = ops.transpose(ops.reshape(x, (-1, samples, channels, len(LEADS))), (0, 3, 1, 2))
    return ops.reshape(x, (-1, samples, channels))


def _side_by_side(x: keras.KerasTensor, channels: int) -> keras.KerasTensor:
    """What was made of each lead joined again: (batch x leads, time, k) -> (batch, time, channels)."""
    samples, own = x.shape[1:]
    x = ops.transpose(ops.reshape(x, (-1, len(LEADS), samples, own)), (0, 2, 1, 3))
    x = layers.SpatialDropout1D(0.1)(ops.reshape(x, (-1, samples, len(LEADS) * own)))
    return _residual(_convolution(x, channels, 1), channels, kernel=5)


def _placed(x: keras.KerasTensor, width: int) -> keras.KerasTensor:
    """What keeps when in the beat a shape occurs."""
    placed = layers.Flatten()(_convolution(x, width // 2, 1))
    return layers.Dense(4 * width, activation="relu")(layers.Dropout(0.3)(placed))


def _pooled(x: keras.KerasTensor) -> keras.KerasTensor:
    return layers.Concatenate()([layers.GlobalAveragePooling1D()(x), layers.GlobalMaxPooling1D()(x)])


KINDS = {"leads together": (_trace_branch, _beat_branch), "lead by lead": (_trace_by_lead, _beat_by_lead)}


@keras.saving.register_keras_serializable("training")
def diagnosis_loss(allowed: keras.KerasTensor, logits: keras.KerasTensor) -> keras.KerasTensor:
    """-log of the probability given to all allowed diagnoses together.

    A row marks what it allows by its weight in the loss, and all else by 0.
    """
    log_all = ops.logsumexp(logits, axis=-1)
    log_allowed = ops.logsumexp(ops.where(allowed > 0, logits, -1e9), axis=-1)
    return ops.max(allowed, axis=-1) * (log_all - ops.where(log_allowed > -1e8, log_allowed, log_all))


@keras.saving.register_keras_serializable("training")
def findings_loss(targets: keras.KerasTensor, logits: keras.KerasTensor) -> keras.KerasTensor:
    """Mean cross-entropy over the findings that are known; an unknown one is marked by -1."""
    known = ops.cast(targets >= 0, logits.dtype)
    entropy = ops.softplus(logits) - ops.maximum(targets, 0) * logits
    return ops.sum(known * entropy, axis=-1) / ops.maximum(ops.sum(known, axis=-1), 1)

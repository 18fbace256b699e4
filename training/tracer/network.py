"""The network that follows the trace of one row through its window."""

from __future__ import annotations

import keras
from keras import layers

from ecgweb.ecg.page.windows import CHANNELS, HEIGHT, WIDTH
from training.tracer.pages import HEIGHTS_PER_COLUMN

FINE, MIDDLE, COARSE, WIDE = 16, 32, 48, 64
"""Channels at a quarter, an eighth, a sixteenth and a thirty-second of the window's height."""


def build_network(width: int = WIDTH) -> keras.Model:
    """A small U-Net: for every column whether the trace is seen (logit), and for parts of it each height's logit.

    Coarse levels look a centimetre or more along the row, which tells apart traces that cross; the fine one places the
    line between two pixels.
    """
    window = keras.Input((HEIGHT, width, len(CHANNELS)), name="window")
    x = layers.Rescaling(1 / 255)(window)
    x = _convolution(x, FINE, (8, 6), strides=(4, 2))
    fine = _convolution(x, FINE)
    middle = _down(fine, MIDDLE)
    coarse = _down(middle, COARSE)
    wide = _down(coarse, WIDE)
    for dilation in (2, 4):
        wide = layers.Add()([wide, _convolution(wide, WIDE, dilation_rate=(1, dilation))])
    coarse = _up(wide, coarse, COARSE)
    middle = _up(coarse, middle, MIDDLE)
    fine = _up(middle, fine, FINE)
    across = 2 * HEIGHTS_PER_COLUMN
    heights = layers.Conv2DTranspose(1, (8, 3 * across), strides=(4, across), padding="same", dtype="float32")(fine)
    heights = layers.Reshape((HEIGHT, HEIGHTS_PER_COLUMN * width), dtype="float32", name="heights")(heights)
    return keras.Model(window, {"heights": heights, "seen": _seen(fine, width)}, name="tracer")


def _seen(fine: keras.KerasTensor, width: int) -> keras.KerasTensor:
    column = keras.ops.concatenate([keras.ops.mean(fine, axis=1), keras.ops.max(fine, axis=1)], axis=-1)
    column = layers.Conv1D(16, 5, padding="same", activation="relu")(column)
    pairs = layers.Conv1D(2, 5, padding="same", dtype="float32")(column)
    return layers.Reshape((width,), dtype="float32", name="seen")(pairs)


def _down(x: keras.KerasTensor, channels: int) -> keras.KerasTensor:
    return _convolution(_convolution(x, channels, strides=2), channels)


def _up(x: keras.KerasTensor, skipped: keras.KerasTensor, channels: int) -> keras.KerasTensor:
    x = layers.UpSampling2D(2)(layers.Conv2D(channels, 1, use_bias=False)(x))
    return _convolution(layers.Add()([x, skipped]), channels)


def _convolution(
    x: keras.KerasTensor, channels: int, kernel: int | tuple[int, int] = 3, **options: int | tuple[int, int]
) -> keras.KerasTensor:
    x = layers.Conv2D(channels, kernel, padding="same", use_bias=False, **options)(x)
    return layers.ReLU()(layers.BatchNormalization()(x))

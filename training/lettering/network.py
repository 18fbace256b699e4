"""The networks that read print: names of leads on strips of a page, and letters along a line."""

from __future__ import annotations

import keras
from keras import layers

from ecgweb.ecg.page import lettering, printed_text

FINE, MIDDLE, COARSE = 16, 24, 56
"""Channels at half, a quarter and an eighth of a strip's resolution."""
FINE_LETTERS, LETTERS, LONG = 12, 28, 72
"""Channels of the network for lines: at half and a quarter of its height, and along it."""


def build_name_network() -> keras.Model:
    """A small convolutional network; its answer, logits, has a cell for every eight pixels across and down."""
    strip = keras.Input((None, lettering.STRIP_WIDTH, 1), name="strip")
    x = layers.Rescaling(1 / 255)(strip)
    x = _convolution(x, FINE, 5, strides=2)
    x = _convolution(x, MIDDLE, 3, strides=2)
    x = _convolution(x, MIDDLE, 3)
    x = _convolution(x, COARSE, 3, strides=2)
    for dilation in (1, 2):
        x = layers.Add()([x, _convolution(x, COARSE, 3, dilation_rate=(1, dilation))])
    answer = layers.Conv2D(len(lettering.CLASSES), 1, dtype="float32", name="names")(x)
    return keras.Model(strip, answer, name="names")


def build_line_network() -> keras.Model:
    """A small convolutional network; its answer, logits, has a step for every four pixels along the line."""
    line = keras.Input((printed_text.LINE_HEIGHT, None, 1), name="line")
    x = layers.Rescaling(1 / 255)(line)
    x = _convolution(x, FINE_LETTERS, 5, strides=2)
    x = _convolution(x, LETTERS, 3, strides=(2, 1))
    x = _convolution(x, LETTERS, 3, strides=2)
    x = layers.Reshape((-1, x.shape[1] * LETTERS))(layers.Permute((2, 1, 3))(x))
    for _ in range(2):
        x = layers.Conv1D(LONG, 3, padding="same", use_bias=False)(x)
        x = layers.ReLU()(layers.BatchNormalization()(x))
    answer = layers.Conv1D(printed_text.CLASSES, 1, dtype="float32", name="letters")(x)
    return keras.Model(line, answer, name="lines")


def _convolution(
    x: keras.KerasTensor, channels: int, kernel: int, **options: int | tuple[int, int]
) -> keras.KerasTensor:
    x = layers.Conv2D(channels, kernel, padding="same", use_bias=False, **options)(x)
    return layers.ReLU()(layers.BatchNormalization()(x))

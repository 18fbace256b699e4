"""Integrated gradients of the network, put back on the traces: another way to ask what speaks for an answer.

The gradient of an answer is followed from flat lines to the traces as they are, and each moment of each lead gets what
it added (Sundararajan et al. 2017, "Axiomatic attribution for deep networks"). What the typical beat of a lead added is
shared out among the beats it was made of. Compared with hiding parts of the beat by `training.evaluate_attribution`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from ecgweb.ecg.recording import LEADS
from ecgweb.inference.alignment import AFTER, BEAT_SAMPLES, BEFORE, beat_samples
from ecgweb.inference.attribution import Weights
from ecgweb.inference.preparation import ASKED_SHAPES, SAMPLES, Inputs

STEPS = 24
SMOOTHING = 9  # samples
TWELVE = slice(0, len(LEADS))

Floats = NDArray[np.floating]
Gradients = Callable[[Inputs, Weights], Inputs]
"""Inputs and the weight of each output (rows, outputs) to the gradients of the weighted sum of a row's outputs."""


def gradients_of(model: keras.Model) -> Gradients:
    """The gradients of a network, its graph traced once."""
    names = list(model.input)
    inputs = {name: tf.TensorSpec((None, *ASKED_SHAPES[name]), tf.float32, name=name) for name in names}
    outputs = {name: tf.TensorSpec(model.output[name].shape, tf.float32) for name in ("diagnosis", "findings")}

    @tf.function(input_signature=[inputs, outputs])
    def slopes(views: dict[str, Any], weights: dict[str, Any]) -> dict[str, Any]:
        with tf.GradientTape() as tape:
            tape.watch(views)
            answers = model(views, training=False)
            total = tf.add_n([tf.reduce_sum(answers[name] * weights[name]) for name in outputs])
        return tape.gradient(total, views)

    def gradients(views: Inputs, weights: Weights) -> Inputs:
        found = slopes({name: tf.constant(views[name], tf.float32) for name in names}, dict(weights))
        return {name: np.asarray(value) for name, value in found.items()}

    return gradients


def integrated_gradients(view: Inputs, weights: Weights, gradients: Gradients, steps: int = STEPS) -> Floats:
    """What each moment of each lead adds to some answers, shape (answers, 12, 1000), 0 where nothing was seen.

    Parameters
    ----------
    view : dict of ndarray
        One view of a recording, as `preparation.view_input` gives it.
    weights : dict of ndarray, shape (answers, outputs)
        For every output of the network what it counts in each answer.
    gradients : callable
    steps : int
        Points on the way from flat lines to the traces.
    """
    answers = len(next(iter(weights.values())))
    share = np.tile((np.arange(steps, dtype=np.float32) + 0.5) / steps, answers)
    inputs = {name: np.repeat(value[None], answers * steps, axis=0) for name, value in view.items()}
    for name in ("trace", "beat"):
        inputs[name][:, :, TWELVE] *= share[:, None, None]
    slopes = gradients(inputs, {name: np.repeat(value, steps, axis=0) for name, value in weights.items()})
    trace, beat = (_added(slopes[name], view[name], answers) for name in ("trace", "beat"))
    seen = view["trace"][:, 12:24].T > 0
    on_traces = trace + np.array([_on_beats(one, view["trace"][:, 24], seen) for one in beat])
    return np.where(seen, uniform_filter1d(on_traces, SMOOTHING, axis=2), 0)


def _added(slopes: Floats, values: Floats, answers: int) -> Floats:
    """Mean slope on the way times the way, shape (answers, 12, samples)."""
    mean = slopes.reshape(answers, -1, *slopes.shape[1:]).mean(axis=1)
    return np.asarray((mean * values)[:, :, TWELVE].transpose(0, 2, 1), np.float64)


def _on_beats(added: Floats, energy: Floats, seen: NDArray[np.bool_]) -> Floats:
    """What a lead's typical beat added, shared out among its beats, shape (12, samples)."""
    shared = np.zeros((len(LEADS), BEFORE + SAMPLES + AFTER))
    peaks = beat_samples(np.asarray(energy, np.float32))
    padded = np.pad(seen, ((0, 0), (BEFORE, AFTER)))
    windows = peaks[:, None] + np.arange(BEAT_SAMPLES)
    for lead, row in enumerate(added):
        shown = padded[lead][windows]
        each = shown * (row / np.maximum(shown.sum(axis=0), 1))
        np.add.at(shared[lead], windows, each)
    return shared[:, BEFORE:-AFTER]

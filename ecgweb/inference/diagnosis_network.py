"""The shipped diagnosis network as plain functions on arrays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgweb.inference.attribution import Gradients, Weights
from ecgweb.inference.preparation import INPUT_SHAPES, Inputs

EXPLAINED = ("diagnosis", "findings")

Network = Callable[[Inputs], dict[str, NDArray[np.float32]]]


def load_network(path: Path) -> tuple[Network, Gradients]:
    """A saved Keras model as plain functions on arrays: its outputs for one recording (two views), and its gradients.

    Their graphs are traced once, when they are first called.
    """
    import tensorflow as tf  # held back until a network is really wanted: it takes seconds to import

    model = tf.keras.models.load_model(path, compile=False)
    names = list(model.input)

    def signature(rows: int | None) -> dict[str, Any]:
        return {name: tf.TensorSpec((rows, *INPUT_SHAPES[name]), tf.float32, name=name) for name in names}

    explained = {name: tf.TensorSpec(model.output[name].shape, tf.float32) for name in EXPLAINED}
    graph = tf.function(lambda views: model(views, training=False), input_signature=[signature(2)])

    @tf.function(input_signature=[signature(None), explained])
    def slopes(inputs: dict[str, Any], weights: dict[str, Any]) -> dict[str, Any]:
        with tf.GradientTape() as tape:
            tape.watch(inputs)
            answers = model(inputs, training=False)
            total = tf.add_n([tf.reduce_sum(answers[name] * weights[name]) for name in explained])
        return tape.gradient(total, inputs)

    def network(inputs: Inputs) -> dict[str, NDArray[np.float32]]:
        logits = graph({name: inputs[name] for name in names})
        return {name: np.asarray(value) for name, value in logits.items()}

    def gradients(inputs: Inputs, weights: Weights) -> Inputs:
        found = slopes({name: tf.constant(inputs[name], tf.float32) for name in names}, dict(weights))
        return {name: np.asarray(value) for name, value in found.items()}

    return network, gradients

"""The shipped diagnosis network as a plain function on arrays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgweb.inference.preparation import INPUT_SHAPES, Inputs

Network = Callable[[Inputs], dict[str, NDArray[np.float32]]]


def load_network(path: Path) -> Network:
    """A saved Keras model as a plain function on arrays, its graph traced once for any number of rows."""
    import tensorflow as tf  # held back until a network is really wanted: it takes seconds to import

    model = tf.keras.models.load_model(path, compile=False)
    names = list(model.input)
    signature = {name: tf.TensorSpec((None, *INPUT_SHAPES[name]), tf.float32, name=name) for name in names}
    graph = tf.function(lambda views: model(views, training=False), input_signature=[signature])

    def network(inputs: Inputs) -> dict[str, NDArray[np.float32]]:
        logits = graph({name: inputs[name] for name in names})
        return {name: np.asarray(value) for name, value in logits.items()}

    return network

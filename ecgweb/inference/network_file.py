"""A shipped network as a plain function on arrays, and the manifest that says which file it is.

`models/<name>.json` describes a small network beside it:

```
{"format": 1, "name": "beats", "version": "1.0.0", "files": {"classifier": {"file": "beats.keras", "sha256": "..."}},
 "settings": {...}, "figures": {...}, "training": {...}}
```
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgweb.inference.manifest import ManifestError, check_network_file
from ecgweb.inference.portable import Arrays, Network, portable_copy, run_portable

FORMAT = 1

GraphOf = Callable[[Any], Any]
"""A Keras model to a `tf.function` of fixed signature, from a dictionary of tensors to another."""


@dataclass(frozen=True)
class NetworkManifest:
    """What a shipped network is, what it was set to, and what its answers were worth in testing."""

    name: str
    version: str
    sha256: str
    files: dict[str, Path]
    settings: dict[str, Any]
    figures: dict[str, Any]
    training: dict[str, Any]


def read_manifest(path: Path) -> NetworkManifest:
    """Read a manifest and make sure that the files beside it are the very ones it describes.

    Raises
    ------
    ManifestError
        If the format is unknown, a network's file is missing or its SHA-256 differs.
    """
    fields = json.loads(path.read_text(encoding="utf-8"))
    if fields.get("format") != FORMAT:
        raise ManifestError(f"{path} has format {fields.get('format')}, this program reads {FORMAT}")
    files = {role: path.parent / entry["file"] for role, entry in fields["files"].items()}
    for role, entry in fields["files"].items():
        check_network_file(files[role], entry["sha256"])
    return NetworkManifest(
        name=fields["name"],
        version=fields["version"],
        sha256=next(iter(fields["files"].values()))["sha256"],
        files=files,
        settings=fields["settings"],
        figures=fields["figures"],
        training=fields["training"],
    )


def load_network(path: Path, graph_of: GraphOf | None = None) -> Network:
    """A saved network as a plain function on arrays: by its portable copy, or by Keras where it has none.

    Parameters
    ----------
    path : Path
        The Keras file.
    graph_of : callable, optional
        How the network is asked; `named_graph` if not given.
    """
    copy = portable_copy(path)
    return run_portable(copy) if copy else run_by_keras((graph_of or named_graph)(load_model(path)))


def load_model(path: Path) -> Any:
    """A saved Keras model, to be asked and not to be taught."""
    # Without it networks this small run as fast, and round alike on every kind of processor.
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # start-up notes do not belong in the log
    import tensorflow as tf  # held back until a network is really wanted: it takes seconds to import

    return tf.keras.models.load_model(path, compile=False)


def named_graph(model: Any) -> Any:
    """A model whose inputs and outputs have names as one graph for any batch size."""
    import tensorflow as tf

    signature = {tensor.name: tf.TensorSpec(tensor.shape, tf.float32, name=tensor.name) for tensor in model.inputs}

    @tf.function(input_signature=[signature])
    def graph(inputs: dict[str, Any]) -> dict[str, Any]:
        answers = model(inputs if isinstance(model.input, dict) else next(iter(inputs.values())), training=False)
        return answers if isinstance(answers, dict) else {model.output_names[0]: answers}

    return graph


def single_graph(model: Any) -> Any:
    """A model of one input and one output as one graph, whatever they were called: "given" and "answer"."""
    import tensorflow as tf

    @tf.function(input_signature=[{"given": tf.TensorSpec(model.input_shape, tf.float32, name="given")}])
    def graph(inputs: dict[str, Any]) -> dict[str, Any]:
        return {"answer": model(inputs["given"], training=False)}

    return graph


def run_by_keras(graph: Any) -> Network:
    """A graph of fixed signature as a plain function on arrays."""
    import tensorflow as tf

    (signature,) = graph.input_signature

    def network(inputs: Arrays) -> dict[str, NDArray[np.float32]]:
        answers = graph({name: tf.constant(inputs[name], spec.dtype) for name, spec in signature.items()})
        return {name: np.asarray(value) for name, value in answers.items()}

    return network

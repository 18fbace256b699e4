"""A shipped network as a plain function on arrays, and the manifest that says which file it is.

`models/<name>.json` describes a small network beside it:

```
{"format": 1, "name": "beats", "version": "1.0.0", "files": {"classifier": {"file": "beats.keras", "sha256": "..."}},
 "settings": {...}, "figures": {...}, "training": {...}}
```
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgweb.inference.manifest import ManifestError, check_network_file

FORMAT = 1

Arrays = Mapping[str, NDArray[np.float32]]
Network = Callable[[Arrays], dict[str, NDArray[np.float32]]]
"""Inputs by name to outputs by name, the first axis of each the batch."""


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


def load_model(path: Path) -> Any:
    """A saved Keras model, to be asked and not to be taught."""
    import tensorflow as tf  # held back until a network is really wanted: it takes seconds to import

    return tf.keras.models.load_model(path, compile=False)


def load_network(path: Path) -> Network:
    """Load a saved Keras model whose inputs and outputs have names; its graph is traced once for any batch size."""
    import tensorflow as tf  # held back until a network is really wanted: it takes seconds to import

    model = load_model(path)
    signature = {tensor.name: tf.TensorSpec(tensor.shape, tf.float32, name=tensor.name) for tensor in model.inputs}

    @tf.function(input_signature=[signature])
    def graph(inputs: dict[str, Any]) -> dict[str, Any]:
        answers = model(inputs if isinstance(model.input, dict) else next(iter(inputs.values())), training=False)
        return answers if isinstance(answers, dict) else {model.output_names[0]: answers}

    def network(inputs: Arrays) -> dict[str, NDArray[np.float32]]:
        answers = graph({name: tf.constant(inputs[name], tf.float32) for name in signature})
        return {name: np.asarray(value) for name, value in answers.items()}

    return network

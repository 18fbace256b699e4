"""The shipped network that tells P wave, QRS complex and T wave apart, as `ecgweb.ecg.waves` calls it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.waves.delineation import SAMPLES, Delineator
from ecgweb.inference.manifest import ManifestError, check_network_file

MANIFEST = "delineation.json"
FORMAT = 1


def load_delineator(manifest_path: Path) -> Delineator:
    """Load the network that a manifest describes, and run it once.

    Raises
    ------
    ManifestError
        If the format is unknown, the network's file is missing or its SHA-256 differs.
    """
    manifest = json.loads(manifest_path.read_text(encoding="utf-8"))
    if manifest.get("format") != FORMAT:
        raise ManifestError(f"{manifest_path} has format {manifest.get('format')}, this program reads {FORMAT}")
    network = manifest_path.parent / manifest["file"]
    check_network_file(network, manifest["sha256"])
    delineate = _loaded(network)
    delineate(np.zeros((1, SAMPLES), np.float32))
    return delineate


def _loaded(path: Path) -> Delineator:
    """A saved Keras model as a plain function on arrays, its graph traced once for any number of leads."""
    import tensorflow as tf  # held back until a network is really wanted: it takes seconds to import

    model = tf.keras.models.load_model(path, compile=False)
    signature = [tf.TensorSpec((None, SAMPLES, 1), tf.float32)]
    graph = tf.function(lambda beats: model(beats, training=False), input_signature=signature)

    def delineate(beats: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(graph(beats[..., None]))

    return delineate

"""The shipped network that follows traces, as `ecgweb.ecg.page` calls it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page.windows import CHANNELS, HEIGHT, WIDTH, Pictures
from ecgweb.inference.network_file import NetworkManifest, load_model, read_manifest

MANIFEST = "tracer.json"


class Tracer:
    """A network that follows the trace of a row through its window; a `TraceNetwork` with its manifest.

    Parameters
    ----------
    manifest : NetworkManifest
        Which network this is.
    graph : callable
        Windows as a float tensor to their heights and probabilities.
    """

    def __init__(self, manifest: NetworkManifest, graph: Any) -> None:
        self.manifest = manifest
        self._graph = graph

    @classmethod
    def load(cls, manifest_path: Path) -> Tracer:
        """Load the network that a manifest describes.

        Raises
        ------
        ManifestError
            If the format is unknown, the network's file is missing or its SHA-256 differs.
        """
        manifest = read_manifest(manifest_path)
        return cls(manifest, traced_graph(load_model(manifest.files["tracer"])))

    def __call__(self, windows: Pictures) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        heights, seen = self._graph(windows)
        return np.asarray(heights), np.asarray(seen)

    def warm_up(self) -> None:
        """Run once on blank paper."""
        self(np.zeros((1, HEIGHT, WIDTH, len(CHANNELS)), np.uint8))


def traced_graph(model: Any) -> Any:
    """A Keras model of `training.tracer.network` as one graph: the mean height that it expects, and how sure it is."""
    import tensorflow as tf  # held back until a network is really wanted: it takes seconds to import

    lines = tf.range(HEIGHT, dtype=tf.float32)

    @tf.function(input_signature=[tf.TensorSpec((None, HEIGHT, WIDTH, len(CHANNELS)), tf.uint8)])
    def graph(windows: Any) -> Any:
        answers = model(tf.cast(windows, tf.float32), training=False)
        heights = tf.einsum("nhw,h->nw", tf.nn.softmax(answers["heights"], axis=1), lines)
        return heights, tf.sigmoid(answers["seen"])

    return graph

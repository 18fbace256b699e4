"""The shipped network that follows traces, as `ecgweb.ecg.page` calls it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page.windows import CHANNELS, HEIGHT, WIDTH, Pictures
from ecgweb.inference.network_file import Network, NetworkManifest, load_network, read_manifest

MANIFEST = "tracer.json"


class Tracer:
    """A network that follows the trace of a row through its window; a `TraceNetwork` with its manifest.

    Parameters
    ----------
    manifest : NetworkManifest
        Which network this is.
    network : Network
        "windows" to their "heights" and the probability that the trace is "seen".
    """

    def __init__(self, manifest: NetworkManifest, network: Network) -> None:
        self.manifest = manifest
        self._network = network

    @classmethod
    def load(cls, manifest_path: Path) -> Tracer:
        """Load the network that a manifest describes.

        Raises
        ------
        ManifestError
            If the format is unknown, the network's file is missing or its SHA-256 differs.
        """
        manifest = read_manifest(manifest_path)
        return cls(manifest, load_network(manifest.files["tracer"], traced_graph))

    def __call__(self, windows: Pictures) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        answers = self._network({"windows": windows})
        return answers["heights"], answers["seen"]

    def warm_up(self) -> None:
        """Run once on blank paper."""
        self(np.zeros((1, HEIGHT, WIDTH, len(CHANNELS)), np.uint8))


def traced_graph(model: Any) -> Any:
    """A Keras model of `training.tracer.network` as one graph: the mean height that it expects, and how sure it is."""
    import tensorflow as tf  # held back until a network is really wanted: it takes seconds to import

    lines = tf.range(HEIGHT, dtype=tf.float32)
    shape = (None, HEIGHT, WIDTH, len(CHANNELS))

    @tf.function(input_signature=[{"windows": tf.TensorSpec(shape, tf.uint8, name="windows")}])
    def graph(inputs: dict[str, Any]) -> dict[str, Any]:
        answers = model(tf.cast(inputs["windows"], tf.float32), training=False)
        heights = tf.einsum("nhw,h->nw", tf.nn.softmax(answers["heights"], axis=1), lines)
        return {"heights": heights, "seen": tf.sigmoid(answers["seen"])}

    return graph

"""The shipped networks that read print, as `ecgweb.ecg.page` calls them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page.lettering import CELL, STRIP_WIDTH, Strips
from ecgweb.ecg.page.printed_text import LINE_HEIGHT, STEP, Lines
from ecgweb.inference.network_file import Network, NetworkManifest, load_network, read_manifest

MANIFEST = "lettering.json"


class PrintReader:
    """The networks that find names of leads and that read lines of text: a `PrintNetworks` with its manifest.

    Parameters
    ----------
    manifest : NetworkManifest
        Which networks these are.
    names, lines : Network
        "pictures" (n, height, width, 1) to the probability of all "classes" at every place.
    """

    def __init__(self, manifest: NetworkManifest, names: Network, lines: Network) -> None:
        self.manifest = manifest
        self._names, self._lines = names, lines

    @classmethod
    def load(cls, manifest_path: Path) -> PrintReader:
        """Load the networks that a manifest describes.

        Raises
        ------
        ManifestError
            If the format is unknown, a network's file is missing or its SHA-256 differs.
        """
        manifest = read_manifest(manifest_path)
        names, lines = (load_network(manifest.files[role], traced_graph) for role in ("names", "lines"))
        return cls(manifest, names, lines)

    def names(self, strips: Strips) -> NDArray[np.float32]:
        return self._names({"pictures": strips[..., None]})["classes"]

    def lines(self, lines: Lines) -> NDArray[np.float32]:
        return self._lines({"pictures": lines[..., None]})["classes"]

    def warm_up(self) -> None:
        """Run once on blank paper."""
        self.names(np.zeros((1, 8 * CELL, STRIP_WIDTH), np.uint8))
        self.lines(np.zeros((1, LINE_HEIGHT, 8 * STEP), np.uint8))


def traced_graph(model: Any) -> Any:
    """A Keras model of `training.lettering.network` as one graph for pictures of any size it takes."""
    import tensorflow as tf  # held back until a network is really wanted: it takes seconds to import

    shape = (None, *model.input_shape[1:])

    @tf.function(input_signature=[{"pictures": tf.TensorSpec(shape, tf.uint8, name="pictures")}])
    def graph(inputs: dict[str, Any]) -> dict[str, Any]:
        return {"classes": tf.nn.softmax(model(tf.cast(inputs["pictures"], tf.float32), training=False))}

    return graph

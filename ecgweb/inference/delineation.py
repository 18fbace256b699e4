"""The shipped network that tells P wave, QRS complex and T wave apart, as `ecgweb.ecg.waves` calls it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.waves.delineation import SAMPLES, Delineator
from ecgweb.inference.manifest import ManifestError, check_network_file
from ecgweb.inference.network_file import load_network, single_graph

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
    answers = load_network(network, single_graph)

    def delineate(beats: NDArray[np.float32]) -> NDArray[np.float32]:
        return answers({"given": beats[..., None]})["answer"]

    delineate(np.zeros((1, SAMPLES), np.float32))
    return delineate

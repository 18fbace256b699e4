"""The one place that knows which networks the product ships."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ecgweb.ecg.waves.delineation import Delineator
from ecgweb.inference import delineation
from ecgweb.inference.diagnosis import DiagnosisModel

DIAGNOSIS_MANIFEST = "diagnosis.json"


@dataclass(frozen=True)
class Networks:
    """The shipped networks, loaded and run once."""

    diagnosis: DiagnosisModel
    delineate: Delineator


def load_networks(folder: Path) -> Networks:
    """Load every network from the folder that holds their manifests (`*.json`) and files (`*.keras`).

    Raises
    ------
    ManifestError
        If a network's file is missing or not the one its manifest describes.
    """
    _settle_tensorflow()
    diagnosis = DiagnosisModel.load(folder / DIAGNOSIS_MANIFEST)
    diagnosis.warm_up()
    return Networks(diagnosis, delineation.load_delineator(folder / delineation.MANIFEST))


def _settle_tensorflow() -> None:
    """Set what TensorFlow looks for when it is first imported, where nobody has set it otherwise."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # start-up notes do not belong in the log
    # Without it networks this small run as fast, and round alike on every kind of processor.
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

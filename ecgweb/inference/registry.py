"""The one place that knows which networks the product ships and where they lie."""

from __future__ import annotations

import os
from pathlib import Path

from ecgweb.inference.diagnosis import DiagnosisModel

DIAGNOSIS = "diagnosis.json"


class Registry:
    """The networks of one folder, loaded when asked for.

    Parameters
    ----------
    folder : Path
        Holds a manifest (`*.json`) and a network (`*.keras`) for each model.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def diagnosis(self) -> DiagnosisModel:
        """Load the network that reads a recording, and run it once.

        Raises
        ------
        ManifestError
            If the network's file is missing or not the one its manifest describes.
        """
        _quieten_tensorflow()
        model = DiagnosisModel.load(self._folder / DIAGNOSIS)
        model.warm_up()
        return model


def _quieten_tensorflow() -> None:
    """Keep TensorFlow's start-up notes out of the log; it looks for this variable when it is first imported."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

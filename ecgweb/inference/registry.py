"""The one place that knows which networks the product ships."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.beats.summary import Beat
from ecgweb.ecg.waves.delineation import Delineator
from ecgweb.inference import delineation, time_frequency
from ecgweb.inference.diagnosis import DiagnosisModel
from ecgweb.inference.time_frequency import TimeFrequencyModel

DIAGNOSIS_MANIFEST = "diagnosis.json"


class BeatClassifier(Protocol):
    """Finds and classifies the beats of one lead in mV that comes in chunks."""

    def stream(self, chunks: Iterable[NDArray[np.floating]], sampling_rate_hz: float) -> Iterator[Beat]: ...


class RhythmClassifier(Protocol):
    """Tells the rhythm of one lead in mV: `rhythm`, `probabilities` and `windows`, see `ecgweb.inference.rhythm`."""

    def classify(self, signal_mv: NDArray[np.floating], sampling_rate_hz: float) -> Any: ...


@dataclass(frozen=True)
class Networks:
    """The shipped networks, loaded and run once; None stands for one that is not installed."""

    diagnosis: DiagnosisModel
    delineate: Delineator
    beats: BeatClassifier | None = None
    rhythm: RhythmClassifier | None = None
    time_frequency: TimeFrequencyModel | None = None
    arr_chf_nsr: TimeFrequencyModel | None = None


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
    return Networks(
        diagnosis,
        delineation.load_delineator(folder / delineation.MANIFEST),
        time_frequency=TimeFrequencyModel.load(folder / f"{time_frequency.SHIPPED}.json"),
        arr_chf_nsr=TimeFrequencyModel.load(folder / f"{time_frequency.FROM_PHYSIONET}.json"),
    )


def _settle_tensorflow() -> None:
    """Set what TensorFlow looks for when it is first imported, where nobody has set it otherwise."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # start-up notes do not belong in the log
    # Without it networks this small run as fast, and round alike on every kind of processor.
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

"""The one place that knows which networks the product ships."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from ecgweb.ecg.waves.delineation import Delineator
from ecgweb.inference import beat_image, beats, delineation, lettering, rhythm, time_frequency, tracer
from ecgweb.inference.beat_image import BeatImageClassifier
from ecgweb.inference.beats import BeatClassifier
from ecgweb.inference.catalogue import diagnosis_manifest
from ecgweb.inference.diagnosis import DiagnosisModel
from ecgweb.inference.lettering import PrintReader
from ecgweb.inference.rhythm import RhythmClassifier
from ecgweb.inference.time_frequency import TimeFrequencyModel
from ecgweb.inference.tracer import Tracer


class _CanWarmUp(Protocol):
    def warm_up(self) -> None: ...


Warmed = TypeVar("Warmed", bound=_CanWarmUp)


@dataclass(frozen=True)
class Networks:
    """The shipped networks, loaded and run once; None stands for one that is not installed."""

    diagnosis: DiagnosisModel
    delineate: Delineator
    beats: BeatClassifier | None = None
    rhythm: RhythmClassifier | None = None
    time_frequency: TimeFrequencyModel | None = None
    arr_chf_nsr: TimeFrequencyModel | None = None
    beat_image: BeatImageClassifier | None = None
    tracer: Tracer | None = None
    print_reader: PrintReader | None = None


def load_networks(folder: Path, diagnosis_version: str | None = None) -> Networks:
    """Load every network from the folder that holds their manifests (`*.json`) and files (`*.keras`).

    Parameters
    ----------
    folder : Path
    diagnosis_version : str, optional
        The version of the diagnosis that answers; that of `diagnosis.json` if not given.

    Raises
    ------
    ManifestError
        If a network's file is missing or not the one its manifest describes, or there is no such version.
    """
    delineate = delineation.load_delineator(folder / delineation.MANIFEST)
    diagnosis = DiagnosisModel.load(diagnosis_manifest(folder, diagnosis_version), delineate)
    diagnosis.warm_up()
    beat_classifier, rhythm_classifier = _beats_and_rhythm(folder)
    return Networks(
        diagnosis,
        delineate,
        beats=beat_classifier,
        rhythm=rhythm_classifier,
        beat_image=_if_installed(BeatImageClassifier.load, folder / beat_image.MANIFEST),
        time_frequency=TimeFrequencyModel.load(folder / f"{time_frequency.SHIPPED}.json"),
        arr_chf_nsr=TimeFrequencyModel.load(folder / f"{time_frequency.FROM_PHYSIONET}.json"),
        tracer=load_tracer(folder),
        print_reader=load_print_reader(folder),
    )


def load_tracer(folder: Path) -> Tracer | None:
    """The network that follows traces, for those who read pages and want nothing else."""
    return _if_installed(Tracer.load, folder / tracer.MANIFEST)


def load_print_reader(folder: Path) -> PrintReader | None:
    """The networks that read print, for those who read pages and want nothing else."""
    return _if_installed(PrintReader.load, folder / lettering.MANIFEST)


def _beats_and_rhythm(folder: Path) -> tuple[BeatClassifier | None, RhythmClassifier | None]:
    """Both, or beats alone, or neither: the rhythm is read from the beats that are found."""
    if not (folder / beats.MANIFEST).exists():
        return None, None
    classifier = BeatClassifier.load(folder / beats.MANIFEST)
    classifier.warm_up()
    if not (folder / rhythm.MANIFEST).exists():
        return classifier, None
    rhythms = RhythmClassifier.load(folder / rhythm.MANIFEST, classifier.finder)
    rhythms.warm_up()
    return classifier, rhythms


def _if_installed(load: Callable[[Path], Warmed], manifest_path: Path) -> Warmed | None:
    """A network, loaded and run once; None if it has no manifest."""
    if not manifest_path.exists():
        return None
    network = load(manifest_path)
    network.warm_up()
    return network

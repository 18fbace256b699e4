"""From the bytes of an upload to an analysis."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from ecgweb.ecg.page import read_page
from ecgweb.ecg.page.reading import PageReading
from ecgweb.ecg.readers.image import UploadedImage, open_image
from ecgweb.ecg.recording import Recording
from ecgweb.ecg.refusal import REASONS, Reason, Refused
from ecgweb.ecg.waves import measure
from ecgweb.inference.analysis import Analysis, Diagnosis, ModelIdentity, Timing
from ecgweb.inference.diagnosis import DiagnosisModel
from ecgweb.inference.registry import Registry
from ecgweb.inference.undecided import undecided_between

log = logging.getLogger(__name__)


class Stage(StrEnum):
    """How far an upload has come; each is told when it is reached."""

    RECEIVED = "received"
    PAGE_FOUND = "page_found"
    TRACES_READ = "traces_read"
    ANALYSED = "analysed"


OnStage = Callable[[Stage], None]


class Models(Protocol):
    """What the service needs of a registry."""

    def diagnosis(self) -> DiagnosisModel: ...


@dataclass(frozen=True)
class Result:
    """An analysis with what it was made from; picture and reading are None where it stopped before them."""

    analysis: Analysis
    image: UploadedImage | None
    reading: PageReading | None

    @property
    def recording(self) -> Recording | None:
        return self.reading.recording if self.reading else None


class AnalysisService:
    """Analyses uploads with networks that are loaded once for a process; safe to call from many threads.

    TensorFlow must not be loaded before a server forks, so nothing is loaded until `warm_up`.

    Parameters
    ----------
    models_dir : Path
        Where the shipped networks lie.
    models : Models, optional
        Replaces the registry of `models_dir`.
    """

    def __init__(self, models_dir: Path, models: Models | None = None) -> None:
        self._models: Models = models or Registry(models_dir)
        self._model: DiagnosisModel | None = None
        self._loading = threading.Lock()

    @property
    def ready(self) -> bool:
        """Whether an upload would be analysed without waiting for the networks."""
        return self._model is not None

    def warm_up(self) -> None:
        """Load the networks, once."""
        self._loaded()

    def analyze(self, data: bytes, filename: str, on_stage: OnStage | None = None) -> Result:
        """Read an upload and say what it shows.

        Parameters
        ----------
        data : bytes
            The file as uploaded.
        filename : str
            Its name, repeated in the analysis.
        on_stage : callable, optional
            Called with each `Stage` when it is reached.

        Returns
        -------
        Result
            A refused upload has a result too: `accepted` is False and `reason` says why.
        """
        tell = on_stage or (lambda _stage: None)
        model = self._loaded()
        tell(Stage.RECEIVED)
        started_s = time.perf_counter()
        image, reading, refusal = _read(data, filename, tell)
        read_s = time.perf_counter()
        fields = _what_it_shows(reading, model) if reading else {"reason": refusal}
        analysis = Analysis(
            file=filename,
            accepted=reading is not None,
            kind="page" if image else None,
            model=ModelIdentity(model.manifest.name, model.manifest.version, model.manifest.sha256),
            timing_ms=_timing(started_s, read_s, time.perf_counter()),
            **fields,
        )
        tell(Stage.ANALYSED)
        return Result(analysis, image, reading)

    def _loaded(self) -> DiagnosisModel:
        with self._loading:
            if self._model is None:
                self._model = self._models.diagnosis()
            return self._model


def _read(data: bytes, filename: str, tell: OnStage) -> tuple[UploadedImage | None, PageReading | None, Reason | None]:
    """The picture and what was read off it, or as much as there is with the reason why not more."""
    image = None
    try:
        image = open_image(data, filename)
        reading = read_page(image.rgb, on_stage=lambda name: tell(Stage(name)))
    except Refused as refused:
        return image, None, refused.reason
    except Exception:  # a picture that breaks the reader must not take the other uploads down
        log.exception("reading %s failed", filename)
        return image, None, REASONS["analysis_failed"]
    return image, reading, None


def _what_it_shows(reading: PageReading, model: DiagnosisModel) -> dict[str, Any]:
    """The result fields of an analysis."""
    answer = model.answer(reading.recording)
    return {
        "reason": None if answer.code else undecided_between(answer.candidates, model.manifest.diagnoses),
        "layout": reading.layout,
        "diagnosis": Diagnosis(answer.code, answer.label, answer.confidence, answer.candidates, answer.worth),
        "probabilities": answer.probabilities,
        "findings": answer.findings,
        "measurements": measure(reading.recording),
        "quality": reading.quality,
    }


def _timing(started_s: float, read_s: float, done_s: float) -> Timing:
    return Timing(read=1000 * (read_s - started_s), analyze=1000 * (done_s - read_s), total=1000 * (done_s - started_s))

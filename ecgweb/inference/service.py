"""From the bytes of an upload to an analysis."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from ecgweb import faults
from ecgweb.ecg.page.help import NO_HELP, ReadingHelp
from ecgweb.ecg.page.help_checks import BadHelp
from ecgweb.ecg.page.reading import PageReading
from ecgweb.ecg.page.vector import on_vector_lines
from ecgweb.ecg.readers.image import UploadedImage, open_pages
from ecgweb.ecg.readers.signal import SignalOptions, SignalReading, is_signal, read_signal
from ecgweb.ecg.recording import Recording
from ecgweb.ecg.refusal import REASONS, Reason, Refused
from ecgweb.ecg.waves import measure
from ecgweb.inference import signal_analysis
from ecgweb.inference.analysis import Analysis, ModelIdentity, Timing
from ecgweb.inference.answers import answer_fields, with_reasons
from ecgweb.inference.attribution import Span
from ecgweb.inference.catalogue import catalogue
from ecgweb.inference.page_beats import beats_of_page
from ecgweb.inference.pictures import PAGE, PictureReading, read_picture
from ecgweb.inference.registry import Networks, load_networks
from ecgweb.inference.strip_analysis import beat_fields, strip_fields

log = logging.getLogger(__name__)


class Stage(StrEnum):
    """How far an upload has come; each is told when it is reached."""

    RECEIVED = "received"
    PAGE_FOUND = "page_found"
    TRACES_READ = "traces_read"
    SIGNAL_READ = "signal_read"
    BEATS_FOUND = "beats_found"
    RHYTHM_READ = "rhythm_read"
    ANALYSED = "analysed"


OnStage = Callable[[Stage], None]
Load = Callable[[Path], Networks]


@dataclass(frozen=True)
class Result:
    """An analysis with what it was made from; picture and reading are None where it stopped before them."""

    analysis: Analysis
    image: UploadedImage | None
    reading: PageReading | None
    signal: SignalReading | None = None

    @property
    def recording(self) -> Recording | None:
        if self.signal:
            return signal_analysis.recording_of(self.signal, self.signal.duration_s)
        return self.reading.recording if self.reading else None


class AnalysisService:
    """Analyses uploads with networks that are loaded once for a process; safe to call from many threads.

    TensorFlow must not be loaded before a server forks, so nothing is loaded until `warm_up`.

    Parameters
    ----------
    models_dir : Path
        Where the shipped networks lie.
    load : callable, optional
        Loads the networks of that folder.
    diagnosis_version : str, optional
        The version of the diagnosis that answers, where several lie in the folder.
    """

    def __init__(self, models_dir: Path, load: Load | None = None, diagnosis_version: str | None = None) -> None:
        self._models_dir = models_dir
        self._load = load or partial(load_networks, diagnosis_version=diagnosis_version)
        self._diagnosis_version = diagnosis_version
        self._networks: Networks | None = None
        self._loading = threading.Lock()

    @property
    def ready(self) -> bool:
        """Whether an upload would be analysed without waiting for the networks."""
        return self._networks is not None

    def warm_up(self) -> None:
        """Load the networks, once."""
        self._loaded()

    def analyze(
        self,
        data: bytes,
        filename: str,
        on_stage: OnStage | None = None,
        page: int | None = None,
        options: SignalOptions | None = None,
        help: ReadingHelp | None = None,
        kind: str | None = None,
    ) -> Result:
        """Read an upload and say what it shows.

        Parameters
        ----------
        data : bytes
            The file as uploaded.
        filename : str
            Its name, repeated in the analysis.
        on_stage : callable, optional
            Called with each `Stage` when it is reached.
        page : int, optional
            Which page of a document to read; the first that reads as an ECG if not given.
        options : SignalOptions, optional
            Sampling rate and unit of a signal whose file does not say them.
        help : ReadingHelp, optional
            What a person set for the reading of a page, in pixels of the picture as it is opened: upright and reduced.
        kind : str, optional
            What a person says a picture is, one of `pictures.KINDS`; found out if not given.

        Returns
        -------
        Result
            A refused upload has a result too: `accepted` is False and `reason` says why. Reasons are left to
            `explained`.
        """
        if is_signal(filename):
            return self._analyze_signal_file(data, filename, options, on_stage)
        tell = on_stage or (lambda _stage: None)
        networks = self._loaded()
        tell(Stage.RECEIVED)
        started_s = time.perf_counter()
        image, read, refusal = _read(data, filename, page, _Asked(tell, kind, help or NO_HELP, networks))
        read_s = time.perf_counter()
        fields: dict[str, Any] = {"model": _identity(networks)}
        fields |= _what_it_shows(read, networks) if read else {"reason": refusal}
        analysis = Analysis(
            file=filename,
            accepted=read is not None,
            kind=read.kind if read else PAGE if image else None,
            help=help.to_json() if help else None,
            timing_ms=_timing(started_s, read_s, time.perf_counter()),
            **fields,
        )
        tell(Stage.ANALYSED)
        return Result(analysis, image, read.reading if read else None)

    def analyze_signal(self, signal: SignalReading, filename: str, on_stage: OnStage | None = None) -> Result:
        """Say what a signal shows that has passed its gate; see `analyze`."""
        tell = on_stage or (lambda _stage: None)
        networks = self._loaded()
        tell(Stage.RECEIVED)
        started_s = time.perf_counter()
        fields = signal_analysis.analyse(signal, networks, lambda step: tell(Stage(step)))
        analysis = Analysis(
            file=filename,
            accepted=True,
            kind="signal",
            model=_identity(networks) if "diagnosis" in fields else None,
            timing_ms=_timing(started_s, started_s, time.perf_counter()),
            **fields,
        )
        tell(Stage.ANALYSED)
        return Result(analysis, None, None, signal)

    def explained(self, result: Result) -> Result:
        """The same result with its reasons; they come after the answer, which nobody should wait longer for."""
        if result.analysis.diagnosis is None:
            return result
        recording = signal_analysis.diagnosed(result.signal) if result.signal else result.recording
        if recording is None:
            raise ValueError("a diagnosis without its recording")
        return replace(result, analysis=with_reasons(result.analysis, recording, self._loaded().diagnosis))

    def explain(self, recording: Recording, code: str, sha256: str) -> tuple[Span, ...]:
        """Which parts of a recording spoke for one more of its answers; nothing if another network gave the answer.

        Parameters
        ----------
        recording : Recording
        code : str
            Of a diagnosis or finding.
        sha256 : str
            Of the network that gave the answer.
        """
        model = self._loaded().diagnosis
        return model.reasons(recording, [code]) if model.manifest.sha256 == sha256 else ()

    def models(self) -> list[dict[str, Any]]:
        """Name, version and checksums of each network, and whether it is installed."""
        return [entry.to_dict() for entry in catalogue(self._models_dir, self._diagnosis_version)]

    def _analyze_signal_file(
        self, data: bytes, filename: str, options: SignalOptions | None, on_stage: OnStage | None
    ) -> Result:
        started_s = time.perf_counter()
        try:
            signal = read_signal(data, filename, options)
        except Refused as refused:
            timing = _timing(started_s, time.perf_counter(), time.perf_counter())
            return Result(Analysis(filename, False, timing, reason=refused.reason), None, None)
        return self.analyze_signal(signal, filename, on_stage)

    def _loaded(self) -> Networks:
        with self._loading:
            if self._networks is None:
                self._networks = self._load(self._models_dir)
            return self._networks


Reading = tuple[UploadedImage | None, PictureReading | None, Reason | None]


@dataclass(frozen=True)
class _Asked:
    """How a picture is to be read, and who is told how far that is."""

    tell: OnStage
    kind: str | None
    help: ReadingHelp
    networks: Networks


def _read(data: bytes, filename: str, page: int | None, asked: _Asked) -> Reading:
    """The picture and what was read off it, or as much as there is with the reason why not more.

    Of the pages of a document the first that reads as an ECG is taken; if none does, the first that looks like one.
    """
    best: Reading = (None, None, None)
    try:
        for image in open_pages(data, filename, page):
            reading, refusal = _read_picture(image, asked)
            if reading is not None:
                return image, reading, None
            if best[2] is None or best[2].code == "not_an_ecg":
                best = image, None, refusal
    except Refused as refused:
        return None, None, refused.reason
    return best


def _read_picture(image: UploadedImage, asked: _Asked) -> tuple[PictureReading | None, Reason | None]:
    def tell(name: str) -> None:
        asked.tell(Stage(name))

    try:
        networks = asked.networks
        read = read_picture(image.rgb, tell, asked.kind, asked.help, networks.tracer, networks.print_reader)
        exact = on_vector_lines(read.reading, image.lines) if read.reading else None
        return replace(read, reading=exact), None
    except BadHelp as bad:
        return None, Refused("bad_help", str(bad)).reason
    except Refused as refused:
        return None, refused.reason
    except Exception as error:  # a picture that breaks the reader must not take the other uploads down
        faults.log(log, "reading a picture failed", error)
        return None, REASONS["analysis_failed"]


def _what_it_shows(read: PictureReading, networks: Networks) -> dict[str, Any]:
    """The result fields of an analysis, by the kind of picture."""
    if read.beat is not None:
        return beat_fields(read.beat, networks.beat_image)
    if read.reading is None:
        raise ValueError("a page or a strip without its reading")
    return _of_page(read.reading, networks) if read.kind == PAGE else strip_fields(read.reading, networks)


def _of_page(reading: PageReading, networks: Networks) -> dict[str, Any]:
    measured = measure(reading.recording, networks.delineate)
    return {
        **answer_fields(reading.recording, networks.diagnosis, measured),
        **beats_of_page(reading.recording, networks.beats),
        "layout": reading.layout,
        "measurements": measured,
        "quality": reading.quality,
    }


def _identity(networks: Networks) -> ModelIdentity:
    manifest = networks.diagnosis.manifest
    return ModelIdentity(manifest.name, manifest.version, manifest.sha256)


def _timing(started_s: float, read_s: float, done_s: float) -> Timing:
    return Timing(read=1000 * (read_s - started_s), analyze=1000 * (done_s - read_s), total=1000 * (done_s - started_s))

"""A service whose answers the test chooses; everything around it is real."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from ecgweb.analyses import jobs
from ecgweb.ecg.page.help import ReadingHelp
from ecgweb.ecg.page.reading import Layout, LeadTrace, PageReading, Quality
from ecgweb.ecg.paper import synthetic_recording
from ecgweb.ecg.readers.image import open_image
from ecgweb.ecg.recording import LEADS
from ecgweb.ecg.refusal import REASONS
from ecgweb.ecg.waves.measurements import Measurements
from ecgweb.inference.analysis import Analysis, Diagnosis, ModelIdentity, Timing
from ecgweb.inference.diagnosis import Finding
from ecgweb.inference.manifest import Worth
from ecgweb.inference.service import Result, Stage
from ecgweb.storage import Storage
from tests.browse import Browser, Page
from tests.ecg.readers.pictures import saved, striped

LABELS = {
    "normal": "Normal",
    "abnormal": "Abnormal heartbeat",
    "mi": "Myocardial infarction",
    "history_mi": "History of myocardial infarction",
}
LAYOUT = Layout("3x4+1", 3, 4, ("II",), 25.0, 10.0)
JPEG = saved(striped())


def reading() -> PageReading:
    recording = synthetic_recording()
    x_px = np.arange(100, 400, dtype=np.float32)
    y_px = 200 + 20 * np.sin(x_px / 10)
    y_px[100:110] = np.nan
    traces = tuple(LeadTrace(lead, 0.0, 2.5, x_px, y_px) for lead in LEADS)
    return PageReading(recording, LAYOUT, traces, Quality("good", dict.fromkeys(LEADS, 0.97)), 8.0)


def given(code: str, confidence: float = 0.9) -> dict[str, Any]:
    """The fields of a contract with this diagnosis."""
    rest = (1 - confidence) / 3
    return {
        "accepted": True,
        "diagnosis": Diagnosis(code, LABELS[code], confidence, (code,), Worth(code, 0.8, 1.0, 40, 0.9, 0.77, 0.96)),
        "probabilities": {name: confidence if name == code else rest for name in LABELS},
        "findings": (
            Finding("AFIB", "Atrial fibrillation", 0.91, True),
            Finding("1AVB", "First-degree AV block", 0.09, True),
            Finding("PVC", "Premature ventricular contraction", 0.02, False),
        ),
        "measurements": Measurements(heart_rate_bpm=113.0),
        "layout": LAYOUT,
        "quality": Quality("good", dict.fromkeys(LEADS, 0.97)),
    }


def withheld(*candidates: str) -> dict[str, Any]:
    """The fields of a contract that gives no diagnosis."""
    undecided = Diagnosis(None, None, 0.5, candidates, None)
    return {**given(candidates[0], 0.5), "diagnosis": undecided, "reason": REASONS["undecided"]}


def refused(code: str) -> dict[str, Any]:
    """The fields of a contract without an ECG."""
    return {"accepted": False, "reason": REASONS[code]}


@dataclass
class ChosenService:
    """Answers with `fields` and what `read` reads; `hold` keeps it waiting; `fault` is raised instead."""

    fields: dict[str, Any] = field(default_factory=lambda: given("normal"))
    fault: Exception | None = None
    hold: threading.Event = field(default_factory=threading.Event)
    names: list[str] = field(default_factory=list)
    helps: list[ReadingHelp | None] = field(default_factory=list)
    kinds: list[str | None] = field(default_factory=list)
    read: Callable[..., PageReading] = lambda _rgb, help=None: reading()
    ready: bool = True

    def warm_up(self) -> None: ...

    def _reading(self, rgb: Any, help: ReadingHelp | None) -> PageReading:
        return self.read(rgb, help=help) if help else self.read(rgb)

    def analyze(
        self,
        data: bytes,
        filename: str,
        on_stage: Callable[[Stage], None],
        page: int | None = None,
        help: ReadingHelp | None = None,
        kind: str | None = None,
    ) -> Result:
        self.names.append(filename)
        self.kinds.append(kind)
        self.helps.append(help)
        on_stage(Stage.RECEIVED)
        image = open_image(data, filename, page or 1)
        assert self.hold.wait(10)
        if self.fault:
            raise self.fault
        read = self._reading(image.rgb, help) if self.fields["accepted"] else None
        if read:
            on_stage(Stage.PAGE_FOUND)
            on_stage(Stage.TRACES_READ)
        on_stage(Stage.ANALYSED)
        model = ModelIdentity("diagnosis", "0.1.0", "0" * 64)
        analysis = Analysis(
            file=filename,
            timing_ms=Timing(400.0, 100.0, 500.0),
            help=help.to_json() if help else None,
            **{"kind": "page", "model": model, **self.fields},
        )
        return Result(analysis, image, read)

    def explained(self, result: Result) -> Result:
        return result


@pytest.fixture
def service(app: Flask, storage: Storage) -> Iterator[ChosenService]:
    """The service of the application for this test, not holding anything back."""
    original = app.extensions["analysis_service"]
    chosen = ChosenService()
    chosen.hold.set()
    app.extensions["analysis_service"] = chosen
    yield chosen
    chosen.hold.set()
    for analysis_id in list(jobs.of(app)._under_way):
        jobs.of(app).wait(analysis_id, 10)
    app.extensions["analysis_service"] = original


@pytest.fixture
def person(browse: Browser, make_user: Callable[..., Any], service: ChosenService) -> Any:
    """A student who is logged in."""
    user = make_user()
    browse.log_in(user)
    return user


@pytest.fixture
def upload(browse: Browser, person: Any) -> Callable[..., Page]:
    """Send a picture as the plain form does, or as the script does with `script=True`; `fields` are the others."""

    def send(
        data: bytes = JPEG, name: str = "page.jpg", script: bool = False, status: int | None = None, **fields: str
    ) -> Page:
        file = FileStorage(BytesIO(data), name)
        token = browse.get("analyses.upload").csrf_token()
        boundary, body = encode_multipart({"csrf_token": token, "image": file, **fields})
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        if script:
            headers["Accept"] = "application/json"
        page = Page(browse.client.post("/upload", data=body, headers=headers))
        assert page.status == (status or (201 if script else 303)), page.text
        return page

    return send


@pytest.fixture
def settled(browse: Browser, app: Flask) -> Callable[[str], dict[str, Any]]:
    """The status of an analysis once it has an outcome."""

    def wait(status_url: str) -> dict[str, Any]:
        for _ in range(100):
            status: dict[str, Any] = browse.get(status_url).response.get_json()
            if status["outcome"]:
                return status
            time.sleep(0.05)
        raise AssertionError("no outcome within five seconds")

    return wait


@pytest.fixture
def show(browse: Browser, upload: Callable[..., Page], service: ChosenService) -> Callable[..., Page]:
    """The result page of an upload that the service answers with these fields."""

    def send(fields: dict[str, Any]) -> Page:
        service.fields = fields
        return browse.follow(upload())

    return send

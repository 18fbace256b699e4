"""Signals through the upload page: what is asked, kept, shown and deleted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from ecgweb.analyses import jobs, signal_file, signals, upkeep
from ecgweb.analyses.models import Analysis
from ecgweb.inference.service import AnalysisService
from tests.browse import Browser, Page
from tests.ecg.readers.signal_files import adc, beating, edf, header, npy, pack, wfdb_zip
from tests.inference.fake_models import FakeNetworks
from tests.inference.fake_signal_networks import AlwaysSinus, EveryBeatIsV, scalogram_model


@pytest.fixture
def reader(app: Flask, storage: Any) -> Iterator[AnalysisService]:
    """The real service on networks with known answers: every beat ventricular, the rhythm sinus."""
    original = app.extensions["analysis_service"]

    def load(folder: Path) -> Any:
        known = {"beats": EveryBeatIsV(), "rhythm": AlwaysSinus(), "time_frequency": scalogram_model()}
        return replace(FakeNetworks().load(folder), **known)

    app.extensions["analysis_service"] = AnalysisService(Path("models"), load)
    yield app.extensions["analysis_service"]
    for analysis_id in list(jobs.of(app)._under_way):
        jobs.of(app).wait(analysis_id, 10)
    app.extensions["analysis_service"] = original


@pytest.fixture
def send(browse: Browser, make_user: Callable[..., Any], reader: AnalysisService) -> Callable[..., Page]:
    """Send files as the plain form does, or as the script does with `script=True`."""
    browse.log_in(make_user())

    def send(*files: tuple[bytes, str], script: bool = False, status: int = 303, **fields: str) -> Page:
        form = {"csrf_token": browse.get("analyses.upload").csrf_token(), **fields}
        boundary, body = encode_multipart({**form, "image": [FileStorage(BytesIO(data), name) for data, name in files]})
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        if script:
            headers["Accept"] = "application/json"
        page = Page(browse.client.post("/upload", data=body, headers=headers))
        assert page.status == status, page.text
        return page

    return send


@pytest.fixture
def shown(browse: Browser, send: Callable[..., Page]) -> Callable[..., Page]:
    """The result page of a signal."""
    return lambda *files, **fields: browse.follow(send(*files, **fields))


MINUTE = (npy(beating(60)), "Mrs Smith.npy")


def test_the_result_shows_rhythm_beats_plots_and_scalogram(shown):
    page = shown(MINUTE, sampling_rate_hz="250", units="mV")
    assert page.heading() == "Sinus rhythm"
    for words in ("The first 1000 samples", "The whole signal", "Close up, with its scalogram", "80 % sure"):
        assert words in page.text
    assert re.search(r"Premature ventricular contraction\s*7[45]\s*100.%", page.text)
    assert re.search(r"Burden\s*100.0 % of beats", page.text)
    assert page.html.count('class="plot"') == 4
    assert "The ARR / CHF / NSR classifier is not installed" in page.text
    assert "Smith" not in page.html


def test_the_close_up_shows_the_stretch_that_the_address_asks_for(browse, shown):
    path = re.search(r"/analyses/[\w-]+", shown(MINUTE, sampling_rate_hz="250").html).group()
    page = Page(browse.client.get(f"{path}?start_s=20&seconds=5"))
    assert "lead 1, 20 s to 25 s" in page.html
    later = next(link.get("href") for link in page.all("a") if (link.text or "").strip() == "Later")
    assert "start_s=25.0" in later
    strange = Page(browse.client.get(f"{path}?start_s=nan&seconds=-3&lead=99"))
    assert "lead 1, 0 s to" in strange.html


def test_the_scalogram_is_a_picture_with_axes_beside_it(browse, shown):
    page = shown(MINUTE, sampling_rate_hz="250")
    address = re.search(r'<image href="([^"]+)"', page.html).group(1).replace("&amp;", "&")
    answer = browse.client.get(address)
    picture = Image.open(BytesIO(answer.data))
    assert (answer.mimetype, picture.size) == ("image/png", (1000, 240))
    assert np.asarray(picture).std() > 10
    assert ">40</text>" in page.html
    assert ">0.5</text>" in page.html


def test_files_that_say_their_rate_need_no_questions(shown):
    assert "360 Hz" in shown((wfdb_zip(beating(12, 360.0), rate_hz=360.0), "r.zip")).text
    assert "250 Hz" in shown((edf(beating(12)), "a.edf")).text


def test_a_wfdb_record_may_be_chosen_as_its_two_files(shown, send):
    lead = beating(12)
    pair = ((header(lead, file="x.dat").encode(), "x.hea"), (pack(adc(lead), "16"), "x.dat"))
    assert "MLII" in shown(*pair).text
    assert "choose both together" in send(pair[0], status=422).text


def test_twelve_leads_get_the_diagnosis_and_its_probabilities(shown):
    page = shown((npy(beating(10, leads=12)), "a.npy"), sampling_rate_hz="250")
    assert page.heading() == "Myocardial infarction"
    assert "All four probabilities" in page.text
    assert "emergency number" in page.text
    assert len(page.all("option")) > 12


def test_raw_numbers_are_said_to_have_no_voltage(shown):
    page = shown((npy((beating(12) * 812 + 1024).astype(np.int16)), "a.npy"), sampling_rate_hz="250", units="adc")
    assert "heights mean nothing" in page.text
    assert "mV</text>" not in page.html


@pytest.mark.parametrize(
    ("file", "fields", "status", "words"),
    [
        (MINUTE, {}, 422, "does not say how many samples a second"),
        (MINUTE, {"sampling_rate_hz": "often"}, 422, "no number of Hz"),
        (MINUTE, {"sampling_rate_hz": "250", "units": "furlong"}, 422, "no unit that is known"),
        ((npy(np.array([{}], object), True), "a.npy"), {"sampling_rate_hz": "250"}, 415, "Python objects"),
        ((b"", "a.csv"), {}, 422, "The file is empty"),
    ],
)
def test_what_is_refused_says_why_and_leaves_nothing_behind(storage, session, send, file, fields, status, words):
    assert words in send(file, status=status, **fields).text
    assert words in send(file, status=status, script=True, **fields).response.get_json()["error"]["message"]
    assert session.scalar(select(func.count(Analysis.id))) == 0
    assert list(storage.keys()) == []
    assert not list(storage._root.glob("*/*.part"))


def test_the_script_gets_the_stages_of_a_signal(browse, session, send):
    addresses = send(MINUTE, script=True, status=201, sampling_rate_hz="250").response.get_json()
    analysis = session.scalar(select(Analysis))
    jobs.of(browse.app).wait(analysis.id, 10)
    status = browse.get(addresses["status_url"]).response.get_json()
    assert (status["stage"], status["outcome"]["title"]) == ("analysed", "Sinus rhythm")
    assert status["outcome"]["confidence"] == 0.8


def test_what_is_kept_is_the_signal_in_millivolt_and_goes_with_its_analysis(browse, storage, session, send):
    send(MINUTE, sampling_rate_hz="250")
    analysis = session.scalar(select(Analysis))
    np.testing.assert_allclose(signal_file.reading(analysis).signal_mv, beating(60))
    for key in storage.keys():  # noqa: SIM118 - not a dictionary
        assert key in analysis.keys
    upkeep.sweep()
    assert storage.size(analysis.signal_key) == 60 * 250 * 4
    browse.post("analyses.delete", public_id=analysis.public_id, status=303)
    assert list(storage.keys()) == []


def test_the_list_names_the_rhythm(browse, send):
    send(MINUTE, sampling_rate_hz="250")
    page = browse.get("analyses.index", title="My analyses")
    assert "Sinus rhythm" in page.text
    assert "No diagnosis" not in page.text


def test_an_interrupted_signal_is_analysed_again(browse, session, send):
    from ecgweb.analyses.models import State

    send(MINUTE, sampling_rate_hz="250")
    analysis = session.scalar(select(Analysis))
    analysis.state, analysis.contract = State.INTERRUPTED, None
    session.commit()
    assert "interrupted" in browse.get("analyses.show", public_id=analysis.public_id).text
    again = browse.post("analyses.again", public_id=analysis.public_id, status=303)
    assert browse.follow(again).heading() == "Sinus rhythm"


def test_signals_of_others_do_not_exist(app, browse, make_user, session, send):
    send(MINUTE, sampling_rate_hz="250")
    other = Browser(app)
    other.log_in(make_user())
    public_id = session.scalar(select(Analysis.public_id))
    other.get("analyses.show", public_id=public_id, status=404)
    other.get("analyses.scalogram", public_id=public_id, status=404)


def test_an_account_full_of_signals_says_so(monkeypatch, send):
    send(MINUTE, sampling_rate_hz="250")
    monkeypatch.setattr(signals, "BYTES_PER_USER", 1000)
    assert "2 GB" in send(MINUTE, sampling_rate_hz="250", status=429).text


def test_the_export_holds_the_signal_and_how_to_read_it(session, make_user, send):
    from ecgweb.accounts.models import User
    from ecgweb.accounts.personal_data import export

    send(MINUTE, sampling_rate_hz="250")
    import zipfile

    with export(session.scalar(select(User))) as file, zipfile.ZipFile(file) as archive:
        names = {Path(name).name: name for name in archive.namelist()}
        kept = np.frombuffer(archive.read(names["signal.f32"]), "<f4")
    np.testing.assert_allclose(kept, beating(60)[0])
    assert "signal.json" in names

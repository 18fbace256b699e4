"""Strips and single beats through the upload page: found out, shown, and put right by the person who knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from ecgweb.analyses import jobs
from ecgweb.analyses.models import Analysis
from ecgweb.inference.service import AnalysisService
from tests.browse import Browser, Page
from tests.ecg.page.strips import heart, printed
from tests.ecg.page.test_beat_picture import beat
from tests.ecg.readers.pictures import saved
from tests.inference.fake_models import FakeNetworks
from tests.inference.fake_signal_networks import AlwaysSinus, EveryBeatIsV, beat_image_model

STRIP_PNG = saved(Image.fromarray(printed(heart(20)).image), "PNG")
BEAT_PNG = saved(Image.fromarray(beat()), "PNG")


@pytest.fixture
def service(app: Flask, storage: Any) -> Iterator[AnalysisService]:
    """The real service on networks with known answers: every beat ventricular, the rhythm sinus, single beats V."""
    original = app.extensions["analysis_service"]

    def load(folder: Path) -> Any:
        known = {"beats": EveryBeatIsV(), "rhythm": AlwaysSinus(), "beat_image": beat_image_model("V")}
        return replace(FakeNetworks().load(folder), **known)

    app.extensions["analysis_service"] = AnalysisService(Path("models"), load)
    yield app.extensions["analysis_service"]
    for analysis_id in list(jobs.of(app)._under_way):
        jobs.of(app).wait(analysis_id, 20)
    app.extensions["analysis_service"] = original


@pytest.fixture
def shown(browse: Browser, upload: Callable[..., Page], session: Any, app: Flask) -> Callable[..., Page]:
    """The result page of a picture."""

    def send(data: bytes, name: str, **fields: str) -> Page:
        address = upload(data, name, **fields)
        jobs.of(app).wait(session.scalar(select(Analysis.id).order_by(Analysis.id.desc())), 30)
        return browse.follow(address)

    return send


def said(browse: Browser, app: Flask, session: Any, kind: str) -> Page:
    """The result page once the picture was read as what a person says it is."""
    analysis = session.scalar(select(Analysis))
    there = browse.post("analyses.say_kind", {"kind": kind}, public_id=analysis.public_id, status=303)
    jobs.of(app).wait(analysis.id, 30)
    session.expire_all()
    return browse.follow(there)


def test_a_strip_shows_its_rhythm_and_every_beat(shown):
    page = shown(STRIP_PNG, "strip.png")
    assert page.heading() == "Sinus rhythm"
    for words in ("20.0 s", "Taken for a strip of one lead", "22 beats, 22 of them ectopic", "not a medical device"):
        assert words.lower() in page.text.lower()
    assert page.html.count('class="plot"') == 2  # two rows of ten seconds
    assert page.html.count('class="overlay-beat is-v"') == 22
    assert "infarction shows in twelve leads" in page.text


def test_a_strip_may_come_as_a_pdf(shown):
    from io import BytesIO

    file = BytesIO()
    Image.fromarray(printed(heart(20)).image).save(file, "PDF", resolution=127)
    assert shown(file.getvalue(), "watch.pdf").heading() == "Sinus rhythm"


def test_a_strip_leaves_its_signal_and_no_report(browse, session, shown):
    shown(STRIP_PNG, "strip.png")
    analysis = session.scalar(select(Analysis))
    rows = browse.client.get(f"/analyses/{analysis.public_id}/ecg.csv").text.splitlines()
    assert len(rows) > 9000
    browse.post("analyses.report", public_id=analysis.public_id, status=404)


def test_a_beat_shows_all_kinds_beside_what_they_were_worth(shown):
    page = shown(BEAT_PNG, "beat.png")
    assert page.heading() == "Premature ventricular contraction"
    for words in ("All eight kinds of beat", "People the network had not seen", "As usually reported", "single beat"):
        assert words in page.text
    assert page.text.count("untested") >= 4  # beside two probabilities and in two rows of the table
    assert "names on the picture" not in page.text


def test_the_answer_for_programs_names_the_classes_that_are_untested(session, shown):
    shown(BEAT_PNG, "beat.png")
    found = session.scalar(select(Analysis)).contract
    assert (found["kind"], found["beat"]["class"], found["diagnosis"]) == ("beat", "V", None)
    assert found["beat"]["untested"] == ["!", "E"]
    assert set(found["beat"]["probabilities"]) == set("NLRAV!E/")


def test_who_says_that_a_strip_is_a_beat_gets_it_read_so_and_back(browse, app, session, shown):
    shown(STRIP_PNG, "strip.png")
    page = said(browse, app, session, "beat")
    assert page.heading() == "Premature ventricular contraction"
    assert "as you said" in page.text
    assert session.scalar(select(Analysis)).trace_key is None
    assert said(browse, app, session, "strip").heading() == "Sinus rhythm"


def test_a_result_stays_if_the_picture_cannot_be_read_as_was_said(browse, app, session, shown):
    shown(BEAT_PNG, "beat.png")
    page = said(browse, app, session, "page")
    assert page.heading() == "Premature ventricular contraction"
    assert "The result is the one from before" in page.text


def test_what_is_no_kind_of_picture_is_said_to_be_none(browse, app, session, shown):
    shown(BEAT_PNG, "beat.png")
    assert "page, a strip or one beat" in said(browse, app, session, "elephant").text


def test_nobody_says_what_pictures_of_others_are(app, make_user, session, shown):
    shown(BEAT_PNG, "beat.png")
    other = Browser(app)
    other.log_in(make_user())
    other.post("analyses.say_kind", {"kind": "page"}, public_id=session.scalar(select(Analysis.public_id)), status=404)

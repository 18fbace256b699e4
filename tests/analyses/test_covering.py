"""The picture that is kept: without the text around the traces, and the page of the document that was read."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import select

from ecgweb.analyses import picture_files
from ecgweb.analyses.models import Analysis
from ecgweb.ecg.page import read_page
from ecgweb.ecg.paper import Style, draw_page, synthetic_recording
from ecgweb.storage import Storage
from tests.analyses.conftest import refused
from tests.ecg.readers.pictures import pdf_of, saved, striped

HEADER_PX = 80
PAGE = draw_page(synthetic_recording(), Style(header=("Jane Doe  12.03.1956", "ID 1234567"))).image
DRAWN = saved(Image.fromarray(PAGE), "PNG")
COVER = {"cover_text": "yes"}


def dark_pixels(storage: Storage, key: str, share: float) -> int:
    """How many pixels of the uppermost share of a kept picture are as dark as text."""
    grey = np.asarray(Image.open(BytesIO(storage.get(key))).convert("L"))
    return int((grey[: round(share * grey.shape[0])] < 150).sum())


@pytest.mark.parametrize(("fields", "is_covered"), [(COVER, True), ({}, False)])
def test_the_text_is_covered_on_all_that_is_kept_if_that_is_wanted(
    storage, session, upload, service, browse, fields, is_covered
):
    service.read = read_page
    page = browse.follow(upload(DRAWN, "Jane Doe.png", **fields))
    kept = session.scalar(select(Analysis))
    share = HEADER_PX / PAGE.shape[0]
    assert (dark_pixels(storage, kept.image_key, share) == 0) is is_covered
    assert (dark_pixels(storage, kept.thumbnail_key, share) == 0) is is_covered
    assert kept.text_covered is is_covered
    assert ("The text around the traces is covered." in page.text) is is_covered


def test_the_picture_as_it_came_is_gone_when_the_analysis_is_done(storage, session, upload):
    upload(DRAWN, "page.png", **COVER)
    kept = session.scalar(select(Analysis))
    assert sorted(storage.keys()) == sorted(kept.keys)


def test_covering_is_offered_and_chosen_beforehand(browse, person):
    (box,) = [field for field in browse.get("analyses.upload").all("input") if field.get("name") == "cover_text"]
    assert (box.get("type"), box.get("checked")) == ("checkbox", "")


@pytest.mark.parametrize("fault", [None, RuntimeError("broken")])
def test_what_could_not_be_covered_is_said_plainly(session, upload, service, browse, fault):
    service.fields, service.fault = refused("not_an_ecg"), fault
    page = browse.follow(upload(DRAWN, "page.png", **COVER))
    assert "Look at the text on the picture" in page.text
    assert "Delete this analysis and its picture" in page.text
    assert session.scalar(select(Analysis)).text_covered is False


def test_a_refused_picture_that_was_not_to_be_covered_needs_no_warning(upload, service, browse):
    service.fields = refused("not_an_ecg")
    assert "Look at the text" not in browse.follow(upload(DRAWN, "page.png")).text


def test_killed_while_covering_the_row_keeps_its_files(storage, session, upload, service, monkeypatch):
    def put(*_args):
        raise RuntimeError("killed")

    service.hold.clear()
    upload(DRAWN, "page.png", script=True, **COVER)
    kept = session.scalar(select(Analysis))
    files = [storage.get(key) for key in kept.keys]
    monkeypatch.setattr(picture_files, "put", put)
    service.hold.set()
    for _ in range(100):
        session.refresh(kept)
        if kept.state != "running":
            break
    assert [storage.get(key) for key in kept.keys] == files


def test_the_page_that_was_chosen_is_read_and_kept(storage, session, upload, browse):
    page = browse.follow(upload(pdf_of(striped(), striped(480, 640)), "scan.pdf", page="2"))
    kept = session.scalar(select(Analysis))
    assert (kept.page, kept.pages, kept.width_px < kept.height_px) == (2, 2, True)
    assert "This is page 2 of 2 of your file" in page.text


def test_the_page_that_read_as_an_ecg_replaces_the_first(storage, session, upload, service):
    original = service.analyze
    service.analyze = lambda data, filename, on_stage, page, **how: original(data, filename, on_stage, 2, **how)
    upload(pdf_of(striped(), striped(480, 640)), "scan.pdf")
    kept = session.scalar(select(Analysis))
    assert (kept.page, kept.pages, kept.width_px < kept.height_px) == (2, 2, True)
    assert len(list(storage.keys())) == 3


@pytest.mark.parametrize("number", ["0", "-1", "two", "1.5", "٢"])
def test_a_page_that_is_no_number_is_refused(upload, number):
    assert "Give the page as a number" in upload(pdf_of(striped()), "scan.pdf", status=400, page=number).text


def test_a_page_that_the_file_does_not_have_is_refused(upload):
    assert "there is no page 9" in upload(pdf_of(striped()), "scan.pdf", status=422, page="9").text

"""The upload page and what it does with files, without JavaScript and as its script sends them."""

from __future__ import annotations

from io import BytesIO

import pytest
from sqlalchemy import func, select
from werkzeug.test import create_environ, run_wsgi_app

from ecgweb.analyses.models import Analysis
from ecgweb.ecg.readers import gate
from ecgweb.security.access import Role
from tests.analyses.conftest import JPEG, given, refused
from tests.ecg.readers.pictures import animated_png, bomb_png, from_a_phone, saved, striped

BAD_FILES = {
    "text": (b"hello", "notes.txt", 415, gate.WRONG_TYPE),
    "empty": (b"", "page.jpg", 422, gate.EMPTY),
    "over 20 MB": (JPEG + bytes(gate.MAX_BYTES), "page.jpg", 413, gate.TOO_MANY_BYTES),
    "not a picture": (b"<html>", "page.png", 422, gate.NOT_A_PICTURE),
    "wrong name": (saved(striped(), "PNG"), "page.jpg", 415, "this is a PNG file"),
    "cut short": (JPEG[:2000], "page.jpg", 422, gate.CUT_SHORT),
    "bomb": (bomb_png(), "page.png", 413, gate.TOO_MANY_PIXELS),
    "animated": (animated_png(), "page.png", 415, gate.ANIMATED),
    "one pixel": (saved(striped(2, 2)), "page.jpg", 422, gate.TOO_FEW_PIXELS),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_bad_file_gets_its_sentence_and_leaves_nothing_behind(storage, session, upload, case):
    data, name, status, sentence = BAD_FILES[case]
    assert sentence in upload(data, name, status=status).text
    answer = upload(data, name, script=True, status=status).response.get_json()
    assert sentence in answer["error"]["message"]
    assert session.scalar(select(func.count(Analysis.id))) == 0
    assert list(storage.keys()) == []


def test_the_page_says_what_is_allowed_and_offers_the_camera(browse, person):
    page = browse.get("analyses.upload", title="Upload an ECG")
    assert "JPG, JPEG, PNG, WebP, HEIC, TIFF or PDF, up to 20 MB and 40 megapixels. One picture at a time." in page.text
    assert [field.get("capture") for field in page.all("input") if field.get("capture")] == ["environment"]


@pytest.mark.parametrize(("role", "offered"), [(Role.STUDENT, 1), (Role.PROFESSIONAL, 0), (Role.ADMINISTRATOR, 0)])
def test_only_students_are_offered_the_explanation(browse, make_user, service, role, offered):
    browse.log_in(make_user(role=role))
    buttons = [link for link in browse.get("analyses.upload").all("a") if "button" in (link.get("class") or "")]
    assert len([link for link in buttons if link.get("href") == "/explanation"]) == offered


def test_visitors_are_sent_to_log_in(browse):
    assert browse.get("analyses.upload", status=302).location.startswith("/login")
    assert browse.post("analyses.receive", {}, status=302).location.startswith("/login")


def test_without_javascript_the_upload_leads_to_the_result(browse, upload):
    page = browse.follow(upload())
    assert page.heading() == "Normal"


def test_the_script_follows_the_analysis_to_its_outcome(upload, service, settled):
    service.fields = given("mi", 0.93)
    addresses = upload(script=True).response.get_json()
    status = settled(addresses["status_url"])
    assert (status["state"], status["stage"]) == ("done", "analysed")
    assert status["outcome"]["title"] == "Myocardial infarction"
    assert status["outcome"]["confidence"] == 0.93
    assert "emergency number" in status["outcome"]["emergency"]["title"]


def test_a_picture_that_is_refused_got_no_further_than_it_did(upload, service, settled):
    service.fields = refused("not_an_ecg")
    status = settled(upload(script=True).response.get_json()["status_url"])
    assert (status["state"], status["stage"]) == ("done", "received")
    assert status["outcome"]["title"] == "Medical diagnosis not available for the ECG image"


def test_while_it_runs_the_result_page_shows_the_stages_and_looks_again(browse, upload, service):
    service.hold.clear()
    page = browse.get(upload(script=True).response.get_json()["result_url"], title="Your picture is being analysed")
    assert page.response.headers["Refresh"] == "2"
    assert "Picture sent" in page.text


def test_nothing_chosen_and_two_files_are_told_apart(browse, person):
    assert "Choose a picture of an ECG first." in browse.post("analyses.receive", {}, status=400).text
    two = {"image": [(BytesIO(JPEG), "a.jpg"), (BytesIO(JPEG), "b.jpg")]}
    assert "one picture at a time" in browse.post("analyses.receive", two, status=400).text


def test_a_photo_of_20_megapixels_works(app, browse, session, upload):
    upload(from_a_phone(6, 5472, 3648), "IMG_0001.JPG")
    analysis = session.scalar(select(Analysis))
    assert (analysis.width_px, analysis.height_px) == (2667, 4000)


def test_what_is_kept_tells_neither_place_nor_device_nor_name(storage, session, upload, service):
    upload(from_a_phone(), "Mrs Smith.jpg")
    kept = b"".join(storage.get(key) for key in storage.keys())  # noqa: SIM118 - not a dictionary
    assert b"SecretPhoneMaker" not in kept
    assert service.names == ["page.jpg"]
    assert "Smith" not in str(session.scalar(select(Analysis)).contract)


def test_a_body_over_the_limit_is_refused_before_it_is_read(browse, person):
    class Unread:
        def read(self, *_size):
            raise AssertionError("the body was read")

    environ = create_environ("/upload", method="POST", content_type="multipart/form-data; boundary=x")
    cookie = f"session={browse.client.get_cookie('session').value}"
    environ |= {"CONTENT_LENGTH": str(202 * 1024 * 1024), "HTTP_COOKIE": cookie, "wsgi.input": Unread()}
    body, status, _headers = run_wsgi_app(browse.app, environ, buffered=True)
    assert status.startswith("413")
    assert b"at most 20 MB" in b"".join(body)


def test_a_picture_over_its_own_limit_is_not_read_to_its_end(browse, person):
    head = b'--x\r\nContent-Disposition: form-data; name="image"; filename="page.jpg"\r\n\r\n'

    class Endless:
        """A body of 190 MB, of which no more than a little over 20 may be asked for."""

        left, begun, given = 190 * 1024 * 1024, False, 0

        def read(self, size=-1):
            self.given += size
            assert 0 < self.given < 22 * 1024 * 1024
            first, self.begun = not self.begun, True
            return (head + bytes(size))[:size] if first else bytes(size)

    environ = create_environ("/upload", method="POST", content_type="multipart/form-data; boundary=x")
    cookie = f"session={browse.client.get_cookie('session').value}"
    environ["CONTENT_TYPE"] = "multipart/form-data; boundary=x"
    environ |= {"CONTENT_LENGTH": str(Endless.left), "HTTP_COOKIE": cookie, "wsgi.input": Endless()}
    body, status, _headers = run_wsgi_app(browse.app, environ, buffered=True)
    assert status.startswith("413")
    assert b"larger than 20 MB" in b"".join(body)


def test_a_fault_of_ours_is_told_as_such_and_not_raised(browse, upload, service):
    service.fault = RuntimeError("broken")
    page = browse.follow(upload())
    assert "the fault is on our side" in page.text

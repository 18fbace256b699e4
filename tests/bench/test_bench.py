"""The benchmark's own arithmetic, pages and forms."""

import io

import pytest
from PIL import Image

from bench.figures import in_ms, line
from bench.pages import drawn_pages
from bench.visitor import BOUNDARY, TOKEN, _multipart


def test_percentiles_are_given_in_milliseconds():
    seconds = [0.1, 0.2, 0.3, 0.4, 0.5]
    assert in_ms(seconds, 0.5) == pytest.approx(300)
    assert in_ms(seconds, 1.0) == pytest.approx(500)


def test_a_line_names_what_was_measured_and_how_often():
    assert line("upload", [0.1, 0.3]).split() == ["upload", "200", "290", "300", "2"]


def test_without_data_packs_the_pages_are_drawn():
    (page,) = drawn_pages(1)
    assert Image.open(io.BytesIO(page[1])).width > 1500


def test_the_token_of_a_form_is_found():
    assert TOKEN.search('<input id="t" name="csrf_token" type="hidden" value="abc">').group(1) == "abc"


def test_an_upload_carries_token_name_and_bytes():
    body = _multipart("abc", ("page.jpg", b"\xff\xd8picture"))
    assert body.startswith(f"--{BOUNDARY}".encode())
    assert b'filename="page.jpg"' in body
    assert b"\xff\xd8picture" in body

"""Documents with pages, and the kinds of picture that browsers do not show."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from ecgweb.ecg.readers import gate, pdf
from ecgweb.ecg.readers.formats import FORMATS, NAMES
from ecgweb.ecg.readers.image import encode_jpeg, open_image, open_pages
from ecgweb.ecg.refusal import REASONS, Refused
from tests.ecg.readers.pictures import bomb_webp, locked_pdf, pdf_of, pdf_with_bomb, saved, striped, tiff_of

FILES = Path(__file__).with_name("files")
HEIC = (FILES / "upright.heic").read_bytes()
PHONE_HEIC = (FILES / "from_a_phone.heic").read_bytes()
WEBP = saved(striped(), "WEBP")
TIFF = tiff_of(striped())
PDF = pdf_of(striped(), striped(480, 640))
GREY = Image.new("RGB", (640, 480), "grey")

REFUSED = {
    "PDF named JPG": (PDF, "a.jpg", "unsupported", "The name ends in .jpg, but this is a PDF file: name it .pdf."),
    "JPEG named HEIC": (
        saved(GREY),
        "a.heic",
        "unsupported",
        "The name ends in .heic, but this is a JPEG file: name it .jpg.",
    ),
    "text named PDF": (b"hello", "a.pdf", "unreadable_file", gate.NOT_A_PICTURE),
    "first bytes of a PDF": (b"%PDF-1.7", "a.pdf", "unreadable_file", gate.DAMAGED),
    "first bytes of a WebP": (WEBP[:30], "a.webp", "unreadable_file", gate.DAMAGED),
    "HEIC cut short": (HEIC[: len(HEIC) // 2], "a.heic", "unreadable_file", gate.CUT_SHORT),
    "locked PDF": (locked_pdf(), "a.pdf", "locked", REASONS["locked"].message),
    "900 megapixels in a PDF": (pdf_with_bomb(), "a.pdf", "too_large", gate.TOO_MANY_PIXELS),
    "256 megapixels in a WebP": (bomb_webp(), "a.webp", "too_large", gate.TOO_MANY_PIXELS),
    "animated WebP": (
        saved(striped(), "WEBP", save_all=True, append_images=[GREY]),
        "a.webp",
        "unsupported",
        gate.ANIMATED,
    ),
    "21 pages of PDF": (
        pdf_of(*[Image.new("1", (600, 300))] * 21),
        "a.pdf",
        "too_many_pages",
        REASONS["too_many_pages"].message,
    ),
    "21 pages of TIFF": (
        tiff_of(*[Image.new("1", (600, 300))] * 21),
        "a.tif",
        "too_many_pages",
        REASONS["too_many_pages"].message,
    ),
    "a small TIFF": (tiff_of(Image.new("L", (30, 30))), "a.tiff", "too_small", gate.TOO_FEW_PIXELS),
}


@pytest.mark.parametrize("case", REFUSED)
def test_each_bad_document_is_refused_with_its_own_sentence(case):
    data, filename, code, sentence = REFUSED[case]
    with pytest.raises(Refused) as refused:
        open_image(data, filename)
    assert (refused.value.reason.code, refused.value.reason.message) == (code, sentence)


TAKEN = {"a.webp": WEBP, "a.heic": HEIC, "a.HEIF": HEIC, "a.tif": TIFF, "a.tiff": TIFF}


@pytest.mark.parametrize("filename", TAKEN)
def test_each_kind_of_picture_keeps_size_and_colours(filename):
    rgb = open_image(TAKEN[filename], filename).rgb
    assert rgb.shape == (480, 640, 3)
    assert np.abs(rgb[10, 10].astype(int) - (200, 0, 0)).max() < 12
    assert np.abs(rgb[470, 630].astype(int) - 240).max() < 4


def test_every_kind_is_named_once_in_words():
    assert NAMES == "JPG, JPEG, PNG, WebP, HEIC, TIFF or PDF"
    assert len({ending for one in FORMATS.values() for ending in one.extensions}) == 9


def test_what_is_kept_of_a_heic_tells_nothing_about_the_phone():
    assert b"SecretPhoneMaker" in PHONE_HEIC
    assert b"SecretPhoneMaker" not in encode_jpeg(open_image(PHONE_HEIC, "a.heic").rgb)


@pytest.mark.parametrize(("orientation", "corner"), [(1, (0, 0)), (3, (-1, -1)), (6, (0, -1)), (8, (-1, 0))])
def test_a_tiff_is_turned_upright_once(orientation, corner):
    rgb = open_image(tiff_of(striped(), tiffinfo={0x0112: orientation}), "a.tif").rgb
    assert rgb.shape == ((480, 640, 3) if orientation < 5 else (640, 480, 3))
    assert rgb[corner][1] < 60


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "CMYK", "I;16", "F"])
def test_every_kind_of_tiff_becomes_rgb(mode):
    grey = Image.fromarray(np.full((480, 640), 61_000, np.uint16)) if mode == "I;16" else striped().convert(mode)
    rgb = open_image(tiff_of(grey), "a.tif").rgb
    assert rgb.shape == (480, 640, 3)
    assert rgb[470, 630].min() > 200


def test_a_page_of_a_pdf_is_drawn_large_enough_to_read():
    image = open_image(PDF, "scan.pdf")
    assert (image.page, image.pages, image.rgb.shape) == (1, 2, (1600, 2134, 3))
    assert image.rgb[100, 100].tolist() == [200, 0, 0]


@pytest.mark.parametrize(("data", "filename"), [(PDF, "a.pdf"), (tiff_of(striped(), striped(480, 640)), "a.tif")])
def test_all_pages_come_or_the_one_that_was_chosen(data, filename):
    upright = [image.rgb.shape[0] > image.rgb.shape[1] for image in open_pages(data, filename)]
    assert upright == [False, True]
    assert [image.page for image in open_pages(data, filename, 2)] == [2]


@pytest.mark.parametrize(("data", "filename"), [(PDF, "a.pdf"), (saved(striped()), "a.jpg")])
def test_a_page_that_is_not_there_is_refused_in_words(data, filename):
    with pytest.raises(Refused, match=r"there is no page 7\.$"):
        open_image(data, filename, 7)


def test_a_pdf_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(pdf, "SECONDS", 0)
    with pytest.raises(Refused):
        open_image(PDF, "a.pdf")


@given(st.data(), st.sampled_from([(WEBP, "a.webp"), (HEIC, "a.heic"), (TIFF, "a.tif")]))
@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_a_mutated_file_is_opened_or_refused_and_nothing_worse(draw, original):
    data, filename = bytearray(original[0]), original[1]
    for _ in range(draw.draw(st.integers(1, 4))):
        data[draw.draw(st.integers(0, min(len(data) - 1, 400)))] = draw.draw(st.integers(0, 255))
    with suppress(Refused):
        assert open_image(bytes(data), filename).rgb.ndim == 3

"""The upload gate: what comes through, what is refused and with which sentence."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from io import BytesIO

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from ecgweb.ecg.readers import gate
from ecgweb.ecg.readers.image import encode_jpeg, open_image
from ecgweb.ecg.refusal import Refused
from tests.ecg.readers.pictures import animated_png, bomb_png, from_a_phone, saved, striped

JPEG = saved(striped())
PNG = saved(striped(), "PNG")
RED = (200, 0, 0)

REFUSED = {
    "a text file": (b"hello", "notes.txt", "unsupported", gate.WRONG_TYPE),
    "a GIF": (b"GIF89a", "page.gif", "unsupported", gate.WRONG_TYPE),
    "no ending": (JPEG, "picture", "unsupported", gate.WRONG_TYPE),
    "no name": (JPEG, "", "unsupported", gate.WRONG_TYPE),
    "empty": (b"", "page.jpg", "unreadable_file", gate.EMPTY),
    "over 20 MB": (JPEG + bytes(gate.MAX_BYTES), "page.jpg", "too_large", gate.TOO_MANY_BYTES),
    "text named as a picture": (b"hello", "page.jpg", "unreadable_file", gate.NOT_A_PICTURE),
    "web page named as a picture": (b"<!doctype html>", "page.png", "unreadable_file", gate.NOT_A_PICTURE),
    "GIF named as a picture": (saved(striped(), "GIF"), "page.png", "unreadable_file", gate.NOT_A_PICTURE),
    "PNG named JPG": (
        PNG,
        "page.jpg",
        "unsupported",
        "The name ends in .jpg, but this is a PNG file: name it .png.",
    ),
    "JPEG named PNG": (
        JPEG,
        "a.PNG",
        "unsupported",
        "The name ends in .png, but this is a JPEG file: name it .jpg.",
    ),
    "first bytes only": (b"\xff\xd8\xff", "page.jpg", "unreadable_file", gate.DAMAGED),
    "truncated JPEG": (JPEG[: len(JPEG) // 2], "page.jpg", "unreadable_file", gate.CUT_SHORT),
    "truncated PNG": (PNG[: len(PNG) // 2], "page.png", "unreadable_file", gate.CUT_SHORT),
    "81 megapixels in a few kilobytes": (bomb_png(9000), "page.png", "too_large", gate.TOO_MANY_PIXELS),
    "400 megapixels": (bomb_png(20000), "page.png", "too_large", gate.TOO_MANY_PIXELS),
    "animated": (animated_png(), "page.png", "unsupported", gate.ANIMATED),
    "one pixel": (saved(Image.new("RGB", (1, 1)), "PNG"), "page.png", "too_small", gate.TOO_FEW_PIXELS),
    "a thin line": (saved(Image.new("RGB", (2000, 3))), "page.jpg", "too_small", gate.TOO_FEW_PIXELS),
}


@pytest.mark.parametrize("case", REFUSED)
def test_each_bad_file_is_refused_with_its_own_sentence(case):
    data, filename, code, sentence = REFUSED[case]
    with pytest.raises(Refused) as refused:
        open_image(data, filename)
    assert (refused.value.reason.code, refused.value.reason.message) == (code, sentence)
    assert refused.value.reason.advice


@pytest.mark.parametrize("filename", ["a.jpg", "a.JPG", "a.b.jpeg", "../../etc/a.jpg", "a\x00b.jpg", "心电图.jpg"])
def test_a_picture_comes_through_whatever_its_name_looks_like(filename):
    image = open_image(JPEG, filename)
    assert (image.format, image.width, image.height, image.rgb.shape) == ("JPEG", 640, 480, (480, 640, 3))


MODES = {
    "grey": striped().convert("L"),
    "one bit": striped().convert("1"),
    "palette": striped().convert("P"),
    "alpha": striped().convert("RGBA"),
    "grey and alpha": striped().convert("LA"),
    "16 bits": Image.fromarray(np.full((480, 640), 61_000, np.uint16)),
}


@pytest.mark.parametrize("mode", MODES)
def test_every_kind_of_png_becomes_rgb(mode):
    rgb = open_image(saved(MODES[mode], "PNG"), "a.png").rgb
    assert rgb.shape == (480, 640, 3)
    assert rgb.dtype == np.uint8
    assert rgb[400, 600].min() > 220


def test_a_cmyk_jpeg_keeps_its_colours():
    red, green, blue = open_image(saved(striped().convert("CMYK")), "a.jpg").rgb[10, 10].astype(int)
    assert red > 150
    assert max(green, blue) < 60


@pytest.mark.parametrize("picture", [Image.new("RGBA", (640, 480), (0, 0, 0, 0)), Image.new("LA", (640, 480), (0, 0))])
def test_what_is_transparent_is_white(picture):
    assert open_image(saved(picture, "PNG"), "a.png").rgb.min() == 255


def test_a_transparent_palette_colour_is_white():
    png = saved(Image.new("P", (640, 480), 0), "PNG", transparency=0)
    assert open_image(png, "a.png").rgb.min() == 255


RED_CORNER = {1: (0, 0), 2: (0, -1), 3: (-1, -1), 4: (-1, 0), 5: (0, 0), 6: (0, -1), 7: (-1, -1), 8: (-1, 0)}


@pytest.mark.parametrize("orientation", RED_CORNER)
def test_the_way_the_camera_was_held_is_applied(orientation):
    image = open_image(from_a_phone(orientation), "a.jpg")
    sideways = orientation > 4
    assert (image.width, image.height) == ((480, 640) if sideways else (640, 480))
    assert image.rgb.shape == (image.height, image.width, 3)
    assert image.rgb[RED_CORNER[orientation]][1] < 60


def test_what_is_kept_holds_pixels_only():
    original = from_a_phone() + b"<script>alert(1)</script>"
    kept = encode_jpeg(open_image(original, "a.jpg").rgb)
    assert b"SecretPhoneMaker" in original
    assert b"SecretPhoneMaker" not in kept
    assert b"script" not in kept
    assert dict(Image.open(BytesIO(kept)).getexif()) == {}
    assert kept.endswith(b"\xff\xd9")


def test_a_picture_that_is_also_an_archive_is_kept_as_a_picture_only():
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as files:
        files.writestr("evil.html", "<script>")
    kept = encode_jpeg(open_image(JPEG + archive.getvalue(), "a.jpg").rgb)
    assert not zipfile.is_zipfile(BytesIO(kept))


def test_a_photo_of_20_megapixels_is_reduced_to_a_sensible_size():
    image = open_image(from_a_phone(1, 5472, 3648), "phone.jpeg")
    assert (image.width, image.height) == (5472, 3648)
    assert image.rgb.shape == (2667, 4000, 3)


def test_a_thumbnail_keeps_the_shape():
    assert Image.open(BytesIO(encode_jpeg(np.asarray(striped()), 320))).size == (320, 240)


@given(st.binary(max_size=2000), st.sampled_from(["a.jpg", "a.png"]), st.sampled_from([b"", JPEG[:300], PNG[:60]]))
@settings(deadline=None, max_examples=150)
def test_random_bytes_are_refused_and_nothing_worse(tail, filename, head):
    with pytest.raises(Refused):
        open_image(head + tail, filename)


@given(st.data(), st.sampled_from([(from_a_phone(), "a.jpg"), (PNG, "a.png"), (animated_png(), "b.png")]))
@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_a_mutated_picture_is_opened_or_refused_and_nothing_worse(draw, original):
    data, filename = bytearray(original[0]), original[1]
    for _ in range(draw.draw(st.integers(1, 4))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    cut = draw.draw(st.integers(0, 40))
    with suppress(Refused):
        assert open_image(bytes(data[: len(data) - cut]), filename).rgb.ndim == 3

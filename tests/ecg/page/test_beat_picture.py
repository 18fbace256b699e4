"""Pictures of one beat are recognised by their single thin line; nothing else is."""

import zlib

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ecgweb.ecg.page.beat_picture import beat_picture
from ecgweb.ecg.refusal import Refused
from tests.ecg.page.strips import cut_out, heart
from training.non_ecgs import KINDS


def beat(height=128, width=192, pen=2, ink=120, paper=255):
    """A line with a P wave, a QRS complex and a T wave, as the published pictures have it."""
    x = np.linspace(0.12, 0.9, 160)
    bumps = ((0.3, 0.03, 0.06), (0.5, 0.012, 0.45), (0.53, 0.01, -0.12), (0.75, 0.05, 0.1))
    y = 0.5 - sum(size * np.exp(-0.5 * ((x - at) / wide) ** 2) for at, wide, size in bumps)
    image = Image.new("L", (4 * width, 4 * height), paper)
    points = np.stack([4 * width * x, 4 * height * y], axis=1).ravel().tolist()
    ImageDraw.Draw(image).line(points, fill=ink, width=2 * pen)
    return np.asarray(image.resize((width, height), Image.Resampling.BOX).convert("RGB"))


@pytest.mark.parametrize("size", [(64, 96), (128, 192), (600, 900)])
def test_a_single_beat_is_recognised_at_any_size(size):
    assert beat_picture(beat(*size, pen=max(2, size[0] // 60))).shape == size


def test_a_light_line_on_dark_paper_is_turned_round():
    line = beat_picture(beat(ink=230, paper=0))
    assert line.max() == 255
    assert 0.005 < np.mean(line < 128) < 0.1


def test_the_grid_behind_a_beat_is_left_out():
    line = beat_picture(cut_out(heart(0.85), "pink").image)
    assert np.median(line) == 255
    assert np.mean(line < 200) < 0.08


@pytest.mark.parametrize("seconds", [2.5, 5, 10])
def test_several_beats_are_no_single_beat(seconds):
    for grid in ("pink", "none"):
        with pytest.raises(Refused):
            beat_picture(cut_out(heart(seconds), grid).image)


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("width", [None, 192])
def test_what_is_no_ecg_is_no_beat_either_at_full_size_and_small(kind, width):
    image = KINDS[kind](np.random.default_rng(zlib.crc32(kind.encode())))
    if width:
        height = max(48, round(image.shape[0] * width / image.shape[1]))
        image = np.asarray(Image.fromarray(image).resize((width, height), Image.Resampling.BOX))
    with pytest.raises(Refused):
        beat_picture(image)


def test_where_a_person_says_that_it_is_a_beat_nobody_asks_what_it_looks_like():
    two = cut_out(heart(2.5), "pink").image
    assert beat_picture(two, sure=True).shape == two.shape[:2]


def test_an_empty_picture_is_no_beat_whatever_is_said():
    with pytest.raises(Refused):
        beat_picture(np.full((128, 192, 3), 255, np.uint8), sure=True)

"""The real photographs against what eyes read on them."""

from functools import cache, partial
from pathlib import Path

import pytest

from ecgweb.ecg.page import read_page
from ecgweb.inference.registry import load_tracer
from training.packs import packs_folder
from training.real_photos import SeenPhoto, load_photo_readings, see_photo

pytestmark = [pytest.mark.packs, pytest.mark.slow]


@cache
def seen() -> tuple[SeenPhoto, ...]:
    reader = partial(read_page, trace_network=load_tracer(Path("models")))
    return tuple(see_photo(reader, packs_folder(), photo) for photo in load_photo_readings())


def read() -> list[SeenPhoto]:
    return [photo for photo in seen() if photo.layout]


def test_most_photographs_are_read():
    assert len(read()) >= 0.8 * len(seen())


def test_two_leads_are_not_taken_for_twelve():
    (two,) = (photo for photo in seen() if photo.photo.leads == "two")
    assert two.refusal is not None


def test_layouts_are_right_where_photographs_are_read():
    assert sum(photo.layout_right for photo in read()) >= 0.9 * len(read())


def test_rates_are_right_where_photographs_are_read():
    assert sum(photo.rate_right for photo in read()) >= 0.85 * len(read())

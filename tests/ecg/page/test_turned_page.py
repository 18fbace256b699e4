"""A page that lies upside down is read from what was found of it the right way up."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest

from ecgweb.ecg.page import gate, read_page
from ecgweb.ecg.page.upright import PLAIN, TurnedPage, WorkingPage
from ecgweb.ecg.paper import Style, draw_page, synthetic_recording
from ecgweb.ecg.paper.wear import Wear, wear_out
from ecgweb.ecg.refusal import Refused


@pytest.fixture(scope="module")
def page():
    return draw_page(synthetic_recording(70), Style())


@pytest.fixture(scope="module")
def picture(page):
    return wear_out(page.image, Wear(turn_deg=2.0))


def test_a_page_turned_over_lies_as_one_whose_picture_was_turned(picture):
    turned = WorkingPage(picture).turned_over().looked_at(PLAIN)
    anew = WorkingPage(np.ascontiguousarray(np.rot90(picture, 2))).looked_at(PLAIN)
    assert turned.pose is not None and anew.pose is not None
    assert np.mean(turned.ink != anew.ink) < 0.02
    x, y = np.array([200.0, 900.0], np.float32), np.array([300.0, np.nan], np.float32)
    for one, other in zip(turned.pose.on_picture(x, y), anew.pose.on_picture(x, y), strict=True):
        assert np.allclose(one, other, atol=2.0, equal_nan=True)


def test_a_page_upside_down_is_read_where_it_lies(page, picture):
    reading = read_page(np.ascontiguousarray(np.rot90(picture, 2)))
    upright = read_page(picture)
    assert reading.layout.name == upright.layout.name == "3x4+1"
    height, width = picture.shape[:2]
    for over, usual in zip(reading.traces, upright.traces, strict=True):
        assert abs(np.nanmedian(over.x_px) - (width - 1 - np.nanmedian(usual.x_px))) < 2
        assert abs(np.nanmedian(over.y_px) - (height - 1 - np.nanmedian(usual.y_px))) < 2


def test_only_what_shows_no_heart_at_all_is_hopeless():
    beats = np.tile(np.exp(-((((np.arange(5000) / 500) % 0.8 - 0.4) / 0.02) ** 2)), (12, 1))
    noise = np.random.default_rng(0).normal(size=(12, 5000))
    assert not gate.is_hopeless(beats, 0.0)
    assert gate.is_hopeless(beats, 1.0)
    assert gate.is_hopeless(noise, 0.0)
    noise[:, 500:] = np.nan
    assert not gate.is_hopeless(noise, 0.0)


def test_the_pixels_of_a_page_are_let_go_of_at_once(page, monkeypatch):
    pages = []
    monkeypatch.setattr(WorkingPage, "turned_over", lambda self: pages.append(weakref.ref(self)) or TurnedPage(self))
    gc.disable()  # a cycle of references would keep megabytes of every upload until it is broken up
    try:
        with pytest.raises(Refused):
            read_page(np.where(page.image < 120, 255, page.image))
        assert pages and [kept() for kept in pages] == [None]
    finally:
        gc.enable()

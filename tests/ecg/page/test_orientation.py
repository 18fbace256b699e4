"""A page is read whichever way up its picture is, and its traces lie where the picture shows them."""

from __future__ import annotations

import numpy as np
import pytest

from ecgweb.ecg.page import read_page
from ecgweb.ecg.page.orientation import likely_turns
from ecgweb.ecg.paper import PageDrawing, Style, draw_page, synthetic_recording


@pytest.fixture(scope="module")
def page() -> PageDrawing:
    return draw_page(synthetic_recording(70), Style())


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_turned_page_reads_as_the_upright_one_does(page, turns):
    reading = read_page(np.ascontiguousarray(np.rot90(page.image, turns)))
    assert (reading.layout.name, reading.layout.rhythm_leads) == ("3x4+1", ("II",))
    drawn = next(trace for trace in page.traces if trace.lead == "V4")
    found = next(trace for trace in reading.traces if trace.lead == "V4")
    seen = np.isfinite(found.x_px) & np.isfinite(found.y_px)
    height, width = page.image.shape[:2]
    x, y = found.x_px[seen], found.y_px[seen]
    upright = {1: (width - 1 - y, x), 2: (width - 1 - x, height - 1 - y), 3: (y, height - 1 - x)}[turns]
    order = np.argsort(upright[0])
    off_px = upright[1][order] - np.interp(upright[0][order], drawn.x_px, drawn.y_px)
    assert np.median(np.abs(off_px)) < 1.0


def test_a_page_on_its_side_is_told_from_one_that_stands(page):
    assert likely_turns(page.image)[0] == 0
    assert likely_turns(np.ascontiguousarray(np.rot90(page.image)))[0] == 1


def test_a_blank_picture_is_taken_as_it_is():
    assert likely_turns(np.full((700, 900, 3), 255, dtype=np.uint8)) == (0, 2)


def test_tall_complexes_over_each_other_do_not_lay_a_wide_page_on_its_side():
    page = np.full((700, 1400, 3), 255, dtype=np.uint8)
    page[100:600, 50::120] = 0  # as strokes of six rows that run into each other
    page[100:600, 51::120] = 0
    assert likely_turns(page)[0] == 0

"""Dark screens: they look like another layout unless their brightness is inverted."""

import numpy as np
import pytest

from ecgweb.ecg.page import read_page
from ecgweb.ecg.page.screen import as_on_paper
from ecgweb.ecg.paper import Style, draw_page, synthetic_recording


def page(**style):
    return draw_page(synthetic_recording(75), Style(**style)).image


@pytest.mark.parametrize("ink", [(90, 255, 120), (255, 220, 60)])
def test_a_dark_screen_is_read_like_paper(ink):
    reading = read_page(page(layout="3x4+1", grid="screen", ink=ink))
    assert reading.layout.name == "3x4+1"
    assert reading.quality.verdict == "good"


def test_paper_stays_as_it_is():
    paper = page()
    assert as_on_paper(paper) is paper


def test_light_paper_on_a_dark_table_stays_as_it_is():
    paper = page()
    height, width = paper.shape[:2]
    table = np.full((2 * height, 2 * width, 3), 30, np.uint8)
    table[:height, :width] = paper
    assert as_on_paper(table) is table

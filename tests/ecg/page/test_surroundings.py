"""What lies around a sheet is blanked before its traces are sought."""

from dataclasses import replace

import numpy as np
import pytest

from ecgweb.ecg.page import read_page
from ecgweb.ecg.page.surroundings import find_sheet, without_surroundings
from ecgweb.ecg.paper import Style, Wear, draw_page, synthetic_recording
from ecgweb.ecg.paper.wear import wear_out

ON_A_DESK = Wear(turn_deg=3.0, perspective=0.05, desk=0.05, shadow=0.4)


@pytest.fixture(scope="module")
def page():
    return draw_page(synthetic_recording(), Style(margin_mm=4.0)).image


@pytest.mark.parametrize("seed", range(4))
def test_a_desk_is_told_from_the_sheet(page, seed):
    sheet = find_sheet(wear_out(page, ON_A_DESK, seed))
    corners = [sheet[0, 0], sheet[0, -1], sheet[-1, 0], sheet[-1, -1]]
    assert not any(corners)
    height, width = sheet.shape
    assert sheet[height // 5 : -height // 5, width // 5 : -width // 5].all()


def test_a_sheet_that_fills_its_picture_stays_as_it_is(page):
    shaded = wear_out(page, replace(ON_A_DESK, desk=0.0), 1)
    assert find_sheet(page) is None
    assert without_surroundings(shaded) is shaded


def test_an_area_with_traces_is_never_blanked(page):
    halved = page.copy()
    halved[: len(page) // 2] = (halved[: len(page) // 2] * 0.5).astype(np.uint8)
    assert find_sheet(halved) is None


def test_a_page_on_a_telephones_screen_is_told_from_the_screen(page):
    height, width = page.shape[:2]
    screen = np.zeros((2 * width, width, 3), np.uint8)
    screen[width // 20 : width // 15, width // 3 : width // 2] = 255  # the name of the file
    top = (len(screen) - height) // 2
    screen[top : top + height] = page
    sheet = find_sheet(screen)
    share = top / len(screen)
    assert not sheet[: round(0.95 * share * len(sheet))].any()
    assert sheet[round(1.05 * share * len(sheet)) : len(sheet) // 2].all()


def test_a_page_on_a_desk_is_read(page):
    reading = read_page(wear_out(page, ON_A_DESK, 2))
    assert reading.layout.name == "3x4+1"

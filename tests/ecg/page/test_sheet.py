"""The corners of a sheet on a table are found; a picture of the page alone has none."""

import numpy as np
import pytest
from PIL import Image

from ecgweb.ecg.page import read_page
from ecgweb.ecg.page.sheet import sheet_corners
from ecgweb.ecg.paper import Style, draw_page, synthetic_recording
from tests.ecg.page.photographs import ASKEW, SIZE_PX, photograph


@pytest.fixture(scope="module")
def photo():
    return photograph()[0]


def grained(photo):
    """The same on a table with a grain as dark and thin as traces."""
    wood = np.full(photo.shape, (150, 105, 65), np.uint8)
    wood[::9] = (70, 45, 25)
    table = (photo == photo[0, 0]).all(axis=2)
    return np.where(table[..., None], wood, photo)


@pytest.mark.parametrize("table", [lambda photo: photo, grained], ids=["plain", "grained"])
def test_corners_on_a_table_are_found(photo, table):
    found = sheet_corners(table(photo))
    assert np.abs(np.array(found) - ASKEW).max() < 0.002 * SIZE_PX[0]


def test_a_page_that_fills_its_picture_has_no_corners():
    page = draw_page(synthetic_recording(), Style(margin_mm=4.0)).image
    assert sheet_corners(page) is None


def test_a_sheet_cut_by_the_picture_has_no_corners(photo):
    assert sheet_corners(photo[:, 300:]) is None


def test_a_shadow_on_the_page_is_no_sheet():
    page = draw_page(synthetic_recording(), Style()).image
    height, width = page.shape[:2]
    lit = Image.new("L", (width, height), 130)
    lit.paste(255, (width // 10, height // 10, width * 9 // 10, height * 9 // 10))
    assert sheet_corners((page * (np.asarray(lit)[..., None] / 255.0)).astype(np.uint8)) is None


def test_a_page_seen_far_askew_is_read_without_help(photo):
    reading = read_page(photo)
    assert reading.layout.name == "3x4+1"
    assert reading.frame is not None

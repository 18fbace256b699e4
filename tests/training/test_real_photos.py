import numpy as np
import pytest
from PIL import Image

from ecgweb.ecg.page import read_page
from ecgweb.ecg.paper import Style, draw_page, synthetic_recording
from ecgweb.ecg.recording import LEADS
from training.real_photos import PhotoReading, load_photo_readings, see_photo

DRAWN = PhotoReading("drawn.png", "3x4+1", ("V1",), 25, 10, None, 80, 80, "pink", (), "all")


@pytest.fixture
def packs(tmp_path):
    (tmp_path / "photos").mkdir()
    page = draw_page(synthetic_recording(rate_bpm=80), Style(rhythm_leads=("V1",)), 5.0)
    Image.fromarray(page.image).save(tmp_path / "photos" / "drawn.png")
    Image.fromarray(np.full((600, 900, 3), 240, np.uint8)).save(tmp_path / "photos" / "blank.png")
    return tmp_path


def test_every_photograph_was_read_by_eye():
    photos = load_photo_readings()
    assert len({photo.file for photo in photos}) == 25
    assert all(set(photo.rhythm_leads) <= set(LEADS) and 30 < photo.rate_bpm < 200 for photo in photos)


def test_a_right_reading_is_told_from_wrong_ones(packs):
    seen = see_photo(read_page, packs, DRAWN)
    assert (seen.layout_right, seen.rate_right) == (True, True)
    other = PhotoReading(**{**vars(DRAWN), "rhythm_leads": ("II",), "median_rr_rate_bpm": 120})
    wrong = see_photo(read_page, packs, other)
    assert (wrong.layout_right, wrong.rate_right) == (False, False)
    assert "wrong: layout, rate" in str(wrong)


def test_a_refusal_is_kept(packs):
    seen = see_photo(read_page, packs, PhotoReading(**{**vars(DRAWN), "file": "blank.png"}))
    assert seen.refusal == "not_an_ecg"
    assert str(seen) == "refused: not_an_ecg"

"""What a picture holds is found out, and a person's word goes before that."""

import numpy as np
import pytest

from ecgweb.ecg.page.help import ReadingHelp
from ecgweb.ecg.paper import draw_page, synthetic_recording
from ecgweb.ecg.refusal import Refused
from ecgweb.inference.pictures import BEAT, PAGE, STRIP, read_picture
from tests.ecg.page.strips import cut_out, heart, printed
from tests.ecg.page.test_beat_picture import beat

PAGE_RGB = draw_page(synthetic_recording(70)).image


def read(image_rgb, **how):
    return read_picture(image_rgb, lambda stage: None, **how)


@pytest.mark.parametrize(
    ("image", "kind"),
    [(PAGE_RGB, PAGE), (printed(heart(28)).image, STRIP), (cut_out(heart(7)).image, STRIP), (beat(), BEAT)],
    ids=["page", "rows of a recorder", "strip", "beat"],
)
def test_pages_strips_and_beats_are_told_apart(image, kind):
    found = read(image)
    assert found.kind == kind
    assert (found.reading is None, found.beat is None) == (kind == BEAT, kind != BEAT)


def test_rows_that_beat_in_step_are_still_one_lead():
    in_step = heart(30, rate_bpm=72)  # twelve beats a row: each row looks as if drawn at the time of the others
    assert read(printed(in_step).image).kind == STRIP


@pytest.mark.parametrize("kind", [STRIP, BEAT])
def test_what_a_person_says_is_believed(kind):
    assert read(cut_out(heart(1.7)).image, kind=kind).kind == kind


def test_help_with_the_reading_is_help_with_a_page():
    assert read(PAGE_RGB, kind=STRIP, help=ReadingHelp(speed_mm_s=25.0)).kind == PAGE


@pytest.mark.parametrize(
    ("image", "code"),
    [
        (np.full((700, 1000, 3), 255, np.uint8), "not_an_ecg"),
        (np.full((100, 200, 3), 255, np.uint8), "too_small"),
        (cut_out(heart(8), "none").image, "unreadable_grid"),
    ],
    ids=["blank", "small and blank", "strip without a scale"],
)
def test_what_is_nothing_of_these_is_refused_with_its_reason(image, code):
    with pytest.raises(Refused) as refusal:
        read(image)
    assert refusal.value.reason.code == code

"""Pages that are refused or read wrongly until a person says where they lie or what their scale is."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ecgweb.ecg.page import read_page
from ecgweb.ecg.page.cover import cover_text
from ecgweb.ecg.page.help import ReadingHelp
from ecgweb.ecg.page.help_checks import BadHelp
from ecgweb.ecg.paper import Style, draw_page, synthetic_recording
from ecgweb.ecg.refusal import Refused
from tests.ecg.page.photographs import ASKEW, photograph
from tests.ecg.page.test_gate import HARD_KINDS
from tests.ecg.page.test_read import worst_correlation
from training.non_ecgs import non_ecgs

HEADER = Style(header=("Jane Doe  12.03.1956", "ID 1234567"))


@pytest.fixture(scope="module")
def page():
    return draw_page(synthetic_recording(rate_bpm=75), HEADER)


@pytest.fixture(scope="module")
def reading(page):
    return read_page(page.image)


@pytest.fixture(scope="module")
def askew():
    """A photograph whose header holds a name, what is drawn on it, and its reading by its corners."""
    picture, recording = photograph(style=HEADER)
    return picture, recording, read_page(picture, help=ReadingHelp(corners_px=ASKEW))


def trace(reading, lead):
    return next(trace for trace in reading.traces if trace.lead == lead and not trace.rhythm_strip)


def darkness_under(picture, trace):
    seen = np.isfinite(trace.y_px)
    return 255 - picture[trace.y_px[seen].round().astype(int), trace.x_px[seen].round().astype(int)].mean()


def test_a_page_photographed_far_askew_reads_by_its_corners(askew):
    picture, recording, reading = askew
    assert reading.layout.name == "3x4+1"
    assert worst_correlation(reading.recording, recording) > 0.9
    assert reading.quality.verdict == "good"
    assert darkness_under(picture, trace(reading, "V5")) > 90  # the traces lie on the lines of the photograph


def test_corners_of_a_page_on_its_side_are_enough(page, reading):
    table = np.full((page.image.shape[1] + 200, page.image.shape[0] + 200, 3), 90, np.uint8)
    table[100:-100, 100:-100] = np.rot90(page.image)
    height, width = table.shape[:2]
    corners = ((100, 100), (width - 100, 100), (width - 100, height - 100), (100, height - 100))
    found = read_page(table, help=ReadingHelp(corners_px=corners))
    assert worst_correlation(found.recording, reading.recording) > 0.97


def test_roughly_placed_corners_do_as_well(askew):
    picture, recording, _ = askew
    off = ((6, -4), (-5, 7), (4, 5), (-7, -3))
    rough = tuple((x + dx, y + dy) for (x, y), (dx, dy) in zip(ASKEW, off, strict=True))
    reading = read_page(picture, help=ReadingHelp(corners_px=rough))
    assert worst_correlation(reading.recording, recording) > 0.85


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_on_its_side_reads_once_it_is_turned_and_its_text_is_covered(page, reading, turns):
    lying = np.ascontiguousarray(np.rot90(page.image, turns))  # anticlockwise
    turned = read_page(lying, help=ReadingHelp(quarter_turns=turns))
    assert np.array_equal(turned.recording.signal_mv, reading.recording.signal_mv, equal_nan=True)
    assert darkness_under(lying, trace(turned, "V2")) > 150
    upright = np.rot90(cover_text(lying, turned), -turns)
    assert (page.image[:80].min(axis=2) < 90).sum() > 500
    assert (upright[:80].min(axis=2) < 150).sum() == 0
    assert np.array_equal(upright[200:500, 200:1400], page.image[200:500, 200:1400])


def test_of_a_photograph_only_the_traces_and_their_surroundings_stay(askew):
    picture, _, reading = askew
    covered = cover_text(picture, reading)
    header = np.s_[455:500, 470:640]
    assert (picture[header].max(axis=2) < 120).sum() > 50
    assert (covered[header].max(axis=2) < 120).sum() == 0
    assert np.array_equal(covered[800:850, 900:1300], picture[800:850, 900:1300])


def test_a_gain_that_nothing_shows_is_taken_from_help():
    drawn = draw_page(synthetic_recording(rate_bpm=75), Style(gain_mm_mv=5.0, pulse="none", footer=False))
    height_mv = np.nanmax(drawn.recording.lead("II"))
    helped = read_page(drawn.image, help=ReadingHelp(gain_mm_mv=5.0))
    assert np.nanmax(read_page(drawn.image).recording.lead("II")) == pytest.approx(height_mv / 2, rel=0.12)
    assert np.nanmax(helped.recording.lead("II")) == pytest.approx(height_mv, rel=0.12)
    assert helped.layout.gain_mm_mv == 5.0


def test_speed_that_is_set_sets_the_time(page):
    reading = read_page(page.image, help=ReadingHelp(speed_mm_s=50.0))
    assert reading.layout.speed_mm_s == 50.0
    assert reading.recording.duration_s == pytest.approx(5.0, rel=0.02)


def test_a_region_to_ignore_takes_a_stain_away(page, reading):
    stained = Image.fromarray(page.image)
    x, y = next((trace.x_px[300], trace.y_px[300]) for trace in page.traces if trace.rhythm_strip)
    stain = (x - 45, y - 70, x + 45, y + 20)
    ImageDraw.Draw(stained).ellipse(stain, fill=(25, 20, 20))
    picture = np.asarray(stained)
    helped = read_page(picture, help=ReadingHelp(ignored_px=(tuple(map(float, stain)),)))
    assert worst_error_mv(read_page(picture), reading) > 0.3
    assert worst_error_mv(helped, reading) < 0.1
    assert np.isnan(helped.recording.lead("II")).mean() < 0.1


def worst_error_mv(reading, clean):
    """Largest difference in lead II, where both were read."""
    size = min(reading.recording.signal_mv.shape[1], clean.recording.signal_mv.shape[1])
    return np.nanmax(np.abs(reading.recording.lead("II")[:size] - clean.recording.lead("II")[:size]))


def test_leads_are_named_as_they_were_set(page, reading):
    names = list(reading.layout.lead_names)
    v1, v2 = names.index("V1"), names.index("V2")
    names[v1], names[v2] = "V2", "V1"
    named = read_page(page.image, help=ReadingHelp(layout="3x4+1", lead_names=(*names[:12], "II")))
    assert named.layout.lead_names == (*names[:12], "II")
    assert np.allclose(named.recording.lead("V1"), reading.recording.lead("V2"), equal_nan=True)


def test_a_layout_that_the_page_does_not_have_is_refused(page):
    with pytest.raises(Refused):
        read_page(page.image, help=ReadingHelp(layout="12x1"))


def test_help_for_another_picture_is_turned_down(page):
    with pytest.raises(BadHelp, match="outside the picture"):
        read_page(page.image, help=ReadingHelp(corners_px=((0, 0), (5000, 0), (5000, 900), (0, 900))))


@pytest.mark.parametrize("kind", ["text_on_grid", "eeg_on_ecg_paper"])
def test_help_makes_no_ecg_of_what_is_none(kind):
    assert not is_taken(next(non_ecgs(0, 1, [kind]))[2])


@pytest.mark.slow
@pytest.mark.parametrize("kind", HARD_KINDS)
def test_none_of_the_hard_kinds_becomes_an_ecg_with_help(kind):
    assert [name for _, name, image in non_ecgs(0, 3, [kind]) if is_taken(image)] == []


def is_taken(image):
    """Whether the picture reads as an ECG with some plausible help."""
    names = ("aVL", "II", "V1", "V4", "I", "aVF", "V2", "V5", "-aVR", "III", "V3", "V6")
    for help in (ReadingHelp(layout="3x4+1", gain_mm_mv=10.0), ReadingHelp(layout="3x4", lead_names=names)):
        with suppress(Refused):
            read_page(image, help=help)
            return True
    return False

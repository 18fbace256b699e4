"""Two columns that show the same ten seconds, and columns that only look like it."""

import numpy as np
import pytest

from ecgweb.ecg.page import read_page
from ecgweb.ecg.page.help import ReadingHelp
from ecgweb.ecg.page.layout import Arrangement
from ecgweb.ecg.page.same_time import COLUMNS_UNCLEAR, on_one_clock, repeats_its_beats
from ecgweb.ecg.paper import Style, draw_page, synthetic_recording
from ecgweb.ecg.recording import Recording

SIX_BY_TWO = Arrangement(6, 2, 0)


def side_by_side(rate_bpm=75.0):
    """A page of 25 mm/s whose both columns show the same ten seconds, and these."""
    ten_s = synthetic_recording(rate_bpm)
    twice = Recording(np.tile(ten_s.signal_mv, 2), ten_s.sampling_rate_hz)
    return draw_page(twice, Style(layout="6x2", footer=False), 5.0).image, ten_s


def at_50_mm_s(rate_bpm):
    return draw_page(synthetic_recording(rate_bpm), Style(layout="6x2", footer=False, speed_mm_s=50.0), 5.0).image


def test_columns_of_the_same_ten_seconds_get_the_same_clock():
    picture, drawn = side_by_side()
    reading = read_page(picture)
    assert (reading.layout.name, reading.layout.speed_mm_s) == ("6x2", 25.0)
    assert reading.recording.duration_s == 10.0
    assert not reading.quality.doubts
    assert {(trace.start_s, trace.end_s) for trace in reading.traces} == {(0.0, 10.0)}
    read_mv = reading.recording.signal_mv[:, ::5]
    for lead in range(12):
        seen = np.isfinite(read_mv[lead])
        assert seen.mean() > 0.95
        assert np.corrcoef(read_mv[lead, seen], drawn.signal_mv[lead, seen])[0, 1] > 0.95


def test_a_speed_set_by_hand_is_believed():
    reading = read_page(side_by_side()[0], help=ReadingHelp(speed_mm_s=50.0))
    assert reading.layout.speed_mm_s == 50.0
    assert {trace.end_s for trace in reading.traces} == {5.0, 10.0}


@pytest.mark.parametrize(("rate_bpm", "doubts"), [(80.0, ()), (96.0, (COLUMNS_UNCLEAR,))])
def test_columns_that_follow_each_other_stay_at_50_mm_s(rate_bpm, doubts):
    """At an even 96 beats a minute each column begins at the same moment of a beat."""
    reading = read_page(at_50_mm_s(rate_bpm))
    assert reading.layout.speed_mm_s == 50.0
    assert {(trace.start_s, trace.end_s) for trace in reading.traces} == {(0.0, 5.0), (5.0, 10.0)}
    assert reading.quality.doubts == doubts


def beats_at(times_s, width_s):
    """Six leads at 500 Hz, ten seconds long, with a bump at each of the times."""
    at_s = np.arange(5000) / 500.0
    bumps = sum(np.exp(-0.5 * ((at_s - time) / width_s) ** 2) for time in times_s)
    return np.tile(bumps, (6, 1))


@pytest.mark.parametrize("width_s", [0.010, 0.030])
def test_uneven_beats_that_come_again_are_the_same(width_s):
    uneven_s = np.cumsum([0.8, 1.0, 0.7, 1.1, 0.9, 0.75, 1.05, 0.95])
    columns = beats_at(uneven_s, width_s)
    assert repeats_its_beats(np.vstack([columns, columns]), SIX_BY_TWO)


def test_wide_even_beats_may_coincide_by_chance():
    even = beats_at(np.arange(0.5, 10.0, 1.0), 0.030)
    assert repeats_its_beats(np.vstack([even, even]), SIX_BY_TWO) is False


def test_beats_elsewhere_are_others():
    first, second = (beats_at(start_s + np.arange(9.0), 0.010) for start_s in (0.5, 0.8))
    assert repeats_its_beats(np.vstack([first, second]), SIX_BY_TWO) is None


def test_both_columns_begin_together():
    voltages = np.arange(6)[:, None] + np.sin(np.arange(1000) / 20)
    placed = on_one_clock(voltages, SIX_BY_TWO)
    assert placed.shape == (12, 500)
    np.testing.assert_allclose(np.diff(placed[0]), np.diff(voltages[0, :500]))
    np.testing.assert_allclose(np.diff(placed[6]), np.diff(voltages[0, 500:]))

"""What told layout, speed and gain, in words."""

import pytest

from ecgweb.analyses.layout_words import layout_words, printed_rate_words

PAGE = {"name": "3x4+1", "speed_mm_s": 25.0, "gain_mm_mv": 10.0}


def test_an_older_result_says_what_it_knows():
    assert layout_words(PAGE) == "Layout 3x4+1, 25 mm/s, 10 mm/mV."


def test_what_told_each_is_said():
    told = {"speed_from": "grid", "gain_from": "help", "names_from": "printed"}
    words = "Layout 3x4+1, 25 mm/s (by the grid), 10 mm/mV (set by hand). Lead names as printed on the page."
    assert layout_words({**PAGE, **told}) == words


def test_what_nothing_told_is_called_assumed():
    words = layout_words({**PAGE, "gain_from": "assumed", "names_from": "assumed"})
    assert "10 mm/mV (assumed: nothing on the page told)" in words
    assert "usual place" in words


@pytest.mark.parametrize(
    ("printed", "measured", "said"),
    [
        (98.0, {"heart_rate_bpm": 97.2}, "The page itself prints 98 bpm."),
        (75.0, {"heart_rate_bpm": 94.0, "heart_rate_mean_bpm": 77.0}, "The page itself prints 75 bpm."),
        (183.0, {"heart_rate_bpm": 97.0, "heart_rate_mean_bpm": 96.0}, "prints 183 bpm, far from the 97 bpm measured"),
    ],
)
def test_the_printed_rate_is_held_against_the_measured_one(printed, measured, said):
    (words,) = printed_rate_words({**PAGE, "printed_rate_bpm": printed}, measured)
    assert said in words


def test_a_printed_rate_that_lost_its_first_figure_says_nothing():
    assert printed_rate_words({**PAGE, "printed_rate_bpm": 27.0}, {"heart_rate_bpm": 127.0}) == []


def test_results_without_a_printed_rate_say_nothing_of_it():
    assert printed_rate_words(PAGE, {"heart_rate_bpm": 60.0}) == []
    assert printed_rate_words(None, {"heart_rate_bpm": 60.0}) == []

"""What told layout, speed and gain, in words."""

from ecgweb.analyses.layout_words import layout_words

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

"""Which ranges hold for whom, and where a value lies in them."""

import pytest

from ecgweb.analyses.person import Person
from ecgweb.analyses.reference_ranges import RATE, Range, highest_st_j_mv, ranges

WOMAN, MAN, YOUNG_MAN, CHILD = Person("female", 60), Person("male", 60), Person("male", 25), Person("female", 10)


def limits(name, person):
    return [(one.low, one.high) for one in ranges(name, person)]


def test_the_limits_of_qtc_differ_between_women_and_men():
    assert limits("qtc_ms", WOMAN) == [(391, 459)]
    assert limits("qtc_ms", MAN) == [(391, 449)]
    assert limits("qtc_ms", Person()) == [(391, 449), (391, 459)]


@pytest.mark.parametrize(("years", "high"), [(2, 89), (3, 89), (4, 99), (16, 99), (17, 110), (None, 110)])
def test_the_qrs_complex_of_children_is_shorter(years, high):
    assert limits("qrs_ms", Person(None, years)) == [(None, high)]


@pytest.mark.parametrize("name", ["heart_rate_bpm", "p_ms", "pr_ms", "qtc_ms", "axis_deg", "cornell_mv"])
def test_ranges_of_adults_are_not_shown_for_children(name):
    assert limits(name, CHILD) == []
    assert limits(name, WOMAN) != []


@pytest.mark.parametrize(("value", "word"), [(59.4, "below"), (59.6, "within"), (100.4, "within"), (100.6, "above")])
def test_a_value_is_judged_as_it_is_shown(value, word):
    assert RATE.judge(value) == word


def test_a_limit_within_the_error_is_near():
    assert RATE.is_near_limit(98, 3)
    assert not RATE.is_near_limit(98, 1)
    assert not Range(None, 110, (40, 200)).is_near_limit(20, 30)


def test_the_picture_of_a_range_ends_where_its_scale_does():
    assert (RATE.position(0), RATE.position(90), RATE.position(400)) == (0, 50, 100)
    assert RATE.zone == (25.0, 33.3)


@pytest.mark.parametrize(
    ("lead", "person", "limits"),
    [
        ("V6", Person(), (0.1, 0.1)),
        ("V2", WOMAN, (0.15, 0.15)),
        ("V2", MAN, (0.2, 0.2)),
        ("V3", YOUNG_MAN, (0.25, 0.25)),
        ("V3", Person("male"), (0.2, 0.25)),
        ("V3", Person(), (0.15, 0.25)),
        ("V3", Person(None, 60), (0.15, 0.2)),
        ("aVR", MAN, None),
        ("V3", CHILD, None),
    ],
)
def test_the_limit_of_the_st_level_depends_on_lead_sex_and_age(lead, person, limits):
    assert highest_st_j_mv(lead, person) == limits

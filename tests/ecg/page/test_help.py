"""What may be set by hand, and in which words the rest is turned down."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecgweb.ecg.page.help import NO_HELP, ReadingHelp, help_from_json, lead_rows
from ecgweb.ecg.page.help_checks import GAINS_MM_MV, LAYOUTS, SPEEDS_MM_S, BadHelp
from ecgweb.ecg.page.layout import CABRERA, arrangements
from ecgweb.ecg.recording import LEADS

SQUARE = ((100.0, 100.0), (900.0, 100.0), (900.0, 700.0), (100.0, 700.0))
BY_ROW = ("I", "aVR", "V1", "V4", "II", "aVL", "V2", "V5", "III", "aVF", "V3", "V6")
pixels = st.floats(0, 2000, allow_nan=False)


@st.composite
def helps(draw):
    layout = draw(st.sampled_from([None, *LAYOUTS]))
    chest = draw(st.permutations([name for name in BY_ROW if name.startswith("V")]))
    usual = [name for row in lead_rows(layout)[: -1 if "+1" in layout else None] for name in row] if layout else []
    names = draw(st.sampled_from([None, [chest.pop() if name.startswith("V") else name for name in usual[:12]]]))
    names = names or None
    corner = st.tuples(st.floats(0, 300), st.floats(0, 300))
    inward = draw(st.tuples(corner, corner, corner, corner))
    away = ((0, 0, 1, 1), (2000, 0, -1, 1), (2000, 1500, -1, -1), (0, 1500, 1, -1))
    corners = tuple((x + a * dx, y + b * dy) for (dx, dy), (x, y, a, b) in zip(inward, away, strict=True))
    box = st.tuples(st.floats(0, 900), st.floats(0, 700), st.floats(910, 2000), st.floats(710, 1500))
    return ReadingHelp(
        corners_px=draw(st.sampled_from([None, corners])),
        quarter_turns=draw(st.none() | st.integers(0, 3)),
        layout=layout,
        lead_names=names and tuple(names),
        speed_mm_s=draw(st.sampled_from([None, *SPEEDS_MM_S])),
        gain_mm_mv=draw(st.sampled_from([None, *GAINS_MM_MV])),
        ignored_px=tuple(draw(st.lists(box, max_size=3))),
    )


@settings(max_examples=80, deadline=None)
@given(help=helps())
def test_help_survives_json(help):
    assert help_from_json(json.loads(json.dumps(help.to_json()))) == help
    help.check_within(2000, 1500)


def test_no_help_is_nothing():
    assert not NO_HELP
    assert NO_HELP.to_json() == {}
    assert ReadingHelp(quarter_turns=0).to_json() == {"quarter_turns": 0}
    assert ReadingHelp(quarter_turns=0)


@settings(max_examples=150, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=5)
            | st.dictionaries(st.sampled_from(list(ReadingHelp.__dataclass_fields__)) | st.text(max_size=3), inner)
        ),
        max_leaves=12,
    )
)
def test_whatever_is_sent_is_help_or_turned_down(sent):
    with suppress(BadHelp):
        assert isinstance(help_from_json(sent), ReadingHelp)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"corners_px": [[0, 0], [1, 1]]}, "four corners"),
        ({"corners_px": [[0, 0], [900, 0], [900, 700], [0, "x"]]}, "lists of 2 numbers"),
        ({"corners_px": [[0, 0], [0, 700], [900, 700], [900, 0]]}, "clockwise from the top left"),
        ({"corners_px": [[0, 0], [900, 0], [300, 200], [0, 700]]}, "no corner may point inwards"),
        ({"corners_px": [[0, 0], [900, 700], [900, 0], [0, 700]]}, "clockwise from the top left"),
        ({"quarter_turns": 4}, "quarter turns"),
        ({"quarter_turns": 1.5}, "quarter_turns is 0, 1, 2 or 3"),
        ({"layout": "5x5"}, "The layout is one of 3x4"),
        ({"speed_mm_s": 30}, "The paper speed in mm/s is one of 25, 50, 12.5"),
        ({"gain_mm_mv": 0}, "The gain in mm/mV is one of 10, 5, 20, 2.5"),
        ({"lead_names": list(BY_ROW)}, "Choose the layout"),
        ({"layout": "3x4", "lead_names": ["I", "II"]}, "Name all 12 leads"),
        ({"layout": "3x4", "lead_names": [*BY_ROW[:-1], "V7"]}, "“V7” is no lead"),
        ({"layout": "3x4", "lead_names": [*BY_ROW[:-1], "V5"]}, "Lead V5 is named twice"),
        ({"layout": "3x4", "lead_names": [*BY_ROW[:-1], "-aVR"]}, "Lead aVR is named twice"),
        ({"layout": "3x4", "lead_names": [*BY_ROW, "II"]}, "has 0 rhythm strips"),
        ({"layout": "3x4+2", "lead_names": [*BY_ROW, "II", "II"]}, "Two rhythm strips have the same name"),
        ({"layout": "3x4", "lead_names": list(LEADS)}, "Three limb leads have to stand in one column"),
        ({"ignored_px": [[10, 10, 5, 20]]}, "too small"),
        ({"ignored_px": [[10, 10, 50, 20]] * 13}, "At most 12 regions"),
        ({"colour": "red"}, "no field colour"),
    ],
)
def test_what_makes_no_sense_is_turned_down_in_words(fields, words):
    with pytest.raises(BadHelp, match=words.replace("+", r"\+")):
        help_from_json(fields)


@pytest.mark.parametrize(
    ("help", "words"),
    [
        (ReadingHelp(corners_px=SQUARE), "outside the picture"),
        (ReadingHelp(corners_px=((10, 10), (90, 10), (90, 80), (10, 80))), "too close together"),
        (ReadingHelp(ignored_px=((700, 10, 900, 90),)), "beyond the picture"),
    ],
)
def test_what_does_not_fit_the_picture_is_turned_down(help, words):
    with pytest.raises(BadHelp, match=words):
        help.check_within(800, 600)


def test_help_grows_with_its_picture():
    larger = ReadingHelp(corners_px=SQUARE, ignored_px=((10, 20, 30, 40),), layout="6x2").scaled(2)
    assert larger.corners_px[2] == (1800, 1400)
    assert larger.ignored_px == ((20, 40, 60, 80),)
    assert larger.layout == "6x2"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_usual_leads_row_by_row_make_the_usual_arrangement(layout):
    help = ReadingHelp(layout=layout, lead_names=tuple(name for row in lead_rows(layout) for name in row))
    assert help.arrangement() == next(one for one in arrangements(help.rows) if one.name == layout)
    assert len(help.strip_names or ()) == help.rows - help.arrangement().rows


def test_leads_row_by_row_stand_in_their_columns():
    names = ("aVL", "II", "V1", "V4", "I", "aVF", "V2", "V5", "-aVR", "III", "V3", "V6")
    assert ReadingHelp(layout="3x4", lead_names=names).arrangement().order == CABRERA

"""Measurements in words, beside what is usual."""

import pytest

from ecgweb.analyses.figures import Figure, corrections, measurements
from ecgweb.analyses.lead_figures import lead_lines, voltages
from ecgweb.analyses.measurement_page import measurement_page
from ecgweb.analyses.person import Person
from ecgweb.analyses.reference_ranges import ranges
from ecgweb.ecg.recording import LEADS
from ecgweb.inference.analysis import Measurements

WOMAN = Person("female", 60)
NAMES = ("q_mv", "r_mv", "s_mv", "st_j_mv", "st_j60_mv", "t_mv")


def qtc(value, person, error=5.0):
    return Figure("QTc", value, "ms", error, tuple(ranges("qtc_ms", person)))


def contract(**measured):
    return {"measurements": measured}


def leads(**changes):
    """Every lead alike: R 0.8 mV, S -0.3 mV; `V3={"r_mv": 1}` changes one."""
    usual = dict(zip(NAMES, (0.0, 0.8, -0.3, 0.02, 0.02, 0.2), strict=True))
    return {
        name: {**usual, "beats": 3, "errors": dict.fromkeys(NAMES, 0.03), **changes.get(name, {})} for name in LEADS
    }


@pytest.mark.parametrize(
    ("value", "person", "words"),
    [
        (430, Person(), "within"),
        (455, Person(), "above for men, within for women"),
        (455, WOMAN, "within, near the limit"),
        (470, WOMAN, "above"),
        (480, Person(), "above"),
        (380, WOMAN, "below"),
        (None, WOMAN, ""),
    ],
)
def test_a_value_is_compared_with_the_range_of_the_person(value, person, words):
    assert qtc(value, person).verdict_words == words


def test_only_what_is_surely_out_of_the_range_of_everybody_is_unusual():
    assert [qtc(value, Person()).is_unusual for value in (430, 455, 480)] == [False, False, True]


def test_an_absent_p_wave_is_said_to_be_absent():
    figures = {figure.name: figure for figure in measurements(contract(qrs_ms=90.0, absent_waves=["P"]))}
    assert figures["PR interval"].words == "no P wave found"
    assert figures["QT interval"].words == "not measured"
    assert figures["QRS duration"].words == "90 ms"


def test_an_analysis_from_before_there_were_errors_is_shown_without():
    (figure, *_) = measurements(contract(heart_rate_bpm=72.4, qtc_ms=None))
    assert (figure.words, figure.error_words, figure.verdict_words) == ("72 bpm", "", "within")


def test_each_formula_says_whether_it_fits_the_rate():
    measured = contract(heart_rate_bpm=110.0, qtc_ms={name: 430.0 for name in ("bazett", "fridericia", "hodges")})
    page = measurement_page(measured, WOMAN)
    assert {one.figure.name: one.in_range for one in page.formulas} == {
        "Fridericia": False,
        "Bazett": False,
        "Hodges": True,
    }
    assert len(corrections(measured)) == 3


def test_an_irregular_rhythm_warns_of_any_qtc():
    fields = {"heart_rate_bpm": 80.0, "qtc_ms": {"bazett": 430.0}}
    assert measurement_page(contract(regularity="irregular", **fields), WOMAN).caution
    assert measurement_page(contract(regularity="regular", **fields), WOMAN).caution is None


def test_nothing_measured_makes_no_page():
    assert measurement_page({"measurements": None}, WOMAN) is None


def test_waves_that_are_not_there_are_none_and_unseen_ones_not_measured():
    (line, *_) = lead_lines({"leads": leads(I={"t_mv": None})}, WOMAN)
    assert [cell.words for cell in line.cells] == ["none", "0.80", "−0.30", "0.02", "0.02", "not measured"]


@pytest.mark.parametrize(
    ("level", "later", "remark"),
    [
        (0.20, 0.20, "raised"),
        (0.11, 0.11, "perhaps raised"),
        (0.05, 0.05, ""),
        (-0.20, -0.10, "lowered"),
        (-0.07, -0.06, "perhaps lowered"),
        (-0.20, 0.00, ""),
    ],
)
def test_the_st_level_is_raised_or_lowered_only_beyond_its_error(level, later, remark):
    lines = lead_lines({"leads": leads(II={"st_j_mv": level, "st_j60_mv": later})}, WOMAN)
    assert lines[1].cells[3].remark == remark


def test_voltages_add_up_over_leads():
    found = voltages({"leads": leads(V1={"s_mv": -1.5}, V5={"r_mv": 2.2}, V6={"r_mv": 2.4})}, WOMAN)
    assert [figure.words for figure in found] == ["3.90 mV", "1.10 mV"]
    assert [figure.verdict_words for figure in found] == ["above", "within"]
    assert found[0].error == pytest.approx(0.042, abs=0.001)


def test_a_lead_that_was_not_seen_leaves_no_sum():
    assert voltages({"leads": leads(V3={"s_mv": None})}, WOMAN)[1].words == "not measured"
    assert voltages(vars(Measurements()), WOMAN) == []

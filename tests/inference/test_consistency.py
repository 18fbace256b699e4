"""Answers beside measurements that contradict them, and those that do not."""

import pytest

from ecgweb.ecg.waves import Measurements
from ecgweb.ecg.waves.qtc import corrected_qt
from ecgweb.inference.consistency import EXCLUSIVE, RULES, contradictions
from ecgweb.inference.scp import LABELS

WORDS = {
    **LABELS,
    "normal": "Normal",
    "abnormal": "Abnormal heartbeat",
    "mi": "Infarction",
    "history_mi": "Old infarction",
}
USUAL = Measurements(
    heart_rate_bpm=70, pr_ms=160, qrs_ms=90, qt_ms=400, qtc_ms=corrected_qt(400, 70), axis_deg=40, rr_variation=0.02
)


def codes(diagnosis, present, **measured):
    given = Measurements(**{**vars(USUAL), **measured})
    return [one.code for one in contradictions(diagnosis, present, given, WORDS)]


def test_usual_values_contradict_nothing_usual():
    assert codes("normal", ["NORM", "SR"], regularity="regular") == []


@pytest.mark.parametrize(
    ("measured", "code"),
    [
        ({"heart_rate_bpm": 38}, "normal_rate"),
        ({"heart_rate_bpm": 150}, "normal_rate"),
        ({"pr_ms": 240}, "normal_pr"),
        ({"qrs_ms": 160}, "normal_qrs"),
        ({"qtc_ms": corrected_qt(540, 60)}, "normal_qtc"),
        ({"axis_deg": -80}, "normal_axis"),
    ],
)
def test_normal_beside_a_value_far_off_is_told(measured, code):
    assert codes("normal", ["NORM"], **measured) == [code]
    assert codes("abnormal", [], **measured) == []


@pytest.mark.parametrize("measured", [{"heart_rate_bpm": 104}, {"pr_ms": 208}, {"qrs_ms": 116}, {"axis_deg": -32}])
def test_a_borderline_value_is_no_contradiction(measured):
    assert codes("normal", ["NORM"], **measured) == []


def test_findings_are_compared_with_what_they_are_about():
    assert codes(None, ["CLBBB"], qrs_ms=90) == ["CLBBB_qrs"]
    assert codes(None, ["CLBBB"], qrs_ms=150) == []
    assert codes(None, ["1AVB"], pr_ms=150) == ["1AVB_pr"]
    assert codes(None, ["AFIB"], regularity="regular") == ["AFIB_evenness"]
    assert codes(None, ["AFIB"], regularity="irregular", rr_variation=0.2) == []


def test_what_was_not_measured_contradicts_nothing():
    assert contradictions("normal", ["CLBBB", "1AVB", "AFIB"], Measurements(), WORDS) == ()


def test_two_findings_that_exclude_each_other_are_told():
    assert codes(None, ["CLBBB", "CRBBB"], qrs_ms=150) == ["CLBBB_CRBBB"]


def test_a_diagnosis_that_excludes_a_finding_is_told():
    assert codes("abnormal", ["MI"]) == ["abnormal_MI"]
    assert codes("history_mi", ["NORM"]) == ["history_mi_NORM"]
    assert codes("mi", ["MI", "ASMI"]) == []


def test_a_contradiction_names_both_sides_and_why():
    (one,) = contradictions("normal", [], Measurements(qrs_ms=162), WORDS)
    assert "“Normal” was answered, but the QRS complex lasts 162 ms" in one.message
    assert "bundle branch block" in one.why


def test_every_rule_speaks_of_something_that_can_be_answered():
    assert {rule.said for rule in RULES} | {code for *pair, _ in EXCLUSIVE for code in pair} <= set(WORDS)

"""The shipped networks on a real page, from bytes to the contract."""

import json
from pathlib import Path

import pytest

from ecgweb.inference.service import AnalysisService

ROOT = Path(__file__).parents[2]
PAGE = Path(__file__).parent / "fixtures" / "normal-page.jpg"  # the machine printed 65 bpm below the traces

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def analysis():
    service = AnalysisService(ROOT / "models")
    service.warm_up()
    return service.analyze(PAGE.read_bytes(), PAGE.name).analysis.to_dict()


def test_a_real_page_is_read(analysis):
    assert analysis["accepted"]
    assert analysis["kind"] == "page"
    assert analysis["layout"]["name"] == "3x4+1"
    assert analysis["layout"]["rhythm_leads"] == ["III"]
    assert (analysis["layout"]["speed_mm_s"], analysis["layout"]["gain_mm_mv"]) == (25, 10)


def test_the_measurements_are_those_of_the_page(analysis):
    measured = analysis["measurements"]
    assert measured["heart_rate_bpm"] == pytest.approx(65, abs=2)
    assert 120 < measured["pr_ms"] < 200
    assert 70 < measured["qrs_ms"] < 110
    assert 350 < measured["qt_ms"] < 440


def test_the_four_probabilities_belong_together(analysis):
    assert set(analysis["probabilities"]) == {"normal", "abnormal", "mi", "history_mi"}
    assert sum(analysis["probabilities"].values()) == pytest.approx(1, abs=0.001)
    assert set(analysis["diagnosis"]["set"]) <= set(analysis["probabilities"])


def test_every_finding_is_answered_superclasses_among_them(analysis):
    codes = {finding["code"] for finding in analysis["findings"]}
    assert {"NORM", "MI", "STTC", "CD", "HYP", "AFIB", "PVC"} <= codes
    assert all(0 <= finding["probability"] <= 1 for finding in analysis["findings"])


def test_the_answer_names_the_very_network_that_gave_it(analysis):
    manifest = json.loads((ROOT / "models" / "diagnosis.json").read_text(encoding="utf-8"))
    assert analysis["model"]["sha256"] == manifest["sha256"]

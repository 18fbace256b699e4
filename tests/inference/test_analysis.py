"""The contract's JSON object."""

import json
import math

from ecgweb.ecg.waves import Measurements
from ecgweb.ecg.waves.qtc import corrected_qt
from ecgweb.inference.analysis import Analysis, Timing

TIMING = Timing(read=1.23456, analyze=2.0, total=3.23456)


def test_numbers_are_rounded_and_a_number_that_is_none_is_null():
    measurements = Measurements(heart_rate_bpm=71.23456, pr_ms=math.nan)
    written = Analysis("a.png", True, TIMING, measurements=measurements).to_dict()
    assert written["measurements"]["heart_rate_bpm"] == 71.2346
    assert written["measurements"]["pr_ms"] is None
    assert written["timing_ms"]["read"] == 1.2346


def test_the_four_qtc_stand_side_by_side():
    measurements = Measurements(qtc_ms=corrected_qt(400, 60))
    written = Analysis("a.png", True, TIMING, measurements=measurements).to_dict()
    assert written["measurements"]["qtc_ms"] == dict.fromkeys(("bazett", "fridericia", "framingham", "hodges"), 400.0)


def test_every_analysis_says_what_it_is_not():
    assert "not a medical device" in Analysis("a.png", False, TIMING).to_dict()["notice"]


def test_an_analysis_survives_json():
    written = Analysis("a.png", False, TIMING).to_dict()
    assert json.loads(json.dumps(written, allow_nan=False)) == written

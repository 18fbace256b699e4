"""Comparing what a page measures with what its signal measures."""

import pytest

from ecgweb.ecg.waves.amplitudes import NAMES
from ecgweb.ecg.waves.measurements import LeadMeasurements, Measurements
from training.evaluate_amplitudes import Compared, amplitude_pairs, axis_pairs, lines


def measured(r_mv, axis_deg, error_mv=0.05):
    heights = {**dict.fromkeys(NAMES, 0.1), "r_mv": r_mv}
    lead = LeadMeasurements(3, **heights, errors=dict.fromkeys(NAMES, error_mv), marks=None)
    leads = dict.fromkeys(("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"), lead)
    return Measurements(axis_deg=axis_deg, leads=leads, errors={"axis_deg": 10.0})


def test_each_lead_seen_in_both_is_a_pair():
    compared = [Compared(measured(1.0, 30.0), measured(0.9, 40.0)), Compared(measured(1.0, 30.0), None)]
    pairs = amplitude_pairs(compared, "r_mv")
    assert pairs.shape == (12, 3)
    assert pairs[0] == pytest.approx((1.0, -0.1, 0.05))


def test_the_axis_differs_the_short_way_round():
    assert axis_pairs([Compared(measured(1.0, 175.0), measured(1.0, -178.0))])[0] == pytest.approx((7.0, 10.0))


def test_the_report_tells_pages_read_and_how_often_the_stated_error_held():
    compared = [Compared(measured(1.0, 30.0), measured(0.9, 40.0)), Compared(measured(1.0, 30.0), None)]
    report = "\n".join(lines(compared))
    assert report.startswith("1 of 2 pages read")
    assert "r_mv      -0.100" in report
    assert "covers 0.0%" in report

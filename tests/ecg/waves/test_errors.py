"""Stated errors: never below what was measured on known ECGs, larger where beats differ."""

import numpy as np
import pytest

from ecgweb.ecg.waves.amplitudes import NAMES
from ecgweb.ecg.waves.errors import (
    Accuracy,
    amplitude_errors_mv,
    axis_error_deg,
    interval_error_ms,
    qtc_error_ms,
    rate_error_bpm,
    standard_error,
)

KNOWN = Accuracy(0.01, {"qrs_ms": 5.0}, 1.0, 0.0, dict.fromkeys(NAMES, 0.02), 0.0)
NO_BEATS = np.full((0, 2), np.nan)


def test_equal_beats_leave_what_was_measured_on_known_ecgs():
    assert interval_error_ms("qrs_ms", [90.0] * 8, KNOWN) == pytest.approx(9.8)


def test_beats_that_differ_widen_the_error():
    assert interval_error_ms("qrs_ms", [60.0, 80, 90, 110, 130], KNOWN) > 20


def test_the_rate_of_an_irregular_heart_is_less_sure():
    assert rate_error_bpm(60, [1.0] * 9, KNOWN) == pytest.approx(1.18, abs=0.01)
    assert rate_error_bpm(60, [0.6, 0.8, 1.0, 1.3, 1.6], KNOWN) > 10


def test_two_beats_say_nothing_of_their_spread():
    assert standard_error([10.0, 90.0]) == 0


def test_one_stray_beat_hardly_widens_the_error():
    assert standard_error([90.0, 91, 90, 89, 90, 91, 300]) < 1


def test_the_error_of_qt_is_carried_into_each_correction():
    at_60 = qtc_error_ms(400, 20, 60, 0)
    assert at_60.bazett == at_60.fridericia == at_60.framingham == at_60.hodges == pytest.approx(20)
    assert qtc_error_ms(400, 20, 120, 0).bazett == pytest.approx(28.3, abs=0.1)
    assert qtc_error_ms(400, 0, 60, 2).hodges == pytest.approx(3.5)


def test_the_axis_of_a_small_complex_is_less_sure():
    sure, unsure = axis_error_deg((40.0, 30.0), NO_BEATS, KNOWN), axis_error_deg((4.0, 3.0), NO_BEATS, KNOWN)
    assert sure == pytest.approx(2.25, abs=0.01)
    assert unsure == pytest.approx(10 * sure, rel=0.01)


def test_all_leads_say_together_how_much_beats_differ():
    typical = np.ones((12, len(NAMES)))
    alike = np.ones((4, 12, len(NAMES)))
    differing = alike + np.array([0.3, -0.3, 0.1, -0.1])[:, None, None]
    assert amplitude_errors_mv(typical, alike, KNOWN) == pytest.approx(1.96 * 0.02)
    assert (amplitude_errors_mv(typical, differing, KNOWN) > 0.2).all()


def test_a_lead_with_fewer_beats_has_the_larger_error():
    typical = np.ones((12, len(NAMES)))
    beats = typical + np.array([0.3, -0.3, 0.1, -0.1])[:, None, None]
    beats[1:, 5] = np.nan
    errors = amplitude_errors_mv(typical, beats, KNOWN)
    assert (errors[5] > errors[4]).all()

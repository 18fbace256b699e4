"""The QRS axis of heart vectors whose direction is known."""

import numpy as np
import pytest

from ecgweb.ecg.recording import LEADS
from ecgweb.ecg.waves.axis import qrs_axis_deg
from ecgweb.ecg.waves.delineation import Boundaries
from ecgweb.ecg.waves.median_beat import MedianBeat

QRS = Boundaries(qrs_onset_ms=-50, qrs_offset_ms=50)


def beat_pointing_to(axis_deg, size_mv=1.0):
    """A QRS complex of one direction: II = I + III, and aVF = (II + III) / 2."""
    wave = size_mv * np.exp(-0.5 * ((np.arange(550) - 200) / 6) ** 2)
    one, two = np.cos(np.radians(axis_deg)) * wave, np.cos(np.radians(axis_deg - 60)) * wave
    signal = np.zeros((12, 550))
    signal[LEADS.index("I")] = one
    signal[LEADS.index("aVF")] = two - one / 2
    return MedianBeat(signal, beats=5, rr_s=0.8, rr_variation=0.0, each_mv=signal[None])


@pytest.mark.parametrize("axis_deg", [-60, -30, 0, 45, 60, 90, 120, 179])
def test_the_axis_is_the_direction_of_the_heart_vector(axis_deg):
    assert qrs_axis_deg(beat_pointing_to(axis_deg), QRS) == pytest.approx(axis_deg, abs=0.5)


def test_a_complex_that_points_nowhere_has_no_axis():
    assert qrs_axis_deg(beat_pointing_to(60, size_mv=0.01), QRS) is None


def test_without_avf_there_is_no_axis():
    beat = beat_pointing_to(60)
    beat.signal_mv[LEADS.index("aVF")] = np.nan
    assert qrs_axis_deg(beat, QRS) is None

import numpy as np
import pytest

from ecgweb.ecg.beats.detection import STEP, beat_samples


def lead_with(beats, samples=1000):
    time = np.arange(samples)
    return sum(np.exp(-0.5 * ((time - beat) / 2.0) ** 2) for beat in beats)


def certain_at(beats, samples=1000):
    probability = np.zeros(samples // STEP)
    for beat in beats:
        probability[beat // STEP - 1 : beat // STEP + 2] = 1.0
    return probability


def test_beats_lie_on_the_steepest_deflection():
    found = beat_samples(lead_with([100, 205, 330]), certain_at([104, 200, 330]))
    assert found == pytest.approx([100, 205, 330], abs=2)


def test_nothing_is_found_where_the_network_says_nothing():
    assert beat_samples(lead_with([100]), np.zeros(250)).size == 0


def test_a_doubtful_step_is_no_beat():
    probability = np.zeros(250)
    probability[25] = 0.4
    assert beat_samples(lead_with([100]), probability).size == 0

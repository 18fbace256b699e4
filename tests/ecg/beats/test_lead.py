import numpy as np
import pytest

from ecgweb.ecg.beats.lead import RATE_HZ, at_common_rate, levelled, scaled


@pytest.mark.parametrize("rate_hz", [100, 125, 250, 360, 500, 1000])
def test_a_lead_of_any_rate_keeps_its_length_in_seconds(rate_hz):
    assert at_common_rate(np.zeros(8 * rate_hz), rate_hz).size == pytest.approx(8 * RATE_HZ, abs=1)


def test_gaps_are_bridged_by_straight_lines():
    lead = np.array([0.0, 1.0, np.nan, np.nan, np.nan, 5.0])
    assert at_common_rate(lead, RATE_HZ).tolist() == [0, 1, 2, 3, 4, 5]


def test_a_lead_that_was_never_seen_is_silent():
    assert not at_common_rate(np.full(200, np.nan), 100).any()


def test_levelling_takes_the_wandering_off():
    seconds = np.arange(0, 40, 1 / RATE_HZ)
    assert np.abs(levelled(2 * np.sin(2 * np.pi * 0.05 * seconds)))[1000:4000].max() < 0.3


def test_scaled_beats_are_of_one_size_whatever_the_gain():
    lead = np.zeros(5000)
    lead[60::100] = 1.0
    assert np.allclose(scaled(lead), scaled(0.2 * lead), atol=1e-6)


def test_a_flat_line_is_not_blown_up():
    assert np.abs(scaled(np.full(1000, 1e-4))).max() < 0.01

"""The Morlet transform, with sines whose answer is known."""

import numpy as np
import pytest

from ecgweb.ecg.waves.wavelet import frequencies_hz, morlet_cwt, scalogram

RATE_HZ = 200.0
TIME_S = np.arange(4000) / RATE_HZ
AXIS_HZ = frequencies_hz(0.5, 40, 60)


@pytest.mark.parametrize("wanted_hz", [1.0, 5.0, 25.0])
def test_a_sine_is_strongest_at_its_own_frequency_and_as_strong_as_it_is(wanted_hz):
    magnitude = np.abs(morlet_cwt(0.7 * np.sin(2 * np.pi * wanted_hz * TIME_S), RATE_HZ, AXIS_HZ))[:, 2000]
    assert AXIS_HZ[magnitude.argmax()] == pytest.approx(wanted_hz, rel=0.08)
    assert magnitude.max() == pytest.approx(0.7, rel=0.03)


def test_a_click_is_found_at_its_own_moment():
    click = np.zeros(4000)
    click[1500] = 1
    assert np.abs(morlet_cwt(click, RATE_HZ, np.array([30.0])))[0].argmax() == 1500


def test_many_signals_at_once_are_the_same_as_one_by_one():
    both = np.random.default_rng(1).normal(size=(2, 500))
    together = morlet_cwt(both, RATE_HZ, AXIS_HZ)
    assert together.shape == (2, 60, 500)
    np.testing.assert_allclose(together[1], morlet_cwt(both[1], RATE_HZ, AXIS_HZ), atol=1e-5)


def test_columns_are_averages_over_their_stretch_of_time():
    sine = np.sin(2 * np.pi * 10 * TIME_S)
    picture = scalogram(sine, RATE_HZ, AXIS_HZ, 40)
    assert picture.shape == (60, 40)
    assert picture[:, 20].max() == pytest.approx(1, rel=0.03)


@pytest.mark.parametrize("wrong_hz", [0.0, 100.0])
def test_frequencies_beyond_what_was_sampled_are_refused(wrong_hz):
    with pytest.raises(ValueError, match="half the sampling rate"):
        morlet_cwt(np.ones(10), RATE_HZ, np.array([wrong_hz]))


def test_an_empty_signal_is_refused():
    with pytest.raises(ValueError, match="empty"):
        morlet_cwt(np.ones(0), RATE_HZ, AXIS_HZ)

import numpy as np

from ecgweb.ecg.beats.windows import SAMPLES, standardised, steadied, windows_of


def test_thirty_seconds_are_six_windows():
    assert windows_of(np.random.default_rng(0).normal(size=3000), 100).shape == (6, SAMPLES)


def test_a_short_rest_reaches_back_to_be_whole():
    assert windows_of(np.ones(1200), 100).shape == (3, SAMPLES)


def test_two_seconds_fill_one_window():
    assert windows_of(np.sin(np.arange(200)), 100).shape == (1, SAMPLES)


def test_windows_have_one_spread_whatever_the_gain():
    window = np.random.default_rng(0).normal(size=(1, SAMPLES))
    assert np.allclose(standardised(window), standardised(4 * window), atol=1e-5)


def test_a_lone_alarm_is_halved_and_a_lasting_one_is_not():
    assert steadied(np.array([0.0, 1.0, 0.0])).tolist() == [0.25, 0.5, 0.25]
    assert steadied(np.ones(3)).tolist() == [1.0, 1.0, 1.0]

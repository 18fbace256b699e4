"""How evenly beats follow each other."""

import numpy as np
import pytest

from ecgweb.ecg.waves.regularity import regularity


@pytest.mark.parametrize(
    ("rr_s", "word"),
    [
        ((0.80, 0.80, 0.80), "regular"),
        ((0.80, 0.92, 0.85), "regular"),
        ((0.80, 0.93, 0.85), "irregular"),
        ((0.60, 1.10, 0.75), "irregular"),
        ((0.80, 0.80), None),
    ],
)
def test_a_rhythm_is_regular_up_to_three_small_squares_of_difference(rr_s, word):
    assert regularity(np.array(rr_s)).word == word


def test_the_rates_are_those_of_the_mean_the_longest_and_the_shortest_interval():
    found = regularity(np.array([0.5, 1.0, 1.0, 1.5]))
    assert found.mean_bpm == pytest.approx(60)
    assert found.range_bpm == (40.0, 120.0)
    assert found.variation == pytest.approx(0.354, abs=0.001)


def test_one_interval_says_nothing():
    assert regularity(np.array([0.8])) is None

import numpy as np

from training.beats.matching import matched


def test_each_beat_is_matched_to_the_nearest():
    assert matched(np.array([1.0, 2.0]), np.array([1.05, 1.9, 2.02])).tolist() == [[0, 0], [1, 2]]


def test_beats_further_than_150_ms_are_not_matched():
    assert matched(np.array([1.0]), np.array([1.16])).size == 0


def test_no_beat_is_matched_twice():
    assert len(matched(np.array([1.0, 1.1]), np.array([1.05]))) == 1


def test_nothing_matches_nothing():
    assert matched(np.empty(0), np.array([1.0])).shape == (0, 2)

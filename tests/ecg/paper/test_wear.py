import numpy as np
import pytest

from ecgweb.ecg.paper.wear import Wear, add_noise, random_wear, rescale, shade, turn, wear_out

WHITE = np.full((60, 100, 3), 255, dtype=np.uint8)


def test_no_wear_changes_nothing():
    assert wear_out(WHITE, Wear()) is WHITE


def test_the_same_seed_wears_the_same_way():
    wear = random_wear(np.random.default_rng(1))
    np.testing.assert_array_equal(wear_out(WHITE, wear, 5), wear_out(WHITE, wear, 5))


def test_turning_keeps_the_whole_page():
    assert turn(WHITE, 90).shape == (100, 60, 3)


def test_scaling_multiplies_the_sides():
    assert rescale(WHITE, 0.5).shape == (30, 50, 3)


def test_light_falls_off_by_the_given_share_at_most():
    dimmed = shade(WHITE, 0.4, 0.0, np.random.default_rng(0))
    assert 255 * 0.6 - 1 <= dimmed.min() < dimmed.max() <= 255


def test_noise_has_the_given_deviation():
    grey = np.full((200, 200, 3), 128, dtype=np.uint8)
    assert add_noise(grey, 5.0, np.random.default_rng(0)).std() == pytest.approx(5.0, rel=0.05)


@pytest.mark.parametrize("seed", range(4))
def test_random_wear_always_gives_a_picture(seed):
    worn = wear_out(WHITE, random_wear(np.random.default_rng(seed)), seed)
    assert worn.dtype == np.uint8
    assert worn.ndim == 3

import numpy as np
import pytest

from training.views import as_worn, cut, random_view


@pytest.fixture
def signal_mv():
    return np.random.default_rng(0).normal(0, 0.3, (12, 1000)).astype(np.float32)


@pytest.mark.parametrize(("layout", "share"), [("uncut", 1), ("12x1", 1), ("6x2", 1 / 2), ("3x4", 1 / 4)])
def test_a_layout_shows_its_share_of_every_lead(signal_mv, layout, share):
    seen = np.isfinite(cut(signal_mv, layout))
    np.testing.assert_allclose(seen.mean(axis=1), share)


def test_the_columns_of_a_page_follow_each_other_in_time(signal_mv):
    seen = np.isfinite(cut(signal_mv, "3x4"))
    assert seen[0:3, :250].all()
    assert seen[9:12, 750:].all()


def test_the_rhythm_strip_fills_its_lead(signal_mv):
    shown = cut(signal_mv, "3x4+1", rhythm_lead=6)
    np.testing.assert_array_equal(shown[6], signal_mv[6])


def test_a_view_stays_upright():
    spikes = np.zeros((12, 1000), np.float32)
    spikes[:, 40::80] = spikes[:, 41::80] = 1.0
    rng = np.random.default_rng(1)
    for _ in range(10):
        view = random_view(spikes, rng)
        seen = view[np.isfinite(view)]
        assert np.max(seen) - np.median(seen) > 2 * (np.median(seen) - np.min(seen))


def test_a_worn_view_is_upright_too_but_blunter(signal_mv):
    spikes = np.zeros((12, 1000), np.float32)
    spikes[:, 40::80] = spikes[:, 41::80] = 1.0
    rng = np.random.default_rng(1)
    heights = []
    for _ in range(20):
        lead = as_worn(spikes, rng)[1]
        if np.isfinite(lead).mean() > 0.5:
            heights.append(float(np.nanpercentile(lead, 97) - np.nanmedian(lead)))
    assert 0.1 < np.median(heights) < 0.9
    assert min(heights) > 0


def test_the_same_seed_gives_the_same_view(signal_mv):
    first, again = (random_view(signal_mv, np.random.default_rng(3)) for _ in range(2))
    np.testing.assert_array_equal(first, again)

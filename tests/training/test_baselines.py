import numpy as np
import pytest
from PIL import Image

from training.baselines import cross_fitted, group_folds, page_features, regression_scores, signal_features
from training.packs import Page
from training.scores import auroc


@pytest.fixture
def pages(tmp_path):
    rng = np.random.default_rng(0)
    for k in range(3):
        Image.fromarray(rng.integers(0, 255, (60, 80, 3), np.uint8)).save(tmp_path / f"{k}.png")
    return [Page(tmp_path / f"{k}.png", "normal", "ABC"[k], (None, 60.0, 120.0)[k], str(k)) for k in range(3)]


def test_header_and_footer_do_not_reach_the_pixel_baselines(pages):
    before = page_features(pages)["thumbnail 8x6"]
    picture = np.asarray(Image.open(pages[0].path)).copy()
    picture[:18], picture[57:] = 0, 0
    Image.fromarray(picture).save(pages[0].path)
    np.testing.assert_array_equal(page_features(pages)["thumbnail 8x6"], before)


def test_a_missing_heart_rate_is_said_to_be_missing(pages):
    assert page_features(pages)["printed heart rate alone"][:, 2].tolist() == [1, 0, 0]


def test_a_group_is_never_on_both_sides():
    groups = np.repeat(np.arange(10), 4).astype(str)
    for learn, ask in group_folds(np.tile([0, 1], 20), groups, 5, seed=0):
        assert not set(groups[learn]) & set(groups[ask])


def test_a_feature_that_gives_the_answer_away_is_found():
    truth = np.tile(np.arange(4), 10)
    answer = cross_fitted(np.eye(4)[truth], truth, np.arange(40).astype(str), 5, seed=0, strength=1.0)
    np.testing.assert_array_equal(answer, truth)


def test_the_signal_baseline_sees_high_voltage():
    rng = np.random.default_rng(1)
    tall = rng.random(60) < 0.5
    signals = rng.normal(0, 0.1, (60, 12, 100)) * np.where(tall, 3, 1)[:, None, None]
    features = signal_features(signals.astype(np.float32))
    scores = regression_scores(features[:40], tall[:40, None].astype(float), features[40:])
    assert auroc(tall[40:], scores[:, 0]) == 1

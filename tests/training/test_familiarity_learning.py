"""Records spoilt as in life, and a layer that tells them from the others."""

import numpy as np
import pytest

from ecgweb.ecg.paper import synthetic_recording
from ecgweb.ecg.recording import LEADS
from ecgweb.inference.familiarity import WORDS
from training.familiarity import (
    KINDS,
    NEVER_LEARNED,
    SPOILT,
    arms_swapped,
    examples,
    familiarity_rule,
    fit_familiarity,
    likely_familiar,
    right_arm_and_leg_swapped,
)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def signal_mv():
    signal = synthetic_recording().signal_mv[:, ::5][:, :1000]
    i, ii = signal[0], signal[1]
    return np.stack([i, ii, ii - i, -(i + ii) / 2, i - ii / 2, ii - i / 2, *signal[6:]]).astype(np.float32)


@pytest.mark.parametrize("swap", [arms_swapped, right_arm_and_leg_swapped])
def test_swapped_electrodes_give_leads_that_still_obey_einthoven_and_goldberger(swap, signal_mv, rng):
    lead = dict(zip(LEADS, swap(signal_mv, rng), strict=True))
    assert lead["I"] + lead["III"] == pytest.approx(lead["II"], abs=1e-5)
    assert lead["aVR"] == pytest.approx(-(lead["I"] + lead["II"]) / 2, abs=1e-5)
    assert lead["aVL"] == pytest.approx((lead["I"] - lead["III"]) / 2, abs=1e-5)


def test_swapped_arms_turn_lead_one_over_and_leave_the_chest_alone(signal_mv, rng):
    swapped = arms_swapped(signal_mv, rng)
    assert np.array_equal(swapped[0], -signal_mv[0])
    assert np.array_equal(swapped[1], signal_mv[2])
    assert np.array_equal(swapped[6:], signal_mv[6:])


@pytest.mark.parametrize("spoil", [way for ways in (SPOILT | NEVER_LEARNED).values() for way in ways])
def test_every_way_of_spoiling_changes_the_record_and_keeps_its_shape(spoil, signal_mv, rng):
    spoilt = spoil(signal_mv, rng)
    assert spoilt.shape == signal_mv.shape
    assert np.abs(spoilt - signal_mv).max() > 0.1
    assert set(WORDS) >= set(SPOILT) | set(NEVER_LEARNED)


def test_every_record_is_shown_as_it_is_and_in_each_kind(signal_mv, rng):
    shown, kind = examples(np.stack([signal_mv] * 3), rng)
    assert len(shown) == 3 * len(KINDS)
    assert np.bincount(kind).tolist() == [3] * len(KINDS)


def test_what_lies_apart_is_told_apart(rng):
    kind = np.repeat(np.arange(4), 150)
    features = rng.normal(0, 1, (600, 12)).astype(np.float32)
    features[np.arange(600), kind] += 6
    head = fit_familiarity(features, kind)
    logits = head.predict(features, verbose=0)
    assert np.mean(logits.argmax(axis=1) == kind) > 0.9
    rule = familiarity_rule(logits[kind == 0])
    assert np.mean(likely_familiar(logits[kind == 0]) < rule.cut) <= 0.03
    assert np.mean(likely_familiar(logits[kind == 2]) < rule.cut) > 0.8

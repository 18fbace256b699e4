"""Measurements as numbers for the diagnosis network."""

import json
from pathlib import Path

import numpy as np
import pytest

from ecgweb.ecg.paper import synthetic_recording
from ecgweb.inference.manifest import sha256_of
from ecgweb.inference.measured import MEASURED_SHAPE, USUAL, measured_numbers
from ecgweb.inference.preparation import on_network_axis
from tests.inference.fake_models import one_beat

INTERVALS = len(USUAL) + 1
MODELS = Path("models")


@pytest.fixture(scope="module")
def signal_mv():
    return on_network_axis(synthetic_recording())


def test_intervals_are_told_as_distances_from_what_is_usual(signal_mv):
    numbers = measured_numbers(signal_mv, one_beat)
    at = dict(zip(USUAL, numbers, strict=False))
    assert at["qrs_ms"] == pytest.approx((90 - 95) / 15, abs=0.4)  # `one_beat` draws 90 ms
    assert at["pr_ms"] == pytest.approx(0, abs=0.4)
    assert numbers[-INTERVALS - 12 : -12].tolist() == [1] * INTERVALS
    assert numbers[-12:].tolist() == [1] * 12


def test_amplitudes_follow_the_signal(signal_mv):
    r_waves = slice(INTERVALS + 1, INTERVALS + 72, 6)
    once, twice = (measured_numbers(factor * signal_mv, one_beat)[r_waves] for factor in (1, 2))
    np.testing.assert_allclose(twice, 2 * once, atol=0.05)


@pytest.mark.parametrize("signal", [np.full((12, 1000), np.nan), np.zeros((12, 1000))])
def test_nothing_is_measured_on_an_empty_page(signal):
    numbers = measured_numbers(signal.astype(np.float32), one_beat)
    assert numbers.shape == MEASURED_SHAPE
    assert not numbers.any()


def test_the_shipped_diagnosis_learned_from_what_the_shipped_delineator_measures():
    training = json.loads((MODELS / "diagnosis.json").read_text())["training"]
    assert training["measured_by"] == sha256_of(MODELS / "delineation.keras")

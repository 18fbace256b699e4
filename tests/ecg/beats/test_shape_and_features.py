import numpy as np
import pytest
from beat_signals import lead, samples

from ecgweb.ecg.beats.features import FEATURES, OF_EACH_BEAT, QRS_LIKENESS, REACH, WAVE_SHAPE, describe
from ecgweb.ecg.beats.shape import shapes

REGULAR = np.arange(1, 29, 0.8)


def own(described):
    """What is said of the beat itself, without its neighbours."""
    return described.context[:, REACH * OF_EACH_BEAT : (REACH + 1) * OF_EACH_BEAT]


def test_beats_of_one_shape_are_alike():
    described = describe(lead(REGULAR), samples(REGULAR))
    assert own(described)[:, QRS_LIKENESS].min() > 0.95


def test_a_wide_inverted_beat_is_unlike_the_usual_one():
    described = describe(lead(REGULAR, wide=[10]), samples(REGULAR))
    likeness = own(described)[:, QRS_LIKENESS]
    assert likeness[10] < 0 and np.delete(likeness, 10).min() > 0.9


def test_an_early_beat_stands_out_by_its_rr_interval():
    beats_s = REGULAR.copy()
    beats_s[12] -= 0.3
    ahead = np.exp(own(describe(lead(beats_s), samples(beats_s)))[:, 0] / 2)
    assert ahead[12] == pytest.approx(0.5 / 0.8, abs=0.03)
    assert ahead[13] == pytest.approx(1.1 / 0.8, abs=0.03)


def test_the_usual_beat_is_not_made_of_ectopic_ones():
    wide = range(1, REGULAR.size, 2)
    beats_s = REGULAR.copy()
    beats_s[1::2] -= 0.2
    found = shapes(lead(beats_s, wide), samples(beats_s), np.where(np.arange(REGULAR.size) % 2, 0.7, 1.2))
    assert found.usual[0].max() > abs(found.usual[0].min())


def test_the_description_does_not_depend_on_the_gain():
    once, thrice = (describe(gain * lead(REGULAR, wide=[7]), samples(REGULAR)) for gain in (1, 3))
    assert np.allclose(once.context, thrice.context, atol=0.05)


def test_shapes_of_the_inputs_are_those_the_network_expects():
    described = describe(lead(REGULAR), samples(REGULAR))
    assert described.context.shape == (REGULAR.size, FEATURES)
    assert described.waves.shape == (REGULAR.size, *WAVE_SHAPE)


def test_a_silent_lead_is_described_without_warnings():
    assert np.isfinite(describe(np.zeros(2000), np.arange(100, 1900, 100)).context).all()

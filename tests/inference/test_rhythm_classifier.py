"""The classifier around its networks: stand-ins name the rhythm."""

from itertools import pairwise

import numpy as np
import pytest

from ecgweb.inference.network_file import NetworkManifest
from ecgweb.inference.rhythm import RhythmClassifier

MANIFEST = NetworkManifest("rhythm", "0", "0" * 64, {}, {"vf_threshold": 0.5}, {}, {})
RATE_HZ = 125


def find(lead):
    probability = np.zeros(len(lead) // 4 + 1)
    probability[10::25] = 1.0
    return probability


def rhythm(name):
    share = {"SR": 0, "AFIB": 1, "OTHER": 2, "NOISE": 3}[name]
    return lambda inputs: {"rhythm": np.tile(np.where(np.arange(4) == share, 0.7, 0.1), (len(inputs["features"]), 1))}


def fibrillates(first, last):
    """From one five-second window to another, the last excluded."""

    def network(inputs):
        number = np.arange(len(inputs["window"]))
        return {"vf": ((number >= first) & (number < last)).astype(float)[:, None]}

    return network


def told(seconds, beat_rhythm="SR", vf=(0, 0)):
    signal = np.random.default_rng(0).normal(size=seconds * RATE_HZ)
    return RhythmClassifier(MANIFEST, rhythm(beat_rhythm), fibrillates(*vf), find).classify(signal, RATE_HZ)


@pytest.mark.parametrize("name", ["SR", "AFIB", "OTHER", "NOISE"])
def test_the_rhythm_of_a_strip_is_the_likeliest(name):
    assert told(10, name).rhythm == name


def test_probabilities_sum_to_one():
    assert sum(told(60, vf=(3, 4)).probabilities.values()) == pytest.approx(1)


def test_an_episode_of_fibrillation_names_the_whole_signal():
    answer = told(60, vf=(4, 8))
    assert answer.rhythm == "VF"
    assert [(window.start_s, window.end_s) for window in answer.windows if window.rhythm == "VF"] == [(20, 40)]


def test_one_window_of_fibrillation_in_a_long_signal_is_not_enough():
    assert told(60, vf=(4, 5)).rhythm == "SR"


def test_windows_cover_the_signal_without_gaps():
    windows = told(63, vf=(2, 6)).windows
    assert windows[0].start_s == 0 and windows[-1].end_s == pytest.approx(63)
    assert all(before.end_s == after.start_s for before, after in pairwise(windows))


def test_without_beats_a_lead_is_too_noisy_to_tell():
    classifier = RhythmClassifier(MANIFEST, rhythm("SR"), fibrillates(0, 0), lambda lead: np.zeros(len(lead) // 4 + 1))
    assert classifier.classify(np.zeros(2000), RATE_HZ).rhythm == "NOISE"

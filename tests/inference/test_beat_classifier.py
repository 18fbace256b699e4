"""The classifier around its networks: stand-ins find and name the beats."""

import numpy as np
import pytest

from ecgweb.inference.beats import AAMI_CLASSES, BeatClassifier
from ecgweb.inference.network_file import NetworkManifest

RATE_HZ = 125


def manifest(bias=(0, 0, 0, 0, 0)):
    return NetworkManifest("beats", "0", "0" * 64, {}, {"bias": list(bias)}, {}, {})


def finder(inputs):
    """A beat wherever the lead is tall."""
    tall = inputs["lead"][:, ::4] > 0.6
    return {"beat": tall.astype(np.float32)}


def names(kind, conduction=0, certainty=0.9):
    def network(inputs):
        count = len(inputs["context"])
        aami = np.full((count, 5), (1 - certainty) / 4)
        aami[:, AAMI_CLASSES.index(kind)] = certainty
        return {"aami": aami, "conduction": np.eye(3)[np.full(count, conduction)]}

    return network


def lead(duration_s, every_s=0.8, rate_hz=RATE_HZ):
    time_s = np.arange(0, duration_s, 1 / rate_hz)
    return np.exp(-0.5 * (((time_s + every_s / 2) % every_s - every_s / 2) / 0.02) ** 2)


@pytest.mark.parametrize("rate_hz", [100, 125, 250, 360, 500])
def test_every_beat_is_found_at_any_rate(rate_hz):
    beats = BeatClassifier(manifest(), finder, names("N")).classify(lead(20, rate_hz=rate_hz), rate_hz)
    assert np.diff([beat.time_s for beat in beats]) == pytest.approx(0.8, abs=0.03)


@pytest.mark.parametrize(
    ("aami", "conduction", "symbol"), [("N", 0, "N"), ("N", 1, "L"), ("N", 2, "R"), ("S", 0, "A"), ("Q", 0, "/")]
)
def test_classes_become_symbols(aami, conduction, symbol):
    beats = BeatClassifier(manifest(), finder, names(aami, conduction)).classify(lead(10), RATE_HZ)
    assert {(beat.symbol, beat.aami) for beat in beats} == {(symbol, aami)}


def test_the_bias_of_the_manifest_turns_a_close_call():
    unsure = names("V", certainty=0.3)
    assert BeatClassifier(manifest(), finder, unsure).classify(lead(10), RATE_HZ)[3].aami == "V"
    assert BeatClassifier(manifest((0, 0, -2, 0, 0)), finder, unsure).classify(lead(10), RATE_HZ)[3].aami != "V"


def test_a_stream_of_chunks_gives_the_same_beats_once():
    classifier, signal = BeatClassifier(manifest(), finder, names("N")), lead(2000)
    whole = classifier.classify(signal, RATE_HZ)
    assert list(classifier.stream(np.array_split(signal, 77), RATE_HZ)) == whole
    assert len(whole) == pytest.approx(2500, abs=2)


def test_no_beat_is_claimed_inside_a_gap():
    signal = lead(20)
    signal[500:1000] = np.nan
    beats = BeatClassifier(manifest(), finder, names("N")).classify(signal, RATE_HZ)
    assert not any(4.0 < beat.time_s < 8.0 for beat in beats)


@pytest.mark.parametrize("signal", [np.zeros(2000), np.full(2000, np.nan), np.zeros(20), np.zeros(0)])
def test_silence_and_next_to_nothing_have_no_beats(signal):
    assert BeatClassifier(manifest(), finder, names("N")).classify(signal, RATE_HZ) == []

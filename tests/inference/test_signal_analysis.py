"""Signals through the service: what is found, in chunks as in one piece, with networks whose answers are known."""

import json
from dataclasses import replace

import numpy as np
import pytest
from fake_models import FakeNetworks
from fake_signal_networks import AlwaysSinus, EveryBeatIsV, scalogram_model

from ecgweb.ecg.readers.signal import SignalOptions, read_signal
from ecgweb.inference import signal_analysis
from ecgweb.inference.service import AnalysisService, Stage
from tests.ecg.readers.signal_files import beating, npy


@pytest.fixture
def analysed(tmp_path):
    def analysed(signal_mv, rate_hz=250.0, units=None, told=None):
        networks = FakeNetworks()

        def load(folder):
            return replace(
                networks.load(folder),
                beats=EveryBeatIsV(),
                rhythm=AlwaysSinus(),
                time_frequency=scalogram_model(),
            )

        service = AnalysisService(tmp_path, load)
        options = SignalOptions(rate_hz, units)
        result = service.analyze(npy(signal_mv), "a.npy", told.append if told is not None else None, options=options)
        return result.analysis.to_dict()

    return analysed


def test_a_single_lead_has_beats_rhythm_and_scalogram_but_no_diagnosis(analysed):
    told = []
    found = analysed(beating(30), told=told)
    assert (found["kind"], found["accepted"], found["reason"], found["diagnosis"]) == ("signal", True, None, None)
    assert len(found["beats"]) == 37
    assert found["beats"][0].keys() == {"time_s", "class", "aami", "probability"}
    assert found["rhythm"]["class"] == "SR"
    assert found["time_frequency"]["class"] == "SR"
    assert found["time_frequency"]["probabilities"]["SR"] == pytest.approx(0.8808, abs=1e-3)
    assert len(found["time_frequency"]["windows"]) == 3
    assert found["measurements"]["heart_rate_bpm"] == pytest.approx(75, abs=0.5)
    assert told[0] == Stage.RECEIVED
    assert list(dict.fromkeys(told))[1:] == ["signal_read", "beats_found", "rhythm_read", "analysed"]
    json.dumps(found, allow_nan=False)


def test_the_classifier_that_is_not_there_says_who_can_install_it(analysed):
    (other,) = analysed(beating(12))["time_frequency"]["others"]
    assert other["class"] is None
    assert other["reason"]["code"] == "not_installed"
    assert "model card" in other["reason"]["advice"]


def test_twelve_leads_of_ten_seconds_get_a_diagnosis(analysed):
    found = analysed(beating(10, leads=12))
    assert found["diagnosis"]["label"] == "Myocardial infarction"
    assert found["model"]["name"] == "diagnosis"


@pytest.mark.parametrize(("seconds", "units"), [(5, "mV"), (200, "mV"), (10, "adc")])
def test_no_diagnosis_where_length_or_voltage_are_not_what_was_learned(analysed, seconds, units):
    assert analysed(beating(seconds, leads=12), units=units)["diagnosis"] is None


def test_no_diagnosis_from_twelve_names_with_one_lead_behind_them(analysed):
    signal_mv = beating(10, leads=12)
    signal_mv[1:] = np.nan
    assert analysed(signal_mv)["diagnosis"] is None


def test_chunks_give_each_beat_once(analysed, monkeypatch):
    whole = analysed(beating(100))["beats"]
    monkeypatch.setattr(signal_analysis, "CHUNK_S", 7.0)
    parts = analysed(beating(100))["beats"]
    assert [beat["time_s"] for beat in parts] == pytest.approx([beat["time_s"] for beat in whole], abs=0.01)


def test_one_episode_of_fibrillation_names_the_whole_and_stands_in_its_place(analysed, monkeypatch):
    monkeypatch.setattr(signal_analysis, "CHUNK_S", 20.0)
    signal_mv = beating(65)
    signal_mv[:, 250 * 41] = 4.0
    found = analysed(signal_mv)["rhythm"]
    assert found["class"] == "VF"
    assert sum(found["probabilities"].values()) == pytest.approx(1, abs=1e-3)
    assert [(window["start_s"], window["end_s"], window["class"]) for window in found["windows"]] == [
        (0, 20, "SR"),
        (20, 40, "SR"),
        (40, 65, "VF"),
    ]


def test_a_missing_rate_and_a_bad_file_are_refused_in_words(tmp_path):
    service = AnalysisService(tmp_path, FakeNetworks().load)
    missing = service.analyze(npy(beating(10)), "a.npy").analysis.to_dict()
    assert (missing["accepted"], missing["kind"], missing["reason"]["code"]) == (False, None, "sampling_rate_missing")
    assert service.analyze(b"x", "a.edf").analysis.reason.code == "unreadable_file"


def test_the_lead_nearest_to_ii_is_read():
    reading = read_signal(npy(beating(10, leads=12)), "a.npy", SignalOptions(250.0))
    assert signal_analysis.rhythm_lead(reading) == 1


def test_limb_leads_follow_from_i_and_ii():
    reading = read_signal(npy(beating(10, leads=12)), "a.npy", SignalOptions(250.0))
    eight = replace(reading, samples_mv=reading.samples_mv[:, [0, 1, 6]], leads=("I", "II", "V1"))
    recording = signal_analysis.recording_of(eight, 10)
    np.testing.assert_allclose(recording.lead("III"), recording.lead("II") - recording.lead("I"), atol=1e-6)

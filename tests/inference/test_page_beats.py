import numpy as np

from ecgweb.ecg.beats.summary import Beat
from ecgweb.ecg.recording import LEADS, Recording
from ecgweb.inference.page_beats import beats_of_page, rhythm_strip


def page(strip="II"):
    signal = np.full((12, 1000), np.nan, np.float32)
    for row in range(12):
        signal[row, 250 * (row // 3) : 250 * (row // 3 + 1)] = 0.0
    if strip:
        signal[LEADS.index(strip)] = 0.0
    return Recording(signal, 100.0)


class OneBeat:
    def classify(self, signal_mv, sampling_rate_hz):
        return [Beat(signal_mv.size / sampling_rate_hz / 2, "V", "V", 0.9)]


def test_the_lead_that_runs_through_is_the_rhythm_strip():
    assert rhythm_strip(page("V1")) == "V1"


def test_a_page_without_a_rhythm_strip_has_no_beats():
    assert rhythm_strip(page(None)) is None
    assert beats_of_page(page(None), OneBeat()) == {}


def test_lead_two_comes_first_where_all_leads_run_through():
    assert rhythm_strip(Recording(np.zeros((12, 1000), np.float32), 100.0)) == "II"


def test_beats_are_given_as_the_contract_has_them():
    found = beats_of_page(page(), OneBeat())
    assert found["beats"] == ({"time_s": 5.0, "class": "V", "aami": "V", "probability": 0.9},)
    assert found["beat_summary"]["ventricular"]["burden_percent"] == 100


def test_without_the_network_beats_are_not_available():
    assert beats_of_page(page(), None) == {}

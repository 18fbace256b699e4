"""R peaks and heart rate on signals whose beats are known."""

import numpy as np
import pytest
from synthetic_heart import beat_times, heart, paged

from ecgweb.ecg.recording import Recording
from ecgweb.ecg.waves import heart_rate_bpm, r_peaks


@pytest.mark.parametrize("rate_bpm", [40, 75, 120, 180])
@pytest.mark.parametrize("sampling_rate_hz", [100, 250, 500])
def test_every_beat_is_found_once(rate_bpm, sampling_rate_hz):
    expected = beat_times(rate_bpm)
    assert r_peaks(heart(expected, sampling_rate_hz)) == pytest.approx(expected, abs=0.03)


def test_a_t_wave_as_tall_as_the_qrs_is_not_a_beat():
    assert heart_rate_bpm(heart(beat_times(70), t_mv=1.1)) == pytest.approx(70, abs=1)


def test_a_low_voltage_heart_is_counted():
    assert heart_rate_bpm(heart(beat_times(80), scale=0.1)) == pytest.approx(80, abs=1)


def test_a_wide_qrs_is_one_beat():
    assert heart_rate_bpm(heart(beat_times(65), qrs_width_s=0.045)) == pytest.approx(65, abs=1)


def test_irregular_beats_are_each_found():
    expected = np.cumsum([0.5, 0.6, 1.1, 0.45, 0.8, 0.7, 1.2, 0.5, 0.9, 0.6, 1.0])
    assert r_peaks(heart(expected)) == pytest.approx(expected, abs=0.03)


def test_a_page_of_short_leads_gives_the_same_beats_as_the_whole_signal():
    whole = heart(beat_times(75))
    assert r_peaks(paged(whole)) == pytest.approx(r_peaks(whole), abs=0.02)


def test_a_page_without_a_rhythm_strip_still_gives_the_rate():
    assert heart_rate_bpm(paged(heart(beat_times(75)), rhythm_lead=None)) == pytest.approx(75, abs=1)


def test_the_rate_ignores_an_interval_that_was_not_seen():
    recording = heart(beat_times(60))
    recording.signal_mv[:, 300:700] = np.nan
    assert heart_rate_bpm(recording) == pytest.approx(60, abs=1)


@pytest.mark.parametrize("level_mv", [0.0, np.nan])
def test_a_line_without_beats_has_no_rate(level_mv):
    flat = Recording(np.full((12, 1000), level_mv, dtype=np.float32), 100.0)
    assert r_peaks(flat).size == 0
    assert heart_rate_bpm(flat) is None


def test_columns_recorded_at_another_time_than_the_strip_are_not_counted_with_it():
    beats = beat_times(105)
    page = paged(heart(beats))
    later = paged(heart(beats + 0.28), rhythm_lead=None)
    for row in (3, 4, 5, 9, 10, 11):
        page.signal_mv[row] = later.signal_mv[row]
    assert heart_rate_bpm(page) == pytest.approx(105, abs=1)


def test_the_rest_of_a_pulse_ahead_of_the_traces_is_no_beat():
    page = heart(np.array([1.0, 2.0, 3.6, 5.4, 6.3, 8.0, 8.9]))
    page.signal_mv[:, :20] = 1.0
    page.signal_mv[:, 20:28] = np.nan
    assert r_peaks(page)[0] == pytest.approx(1.0, abs=0.02)

"""The typical beat of a recording."""

import numpy as np
import pytest
from synthetic_heart import LEAD_GAIN, beat_times, heart, paged

from ecgweb.ecg.recording import Recording
from ecgweb.ecg.waves import r_peaks
from ecgweb.ecg.waves.median_beat import median_beat


def typical(recording):
    return median_beat(recording, r_peaks(recording))


def test_the_typical_beat_has_the_height_of_the_beats():
    beat = typical(heart(beat_times(75), 500))
    assert beat.beats == beat_times(75).size
    assert beat.signal_mv[:, beat.r_index] == pytest.approx(LEAD_GAIN, abs=0.03)


def test_a_page_has_the_same_typical_beat_in_every_lead():
    beat = typical(paged(heart(beat_times(75), 500)))
    assert beat.signal_mv[:, beat.r_index] == pytest.approx(LEAD_GAIN, abs=0.03)


def test_a_beat_of_another_shape_is_left_out():
    recording = heart(beat_times(60), 500)
    wide = heart(np.array([4.4]), 500, qrs_width_s=0.06, p_mv=0.0, t_mv=-0.5)
    signal = recording.signal_mv.copy()
    signal[:, 2000:2450] = -1.5 * wide.signal_mv[:, 2000:2450]
    assert typical(Recording(signal, 500.0)).beats == beat_times(60).size - 1


def test_a_lead_never_seen_stays_empty():
    recording = heart(beat_times(75), 500)
    recording.signal_mv[6] = np.nan
    assert np.isnan(typical(recording).signal_mv[6]).all()


def test_two_beats_are_too_few():
    assert typical(heart(np.array([2.0, 4.0]), 500)) is None


def test_a_regular_rhythm_hardly_varies_and_an_irregular_one_does():
    assert typical(heart(beat_times(75), 500)).rr_variation < 0.02
    assert typical(heart(np.cumsum([0.6, 0.6, 1.1, 0.7, 1.3, 0.6, 0.9, 1.2]), 500)).rr_variation > 0.1

import numpy as np
import pytest

from ecgweb.ecg.paper import synthetic_recording
from ecgweb.ecg.recording import Recording
from training.reading_scores import score_reading, snr_db

TRUTH = synthetic_recording()


def changed(change):
    return Recording(change(TRUTH.signal_mv.copy()), TRUTH.sampling_rate_hz)


def test_the_signal_itself_scores_beyond_measure():
    assert snr_db(TRUTH, TRUTH) > 60


def test_an_offset_of_a_lead_is_forgiven():
    assert snr_db(TRUTH, changed(lambda mv: mv + np.arange(12)[:, None].astype(np.float32))) > 60


@pytest.mark.parametrize(("samples", "least", "most"), [(4, 25, np.inf), (6, -5, 15)])
def test_a_shift_of_40_ms_is_forgiven_and_no_more(samples, least, most):
    shifted = np.roll(TRUTH.signal_mv, samples, axis=1)[:, 10:-10]
    assert least < snr_db(Recording(TRUTH.signal_mv[:, 10:-10], 100.0), Recording(shifted, 100.0)) < most


def test_half_of_every_amplitude_is_six_decibel():
    assert snr_db(TRUTH, changed(lambda mv: mv / 2)) == pytest.approx(6.02, abs=0.01)


def test_what_was_not_recovered_counts_as_zero():
    assert snr_db(TRUTH, changed(lambda mv: mv * np.nan)) == pytest.approx(0.0, abs=0.01)


def test_the_other_figures_of_a_perfect_reading():
    score = score_reading(TRUTH, TRUTH)
    assert (score.rms_mv, score.peak_ms, score.rate_error_bpm) == (0.0, 0.0, 0.0)
    assert score.correlation == pytest.approx(1.0)

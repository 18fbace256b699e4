"""From what a network says of each sample to intervals, with networks whose answer is known."""

import numpy as np
import pytest
from synthetic_heart import beat_times, heart

from ecgweb.ecg.waves import measure, r_peaks
from ecgweb.ecg.waves.delineation import delineate_beat, normalised
from ecgweb.ecg.waves.median_beat import median_beat

WAVES = {1: (50, 74), 2: (90, 111), 3: (150, 189)}  # samples at 250 Hz, the R peak at 100


def saying(waves):
    """A network that sees these waves in every lead."""

    def delineate(beats):
        said = np.zeros((*beats.shape, 4), np.float32)
        for wave, (first, last) in waves.items():
            said[:, first : last + 1, wave] = 1
        said[..., 0] = 1 - said.sum(axis=2)
        return said

    return delineate


@pytest.fixture(scope="module")
def recording():
    return heart(beat_times(75), 500)


def boundaries(recording, delineate):
    found = delineate_beat(median_beat(recording, r_peaks(recording)), delineate)
    return found.overall if found else None


def test_intervals_run_from_onset_to_onset_or_end(recording):
    found = boundaries(recording, saying(WAVES))
    assert found.p_ms == pytest.approx(100, abs=4)
    assert found.pr_ms == pytest.approx(160, abs=4)
    assert found.qrs_ms == pytest.approx(88, abs=4)
    assert found.qt_ms == pytest.approx(400, abs=4)


def p_wave_in(share_of_leads):
    """A network that sees QRS and T everywhere and a P wave in a share of the leads."""
    without_p = {wave: span for wave, span in WAVES.items() if wave != 1}

    def delineate(beats):
        with_p = round(share_of_leads * len(beats))
        return np.concatenate([saying(WAVES)(beats[:with_p]), saying(without_p)(beats[with_p:])])

    return delineate


def test_a_p_wave_in_half_of_the_leads_is_reported_as_absent(recording):
    assert boundaries(recording, p_wave_in(0.5)).pr_ms is None


def test_an_irregular_rhythm_asks_for_a_p_wave_in_more_leads(recording):
    irregular = heart(np.cumsum([0.6, 0.6, 1.1, 0.7, 1.3, 0.6, 0.9, 1.2]), 500)
    assert boundaries(recording, p_wave_in(0.75)).pr_ms == pytest.approx(160, abs=4)
    assert boundaries(irregular, p_wave_in(0.75)).pr_ms is None
    assert boundaries(irregular, p_wave_in(1.0)).pr_ms == pytest.approx(160, abs=4)


def test_a_t_wave_that_the_window_cuts_off_gives_no_qt(recording):
    assert boundaries(recording, saying({2: (90, 111), 3: (240, 274)})).qt_ms is None


def test_a_notch_does_not_end_the_qrs(recording):
    def notched(beats):
        said = saying({2: (90, 121)})(beats)
        said[:, 108:111] = (1, 0, 0, 0)
        return said

    assert boundaries(recording, notched).qrs_ms == pytest.approx(128, abs=4)


def test_without_a_qrs_nothing_is_measured(recording):
    assert boundaries(recording, saying({})) is None


def test_a_measurement_carries_all_four_qtc(recording):
    measured = measure(recording, saying(WAVES))
    assert measured.qtc_ms.bazett == pytest.approx(447, abs=5)
    assert measured.qtc_ms.fridericia == pytest.approx(431, abs=5)


def test_without_a_network_only_the_rate_is_measured(recording):
    measured = measure(recording)
    assert measured.heart_rate_bpm == pytest.approx(75, abs=1)
    assert (measured.pr_ms, measured.qrs_ms, measured.qt_ms, measured.qtc_ms, measured.axis_deg) == (None,) * 5


def test_a_normalised_beat_reaches_one_at_its_largest_deflection():
    beats = np.zeros((2, 275))
    beats[:, 100] = (0.2, -3.0)
    assert np.abs(normalised(beats)).max(axis=1) == pytest.approx(1)

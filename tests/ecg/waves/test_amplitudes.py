"""Heights of waves that were drawn with known heights."""

import numpy as np
import pytest

from ecgweb.ecg.recording import LEADS, Recording
from ecgweb.ecg.waves.amplitudes import amplitudes, gap_shares
from ecgweb.ecg.waves.delineation import Boundaries

R_INDEX = 200
WAVES = Boundaries(-50, 50, -200, -100, 150, 350)


def lead(level_mv=0.0, **waves):
    """A lead at 500 Hz of triangles 30 ms wide: q at -30 ms, r at 0, s at 30 ms, t at 250 ms; st from J on."""
    time_ms = 2.0 * (np.arange(550) - R_INDEX)
    signal = np.full(550, level_mv)
    for name, at_ms in {"q": -30, "r": 0, "s": 30, "t": 250}.items():
        signal += waves.get(name, 0.0) * np.maximum(0, 1 - np.abs(time_ms - at_ms) / 15)
    return signal + waves.get("st", 0.0) * ((time_ms > 44) & (time_ms < 140))


def test_each_wave_has_its_height_above_the_baseline():
    found = amplitudes(lead(0.4, q=-0.1, r=1.2, s=-0.3, t=0.25, st=0.15), R_INDEX, WAVES)
    assert found.q_mv == pytest.approx(-0.1, abs=0.01)
    assert found.r_mv == pytest.approx(1.2, abs=0.01)
    assert found.s_mv == pytest.approx(-0.3, abs=0.01)
    assert found.t_mv == pytest.approx(0.25, abs=0.01)
    assert found.st_j_mv == pytest.approx(0.15, abs=0.001)
    assert found.st_j60_mv == pytest.approx(0.15, abs=0.001)


def test_an_inverted_t_wave_is_negative():
    assert amplitudes(lead(r=1.0, t=-0.4), R_INDEX, WAVES).t_mv == pytest.approx(-0.4, abs=0.01)


def test_waves_that_are_not_there_are_zero():
    found = amplitudes(lead(r=0.8), R_INDEX, WAVES)
    assert (found.q_mv, found.s_mv) == (0.0, 0.0)


def test_a_complex_without_r_wave_has_its_depth_as_s():
    found = amplitudes(lead(q=-0.2, s=-1.4), R_INDEX, WAVES)
    assert (found.q_mv, found.r_mv) == (0.0, 0.0)
    assert found.s_mv == pytest.approx(-1.4, abs=0.01)


@pytest.mark.parametrize("second_r", [0.15, 0.4])
def test_the_deep_wave_between_two_r_waves_is_s_whichever_is_taller(second_r):
    signal = lead(q=0.3, r=-1.0, s=second_r)
    found = amplitudes(signal, R_INDEX, WAVES)
    assert (found.q_mv, found.r_mv, found.s_mv) == pytest.approx((0, max(0.3, second_r), -1.0), abs=0.01)


def test_a_deep_wave_with_no_positive_one_before_it_is_q():
    found = amplitudes(lead(q=-0.9, r=0.5), R_INDEX, WAVES)
    assert (found.q_mv, found.r_mv, found.s_mv) == pytest.approx((-0.9, 0.5, 0), abs=0.01)


def test_a_raised_st_segment_is_no_r_wave_and_a_lowered_one_no_s_wave():
    raised = amplitudes(lead(q=-1.0) + np.linspace(0, 0.3, 550), R_INDEX, WAVES)
    assert raised.r_mv == 0.0
    assert raised.s_mv == pytest.approx(-1.0, abs=0.05)
    lowered = amplitudes(lead(r=1.0) - np.linspace(0, 0.3, 550), R_INDEX, WAVES)
    assert (lowered.q_mv, lowered.s_mv) == (0.0, 0.0)


def test_what_was_not_seen_is_not_measured():
    signal = lead(r=1.0, st=0.1)
    signal[R_INDEX + 45 :] = np.nan  # 90 ms after the R peak
    found = amplitudes(signal, R_INDEX, WAVES)
    assert found.r_mv == pytest.approx(1.0, abs=0.01)
    assert np.isfinite(found.st_j_mv)
    assert np.isnan([found.st_j60_mv, found.t_mv]).all()


def test_without_a_t_wave_there_is_no_height_of_one():
    assert np.isnan(amplitudes(lead(r=1.0), R_INDEX, Boundaries(-50, 50)).t_mv)


def test_a_gap_counts_between_the_first_and_the_last_sample_seen():
    signal = np.full((12, 1000), np.nan, np.float32)
    signal[0, 100:300] = 0
    signal[1, 100:300] = 0
    signal[1, 150:200] = np.nan
    shares = gap_shares(Recording(signal, 100.0))
    assert [shares[name] for name in LEADS[:3]] == pytest.approx([0, 0.25, 1])

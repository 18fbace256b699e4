import numpy as np
import pytest

from ecgweb.ecg.recording import Recording
from ecgweb.inference.alignment import BEFORE
from ecgweb.inference.preparation import (
    ASKED_SHAPES,
    INPUT_SHAPES,
    diagnosis_view,
    network_input,
    on_network_axis,
    three_by_four,
    view_input,
)

BEAT_TIMES_S = np.arange(0.5, 10, 0.8)


def beats_mv(rate_hz=100, scale=1.0, offset_mv=0.0):
    """Twelve leads with a 60 ms wide spike 75 times a minute, lead k of height 0.2 + 0.1 k mV."""
    time_s = np.arange(int(10 * rate_hz)) / rate_hz
    pulse = sum(np.exp(-(((time_s - beat_s) / 0.03) ** 2)) for beat_s in BEAT_TIMES_S)
    heights = 0.2 + 0.1 * np.arange(12)
    return (scale * heights[:, None] * pulse + offset_mv).astype(np.float32)


def test_both_views_have_the_shapes_that_the_network_was_built_for():
    inputs = network_input(Recording(beats_mv(), 100.0))
    assert {name: value.shape for name, value in inputs.items()} == {k: (2, *v) for k, v in ASKED_SHAPES.items()}
    assert all(np.isfinite(value).all() for value in inputs.values())


def test_the_level_of_a_trace_makes_no_difference():
    plain, shifted = (view_input(beats_mv(offset_mv=level)) for level in (0.0, 1.5))
    for name in INPUT_SHAPES:
        np.testing.assert_allclose(plain[name], shifted[name], atol=1e-4)


def test_500_samples_a_second_read_like_100():
    slow, fast = (on_network_axis(Recording(beats_mv(rate), float(rate))) for rate in (100, 500))
    np.testing.assert_allclose(fast, slow, atol=0.05)


def test_a_short_recording_is_followed_by_a_gap():
    axis = on_network_axis(Recording(beats_mv()[:, :300], 100.0))
    assert np.isfinite(axis[:, :300]).all()
    assert np.isnan(axis[:, 300:]).all()


def test_what_was_not_seen_stays_unseen_and_silent():
    signal_mv = beats_mv()
    signal_mv[3, 100:200] = np.nan
    trace = view_input(signal_mv)["trace"]
    assert not trace[100:200, 3].any()
    assert not trace[100:200, 15].any()
    assert trace[:100, 15].all()


def test_every_layout_looks_alike_to_the_diagnosis():
    whole = beats_mv()
    two_columns = whole.copy()
    two_columns[:6, 500:] = np.nan
    two_columns[6:, :500] = np.nan
    views = [network_input(Recording(signal, 100.0)) for signal in (whole, two_columns)]
    for name in INPUT_SHAPES:
        np.testing.assert_allclose(views[0][name][1], views[1][name][1], atol=1e-6)


def test_the_diagnosis_view_halves_the_power_at_25_hz():
    time_s = np.arange(1000) / 100
    tones = [np.tile(np.sin(2 * np.pi * f * time_s + 0.3), (12, 1)).astype(np.float32) for f in (1, 25, 49)]
    power = [np.nanvar(diagnosis_view(tone)) for tone in tones]
    np.testing.assert_allclose(power, [0.5, 0.25, 0.09], atol=0.02)


def test_leads_seen_at_different_times_stand_on_one_clock():
    beat = view_input(three_by_four(beats_mv()))["beat"]
    peaks = np.argmax(beat[:, :12], axis=0)
    assert np.ptp(peaks) <= 1
    assert abs(int(peaks[0]) - BEFORE) <= 3
    np.testing.assert_allclose(beat[peaks[0], :12], 0.2 + 0.1 * np.arange(12), rtol=0.15)


def test_the_rhythm_tells_when_beats_come():
    rhythm = view_input(three_by_four(beats_mv()))["rhythm"]
    assert rhythm[:, 0].sum() == len(BEAT_TIMES_S)
    np.testing.assert_allclose(rhythm[1 : len(BEAT_TIMES_S), 1], 0.8, atol=0.03)


@pytest.mark.parametrize("signal", [np.full((12, 1000), np.nan), np.zeros((12, 1000))])
def test_an_empty_page_gives_finite_input(signal):
    inputs = network_input(Recording(signal.astype(np.float32), 100.0))
    assert all(np.isfinite(value).all() for value in inputs.values())
    assert not inputs["rhythm"].any()

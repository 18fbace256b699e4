"""Strips of one lead are read back, in one row or in several, and other lines are refused."""

import zlib

import numpy as np
import pytest
from PIL import Image

from ecgweb.ecg.page.strip import read_strip
from ecgweb.ecg.recording import LEADS, Recording
from ecgweb.ecg.refusal import Refused
from ecgweb.ecg.waves import r_peaks
from tests.ecg.page.strips import RATE_HZ, cut_out, heart, printed
from training.non_ecgs import KINDS
from training.non_ecgs.signals import SHAPES

SHAPE_NAMES = ("eeg", "respiration", "sine", "square", "random_walk", "white_noise", "pulse_wave", "sawtooth", "voice")


def beats_s(lead_mv, rate_hz):
    signal_mv = np.full((12, lead_mv.size), np.nan, np.float32)
    signal_mv[LEADS.index("II")] = lead_mv
    return r_peaks(Recording(signal_mv, rate_hz))


def test_rows_follow_each_other_in_time():
    drawn = heart(27.5)
    reading = read_strip(printed(drawn).image)
    assert (reading.layout.name, reading.layout.rows, reading.layout.speed_mm_s) == ("3x1", 3, 25.0)
    assert reading.recording.duration_s == pytest.approx(27.5, abs=0.2)
    found = beats_s(reading.recording.lead("II"), reading.recording.sampling_rate_hz)
    np.testing.assert_allclose(found, beats_s(drawn, RATE_HZ), atol=0.12)


@pytest.mark.parametrize("grid", ["pink", "grey", "dotted", "blue"])
@pytest.mark.parametrize("seconds", [4, 10])
def test_a_strip_cut_from_a_page_is_read(grid, seconds):
    drawn = heart(seconds)
    reading = read_strip(cut_out(drawn, grid).image)
    lead = reading.recording.lead("II")
    assert reading.layout.name == "1x1"
    assert reading.recording.duration_s == pytest.approx(seconds, abs=0.12)
    assert np.nanmax(lead) - np.nanmin(lead) == pytest.approx(np.ptp(drawn), rel=0.1)
    assert np.isfinite(np.delete(reading.recording.signal_mv, LEADS.index("II"), axis=0)).sum() == 0


def test_a_strip_turned_a_little_is_set_upright():
    image = Image.fromarray(printed(heart(20)).image).rotate(1.5, Image.Resampling.BICUBIC, fillcolor="white")
    reading = read_strip(np.asarray(image))
    found = beats_s(reading.recording.lead("II"), reading.recording.sampling_rate_hz)
    assert found.size == pytest.approx(22, abs=1)
    assert np.median(np.diff(found)) == pytest.approx(60 / 66, rel=0.02)


def test_the_trace_lies_on_the_printed_line():
    drawing = printed(heart(20))
    reading = read_strip(drawing.image)
    for drawn, found in zip(drawing.traces, reading.traces, strict=True):
        seen = np.isfinite(found.y_px) & (found.x_px > drawn.x_px[0]) & (found.x_px < drawn.x_px[-1])
        off_px = found.y_px[seen] - np.interp(found.x_px[seen], drawn.x_px, drawn.y_px)
        assert np.median(np.abs(off_px)) < 1.0


def test_without_grid_and_pulse_the_scale_is_unclear():
    with pytest.raises(Refused) as refusal:
        read_strip(cut_out(heart(8), "none").image)
    assert refusal.value.reason.code == "unreadable_grid"


@pytest.mark.parametrize("shape", SHAPE_NAMES)
def test_other_signals_on_the_same_paper_are_no_ecg(shape):
    line = SHAPES[shape](np.random.default_rng(5), np.arange(2000) / RATE_HZ)
    with pytest.raises(Refused):
        read_strip(printed(line.astype(np.float32)).image)


def test_where_a_person_says_that_it_is_a_strip_nobody_asks_what_it_looks_like():
    line = SHAPES["sine"](np.random.default_rng(5), np.arange(2000) / RATE_HZ)
    image = printed(line.astype(np.float32)).image
    assert read_strip(image, sure=True).layout.name == "1x1"


def test_an_empty_picture_is_no_strip():
    with pytest.raises(Refused):
        read_strip(np.full((300, 900, 3), 255, np.uint8))


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_picture_of_anything_else_is_a_strip(kind):
    with pytest.raises(Refused):
        read_strip(KINDS[kind](np.random.default_rng(zlib.crc32(kind.encode()))))

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecgweb.ecg.paper import Style, draw_page, random_style, synthetic_recording
from ecgweb.ecg.paper.style import HELD_OUT_TYPEFACE, TYPEFACES
from ecgweb.ecg.recording import LEADS, Recording

BARE = Style(layout="12x1", grid="none", footer=False, lead_names=False, pulse="none")


def flat_recording(mv):
    return Recording(np.full((12, 1000), mv, dtype=np.float32), 100.0)


def dark_rows(image, column):
    return np.flatnonzero(image[:, column].mean(axis=1) < 128)


def test_one_millivolt_is_ten_millimetres_of_pixels():
    at_zero, at_one = (draw_page(flat_recording(mv), BARE, 4.0).image for mv in (0.0, 1.0))
    assert dark_rows(at_zero, 500)[0] - dark_rows(at_one, 500)[0] == 40


def test_one_second_is_25_millimetres_of_pixels():
    trace = draw_page(flat_recording(0.0), BARE, 4.0).traces[0]
    assert trace.x_px[100] - trace.x_px[0] == pytest.approx(100.0)


def test_the_ink_lies_where_the_truth_says():
    drawing = draw_page(flat_recording(0.0), BARE, 6.0)
    rows = dark_rows(drawing.image, 800)
    truth = sorted(trace.y_px[0] for trace in drawing.traces)
    assert len(rows) >= 12
    assert all(min(abs(rows - y)) <= 1 for y in truth)


def test_a_gap_is_left_blank():
    signal_mv = np.zeros((12, 1000), dtype=np.float32)
    signal_mv[:, 400:600] = np.nan
    drawing = draw_page(Recording(signal_mv, 100.0), BARE, 4.0)
    x_px = drawing.traces[0].x_px
    assert (drawing.image[:, int(x_px[405]) : int(x_px[595])] == 255).all()


def test_the_truth_is_empty_where_the_page_shows_nothing():
    shown = draw_page(synthetic_recording(), Style(layout="3x4+1")).recording.seen()
    assert shown[LEADS.index("II")].all()
    assert np.flatnonzero(shown[LEADS.index("V1")]).tolist() == list(range(500, 750))


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=15, deadline=None)
def test_any_style_draws_its_traces_and_says_where(seed):
    style = random_style(np.random.default_rng(seed))
    drawing = draw_page(synthetic_recording(), style, 3.0)
    assert drawing.image.dtype == np.uint8
    assert drawing.layout.name == style.layout
    assert {trace.lead for trace in drawing.traces} == set(LEADS)
    for trace in drawing.traces:
        assert 0 <= trace.x_px.min() <= trace.x_px.max() < drawing.image.shape[1]


@pytest.mark.parametrize("grid", ["red", "pink", "blue", "green", "brown", "grey"])
def test_grid_lines_are_a_millimetre_apart(grid):
    image = draw_page(
        flat_recording(np.nan), Style(layout="12x1", grid=grid, pulse="none", lead_names=False), 8.0
    ).image
    row = image.mean(axis=(0, 2))
    steps = np.diff(np.flatnonzero((row[1:-1] < row[:-2]) & (row[1:-1] <= row[2:])))
    assert np.median(steps) == 8


def test_the_resolution_must_be_positive():
    with pytest.raises(ValueError, match="positive"):
        draw_page(synthetic_recording(), pixels_per_mm=0)


def test_a_crisp_printer_knows_ink_and_paper_only():
    style = Style(layout="12x1", grid="none", footer=False, lead_names=False, crisp=True, ink=(0, 0, 0))
    assert set(np.unique(draw_page(synthetic_recording(), style, 4.0).image)) == {0, 255}


def test_a_pen_that_stays_down_joins_the_leads_of_a_row():
    recording = flat_recording(0.0)
    recording.signal_mv[LEADS.index("aVR")] = 1.0
    style = Style(layout="3x4", grid="none", footer=False, lead_names=False, pulse="none")
    apart, joined = (draw_page(recording, Style(**{**vars(style), "joined": joined}), 4.0) for joined in (False, True))
    border = round(float(apart.traces[1].x_px[0]))
    between = slice(round(float(apart.traces[1].y_px[0])) + 4, round(float(apart.traces[0].y_px[0])) - 4)
    assert apart.image[between, border - 2 : border + 3].min() == 255
    assert (joined.image[between, border - 2 : border + 3].min(axis=(1, 2)) < 128).all()


@pytest.mark.parametrize("typeface", [*TYPEFACES, HELD_OUT_TYPEFACE])
def test_every_typeface_writes_the_names(typeface):
    named, bare = (
        draw_page(
            flat_recording(np.nan), Style(grid="none", pulse="none", footer=False, lead_names=n, typeface=typeface)
        )
        for n in (True, False)
    )
    assert (named.image != bare.image).any(axis=2).sum() > 300


def test_a_screen_is_dark_and_its_trace_bright():
    image = draw_page(synthetic_recording(), Style(grid="screen", full_bleed=True, ink=(240, 240, 240)), 4.0).image
    assert np.median(image) < 40
    assert image.max() > 200

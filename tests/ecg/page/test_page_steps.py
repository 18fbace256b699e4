"""Each step of the reader by itself, on drawings small enough to reckon by hand."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from ecgweb.ecg.page.centre import NODES_PER_COLUMN, pen_line
from ecgweb.ecg.page.follow import Followed, follow
from ecgweb.ecg.page.grid import grid_scale
from ecgweb.ecg.page.ink import darkness, ink_threshold
from ecgweb.ecg.page.layout import CABRERA, Arrangement, arrangements, bar_misfit, disagreement
from ecgweb.ecg.page.leads import place_leads
from ecgweb.ecg.page.pulse import Pulse
from ecgweb.ecg.page.rows import find_rows, level_baselines
from ecgweb.ecg.page.runs import find_runs
from ecgweb.ecg.page.scale import find_scale
from ecgweb.ecg.page.share import divide_shared_ink
from ecgweb.ecg.page.skew import skew_deg
from ecgweb.ecg.page.strokes import find_strokes
from ecgweb.ecg.recording import LEADS
from ecgweb.ecg.refusal import Refused


def gridded(height: int = 400, width: int = 900, pixels_per_mm: int = 5) -> np.ndarray:
    page = np.full((height, width, 3), 255, dtype=np.uint8)
    page[:: 5 * pixels_per_mm] = (240, 130, 130)
    page[:, :: 5 * pixels_per_mm] = (240, 130, 130)
    return page


def limb_leads(rng: np.random.Generator, samples: int = 1000) -> np.ndarray:
    one, two = rng.normal(size=(2, samples))
    return np.stack([one, two, two - one, -(one + two) / 2, one - two / 2, two - one / 2])


def test_ink_is_parted_from_a_coloured_grid():
    page = gridded()
    page[200:203, 50:850] = 10
    dark = darkness(page)
    ink = dark.trace >= ink_threshold(dark.trace)
    assert ink[200:203, 60:840].all()
    assert ink.sum() == pytest.approx(3 * 800, rel=0.02)


def test_shade_does_not_count_as_ink():
    page = np.full((300, 900, 3), 230, dtype=np.float64) * np.linspace(1, 0.5, 900)[None, :, None]
    page[150:153, 20:880] *= 0.1
    dark = darkness(page.astype(np.uint8))
    ink = dark.trace >= ink_threshold(dark.trace)
    assert ink[150:153, 30:870].mean() > 0.99
    assert ink.sum() < 1.1 * 3 * 860


def test_the_grid_gives_its_millimetre():
    dark = darkness(gridded(pixels_per_mm=6))
    no_ink = np.zeros(dark.grid.shape, dtype=bool)
    assert grid_scale(dark.grid, no_ink, expected_pixels_per_mm=5.0) == pytest.approx(6.0, rel=0.001)


def test_a_blank_page_has_no_grid():
    blank = np.zeros((300, 600), dtype=np.uint8)
    assert grid_scale(blank, blank > 0, expected_pixels_per_mm=5.0) is None


def test_lines_drawn_on_whole_pixels_are_not_mistaken_for_their_neighbours():
    lines = np.rint(np.arange(0, 1890, 7.25)).astype(int)
    grid = np.zeros((1200, 1900), np.uint8)
    for step, shade in ((1, 60), (5, 110)):
        grid[:, lines[::step]] = np.maximum(grid[:, lines[::step]], shade)
        grid[lines[lines < 1200][::step]] = np.maximum(grid[lines[lines < 1200][::step]], shade)
    assert grid_scale(grid, np.zeros(grid.shape, bool), 7.3) == pytest.approx(7.25, rel=0.003)


def test_black_on_white_is_parted_halfway():
    rng = np.random.default_rng(0)
    trace = rng.integers(0, 20, (400, 600)).astype(np.uint8)
    trace[::10] = rng.integers(240, 256, (40, 600))  # a tenth of the page: trace and the lines of a grid
    assert 80 < ink_threshold(trace) < 180


def test_skew_is_measured_to_a_twentieth_of_a_degree():
    turned = Image.fromarray(gridded()).rotate(1.3, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    dark = darkness(np.asarray(turned))
    assert skew_deg(dark.trace >= 255, dark.grid) == pytest.approx(-1.3, abs=0.05)


def test_letters_and_rulings_are_no_strokes():
    ink = np.zeros((400, 1000), dtype=bool)
    ink[200 + np.rint(30 * np.sin(np.arange(900) / 20)).astype(int), np.arange(50, 950)] = True
    ink |= np.roll(ink, 1, axis=0)
    ink[20:23] = True
    ink[50:58, 100:104] = ink[54, 100:108] = True
    strokes = find_strokes(ink)
    assert strokes is not None
    assert not strokes.ink[:100].any()
    assert (strokes.left, strokes.right) == (50, 950)


def test_rows_are_counted_where_each_trace_is_crossed_once():
    ink = np.zeros((300, 400), dtype=bool)
    for row in (60, 150, 240):
        ink[row - 1 : row + 2] = True
    ink[55:155, 200:203] = True
    runs = find_runs(ink, ink.astype(np.uint8) * 200, 100, 0, 400)
    assert find_rows(runs, 300) == pytest.approx([60, 150, 240], abs=0.5)


def test_a_trace_is_followed_over_its_peak_and_not_onto_a_letter():
    ink = np.zeros((200, 120), dtype=bool)
    ink[150:153] = True
    ink[40:153, 58:60] = ink[40:153, 64:66] = ink[40:43, 58:66] = True
    ink[150:153, 60:64] = False
    ink[120:123, 20:30] = True
    runs = find_runs(ink, ink.astype(np.uint8) * 200, 100, 0, 120)
    followed = follow(runs, level_baselines(np.array([151.0], dtype=np.float32), 120), pixels_per_mm=5.0)
    assert followed.top[61, 0] == pytest.approx(40, abs=1)
    assert followed.centre[25, 0] == pytest.approx(151, abs=1)


def test_a_peak_narrower_than_the_pen_keeps_its_height():
    top = np.full((21, 1), 99.0, dtype=np.float32)
    bottom = np.full((21, 1), 101.0, dtype=np.float32)
    top[9:12, 0] = (60, 49, 60)
    line = pen_line(Followed(top, bottom, np.zeros((21, 1), dtype=int)), pen_px=2.0)
    assert line[10 * NODES_PER_COLUMN, 0] == pytest.approx(50, abs=8)
    assert line[0, 0] == pytest.approx(100, abs=0.1)


def test_ink_of_two_rows_is_cut_where_they_met():
    top = np.array([[10, 80], [10, 40], [10, 10], [10, 40], [10, 80]], dtype=np.float32)
    bottom = np.array([[12, 82], [12, 82], [82, 82], [12, 82], [12, 82]], dtype=np.float32)
    run = np.array([[0, 1], [0, 1], [0, 0], [0, 1], [0, 1]])
    baselines = np.tile(np.array([11, 81], dtype=np.float32), (5, 1))
    parted = divide_shared_ink(Followed(top, bottom, run), baselines, pen_px=2.0)
    assert parted.bottom[2, 0] == pytest.approx(27)
    assert parted.top[2, 1] == pytest.approx(25)


def test_limb_leads_agree_with_their_own_order_only():
    rows = limb_leads(np.random.default_rng(1))
    standard, cabrera = arrangements(6)[0], next(a for a in arrangements(6) if a.order == CABRERA)
    assert disagreement(rows, Arrangement(6, 1, 0)) < 1e-3
    assert disagreement(rows, Arrangement(6, 1, 0, CABRERA)) > 0.2
    assert (standard.order, cabrera.order) == (LEADS, CABRERA)


def test_six_rows_may_be_two_layouts():
    assert {arrangement.name for arrangement in arrangements(6)} == {"6x2", "3x4+3"}
    assert {arrangement.name for arrangement in arrangements(4)} == {"3x4+1", "4x3"}
    assert arrangements(2) == ()


def test_a_bar_in_the_middle_speaks_for_two_columns():
    assert bar_misfit((0.5,), Arrangement(6, 2, 0)) == 0.0
    assert bar_misfit((0.5,), Arrangement(3, 4, 3)) > 0.3
    assert bar_misfit((), Arrangement(3, 4, 3)) == 0.0


def test_a_strip_is_named_after_the_lead_it_repeats():
    rng = np.random.default_rng(2)
    rows = rng.normal(size=(4, 1000))
    rows[3, 500:750] = rows[1, 500:750]
    placed, strips = place_leads(rows, Arrangement(3, 4, 1))
    assert strips == ("V2",)
    assert np.isfinite(placed[LEADS.index("V2")]).all()


@pytest.mark.parametrize(
    ("pulse_px", "extent_px", "speed", "gain"), [(50, 1250, 25, 10), (100, 1250, 25, 20), (25, 2500, 50, 5)]
)
def test_speed_and_gain_follow_from_grid_pulse_and_extent(pulse_px, extent_px, speed, gain):
    scale = find_scale(5.0, Pulse(pulse_px, 10, 30), extent_px)
    assert (scale.speed_mm_s, scale.gain_mm_mv, scale.duration_s) == (speed, gain, 10)


def test_a_pulse_alone_gives_the_scale():
    scale = find_scale(None, Pulse(60, 10, 30), 1490)
    assert scale.pixels_per_mm == pytest.approx(6)
    assert scale.duration_s == 10


def test_without_grid_and_pulse_there_is_no_scale():
    with pytest.raises(Refused) as refusal:
        find_scale(None, None, 1490)
    assert refusal.value.reason.code == "unreadable_grid"


def test_with_speed_and_gain_known_the_width_is_taken_for_ten_seconds():
    scale = find_scale(None, None, 1250.0, speed_mm_s=25.0, gain_mm_mv=10.0)
    assert scale.by_width and (scale.pixels_per_mm, scale.duration_s) == (5.0, 10.0)


def test_it_is_told_what_gave_speed_and_gain():
    found = (
        find_scale(5.0, Pulse(50, 10, 30), 1250),
        find_scale(5.0, None, 1250),
        find_scale(None, Pulse(60, 10, 30), 1490),
    )
    assert [(scale.speed_from, scale.gain_from) for scale in found] == [
        ("grid", "pulse"),
        ("grid", "assumed"),
        ("pulse", "pulse"),
    ]

"""Displacement of the paper, told by its grid."""

from dataclasses import replace

import numpy as np
import pytest

from ecgweb.ecg.page.drift import as_displaced, on_even_paper, paper_drift
from ecgweb.ecg.page.read import follow_page
from ecgweb.ecg.paper import Style, draw_page, synthetic_recording

PIXELS_PER_MM, HEIGHT, WIDTH, LEFT = 6.0, 300, 1500, 100
ROWS = (90.0, 210.0)


def printed(moved_px):
    """Grid lines a millimetre apart, moved to the right by what each place asks for."""
    x = np.arange(WIDTH)
    lines = 60 * np.exp(-0.5 * (((x - moved_px + 3) % PIXELS_PER_MM - 3) / 0.8) ** 2)
    return np.broadcast_to(lines.astype(np.uint8), (HEIGHT, WIDTH)).copy()


def drift_of(grid, pixels_per_mm=PIXELS_PER_MM):
    baselines = np.broadcast_to(np.float32(ROWS), (WIDTH - 2 * LEFT, 2))
    return paper_drift(grid, np.zeros(grid.shape, bool), baselines, LEFT, pixels_per_mm)


def test_a_fold_is_followed_by_the_lines_it_moves():
    fold = 5.0 * np.clip(1 - np.abs(np.arange(WIDTH) - 700) / 200, 0, None)
    drift = drift_of(printed(fold))
    expected = fold[LEFT:-LEFT] - np.median(fold[LEFT:-LEFT])
    assert drift.shape == (WIDTH - 2 * LEFT, 2)
    assert np.abs(drift - expected[:, None])[50:-50].max() < 1.0
    assert np.median(np.abs(drift - expected[:, None])) < 0.2


def test_even_paper_is_not_displaced():
    assert np.abs(drift_of(printed(0.0))).max() < 0.1


def test_without_a_grid_nothing_is_told():
    noise = np.random.default_rng(0).integers(0, 60, (HEIGHT, WIDTH)).astype(np.uint8)
    assert drift_of(noise) is None
    assert drift_of(printed(0.0), None) is None


def test_places_go_to_even_paper_and_back():
    fold = 4.0 * np.clip(1 - np.abs(np.arange(WIDTH) - 700) / 300, 0, None)
    drift = drift_of(printed(fold))
    place = 640.0
    even = on_even_paper(place, LEFT, drift)
    assert even == pytest.approx(place - drift[540].mean(), abs=0.05)
    assert as_displaced(np.array([even]), 0, LEFT, drift)[0] == pytest.approx(place, abs=0.1)
    assert on_even_paper(place, LEFT, None) == place


def test_a_drawn_page_has_none_and_its_clock_is_kept():
    page = draw_page(synthetic_recording(), Style(layout="3x4+1"))
    rows = follow_page(page.image).rows
    assert rows.drift_px is not None
    assert np.abs(rows.drift_px).max() < 0.1 * rows.pixels_per_mm
    assert replace(rows, drift_px=None).start_px == rows.start_px

"""Dotted bars between leads, and the dotted lines of a grid that are none."""

import numpy as np
import pytest

from ecgweb.ecg.page.strokes import find_strokes


def page(dotted_columns):
    """A long trace and upright dotted lines."""
    ink = np.zeros((900, 1400), bool)
    across = np.arange(60, 1340)
    for thickness in range(4):
        ink[(450 + 40 * np.sin(across / 30)).astype(int) + thickness, across] = True
    for column in dotted_columns:
        ink[150:750:6, column] = ink[151:750:6, column] = True
    return ink


def test_three_dotted_lines_are_bars():
    assert find_strokes(page([380, 700, 1020])).bars_px == pytest.approx((380, 700, 1020), abs=1)


def test_the_lines_of_a_dotted_grid_are_no_bars():
    assert find_strokes(page(range(80, 1340, 40))).bars_px == ()

import numpy as np
import pytest

from ecgweb.ecg.paper.stroke import add_straight, trace_cover


def line(y_px, width=40):
    return np.arange(width, dtype=float), np.broadcast_to(np.asarray(y_px, float), (width,)).copy()


def test_a_level_line_inks_its_width():
    cover = trace_cover([line(10.0)], (40, 20), 3.0)
    assert cover[:, 20].tolist() == [0] * 9 + [255] * 3 + [0] * 8


def test_a_line_between_pixel_rows_inks_a_part_of_both():
    cover = trace_cover([line(10.25)], (40, 20), 1.0)
    assert cover[10:12, 20].tolist() == [191, 64]


def test_a_slope_is_as_wide_as_the_pen():
    x, y = line(np.arange(40) * 1.0)
    cover = trace_cover([(x, y)], (40, 40), 2.0)
    assert cover[:, 20].sum() / 255 == pytest.approx(2.0 * np.sqrt(2), rel=0.03)


def test_a_narrow_peak_keeps_its_height():
    x, y = np.array([0.0, 19.9, 20.0, 20.1, 39.0]), np.array([30.0, 30.0, 5.0, 30.0, 30.0])
    assert np.flatnonzero(trace_cover([(x, y)], (40, 40), 1.0)[:, 20])[0] in (4, 5)


def test_a_gap_stays_blank():
    x, y = line(10.0)
    y[15:25] = np.nan
    cover = trace_cover([(x, y)], (40, 20), 1.0)
    assert not cover[:, 17:22].any()
    assert cover[10, 5] == cover[10, 30] == 255


def test_crossing_lines_ink_no_more_than_ink():
    cover = trace_cover([line(10.0), line(10.0)], (40, 20), 2.0)
    assert cover[10, 20] == 255


def test_what_leaves_the_sheet_is_cut():
    cover = trace_cover([(np.arange(-10, 60.0), np.full(70, -1.0))], (40, 20), 4.0)
    assert cover[0, 20] == 255 and not cover[2:].any()


def test_nothing_to_draw_is_blank_paper():
    assert not trace_cover([], (4, 3), 1.0).any()


def test_a_straight_line_is_as_wide_as_the_pen():
    cover = np.zeros((20, 20), np.uint8)
    add_straight(cover, [(5.0, 3.0), (5.0, 15.0)], 2.0)
    assert cover[10].tolist() == [0] * 4 + [255] * 2 + [0] * 14

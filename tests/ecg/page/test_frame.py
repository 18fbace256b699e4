"""Where a page lies in its picture: turns without loss, corners seen by a camera, points there and back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from ecgweb.ecg.homography import homography
from ecgweb.ecg.page.frame import frame_of

PICTURE = np.random.default_rng(1).integers(0, 256, (30, 50, 3)).astype(np.uint8)
WIDTH, HEIGHT = 4000, 3000
PAGE_MM = (297.0, 210.0)


def seen(angles_deg, focal=0.8, distance_mm=420.0):
    """Corners of a sheet of A4 in a picture of a camera turned by these angles; focal length over picture width."""
    x, y = PAGE_MM[0] / 2, PAGE_MM[1] / 2
    sheet = np.array([[-x, -y, 0], [x, -y, 0], [x, y, 0], [-x, y, 0]])
    turned = sheet @ Rotation.from_euler("xyz", angles_deg, degrees=True).as_matrix().T + [0, 0, distance_mm]
    at = turned[:, :2] / turned[:, 2:] * focal * WIDTH + [WIDTH / 2, HEIGHT / 2]
    return tuple(map(tuple, at.tolist()))


@pytest.mark.parametrize("turns", range(4))
def test_a_quarter_turn_moves_pixels_and_changes_none(turns):
    frame = frame_of(None, turns, 50, 30)
    page = frame.cut(PICTURE)
    assert np.array_equal(page, np.rot90(PICTURE, -turns))
    y, x = (axis.ravel() for axis in np.mgrid[0 : page.shape[0], 0 : page.shape[1]])
    there_x, there_y = frame.on_picture(x.astype(np.float32), y.astype(np.float32))
    assert np.array_equal(PICTURE[there_y.round().astype(int), there_x.round().astype(int)], page.reshape(-1, 3))


@pytest.mark.parametrize("angles_deg", [(0, 0, 0), (25, 20, 5), (-20, 30, -10), (35, 12, 0)])
@pytest.mark.parametrize("focal", [0.65, 0.8, 1.2])
def test_the_shape_of_a_sheet_seen_askew_follows_from_its_corners(angles_deg, focal):
    frame = frame_of(seen(angles_deg, focal), 0, WIDTH, HEIGHT)
    assert frame.width_px / frame.height_px == pytest.approx(PAGE_MM[0] / PAGE_MM[1], rel=0.01)


def test_where_one_pair_of_sides_does_not_converge_a_usual_camera_is_assumed():
    frame = frame_of(seen((30, 0, 0), focal=0.75), 0, WIDTH, HEIGHT)
    assert frame.width_px / frame.height_px == pytest.approx(PAGE_MM[0] / PAGE_MM[1], rel=0.03)


@settings(max_examples=60, deadline=None)
@given(
    angles_deg=st.tuples(st.floats(-35, 35), st.floats(-35, 35), st.floats(-40, 40)),
    turns=st.integers(0, 3),
    share=st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
def test_points_go_to_the_picture_and_back(angles_deg, turns, share):
    frame = frame_of(seen(angles_deg), turns, WIDTH, HEIGHT)
    x, y = np.float32([share[0] * frame.width_px]), np.float32([share[1] * frame.height_px])
    back = frame.on_page(*frame.on_picture(x, y))
    assert np.allclose(np.concatenate(back), np.concatenate([x, y]), atol=0.1)


@pytest.mark.parametrize("turns", range(4))
def test_the_upper_left_of_the_page_is_its_corner_on_the_picture(turns):
    corners = seen((20, -15, 8))
    frame = frame_of(corners, turns, WIDTH, HEIGHT)
    x, y = frame.on_picture(np.float32([-0.5]), np.float32([-0.5]))
    assert (x[0], y[0]) == pytest.approx((corners[-turns][0] - 0.5, corners[-turns][1] - 0.5), abs=0.01)


def test_a_gap_in_a_trace_stays_a_gap_when_the_page_is_turned():
    frame = frame_of(None, 1, 50, 30)
    x, y = frame.on_picture(np.float32([1, 2, 3]), np.float32([5, np.nan, 7]))
    assert np.isfinite(x + y).tolist() == [True, False, True]


def test_a_mask_is_laid_back_where_the_page_is_and_nowhere_else():
    corners = ((10.0, 5.0), (40.0, 5.0), (40.0, 25.0), (10.0, 25.0))
    frame = frame_of(corners, 0, 50, 30)
    laid = frame.lay_back(np.ones((frame.height_px, frame.width_px), dtype=bool), 50, 30)
    expected = np.zeros((30, 50), dtype=bool)
    expected[5:25, 10:40] = True
    assert np.array_equal(laid, expected)


def test_a_homography_takes_four_points_to_four_others():
    source, target = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]), np.array(seen((10, 20, 3)))
    x, y, scale = homography(source, target) @ np.vstack([source.T, np.ones(4)])
    assert np.allclose(np.stack([x / scale, y / scale], axis=1), target)

"""Blurred pages are told from sharp ones, and refused for what they are."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from ecgweb.ecg.page import read_page
from ecgweb.ecg.page.sharpness import is_blurred
from ecgweb.ecg.paper import Style, draw_page, synthetic_recording
from ecgweb.ecg.refusal import Refused


def blurred(page: np.ndarray, radius_mm: float) -> np.ndarray:
    radius_px = radius_mm * page.shape[1] / 270
    return gaussian_filter(page, (radius_px, radius_px, 0))


@pytest.mark.parametrize("grid", ["pink", "grey"])
@pytest.mark.parametrize("radius_mm", [0.7, 1.0])
def test_a_page_too_blurred_to_follow_is_refused_as_that(grid, radius_mm):
    page = draw_page(synthetic_recording(70), Style(grid=grid)).image
    with pytest.raises(Refused) as refusal:
        read_page(blurred(page, radius_mm))
    assert refusal.value.reason.code == "too_blurred"


def test_a_little_blur_does_no_harm():
    page = draw_page(synthetic_recording(70), Style()).image
    assert not is_blurred(page)
    assert read_page(blurred(page, 0.2)).quality.verdict == "good"


def test_a_blank_picture_is_not_blurred():
    assert not is_blurred(np.full((700, 1000, 3), 255, dtype=np.uint8))

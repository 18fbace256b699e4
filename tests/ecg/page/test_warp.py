"""Pages that are bent, or seen askew, are laid flat by their grid."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from scipy.ndimage import map_coordinates

from ecgweb.ecg.page import read_page
from ecgweb.ecg.page.ink import darkness, ink_threshold
from ecgweb.ecg.page.warp import Warp, find_warp
from ecgweb.ecg.paper import Style, draw_page, synthetic_recording


def bent(page: np.ndarray, sag_px: float, keystone: float) -> tuple[np.ndarray, np.ndarray]:
    """The page as a camera shows it whose far edge is narrow and whose middle sags; and where each pixel lay."""
    height, width = page.shape[:2]
    y, x = np.meshgrid(np.arange(height, dtype=float), np.arange(width, dtype=float), indexing="ij")
    share = (x - width / 2) / width
    from_x = width / 2 + (x - width / 2) * (1 + keystone * (0.5 - y / height))
    from_y = y - sag_px * (1 - 4 * share**2) + 0.04 * (x - width / 2)
    source = np.stack([from_y, from_x])
    picture = np.stack([map_coordinates(page[..., c], source, order=1, mode="nearest") for c in range(3)], axis=-1)
    return picture, source


def warp_found(picture: np.ndarray) -> Warp | None:
    dark = darkness(picture)
    return find_warp(dark.trace >= ink_threshold(dark.trace), dark.grid)


@pytest.mark.parametrize("grid", ["pink", "dotted", "grey"])
def test_a_bent_page_reads_as_the_flat_one_does(grid):
    page = draw_page(synthetic_recording(70), Style(grid=grid, full_bleed=True))
    picture, source = bent(page.image, sag_px=14, keystone=0.12)
    reading = read_page(picture)
    assert (reading.layout.name, reading.layout.rhythm_leads) == ("3x4+1", ("II",))
    assert reading.quality.verdict == "good"
    drawn = next(trace for trace in page.traces if trace.lead == "V4")
    found = next(trace for trace in reading.traces if trace.lead == "V4")
    seen = np.isfinite(found.y_px)
    at = np.stack([found.y_px[seen], found.x_px[seen]])
    page_y, page_x = (map_coordinates(axis, at, order=1) for axis in source)
    assert np.median(np.abs(page_y - np.interp(page_x, drawn.x_px, drawn.y_px))) < 1.0


def test_points_go_to_the_flat_page_and_back():
    page = draw_page(synthetic_recording(70), Style(full_bleed=True))
    warp = warp_found(bent(page.image, sag_px=14, keystone=0.12)[0])
    assert warp is not None
    x, y = np.array([100.0, 400.0, 800.0], dtype=np.float32), np.array([90.0, np.nan, 500.0], dtype=np.float32)
    on_x, on_y = warp.on_picture(x, y)
    assert np.array_equal(np.isnan(on_y), np.isnan(y))
    back = warp.flat(np.stack([on_x, on_y])[:, [0, 2]] - warp.middle_px[:, None])
    assert np.ptp(back[0] - x[[0, 2]]) < 0.3
    assert np.ptp(back[1] - y[[0, 2]]) < 0.3


def test_where_no_grid_is_printed_nothing_is_bent():
    assert warp_found(draw_page(synthetic_recording(70), Style(grid="none")).image) is None
    assert warp_found(np.asarray(Image.effect_noise((900, 600), 60).convert("RGB"))) is None

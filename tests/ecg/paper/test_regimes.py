from dataclasses import asdict

import numpy as np
import pytest

from ecgweb.ecg.paper import draw_page, synthetic_recording
from ecgweb.ecg.paper.regimes import HELD_OUT_EFFECTS, REGIMES, random_page, random_wear
from ecgweb.ecg.paper.style import HELD_OUT_GRIDS, HELD_OUT_TYPEFACE
from ecgweb.ecg.paper.wear import Wear, wear_page

RNG_SEEDS = range(60)


@pytest.mark.parametrize("regime", REGIMES)
def test_training_never_sees_what_is_held_out(regime):
    pages = [random_page(np.random.default_rng(seed), regime) for seed in RNG_SEEDS]
    assert not {page.style.grid for page in pages} & set(HELD_OUT_GRIDS)
    assert HELD_OUT_TYPEFACE not in {page.style.typeface for page in pages}
    assert not any(asdict(page.wear)[effect] for page in pages for effect in HELD_OUT_EFFECTS)


@pytest.mark.parametrize("regime", ["worn", "photographed"])
def test_held_out_pages_bear_a_held_out_effect(regime):
    pages = [random_page(np.random.default_rng(seed), regime, held_out=True) for seed in RNG_SEEDS]
    assert {page.style.grid for page in pages} <= {*HELD_OUT_GRIDS, "none"}
    assert {page.style.typeface for page in pages} == {HELD_OUT_TYPEFACE}
    assert all(any(asdict(page.wear)[effect] for effect in HELD_OUT_EFFECTS) for page in pages)


def test_clean_pages_are_not_worn():
    assert random_page(np.random.default_rng(0), "clean", held_out=True).wear == Wear()


def test_wear_without_strength_is_none_but_the_file():
    wear = random_wear(np.random.default_rng(0), 0.0)
    assert wear == Wear(jpeg_quality=wear.jpeg_quality)


@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize("seed", range(4))
def test_traces_stay_within_the_picture(regime, seed):
    page = random_page(np.random.default_rng(seed), regime, held_out=seed % 2 == 1)
    drawing = draw_page(synthetic_recording(), page.style, 4.0)
    worn = wear_page(drawing.image, page.wear, seed)
    height, width = worn.picture.shape[:2]
    for trace in worn.traces(drawing.traces):
        inside = (trace.x_px >= 0) & (trace.x_px < width) & (trace.y_px >= 0) & (trace.y_px < height)
        assert inside.mean() > 0.97

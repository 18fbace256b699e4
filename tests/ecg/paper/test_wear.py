import numpy as np
import pytest

from ecgweb.ecg.paper import draw_page, synthetic_recording
from ecgweb.ecg.paper.camera import add_noise
from ecgweb.ecg.paper.copier import black_and_white, fade
from ecgweb.ecg.paper.light import glare, shade
from ecgweb.ecg.paper.regimes import random_wear
from ecgweb.ecg.paper.style import Style
from ecgweb.ecg.paper.wear import Wear, wear_out, wear_page

WHITE = np.full((60, 100, 3), 255, dtype=np.uint8)
BARE = Style(layout="12x1", grid="none", footer=False, lead_names=False, pulse="none")


def test_no_wear_changes_nothing():
    assert wear_out(WHITE, Wear()) is WHITE


def test_the_same_seed_wears_the_same_way():
    wear = random_wear(np.random.default_rng(1))
    np.testing.assert_array_equal(wear_out(WHITE, wear, 5), wear_out(WHITE, wear, 5))


def test_turning_keeps_the_whole_page():
    assert wear_out(WHITE, Wear(turn_deg=90)).shape == (100, 60, 3)


def test_scaling_multiplies_the_sides():
    assert wear_out(WHITE, Wear(scale=0.5)).shape == (30, 50, 3)


def test_light_falls_off_by_the_given_share_at_most():
    dimmed = shade(WHITE, 0.4, 0.0, np.random.default_rng(0))
    assert 255 * 0.6 - 1 <= dimmed.min() < dimmed.max() <= 255


def test_glare_washes_out_and_never_darkens():
    grey = np.full((200, 300, 3), 90, np.uint8)
    washed = glare(grey, 0.8, np.random.default_rng(2))
    assert washed.min() >= 89
    assert washed.max() > 200


def test_noise_has_the_given_deviation():
    grey = np.full((200, 200, 3), 128, dtype=np.uint8)
    assert add_noise(grey, 5.0, np.random.default_rng(0)).std() == pytest.approx(5.0, rel=0.05)


def test_fading_keeps_the_paper_and_weakens_the_ink():
    page = WHITE.copy()
    page[30] = 0
    faded = fade(page, 0.5)
    assert faded[0, 0].tolist() == [255] * 3
    assert faded[30, 0, 0] == pytest.approx(127, abs=1)


def test_a_copy_is_black_and_white_even_in_poor_light():
    drawing = draw_page(synthetic_recording(), BARE, 4.0)
    copy = black_and_white(shade(drawing.image, 0.5, 0.0, np.random.default_rng(0)), 0.3)
    assert set(np.unique(copy)) == {0, 255}
    ink = copy[..., 0] == 0
    assert np.mean(ink == (drawing.image[..., 0] < 160)) > 0.995


WAYS = {
    "as drawn": Wear(),
    "turned": Wear(turn_deg=4.0),
    "from the side": Wear(perspective=0.08, desk=0.05),
    "bent": Wear(curl=0.01, lens=0.03),
    "folded and smaller": Wear(folds=3, scale=0.8),
    "all of it": Wear(turn_deg=-3, perspective=0.05, lens=-0.02, curl=0.008, folds=2, desk=0.04, scale=1.2),
}


@pytest.mark.parametrize("wear", WAYS.values(), ids=WAYS)
def test_the_ink_lies_where_the_worn_truth_says(wear):
    drawing = draw_page(synthetic_recording(), BARE, 5.0)
    worn = wear_page(drawing.image, wear, 3)
    dark = 255 - worn.picture.min(axis=2).astype(float)
    for trace in worn.traces(drawing.traces):
        calm = np.abs(np.diff(trace.y_px, prepend=trace.y_px[0])) < 0.6
        x, y = np.rint(trace.x_px[calm]).astype(int), np.rint(trace.y_px[calm]).astype(int)
        assert np.mean(dark[y, x] > 60) > 0.98


@pytest.mark.parametrize("wear", WAYS.values(), ids=WAYS)
def test_the_way_back_is_the_way_there_reversed(wear):
    worn = wear_page(np.full((600, 1000, 3), 255, np.uint8), wear, 3)
    x, y = (axis.ravel() for axis in np.meshgrid(np.linspace(50, 950, 9), np.linspace(50, 550, 7)))
    back = worn.warp.on_page(*worn.warp.on_picture(x, y))
    np.testing.assert_allclose(back, (x, y), atol=0.1)


def test_a_mask_is_carried_like_the_page():
    drawing = draw_page(synthetic_recording(), BARE, 4.0)
    worn = wear_page(drawing.image, Wear(turn_deg=-3, perspective=0.05, lens=-0.02, curl=0.008, scale=1.2), 1)
    carried = worn.mask(255 - drawing.image.min(axis=2))
    assert carried.shape == worn.picture.shape[:2]
    ink = 255.0 - worn.picture[..., 1]
    assert np.corrcoef(carried.ravel(), ink.ravel())[0, 1] > 0.99


@pytest.mark.parametrize(
    "wear", [Wear(notes=3), Wear(stains=2), Wear(highlighter=2), Wear(dust=0.001), Wear(streaks=0.5)]
)
def test_marks_change_some_of_the_page_and_leave_the_rest(wear):
    page = np.full((400, 700, 3), 250, np.uint8)
    changed = np.any(wear_out(page, wear, 1) != page, axis=2).mean()
    assert 0 < changed < 0.5


def test_print_of_the_back_side_shines_through_reversed():
    page = np.full((100, 200, 3), 255, np.uint8)
    page[40:60, 20:60] = 0
    seen = wear_out(page, Wear(show_through=0.4), 0)
    assert 140 < seen[50, 160, 0] < 170
    assert seen[50, 100, 0] > 250

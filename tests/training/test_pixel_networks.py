import numpy as np
import pytest
from PIL import Image

pytest.importorskip("keras")

from training.packs import Page
from training.pixel_networks import HEIGHT, NETWORKS, WIDTH, page_picture, pixel_network_figures
from training.recipe import Recipe

LABELS = ("normal", "abnormal", "mi", "post_mi")


@pytest.fixture
def pages(tmp_path):
    """Pages that say their label by where the print stands in the header, two to a group."""
    made = []
    for number in range(48):
        kind = number % 4
        ink = np.full((120, 160), 255, np.uint8)
        ink[5:25, 40 * kind : 40 * kind + 40] = 0
        ink[60:62] = 0
        path = tmp_path / f"{number}.png"
        Image.fromarray(ink).save(path)
        made.append(Page(path, LABELS[kind], "A", None, str(number // 8)))
    return made


def test_what_the_machine_printed_is_masked(pages):
    whole, masked = (page_picture(pages[0], masked) for masked in (False, True))
    assert whole.shape == masked.shape == (HEIGHT, WIDTH, 1)
    assert whole[10].max() == 1
    assert masked[10].max() == 0
    assert masked[HEIGHT // 2].max() > 0.5


@pytest.mark.slow
def test_print_gives_the_label_away_unless_it_is_masked_and_is_measured_once(pages, tmp_path, monkeypatch):
    build, _, _ = NETWORKS["small CNN"]
    monkeypatch.setattr("training.pixel_networks.NETWORKS", {"small CNN": (build, 12, 2)})
    figures = pixel_network_figures(pages, Recipe(page_folds=2), tmp_path / "pixels.json")
    naive, apart = (float(row["balanced accuracy"].split()[0]) for row in figures.values())
    assert naive > 0.9
    assert apart < 0.5
    monkeypatch.setattr("training.pixel_networks.NETWORKS", {"small CNN": (None, 12, 2)})
    assert pixel_network_figures(pages, Recipe(page_folds=2), tmp_path / "pixels.json") == figures

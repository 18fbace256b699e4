import numpy as np
from PIL import Image

from training.report import draw_confusion, draw_curves, draw_reliability


def is_drawn(path):
    with Image.open(path) as picture:
        return np.asarray(picture.convert("L")).std() > 5


def test_curves_are_drawn_from_the_tables_that_training_kept(tmp_path):
    (tmp_path / "twin_0.csv").write_text("epoch,findings_loss\n0,0.4\n1,0.2\n")
    draw_curves(tmp_path / "curves.png", [tmp_path / "twin_0.csv"])
    assert is_drawn(tmp_path / "curves.png")


def test_the_confusion_bears_its_counts(tmp_path):
    draw_confusion(tmp_path / "confusion.png", [[9, 1], [0, 0]], ("normal", "mi"))
    assert is_drawn(tmp_path / "confusion.png")


def test_reliability_is_drawn_for_every_title(tmp_path):
    promised = np.linspace(0, 1, 50)
    draw_reliability(
        tmp_path / "reliability.png", {"one": (promised, promised > 0.5), "two": (promised, promised > 0.2)}
    )
    assert is_drawn(tmp_path / "reliability.png")

"""Photographs that ship with scikit-learn and matplotlib, cropped, mirrored and sized at random."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import matplotlib
import numpy as np
import sklearn.datasets
from PIL import Image, ImageOps

from training.non_ecgs.canvas import Picture

_FILES = {
    "photo_temple": Path(sklearn.datasets.__file__).parent / "images" / "china.jpg",
    "photo_flower": Path(sklearn.datasets.__file__).parent / "images" / "flower.jpg",
    "photo_portrait": Path(matplotlib.get_data_path()) / "sample_data" / "grace_hopper.jpg",
}


@cache
def _photo(name: str) -> Image.Image:
    return Image.open(_FILES[name]).convert("RGB")


def crop(name: str, rng: np.random.Generator) -> Picture:
    """A random part of a photo, 900 to 1600 pixels wide."""
    whole = _photo(name)
    share = rng.uniform(0.5, 1.0)
    width, height = int(whole.width * share), int(whole.height * share)
    left = int(rng.integers(0, whole.width - width + 1))
    top = int(rng.integers(0, whole.height - height + 1))
    part = whole.crop((left, top, left + width, top + height))
    part = ImageOps.mirror(part) if rng.random() < 0.5 else part
    wide = int(rng.integers(900, 1600))
    return np.asarray(part.resize((wide, wide * height // width), Image.Resampling.BICUBIC))


KINDS: dict[str, Callable[[np.random.Generator], Picture]] = {name: partial(crop, name) for name in _FILES}

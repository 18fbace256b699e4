"""A sheet to draw on, made-up words and fonts: what the pictures that are not ECGs have in common."""

from __future__ import annotations

import itertools
from functools import cache
from pathlib import Path

import matplotlib
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from scipy.ndimage import gaussian_filter

Picture = NDArray[np.uint8]
RGB = tuple[int, int, int]

_FONT_FILES = (
    "DejaVuSans.ttf",
    "DejaVuSerif.ttf",
    "DejaVuSansMono.ttf",
    "DejaVuSans-Bold.ttf",
    "DejaVuSerif-Italic.ttf",
)
_FONT_FOLDER = Path(matplotlib.get_data_path()) / "fonts" / "ttf"


def words(rng: np.random.Generator, count: int) -> str:
    """Pronounceable nonsense: syllables of a consonant and a vowel."""
    lengths = rng.integers(1, 5, count)
    syllables = ("".join(pair) for pair in zip(*_letters(rng, int(lengths.sum())), strict=True))
    return " ".join("".join(itertools.islice(syllables, int(length))) for length in lengths)


def _letters(rng: np.random.Generator, count: int) -> tuple[list[str], list[str]]:
    return rng.choice(list("bcdfghklmnprstvz"), count).tolist(), rng.choice(list("aeiou"), count).tolist()


@cache
def font(file: str, size_px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT_FOLDER / file), size_px)


def random_font(rng: np.random.Generator, size_px: int) -> ImageFont.FreeTypeFont:
    return font(str(rng.choice(_FONT_FILES)), size_px)


def dark(rng: np.random.Generator) -> RGB:
    return _colour(rng, 0, 110)


def pale(rng: np.random.Generator) -> RGB:
    return _colour(rng, 225, 256)


def bright(rng: np.random.Generator) -> RGB:
    return _colour(rng, 40, 240)


def _colour(rng: np.random.Generator, low: int, high: int) -> RGB:
    red, green, blue = rng.integers(low, high, 3).tolist()
    return red, green, blue


def sheet(rng: np.random.Generator, portrait: bool = False, colour: RGB | None = None) -> Image.Image:
    """An empty sheet of about A4's shape and 900 to 1700 pixels on its long side."""
    long_px = int(rng.integers(1000, 1700))
    short_px = int(long_px * rng.uniform(0.6, 0.78))
    size = (short_px, long_px) if portrait else (long_px, short_px)
    return Image.new("RGB", size, colour or (pale(rng) if rng.random() < 0.4 else (255, 255, 255)))


def paragraph(
    pen: ImageDraw.ImageDraw, rng: np.random.Generator, box: tuple[float, float, float, float], size_px: int
) -> None:
    """Fill a box (left, top, right, bottom) with lines of made-up words."""
    face, ink = random_font(rng, size_px), dark(rng)
    left, top, right, bottom = box
    y = top
    while y + size_px < bottom:
        length_px = (right - left) * (rng.uniform(0.3, 0.9) if rng.random() < 0.15 else 1.0)
        line = words(rng, max(2, int(length_px / (size_px * 2.6))))
        while len(line) > 3 and face.getlength(line) > length_px:
            line = line.rpartition(" ")[0] or line[:-3]
        pen.text((left, y), line, fill=ink, font=face)
        y += size_px * 1.35


def relief(rng: np.random.Generator, height: int, width: int, hill_px: float) -> NDArray[np.float64]:
    """A smooth random landscape of about unit size with hills of the given breadth, shape (height, width)."""
    field = gaussian_filter(rng.standard_normal((height, width)), hill_px, mode="wrap")
    return field / field.std()


def wander(rng: np.random.Generator, steps: int, roughness: float = 0.1) -> NDArray[np.float64]:
    """A smooth random line around zero with about unit size, shape (steps,)."""
    kernel = np.hanning(max(3, int(steps * roughness)))
    line = np.convolve(rng.standard_normal(steps + kernel.size), kernel, "valid")[:steps]
    return (line - line.mean()) / (line.std() + 1e-9)

"""Scanners, copiers and fax machines: streaks, dust, faded toner, black and white without grey, lost lines."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Picture = NDArray[np.uint8]

_FAX_LINES_PER_COLUMN = 0.48  # 3.85 lines and 8.04 dots a millimetre


def streak(image: Picture, strength: float, rng: np.random.Generator) -> Picture:
    """Level or upright lines that a dirty or failing sensor leaves along its way."""
    gain = np.ones(image.shape[1] if rng.random() < 0.7 else image.shape[0], np.float32)
    for _ in range(int(rng.integers(1, 8))):
        at, wide = int(rng.integers(gain.size)), int(rng.integers(1, 4))
        gain[at : at + wide] *= 1 + strength * float(rng.uniform(-1, 0.6))
    along = gain[None, :, None] if gain.size == image.shape[1] else gain[:, None, None]
    return np.clip(image * along, 0, 255).astype(np.uint8)


def dust(image: Picture, share: float, rng: np.random.Generator) -> Picture:
    """Dark and light specks on the given share of the pixels, a hair or two among them."""
    specks = np.array(image)
    count = int(share * image.shape[0] * image.shape[1])
    rows, columns = rng.integers(image.shape[0], size=count), rng.integers(image.shape[1], size=count)
    grey = rng.choice(np.array([30, 90, 250], np.uint8), count)[:, None]
    for down, across in ((0, 0), (0, 1), (1, 0)):
        here = (np.minimum(rows + down, image.shape[0] - 1), np.minimum(columns + across, image.shape[1] - 1))
        specks[here] = grey
    return specks


def fade(image: Picture, share: float) -> Picture:
    """Pull everything towards the paper's colour, as old thermal paper and empty toner do."""
    paper = np.median(image[::8, ::8].reshape(-1, 3), axis=0)
    table = [np.arange(256) * (1 - share) + level * share for level in paper]
    return np.asarray(Image.fromarray(image).point(np.concatenate(table).astype(np.uint8).tolist()))


def black_and_white(image: Picture, leaning: float) -> Picture:
    """Every pixel black or white against the paper around it.

    `leaning` is how much darker than the paper, as a share, a pixel has to be to come out black: at 0.1 most grids
    stay, at 0.4 none does and thin traces break.
    """
    grey = Image.fromarray(image).convert("L")
    coarse = grey.resize((max(1, grey.width // 16), max(1, grey.height // 16)), Image.Resampling.BOX)
    around = coarse.filter(ImageFilter.MedianFilter(5)).resize(grey.size, Image.Resampling.BILINEAR)
    white = np.asarray(grey, np.float32) > np.asarray(around, np.float32) * (1 - leaning)
    return np.repeat(np.where(white, np.uint8(255), np.uint8(0))[..., None], 3, axis=2)


def fax(image: Picture, leaning: float) -> Picture:
    """Black and white at half the resolution down the page."""
    picture = Image.fromarray(image)
    coarse = picture.resize(
        (picture.width, max(1, round(picture.height * _FAX_LINES_PER_COLUMN))), Image.Resampling.BOX
    )
    sent = Image.fromarray(black_and_white(np.asarray(coarse), leaning))
    return np.asarray(sent.resize(picture.size, Image.Resampling.NEAREST))


def drop_out(image: Picture, share: float, rng: np.random.Generator) -> Picture:
    """Level lines and short dashes that were never transmitted, together about the given share of the page."""
    page = np.array(image)
    height, width = image.shape[:2]
    for row in rng.integers(height, size=int(share * height)):
        left = int(rng.uniform(-0.5, 0.9) * width)
        page[row, max(left, 0) : left + int(rng.uniform(0.1, 1.2) * width)] = 255
    return page

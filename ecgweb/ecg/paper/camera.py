"""The camera's own doings: moire of a photographed screen, blur, shake, noise, compression."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Picture = NDArray[np.uint8]


def moire(image: Picture, strength: float, rng: np.random.Generator) -> Picture:
    """Slow coloured stripes where the dots of a screen beat against those of the sensor."""
    height, width = image.shape[:2]
    y, x = np.mgrid[0:height:4, 0:width:4].astype(np.float32)
    angle, period = rng.uniform(0, np.pi), rng.uniform(12, 60)
    bent = 8 * np.sin(2 * np.pi * (x / width + rng.uniform()))
    phase = 2 * np.pi * (np.cos(angle) * x + np.sin(angle) * (y + bent)) / period
    page = np.empty_like(image)
    for channel, lag in enumerate((0.0, 1.2, 2.4)):
        stripes = Image.fromarray(1 - strength * (0.5 + 0.5 * np.sin(phase + lag)).astype(np.float32))
        page[..., channel] = image[..., channel] * np.asarray(
            stripes.resize((width, height), Image.Resampling.BILINEAR)
        )
    return page


def blur(image: Picture, radius_px: float) -> Picture:
    """Blur with a Gaussian."""
    return np.asarray(Image.fromarray(image).filter(ImageFilter.GaussianBlur(radius_px)))


def shake(image: Picture, length_px: float, rng: np.random.Generator) -> Picture:
    """Smear along a line, as a hand that moves does."""
    side = 5 if length_px > 3 else 3
    angle = rng.uniform(0, np.pi)
    kernel = np.zeros((side, side))
    for step in np.linspace(-0.5, 0.5, 9) * min(length_px, side - 1):
        row, column = round(side // 2 + step * np.sin(angle)), round(side // 2 + step * np.cos(angle))
        kernel[row, column] += 1
    return np.asarray(Image.fromarray(image).filter(ImageFilter.Kernel((side, side), kernel.ravel().tolist())))


def add_noise(image: Picture, deviation: float, rng: np.random.Generator) -> Picture:
    """Add Gaussian noise of the given standard deviation in grey levels, alike in all channels."""
    grain = rng.standard_normal(image.shape[:2], dtype=np.float32) * np.float32(deviation)
    noisy = image + np.rint(grain).astype(np.int16)[..., None]
    return np.clip(noisy, 0, 255, out=noisy).astype(np.uint8)


def compress(image: Picture, quality: int) -> Picture:
    """Save as JPEG and open again."""
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "JPEG", quality=quality)
    return np.asarray(Image.open(buffer))

"""What happens to a page on its way into a file: turned, photographed at an angle, badly lit, blurred, compressed."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Wear:
    """How worn a picture is; the defaults leave it as it was.

    Parameters
    ----------
    turn_deg : float
        Turn counter-clockwise in degrees; the picture grows to hold the whole page.
    perspective : float
        By what share of its side each corner may be pulled inwards.
    scale : float
        Factor of the size.
    light : float
        Share of brightness lost from the brightest to the darkest side.
    shadow : float
        Share of brightness lost inside a soft shadow.
    blur_px : float
        Radius of a Gaussian blur in pixels.
    noise : float
        Standard deviation of the sensor noise in grey levels.
    jpeg_quality : int or None
        Quality of a JPEG round trip.
    """

    turn_deg: float = 0.0
    perspective: float = 0.0
    scale: float = 1.0
    light: float = 0.0
    shadow: float = 0.0
    blur_px: float = 0.0
    noise: float = 0.0
    jpeg_quality: int | None = None


def random_wear(rng: np.random.Generator, strength: float = 1.0) -> Wear:
    """Wear drawn at random; strength 0 leaves the page as it was, 1 is a hurried phone photo."""
    return Wear(
        turn_deg=strength * float(rng.normal(0, 1.5)),
        perspective=strength * float(rng.uniform(0, 0.04)),
        scale=float(1 + strength * rng.uniform(-0.3, 0.3)),
        light=strength * float(rng.uniform(0, 0.35)),
        shadow=strength * float(rng.choice((0.0, 0.0, 0.3))),
        blur_px=strength * float(rng.uniform(0, 1.2)),
        noise=strength * float(rng.uniform(0, 6)),
        jpeg_quality=int(rng.integers(round(95 - 45 * strength), 96)),
    )


def wear_out(image: Picture, wear: Wear, seed: int = 0) -> Picture:
    """Apply all of a `Wear` in the order in which it happens to a real page.

    Parameters
    ----------
    image : ndarray, shape (h, w, 3), uint8
        The clean picture.
    wear : Wear
        What to do to it.
    seed : int
        Seed of corners, directions and noise: the same seed wears the same way.

    Returns
    -------
    ndarray, shape (h', w', 3), uint8
        The worn picture.
    """
    rng = np.random.default_rng(seed)
    image = turn(image, wear.turn_deg) if wear.turn_deg else image
    image = tilt(image, wear.perspective, rng) if wear.perspective else image
    image = shade(image, wear.light, wear.shadow, rng) if wear.light or wear.shadow else image
    image = rescale(image, wear.scale) if wear.scale != 1.0 else image
    image = blur(image, wear.blur_px) if wear.blur_px else image
    image = add_noise(image, wear.noise, rng) if wear.noise else image
    return compress(image, wear.jpeg_quality) if wear.jpeg_quality else image


def turn(image: Picture, degrees: float) -> Picture:
    """Turn counter-clockwise on a background of the page's own colour, without cutting corners off."""
    turned = Image.fromarray(image).rotate(
        degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=_paper_colour(image)
    )
    return np.asarray(turned)


def tilt(image: Picture, share: float, rng: np.random.Generator) -> Picture:
    """Photograph from the side: every corner moves inwards by up to `share` of the sides."""
    height, width = image.shape[:2]
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float64)
    inwards = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)])
    seen_at = corners + inwards * rng.uniform(0, share, (4, 2)) * (width, height)
    tilted = Image.fromarray(image).transform(
        (width, height),
        Image.Transform.PERSPECTIVE,
        _homography(seen_at, corners),
        Image.Resampling.BICUBIC,
        fillcolor=_paper_colour(image),
    )
    return np.asarray(tilted)


def shade(image: Picture, light: float, shadow: float, rng: np.random.Generator) -> Picture:
    """Dim the picture towards one side, and inside a soft-edged half-plane, by the given shares of brightness."""
    height, width = image.shape[:2]
    down, across = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    angle, shadow_angle = rng.uniform(0, 2 * np.pi, 2)
    slope = (across * np.cos(angle) + down * np.sin(angle)) / np.sqrt(2)
    edge = across * np.cos(shadow_angle) + down * np.sin(shadow_angle) - rng.uniform(0.1, 0.7)
    brightness = (1 - light * (1 + slope) / 2) * (1 - shadow / (1 + np.exp(-edge / 0.05)))
    return (image * brightness[..., None]).astype(np.uint8)


def rescale(image: Picture, factor: float) -> Picture:
    """Change the size by a factor."""
    height, width = image.shape[:2]
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(Image.fromarray(image).resize(size, Image.Resampling.BICUBIC))


def blur(image: Picture, radius_px: float) -> Picture:
    """Blur with a Gaussian."""
    return np.asarray(Image.fromarray(image).filter(ImageFilter.GaussianBlur(radius_px)))


def add_noise(image: Picture, deviation: float, rng: np.random.Generator) -> Picture:
    """Add Gaussian noise of the given standard deviation in grey levels."""
    grain = rng.standard_normal(image.shape, dtype=np.float32) * np.float32(deviation)
    return np.clip(image + grain + 0.5, 0, 255).astype(np.uint8)


def compress(image: Picture, quality: int) -> Picture:
    """Save as JPEG and open again."""
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "JPEG", quality=quality)
    return np.asarray(Image.open(buffer))


def _paper_colour(image: Picture) -> tuple[int, int, int]:
    red, green, blue = np.median(image[::8, ::8], axis=(0, 1)).astype(int).tolist()
    return red, green, blue


def _homography(source: NDArray[np.float64], target: NDArray[np.float64]) -> list[float]:
    """The eight coefficients that map four source points to four target points."""
    rows, values = [], []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return [float(value) for value in np.linalg.solve(np.array(rows), np.array(values))]

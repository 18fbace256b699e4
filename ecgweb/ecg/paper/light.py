"""Light on a page: its colour and fall-off, shadows, glare, the bands of a flickering lamp."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[np.uint8]
Field = NDArray[np.float32]

_COARSE_PX = 8  # light changes slowly: it is worked out on every eighth pixel


def shade(image: Picture, light: float, shadow: float, rng: np.random.Generator) -> Picture:
    """Dim the picture towards one side, and inside a soft-edged half-plane, by the given shares of brightness."""
    across, down = _coarse_axes(image)
    angle, shadow_angle = rng.uniform(0, 2 * np.pi, 2)
    slope = (across * np.cos(angle) + down * np.sin(angle)) / np.sqrt(2)
    edge = across * np.cos(shadow_angle) + down * np.sin(shadow_angle) - rng.uniform(0.1, 0.7)
    softness = rng.uniform(0.02, 0.15)
    return _dimmed(image, (1 - light * (1 + slope) / 2) * (1 - shadow / (1 + np.exp(-edge / softness))))


def tint(image: Picture, strength: float, rng: np.random.Generator) -> Picture:
    """Colour the light: warm, cold or dull, every channel losing up to `strength` of its brightness."""
    gains = 1 - strength * rng.uniform(0, 1, 3)
    return _looked_up(image, [np.arange(256) * gain for gain in gains])


def glare(image: Picture, strength: float, rng: np.random.Generator) -> Picture:
    """Wash an oval patch out, as the reflection of a lamp does."""
    across, down = _coarse_axes(image)
    middle, size = rng.uniform(-0.8, 0.8, 2), rng.uniform(0.15, 0.5, 2)
    distance = ((across - middle[0]) / size[0]) ** 2 + ((down - middle[1]) / size[1]) ** 2
    wash = _fine(image, strength * np.exp(-distance))[..., None]
    return (image + (255.0 - image) * wash).astype(np.uint8)


def flicker(image: Picture, strength: float, rng: np.random.Generator) -> Picture:
    """Level bands of a lamp that flickers while the camera's shutter rolls down."""
    _, down = _coarse_axes(image)
    bands, phase = rng.uniform(2, 7), rng.uniform(0, 2 * np.pi)
    return _dimmed(image, 1 - strength * (0.5 + 0.5 * np.sin(np.pi * bands * down + phase)))


def _dimmed(image: Picture, brightness: Field) -> Picture:
    return (image * _fine(image, brightness)[..., None]).astype(np.uint8)


def _coarse_axes(image: Picture) -> tuple[Field, Field]:
    """Places from -1 to 1 along both axes of a coarse copy."""
    height, width = (max(2, side // _COARSE_PX) for side in image.shape[:2])
    down, across = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    return across, down


def _fine(image: Picture, field: Field) -> Field:
    size = (image.shape[1], image.shape[0])
    return np.asarray(Image.fromarray(field.astype(np.float32)).resize(size, Image.Resampling.BILINEAR))


def _looked_up(image: Picture, tables: list[NDArray[np.floating]]) -> Picture:
    table = np.clip(np.concatenate(tables), 0, 255).astype(np.uint8)
    return np.asarray(Image.fromarray(image).point(table.tolist()))

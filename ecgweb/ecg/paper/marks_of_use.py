"""What people leave on paper: notes by hand, stains, creases, highlighter; print that shines through."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from ecgweb.ecg.paper.warp import Fold

Picture = NDArray[np.uint8]

_PENS = ((20, 30, 140), (30, 30, 30), (180, 30, 40), (20, 110, 60))
_STAINS = ((190, 160, 110), (150, 110, 60), (205, 195, 170))
_HIGHLIGHTERS = ((255, 245, 90), (150, 255, 140), (255, 170, 210))


def write_notes(image: Picture, count: int, rng: np.random.Generator) -> Picture:
    """Scribbled words, underlinings, circles and arrows, some of them across the traces."""
    sheet = Image.fromarray(image)
    pen = ImageDraw.Draw(sheet)
    size = np.array(sheet.size)
    for _ in range(count):
        place = rng.uniform(0.02, 0.85, 2) * size
        height = float(rng.uniform(0.012, 0.035)) * sheet.width
        points = place + _NOTES[rng.integers(len(_NOTES))](rng, height)
        ink = _PENS[rng.integers(len(_PENS))]
        pen.line(points.ravel().tolist(), fill=ink, width=max(1, round(height / rng.uniform(8, 16))), joint="curve")
    return np.asarray(sheet)


def stain(image: Picture, count: int, rng: np.random.Generator) -> Picture:
    """Blots with a darker rim, see-through."""
    sheet = Image.fromarray(image)
    for _ in range(count):
        radius = float(rng.uniform(0.03, 0.12)) * sheet.width
        blot = _blot(rng, radius)
        colour = _STAINS[rng.integers(len(_STAINS))]
        left, top = (
            round(float(at) * side - radius) for at, side in zip(rng.uniform(0, 1, 2), sheet.size, strict=True)
        )
        box = (left, top, left + blot.width, top + blot.height)
        under = sheet.crop(box)
        tinted = Image.fromarray((np.asarray(under) * (np.array(colour) / 255)).astype(np.uint8))
        sheet.paste(tinted, box[:2], blot)
    return np.asarray(sheet)


def crease(image: Picture, folds: tuple[Fold, ...], rng: np.random.Generator) -> Picture:
    """The worn line of a fold and the shades on its two slopes."""
    height, width = image.shape[:2]
    y, x = np.mgrid[0:height:4, 0:width:4].astype(np.float32)
    shadow = np.zeros_like(x)
    for fold in folds:
        side = fold.across[0] * x + fold.across[1] * y - fold.offset_px
        slope = np.sign(side) * np.clip(1 - np.abs(side) / fold.reach_px, 0, None)
        shadow += rng.uniform(0.04, 0.14) * slope + rng.uniform(-0.12, 0.25) * np.exp(-((side / 3.0) ** 2))
    field = Image.fromarray(1 - shadow).resize((width, height), Image.Resampling.BILINEAR)
    return np.clip(image * np.asarray(field)[..., None], 0, 255).astype(np.uint8)


def highlight(image: Picture, count: int, rng: np.random.Generator) -> Picture:
    """Strokes of a highlighter."""
    sheet = np.array(image)
    height, width = image.shape[:2]
    for _ in range(count):
        top, left = int(rng.uniform(0, 0.9) * height), int(rng.uniform(0, 0.7) * width)
        part = sheet[
            top : top + int(rng.uniform(0.02, 0.06) * height) + 1, left : left + int(rng.uniform(0.1, 0.3) * width)
        ]
        part[:] = part * (np.array(_HIGHLIGHTERS[rng.integers(len(_HIGHLIGHTERS))]) / 255)
    return sheet


def show_through(image: Picture, strength: float) -> Picture:
    """The print of the back side, seen faintly and reversed through thin paper (here: the page's own)."""
    behind = Image.fromarray(image).convert("L").transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    behind = behind.filter(ImageFilter.GaussianBlur(1.5))
    ink = 1 - np.asarray(behind, np.float32) / max(float(np.median(np.asarray(behind)[::8, ::8])), 1.0)
    return (image * (1 - strength * np.clip(ink, 0, 1))[..., None]).astype(np.uint8)


def _blot(rng: np.random.Generator, radius: float) -> Image.Image:
    """Opacity of a stain: an uneven disc, darker along its rim."""
    side = max(8, round(2.4 * radius))
    y, x = np.mgrid[-1.2 : 1.2 : side * 1j, -1.2 : 1.2 : side * 1j]
    angle = np.arctan2(y, x)
    outline = 0.85 + sum(rng.uniform(0, 0.08) * np.sin(n * angle + rng.uniform(0, 6.3)) for n in (1, 2, 3, 5))
    depth = outline - np.hypot(x, y)
    opacity = rng.uniform(60, 150) * (depth > 0) * (0.5 + np.exp(-depth / 0.06))
    return Image.fromarray(np.clip(opacity, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(1.5))


def _word(rng: np.random.Generator, height: float) -> NDArray[np.float64]:
    """Loops that drift to the right, as joined letters do."""
    t = np.linspace(0, float(rng.uniform(3, 9)), 160)
    bumps = np.interp(t, np.arange(11), rng.uniform(0.2, 1.0, 11))
    x = 0.55 * t + 0.22 * np.sin(2 * np.pi * t + 1.0)
    return height * np.stack([x, -bumps * (0.5 + 0.5 * np.sin(2 * np.pi * t)) + 0.1 * np.sin(0.9 * t)], axis=1)


def _circle(rng: np.random.Generator, height: float) -> NDArray[np.float64]:
    t = np.linspace(0, 2 * np.pi * 1.05, 60)
    return height * rng.uniform(1, 3) * np.stack([1.6 * np.cos(t), np.sin(t) + 0.05 * t], axis=1)


def _underline(rng: np.random.Generator, height: float) -> NDArray[np.float64]:
    t = np.linspace(0, 1, 20)
    return height * np.stack([rng.uniform(3, 10) * t, 0.1 * np.sin(7 * t)], axis=1)


def _arrow(rng: np.random.Generator, height: float) -> NDArray[np.float64]:
    tip = rng.uniform(-3, 3, 2)
    barbs = [tip * 0.8 + 0.15 * np.array([-tip[1], tip[0]]), tip, tip * 0.8 - 0.15 * np.array([-tip[1], tip[0]])]
    return height * np.array([(0.0, 0.0), tip, *barbs])


_NOTES = (_word, _word, _word, _circle, _underline, _arrow)

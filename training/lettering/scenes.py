"""Strips of pages drawn at random: traces with names, other print, pulses, bars and grid, and where the names stand."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from ecgweb.ecg.page.lettering import CELL, CLASSES, NAMES, OTHER, PIXELS_PER_MM, STRIP_WIDTH
from training.lettering.faces import random_face, written

HEIGHT = 128
NOTHING, UNKNOWN = len(CLASSES) - 1, -1
_FINER = 2
_MM = _FINER * PIXELS_PER_MM
_STROKE = 200
_OTHER_LEADS = ("V7", "V8", "V9", "V3R", "V4R", "V5R", "V6R", "X", "Y", "Z", "VR", "D", "A1", "V0", "VE")
_WORDS = (
    *("25mm/s", "10 mm/mV", "5mm/mV", "50 mm/s", "0.05-150Hz", "HR 72 bpm", "Speed", "Limb", "Chest", "AC50", "40Hz"),
    *("1mV", "QRS", "PR", "QT/QTc", "ms", "Sinus rhythm", "Normal ECG", "Vent. rate", "ID", "12SL", "V2.1", "F 50"),
    *("Page 1", "Ref", "Lead Off", "Unconfirmed", "axes", "mm", "kg", "Years", "Male", "N", "S", "VPC", "A", "T", "P"),
    *("R", "1", "11", "l"),
)

Signals = NDArray[np.float32]
Picture = NDArray[np.uint8]
Cells = NDArray[np.int8]


@dataclass(frozen=True)
class Scene:
    """A strip, (HEIGHT, STRIP_WIDTH), and the class of every cell, `UNKNOWN` beside a name."""

    picture: Picture
    cells: Cells


def random_scene(signals_mv: Signals, rng: np.random.Generator) -> Scene:
    """One strip; `signals_mv` is (n, 12, samples) at 100 Hz."""
    sheet = Image.new("L", (STRIP_WIDTH * _FINER, HEIGHT * _FINER), 0)
    draw = ImageDraw.Draw(sheet)
    pen = max(1, round(rng.uniform(0.18, 0.5) * _MM))
    start = rng.uniform(0.15, 0.7) * sheet.width
    spacing = rng.uniform(12, 40) * _MM
    levels = np.arange(rng.uniform(-10, 20) * _MM, sheet.height + 10 * _MM, spacing)
    _traces(draw, signals_mv, levels, start, pen, rng)
    _furniture(draw, levels, start, pen, rng)
    cells = np.full((HEIGHT // CELL, STRIP_WIDTH // CELL), NOTHING, np.int8)
    named = rng.random() < 0.82
    names = _column(rng, len(levels))
    look = _Look(random_face(rng), rng)
    drop = (rng.uniform(-9.0, 9.0) if rng.random() < 0.65 else rng.uniform(-3.5, 3.5)) * _MM
    aside = rng.uniform(0.0, 3.0) * _MM if rng.random() < 0.85 else rng.uniform(-14.0, 2.0) * _MM
    for level, name in zip(levels, names, strict=True):
        if named and rng.random() < 0.93:
            at = start + aside, level + drop + rng.normal(0, 0.6) * _MM
            _mark(cells, *_write(sheet, look.spelled(name, rng), look, *at, rng), name)
    if rng.random() < 0.35:
        words = str(rng.choice(_WORDS))
        left, middle = rng.uniform(-0.2, 0.9, 2) * sheet.size
        _write(sheet, words, _Look(random_face(rng), rng), float(left), float(middle), rng)
    return Scene(_worn(sheet, rng), cells)


class _Look:
    """How all names of one page are written."""

    def __init__(self, face: str, rng: np.random.Generator) -> None:
        self.face = face
        self.cap_px = float(rng.choice((rng.uniform(1.8, 2.6), rng.uniform(1.9, 3.2), rng.uniform(2.4, 4.8)))) * _MM
        self.spacing_px = float(rng.choice((0.0, 0.0, rng.uniform(-0.04, 0.35)))) * self.cap_px
        self.level = int(rng.integers(140, 256)) if rng.random() < 0.3 else _STROKE + int(rng.integers(-20, 56))
        self.case = rng.random()
        self.limb = rng.random()

    def spelled(self, name: str, rng: np.random.Generator) -> str:
        if name == OTHER:
            return str(rng.choice(_OTHER_LEADS))
        if "aV" in name:
            forms = ("aV", "AV", "av") if self.case > 0.75 else ("aV", "aV", "aV")
            return name.replace("aV", forms[int(40 * self.case) % 3])
        if name[0] == "V":
            return name.replace("V", "C" if self.case < 0.04 else "v" if self.case < 0.08 else "V")
        prefix = "D" if self.limb < 0.04 else "Lead " if self.limb < 0.06 else ""
        return prefix + name


def _column(rng: np.random.Generator, rows: int) -> list[str]:
    """Names from top to bottom: mostly as they follow each other, now and then by chance."""
    if rng.random() < 0.12:
        return [OTHER if rng.random() < 0.6 else str(rng.choice(NAMES)) for _ in range(rows)]
    odds = np.array([1.0] * 12 + [0.7])
    first = int(rng.choice(13, p=odds / odds.sum()))
    if first == 12:
        return [str(rng.choice(("-aVR", "II", "aVF"))) for _ in range(rows)]
    step = int(rng.choice((1, 1, 3)))
    return [NAMES[(first + step * row) % 12] for row in range(rows)]


def _write(
    sheet: Image.Image, words: str, look: _Look, x: float, y: float, rng: np.random.Generator
) -> tuple[float, float, float, float]:
    """Write words beginning at x, their middle height at y; return the box."""
    mask = written(words, look.face, look.cap_px, look.spacing_px)
    ink = mask.point(lambda value: value * look.level // 255)
    left, top = round(x), round(y - mask.height / 2)
    sheet.paste(look.level, (left, top), mask) if rng.random() < 0.5 else sheet.paste(ink, (left, top), mask)
    return left, top, left + mask.width, top + mask.height


def _mark(cells: Cells, left: float, top: float, right: float, bottom: float, name: str) -> None:
    """The cells around the middle of a box hold its name; those that it only touches are neither here nor there."""
    cell = CELL * _FINER
    at = np.stack(np.meshgrid(*(np.arange(n) * cell + cell / 2 for n in cells.shape), indexing="ij"))
    x, y = (left + right) / 2, (top + bottom) / 2
    if not (0 <= x < cells.shape[1] * cell and 0 <= y < cells.shape[0] * cell):
        if right > 0 and bottom > 0:
            cells[(at[1] > left - cell) & (at[1] < right + cell) & (abs(at[0] - y) < bottom - top)] = UNKNOWN
        return
    cut = left < -0.1 * (right - left) or right > cells.shape[1] * cell or top < -2 or bottom > cells.shape[0] * cell
    near = (abs(at[1] - x) <= max(cell, 0.5 * (right - left)) + 1) & (abs(at[0] - y) <= 1.5 * cell)
    cells[near & (cells == NOTHING)] = UNKNOWN
    if not cut:
        cells[int(y // cell), int(x // cell)] = CLASSES.index(name)
        inside = (abs(at[1] - x) <= 0.62 * cell) & (abs(at[0] - y) <= 0.62 * cell)
        cells[inside] = CLASSES.index(name)


def _traces(
    draw: ImageDraw.ImageDraw, signals_mv: Signals, levels: NDArray[np.floating], start: float, pen: int,
    rng: np.random.Generator,
) -> None:  # fmt: skip
    """One row of trace a level, another lead from `start` on; now and then none before it."""
    speed = 25 if rng.random() < 0.85 else 50
    gain = float(rng.choice((5, 10, 10, 10, 20)))
    step = speed * _MM / 100
    blank_before, fade = rng.random() < 0.35, rng.integers(110, 256)
    joined = rng.random() < 0.4
    width = int(STRIP_WIDTH * _FINER / step) + 2
    for level in levels:
        record = signals_mv[int(rng.integers(len(signals_mv)))]
        first = int(rng.integers(0, record.shape[1] - width))
        before, after = (record[int(lead), first : first + width] for lead in rng.integers(0, 12, 2))
        x = np.arange(width) * step
        y = level - gain * _MM * np.where(x < start, before - np.median(before), after - np.median(after))
        for part in (x < start, x >= start) if not joined else (x > -1,):
            if part.sum() > 1 and not (blank_before and not joined and x[part][0] < start):
                draw.line(list(zip(x[part].tolist(), y[part].tolist(), strict=True)), fill=int(fade), width=pen)


def _furniture(
    draw: ImageDraw.ImageDraw, levels: NDArray[np.floating], start: float, pen: int, rng: np.random.Generator
) -> None:
    """Bars, ticks or pulses where columns begin."""
    kind = rng.random()
    level_of_ink = int(rng.integers(120, 256))
    if kind < 0.15:
        draw.line([(start, -5), (start, 5000)], fill=level_of_ink, width=pen)
    elif kind < 0.35:
        half = rng.uniform(1.0, 5.0) * _MM
        for level in levels:
            middle = level + (rng.uniform(-6, 6) * _MM if rng.random() < 0.3 else 0)
            draw.line([(start, middle - half), (start, middle + half)], fill=level_of_ink, width=pen + 1)
    elif kind < 0.55:
        wide, high, gap = rng.choice((2.5, 5.0)) * _MM, rng.choice((5, 10, 10, 20)) * _MM, rng.uniform(1, 5) * _MM
        for level in levels:
            right = start - gap
            xs = (right - wide - _MM, right - wide, right - wide, right, right, right + _MM)
            ys = (level, level, level - high, level - high, level, level)
            draw.line(list(zip(xs, ys, strict=True)), fill=level_of_ink, width=pen)


def _worn(sheet: Image.Image, rng: np.random.Generator) -> Picture:
    """The sheet at working size as cameras and copiers leave it, with what shows of its grid."""
    if rng.random() < 0.5:
        shear, turn = rng.normal(0, 0.02), rng.normal(0, 0.015)
        moved = (1.0, shear, -shear * sheet.height / 2, turn, 1.0, -turn * sheet.width / 2)
        sheet = sheet.transform(sheet.size, Image.Transform.AFFINE, moved, Image.Resampling.BILINEAR)
    ink = np.asarray(sheet, dtype=np.float32)
    if rng.random() < 0.4:
        ink = np.maximum(ink, _grid(sheet.height, sheet.width, rng))
    if rng.random() < 0.15:
        ink *= 1 - 0.8 * (_clouds(ink.shape, rng) > rng.uniform(0.8, 0.97))
    sheet = Image.fromarray(np.clip(ink, 0, 255).astype(np.uint8))
    if rng.random() < 0.6:
        sheet = sheet.filter(ImageFilter.GaussianBlur(float(rng.uniform(0.2, 1.8)) * _FINER / 2))
    share = float(rng.uniform(0.55, 1.0)) / _FINER if rng.random() < 0.4 else 1 / _FINER
    size = max(20, round(sheet.width * share)), max(20, round(sheet.height * share))
    small = sheet.resize(size, Image.Resampling.BOX)
    if rng.random() < 0.45:
        small = as_jpeg(small, int(rng.integers(25, 90)))
    small = small.resize((STRIP_WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    grey = np.asarray(small, dtype=np.float32) * rng.uniform(0.75, 1.6)
    if rng.random() < 0.5:
        grey += rng.standard_normal(grey.shape, dtype=np.float32) * np.float32(rng.uniform(0, 12))
    if rng.random() < 0.1:
        grey = np.where(grey > rng.uniform(60, 120), 255.0, 0.0)
    return np.clip(grey, 0, 255).astype(np.uint8)


def _grid(height: int, width: int, rng: np.random.Generator) -> NDArray[np.float32]:
    lines = np.zeros((height, width), np.float32)
    for spacing_mm, darkest in ((1.0, 70), (5.0, 110)):
        level, wide = rng.uniform(5, darkest), max(1, round(rng.uniform(0.1, 0.25) * _MM))
        for axis, size in ((0, height), (1, width)):
            at = np.arange(rng.uniform(0, spacing_mm) * _MM, size - wide, spacing_mm * _MM).astype(int)
            for offset in range(wide):
                view = lines if axis == 0 else lines.T
                view[at + offset] = np.maximum(view[at + offset], level)
    return lines


def _clouds(shape: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float32]:
    small = Image.fromarray((255 * rng.random((shape[0] // 10, shape[1] // 10))).astype(np.uint8))
    return np.asarray(small.resize((shape[1], shape[0]), Image.Resampling.BICUBIC), np.float32) / np.float32(255)


def as_jpeg(sheet: Image.Image, quality: int) -> Image.Image:
    """Light on black as it looks after a JPEG of dark on white."""
    file = io.BytesIO()
    Image.fromarray(255 - np.asarray(sheet)).save(file, "JPEG", quality=quality)
    return Image.fromarray(255 - np.asarray(Image.open(file)))

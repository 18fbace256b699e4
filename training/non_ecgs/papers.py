"""Paper with nothing to read on it: empty ECG grids with all but the traces, graph paper, staves, notes on a grid."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PIL import Image, ImageDraw

from ecgweb.ecg.paper import Style, draw_page, random_style
from ecgweb.ecg.paper.style import GRIDS
from ecgweb.ecg.recording import Recording
from training.non_ecgs.canvas import Picture, bright, dark, pale, paragraph, random_font, sheet, wander, words

_NOTHING = Recording(np.full((12, 1000), np.nan, dtype=np.float32), 100.0)


def _empty(style: Style, rng: np.random.Generator) -> Image.Image:
    return Image.fromarray(draw_page(_NOTHING, style, float(rng.uniform(4, 6.5))).image)


def _grid_style(rng: np.random.Generator) -> Style:
    colours = [name for name, ink in GRIDS.items() if ink]
    return replace(random_style(rng), grid=str(rng.choice(colours)), speed_mm_s=25.0)


def empty_grid(rng: np.random.Generator) -> Picture:
    bare = replace(_grid_style(rng), header=(), footer=False, lead_names=False, pulse="none", separators="none")
    return np.asarray(_empty(bare, rng))


def empty_grid_with_header(rng: np.random.Generator) -> Picture:
    style = replace(_grid_style(rng), lead_names=False, pulse="none", separators="none")
    return np.asarray(_empty(replace(style, header=("ECG REPORT", words(rng, 6))), rng))


def empty_ecg_form(rng: np.random.Generator) -> Picture:
    """Everything but the traces: header, lead names, separators and calibration pulses."""
    style = replace(_grid_style(rng), lead_names=True, pulse=("left", "right")[rng.integers(2)], separators="line")
    return np.asarray(_empty(replace(style, header=("ECG REPORT", words(rng, 6))), rng))


def text_on_grid(rng: np.random.Generator) -> Picture:
    page = _empty(replace(_grid_style(rng), lead_names=False, pulse="none", separators="none"), rng)
    width, height = page.size
    paragraph(ImageDraw.Draw(page), rng, (60, 60, width - 60, height - 60), int(rng.integers(16, 40)))
    return np.asarray(page)


def scribble_on_grid(rng: np.random.Generator) -> Picture:
    page = _empty(replace(_grid_style(rng), lead_names=False, pulse="none", separators="none"), rng)
    pen, (width, height) = ImageDraw.Draw(page), page.size
    for _ in range(int(rng.integers(3, 12))):
        steps = int(rng.integers(100, 500))
        x = width * (0.5 + 0.22 * wander(rng, steps, 0.15))
        y = height * (0.5 + 0.2 * wander(rng, steps, 0.15))
        pen.line(np.stack([x, y], 1).ravel().tolist(), fill=dark(rng), width=int(rng.integers(2, 6)))
    return np.asarray(page)


def drawing_on_grid(rng: np.random.Generator) -> Picture:
    """A technical drawing: boxes, circles and dimension lines on graph paper."""
    page = _empty(replace(_grid_style(rng), lead_names=False, pulse="none", separators="none"), rng)
    pen, (width, height) = ImageDraw.Draw(page), page.size
    for _ in range(int(rng.integers(6, 16))):
        left, top = rng.uniform(0, 0.8, 2) * (width, height)
        right, bottom = left + rng.uniform(40, width / 3), top + rng.uniform(40, height / 3)
        shape = (pen.rectangle, pen.ellipse)[rng.integers(2)]
        shape((left, top, right, bottom), outline=(0, 0, 0), width=3)
        pen.line((left, top, right, top - 30), fill=(0, 0, 0), width=2)
    return np.asarray(page)


def lined_paper(rng: np.random.Generator) -> Picture:
    page = sheet(rng, portrait=bool(rng.random() < 0.5), colour=pale(rng))
    pen, (width, height) = ImageDraw.Draw(page), page.size
    step = int(rng.integers(24, 60))
    for y in range(step * 2, height, step):
        pen.line((0, y, width, y), fill=(150, 170, 215), width=2)
    pen.line((width * 0.1, 0, width * 0.1, height), fill=(230, 120, 120), width=3)
    return np.asarray(page)


def checked_paper(rng: np.random.Generator) -> Picture:
    """School or engineering paper: squares of one size, or with heavier lines every fourth or tenth."""
    page = sheet(rng, colour=pale(rng))
    pen, (width, height) = ImageDraw.Draw(page), page.size
    step, heavy, ink = int(rng.integers(12, 40)), int(rng.choice((1, 4, 10))), bright(rng)
    for n in range(max(width, height) // step + 1):
        thick = 2 if n % heavy == 0 and heavy > 1 else 1
        pen.line((n * step, 0, n * step, height), fill=ink, width=thick)
        pen.line((0, n * step, width, n * step), fill=ink, width=thick)
    return np.asarray(page)


def music(rng: np.random.Generator) -> Picture:
    page = sheet(rng)
    pen, (width, height) = ImageDraw.Draw(page), page.size
    gap = int(rng.integers(9, 15))
    for top in range(90, height - 6 * gap, gap * 10):
        for line in range(5):
            pen.line((50, top + line * gap, width - 50, top + line * gap), fill=(0, 0, 0), width=2)
        for x in np.sort(rng.uniform(110, width - 80, int(rng.integers(12, 34)))):
            y = top + gap * rng.integers(-1, 10) / 2
            pen.ellipse((x - gap * 0.6, y - gap * 0.45, x + gap * 0.6, y + gap * 0.45), fill=(0, 0, 0))
            stem = -3.5 * gap if y > top + 2 * gap else 3.5 * gap
            pen.line((x + gap * 0.55, y, x + gap * 0.55, y + stem), fill=(0, 0, 0), width=2)
        for x in np.linspace(50, width - 50, 5):
            pen.line((x, top, x, top + 4 * gap), fill=(0, 0, 0), width=2)
    pen.text((width * 0.35, 20), words(rng, 3).title(), fill=(0, 0, 0), font=random_font(rng, 34))
    return np.asarray(page)


KINDS = {
    "empty_grid": empty_grid,
    "empty_grid_with_header": empty_grid_with_header,
    "empty_ecg_form": empty_ecg_form,
    "text_on_grid": text_on_grid,
    "scribble_on_grid": scribble_on_grid,
    "drawing_on_grid": drawing_on_grid,
    "lined_paper": lined_paper,
    "checked_paper": checked_paper,
    "music": music,
}

"""Documents: letters, forms, tables, logs, calendars, receipts, notes."""

from __future__ import annotations

import calendar
import itertools

import numpy as np
from PIL import ImageDraw

from training.non_ecgs.canvas import Picture, dark, font, pale, paragraph, random_font, sheet, wander, words


def letter(rng: np.random.Generator) -> Picture:
    page = sheet(rng, portrait=True)
    pen, (width, height) = ImageDraw.Draw(page), page.size
    pen.text((width * 0.1, height * 0.05), words(rng, 3).title(), fill=dark(rng), font=random_font(rng, 36))
    size_px = int(rng.integers(13, 24))
    edges = np.sort(rng.uniform(0.15, 0.95, int(rng.integers(2, 6))))
    for top, bottom in itertools.pairwise(edges):
        paragraph(pen, rng, (width * 0.1, height * top, width * 0.9, height * (bottom - 0.02)), size_px)
    return np.asarray(page)


def newspaper(rng: np.random.Generator) -> Picture:
    page = sheet(rng)
    pen, (width, height) = ImageDraw.Draw(page), page.size
    pen.text((width * 0.05, 10), words(rng, 4).title(), fill=(0, 0, 0), font=random_font(rng, 56))
    columns = int(rng.integers(3, 6))
    for column in range(columns):
        left = width * (0.04 + 0.93 * column / columns)
        paragraph(pen, rng, (left, 100, left + width * 0.86 / columns, height * 0.97), 14)
    return np.asarray(page)


def form(rng: np.random.Generator) -> Picture:
    page = sheet(rng, portrait=bool(rng.random() < 0.5))
    pen, (width, height) = ImageDraw.Draw(page), page.size
    face, row_px = random_font(rng, 17), int(rng.integers(40, 64))
    pen.text((40, 20), words(rng, 3).upper(), fill=(0, 0, 0), font=random_font(rng, 30))
    for y in range(90, height - row_px, row_px):
        left = 40
        while left < width - 160:
            field_px = int(rng.integers(140, 420))
            pen.text((left, y), words(rng, 2).capitalize() + ":", fill=(20, 20, 20), font=face)
            if rng.random() < 0.3:
                pen.rectangle((left + 120, y, left + 138, y + 18), outline=(0, 0, 0), width=2)
            else:
                pen.line((left, y + row_px - 14, left + field_px - 20, y + row_px - 14), fill=(60, 60, 60))
            left += field_px
    return np.asarray(page)


def table(rng: np.random.Generator) -> Picture:
    page = sheet(rng)
    pen, (width, height) = ImageDraw.Draw(page), page.size
    rows, columns = int(rng.integers(8, 28)), int(rng.integers(4, 12))
    face = random_font(rng, int(min(18, height * 0.5 / rows)))
    for row in range(rows + 1):
        y = height * (0.08 + 0.86 * row / rows)
        pen.line((width * 0.05, y, width * 0.95, y), fill=(80, 80, 80))
        for column in range(columns):
            x = width * (0.06 + 0.9 * column / columns)
            cell = words(rng, 1) if row == 0 or column == 0 else f"{rng.normal(50, 30):.1f}"
            if row < rows:
                pen.text((x, y + 4), cell, fill=(20, 20, 20), font=face)
    if rng.random() < 0.6:
        for column in range(columns + 1):
            x = width * (0.05 + 0.9 * column / columns)
            pen.line((x, height * 0.08, x, height * 0.94), fill=(80, 80, 80))
    return np.asarray(page)


def blood_pressure_log(rng: np.random.Generator) -> Picture:
    page = sheet(rng, portrait=True)
    pen, (width, height) = ImageDraw.Draw(page), page.size
    face = random_font(rng, 20)
    pen.text((60, 30), "Blood pressure and pulse", fill=(0, 0, 0), font=random_font(rng, 32))
    for row, y in enumerate(range(110, height - 60, 42)):
        pen.line((50, y - 8, width - 50, y - 8), fill=(150, 160, 200))
        cells = (f"{row % 28 + 1:02d}.03.", f"{rng.integers(6, 22):02d}:{rng.integers(0, 60):02d}")
        values = (f"{rng.integers(105, 170)} / {rng.integers(60, 100)}", f"{rng.integers(50, 105)} bpm")
        for place, cell in zip((0.06, 0.25, 0.45, 0.75), (*cells, *values), strict=True):
            pen.text((width * place, y), cell, fill=(30, 40, 120), font=face)
    return np.asarray(page)


def month_calendar(rng: np.random.Generator) -> Picture:
    page = sheet(rng)
    pen, (width, height) = ImageDraw.Draw(page), page.size
    year, month = int(rng.integers(1990, 2040)), int(rng.integers(1, 13))
    pen.text((width * 0.05, 10), f"{calendar.month_name[month]} {year}", fill=dark(rng), font=random_font(rng, 44))
    weeks = calendar.monthcalendar(year, month)
    for row, week in enumerate(weeks):
        for column, day in enumerate(week):
            left, top = width * (0.05 + 0.9 * column / 7), height * (0.14 + 0.82 * row / len(weeks))
            right, bottom = left + width * 0.9 / 7, top + height * 0.82 / len(weeks)
            pen.rectangle((left, top, right, bottom), outline=(110, 110, 110), width=2)
            pen.text((left + 8, top + 6), str(day or ""), fill=(0, 0, 0), font=font("DejaVuSans.ttf", 28))
    return np.asarray(page)


def receipt(rng: np.random.Generator) -> Picture:
    page = sheet(rng, portrait=True, colour=(250, 250, 246))
    pen, (width, height) = ImageDraw.Draw(page), page.size
    face = font("DejaVuSansMono.ttf", 24)
    for y in range(60, height - 80, 36):
        pen.text((80, y), words(rng, 2)[:22], fill=(40, 40, 40), font=face)
        pen.text((width - 220, y), f"{rng.uniform(0.5, 90):7.2f}", fill=(40, 40, 40), font=face)
    return np.asarray(page)


def crossword(rng: np.random.Generator) -> Picture:
    page = sheet(rng)
    pen, (width, height) = ImageDraw.Draw(page), page.size
    cells = int(rng.integers(9, 20))
    side = min(width, height) * 0.9 / cells
    for row in range(cells):
        for column in range(cells):
            box = (30 + column * side, 30 + row * side, 30 + (column + 1) * side, 30 + (row + 1) * side)
            pen.rectangle(box, outline=(0, 0, 0), fill=(0, 0, 0) if rng.random() < 0.2 else None)
    paragraph(pen, rng, (60 + cells * side, 30, width - 20, height - 30), 16)
    return np.asarray(page)


def handwriting(rng: np.random.Generator) -> Picture:
    """Loops of a pen along the lines of a ruled sheet."""
    page = sheet(rng, colour=pale(rng))
    pen, (width, height) = ImageDraw.Draw(page), page.size
    for y in range(80, height - 20, 60):
        pen.line((0, y, width, y), fill=(170, 190, 225))
        left = 50.0
        while left < width - 200:
            steps = int(rng.integers(60, 220))
            loops = np.linspace(0, steps / 7, steps)
            x = left + loops * 7 + 8 * np.sin(loops * 2.2)
            pen_y = y - 12 + 14 * wander(rng, steps, 0.05) * 0.6 + 6 * np.cos(loops * 2.2)
            pen.line(np.stack([x, pen_y], 1).ravel().tolist(), fill=(20, 30, 110), width=3)
            left = float(x[-1]) + 30
    return np.asarray(page)


KINDS = {
    "letter": letter,
    "newspaper": newspaper,
    "form": form,
    "table": table,
    "blood_pressure_log": blood_pressure_log,
    "calendar": month_calendar,
    "receipt": receipt,
    "crossword": crossword,
    "handwriting": handwriting,
}

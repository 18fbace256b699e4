"""Everything else people upload: screens, codes, maps, medical images of other kinds, colours and noise."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from training.non_ecgs.canvas import (
    Picture,
    bright,
    dark,
    font,
    pale,
    paragraph,
    random_font,
    relief,
    sheet,
    wander,
    words,
)


def solid(rng: np.random.Generator) -> Picture:
    return np.asarray(sheet(rng, colour=bright(rng) if rng.random() < 0.7 else (255, 255, 255)))


def gradient(rng: np.random.Generator) -> Picture:
    width, height = sheet(rng).size
    along = np.linspace(0, 1, width)[None, :, None] * rng.random() + np.linspace(0, 1, height)[:, None, None]
    ends = rng.uniform(0, 255, (2, 3))
    return (ends[0] + (ends[1] - ends[0]) * along / along.max()).astype(np.uint8)


def noise(rng: np.random.Generator) -> Picture:
    width, height = sheet(rng).size
    if rng.random() < 0.5:
        return rng.integers(0, 256, (height, width, 3), dtype=np.uint8)
    grey = rng.normal(200, 25, (height, width, 1)).clip(0, 255).astype(np.uint8)
    return np.repeat(grey, 3, axis=2)


def matrix_code(rng: np.random.Generator) -> Picture:
    """A two-dimensional code: random squares with three finder patterns."""
    cells = int(rng.integers(21, 45))
    code = rng.integers(0, 2, (cells, cells), dtype=np.uint8)
    finder = np.ones((7, 7), dtype=np.uint8)
    finder[1:6, 1:6] = 0
    finder[2:5, 2:5] = 1
    code[:7, :7] = code[:7, -7:] = code[-7:, :7] = finder
    scale = 900 // cells
    grey = np.pad(255 * (1 - np.kron(code, np.ones((scale, scale), dtype=np.uint8))), 60, constant_values=255)
    return np.repeat(grey[..., None], 3, axis=2).astype(np.uint8)


def bar_code(rng: np.random.Generator) -> Picture:
    page = sheet(rng)
    pen, (width, height) = ImageDraw.Draw(page), page.size
    x = width * 0.15
    while x < width * 0.85:
        bar = int(rng.integers(2, 12))
        pen.rectangle((x, height * 0.2, x + bar, height * 0.7), fill=(0, 0, 0))
        x += bar + int(rng.integers(2, 12))
    pen.text((width * 0.3, height * 0.75), str(rng.integers(10**11, 10**12)), fill=(0, 0, 0), font=random_font(rng, 48))
    return np.asarray(page)


def street_map(rng: np.random.Generator) -> Picture:
    page = sheet(rng, colour=(242, 239, 233))
    pen, (width, height) = ImageDraw.Draw(page), page.size
    for _ in range(int(rng.integers(3, 8))):
        corner = rng.uniform(0, 0.8, 2) * (width, height)
        pen.rectangle((*corner, *(corner + rng.uniform(60, 300, 2))), fill=(200, 225, 190))
    for thick, colour in ((26, (170, 200, 235)), (14, (250, 200, 120)), (8, (255, 255, 255)), (8, (255, 255, 255))):
        for _ in range(int(rng.integers(2, 9))):
            along, across = np.linspace(-0.1, 1.1, 60), rng.uniform(0, 1) + 0.08 * wander(rng, 60, 0.4)
            x, y = (along, across) if rng.random() < 0.5 else (across, along)
            pen.line(np.stack([x * width, y * height], 1).ravel().tolist(), fill=colour, width=thick)
    for _ in range(15):
        place = (rng.uniform(0, width), rng.uniform(0, height))
        pen.text(place, words(rng, 1).title(), fill=(80, 80, 80), font=font("DejaVuSans.ttf", 18))
    return np.asarray(page)


def app_screen(rng: np.random.Generator) -> Picture:
    """A window with a menu, a sidebar and cards."""
    page = sheet(rng, colour=(245, 246, 250) if rng.random() < 0.6 else (30, 32, 40))
    pen, (width, height) = ImageDraw.Draw(page), page.size
    pen.rectangle((0, 0, width, 56), fill=bright(rng))
    pen.rectangle((0, 56, 220, height), fill=dark(rng))
    for n in range(int(rng.integers(4, 12))):
        pen.text((30, 90 + n * 44), words(rng, 2)[:16], fill=(230, 230, 235), font=font("DejaVuSans.ttf", 18))
    for top in range(90, height - 160, 200):
        for left in range(250, width - 250, 320):
            pen.rounded_rectangle((left, top, left + 290, top + 170), 12, fill=pale(rng), outline=(190, 190, 200))
            paragraph(pen, rng, (left + 16, top + 16, left + 270, top + 150), 15)
    return np.asarray(page)


def chat_screen(rng: np.random.Generator) -> Picture:
    page = sheet(rng, portrait=True, colour=pale(rng))
    pen, (width, height) = ImageDraw.Draw(page), page.size
    y = 40
    while y < height - 160:
        tall, mine = int(rng.integers(60, 150)), rng.random() < 0.5
        left = width * (0.35 if mine else 0.05)
        pen.rounded_rectangle(
            (left, y, left + width * 0.6, y + tall), 20, fill=(215, 245, 205) if mine else (255, 255, 255)
        )
        paragraph(pen, rng, (left + 18, y + 12, left + width * 0.57, y + tall - 8), 20)
        y += tall + 24
    return np.asarray(page)


def code_screen(rng: np.random.Generator) -> Picture:
    page = sheet(rng, colour=(28, 30, 38))
    pen, (_, height) = ImageDraw.Draw(page), page.size
    face = font("DejaVuSansMono.ttf", 18)
    for line, y in enumerate(range(20, height - 20, 26)):
        pen.text((16, y), f"{line:3d}", fill=(110, 115, 130), font=face)
        code = words(rng, int(rng.integers(0, 7))).replace(" ", str(rng.choice((" = ", ".", "(", ", "))))
        pen.text((80 + 36 * int(rng.integers(0, 4)), y), code, fill=bright(rng), font=face)
    return np.asarray(page)


def ultrasound(rng: np.random.Generator) -> Picture:
    """A fan of speckle on black."""
    width, height = sheet(rng).size
    down, across = np.mgrid[0:height, 0:width]
    radius, angle = np.hypot(across - width / 2, down), np.arctan2(across - width / 2, down)
    fan = (radius > 0.08 * height) & (radius < 0.92 * height) & (np.abs(angle) < rng.uniform(0.5, 0.8))
    tissue = 70 + 25 * relief(rng, height, width, 25)
    grey = np.where(fan, tissue * rng.rayleigh(0.8, (height, width)), 0)
    return np.repeat(grey.clip(0, 255).astype(np.uint8)[..., None], 3, axis=2)


def x_ray(rng: np.random.Generator) -> Picture:
    """Soft bright shapes with rib-like bows on a dark ground."""
    page = Image.new("L", sheet(rng).size, 20)
    pen, (width, height) = ImageDraw.Draw(page), page.size
    pen.ellipse((width * 0.15, height * 0.05, width * 0.85, height * 1.1), fill=110)
    for side in (0.22, 0.54):
        pen.ellipse((width * side, height * 0.12, width * (side + 0.24), height * 0.85), fill=50)
    for n in range(9):
        y = height * (0.1 + 0.085 * n)
        pen.arc((width * 0.18, y, width * 0.82, y + height * 0.3), 180, 360, fill=150, width=14)
    pen.rectangle((width * 0.48, 0, width * 0.52, height), fill=190)
    soft = np.asarray(page.filter(ImageFilter.GaussianBlur(float(rng.uniform(8, 18)))), dtype=np.float64)
    grey = (soft + rng.normal(0, 6, soft.shape)).clip(0, 255).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)


def slices(rng: np.random.Generator) -> Picture:
    """Rows of small tomogram-like discs on black."""
    page = Image.new("RGB", sheet(rng).size, (0, 0, 0))
    pen, (width, height) = ImageDraw.Draw(page), page.size
    side = int(rng.integers(150, 260))
    for top in range(10, height - side, side + 10):
        for left in range(10, width - side, side + 10):
            for shrink, grey in ((0.05, 200), (0.1, 90), (0.3, int(rng.integers(60, 180)))):
                inset = side * shrink
                box = (left + inset, top + inset, left + side - inset, top + side - inset)
                pen.ellipse(box, fill=(grey, grey, grey))
    return np.asarray(page.filter(ImageFilter.GaussianBlur(3)))


def finger_print(rng: np.random.Generator) -> Picture:
    width, height = sheet(rng).size
    down, across = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    bend = np.hypot(across * 1.4, down) * rng.uniform(50, 90) + 3 * np.add.outer(
        wander(rng, height, 0.5), wander(rng, width, 0.5)
    )
    grey = np.where(np.hypot(across * 1.2, down) < 0.9, 128 + 110 * np.sin(bend), 255).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)


def beat_logo(rng: np.random.Generator) -> Picture:
    """The heart and the zigzag line of a pulse app or a clinic's sign."""
    page = sheet(rng, colour=pale(rng) if rng.random() < 0.5 else bright(rng))
    pen, (width, height) = ImageDraw.Draw(page), page.size
    ink, turn = bright(rng), np.linspace(0, 2 * np.pi, 200)
    heart_x = width / 2 + width / 60 * 16 * np.sin(turn) ** 3
    drop = 13 * np.cos(turn) - 5 * np.cos(2 * turn) - 2 * np.cos(3 * turn) - np.cos(4 * turn)
    pen.polygon(np.stack([heart_x, height / 2 - height / 45 * drop], 1).ravel().tolist(), fill=bright(rng))
    x, y = 0.05, 0.5
    line = [x, y]
    while x < 0.85:
        for step, up in ((0.05, 0), (0.02, -0.05), (0.03, 0.2), (0.03, -0.15), (0.02, 0.0)):
            x += step
            line += [x, y - up * float(rng.uniform(0.8, 1.3))]
    points = (np.reshape(line, (-1, 2)) * (width, height)).ravel().tolist()
    pen.line(points, fill=ink, width=int(rng.integers(6, 20)), joint="curve")
    return np.asarray(page)


KINDS = {
    "beat_logo": beat_logo,
    "solid": solid,
    "gradient": gradient,
    "noise": noise,
    "matrix_code": matrix_code,
    "bar_code": bar_code,
    "street_map": street_map,
    "app_screen": app_screen,
    "chat_screen": chat_screen,
    "code_screen": code_screen,
    "ultrasound": ultrasound,
    "x_ray": x_ray,
    "tomogram": slices,
    "finger_print": finger_print,
}

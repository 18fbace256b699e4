"""Lines of print drawn at random as reports carry them above and below the traces, and which letter stands where."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from ecgweb.ecg.page.printed_text import BETWEEN, LETTERS, LINE_HEIGHT, OTHER, STEP
from training.lettering.faces import BITMAP, faces, placed_letters
from training.lettering.scenes import as_jpeg

WIDTH = 512
UNKNOWN = -1
_STEPS = WIDTH // STEP
_WORDS = (
    *("Vent. rate", "PR interval", "QRS duration", "QT/QTc", "P-R-T axes", "Normal sinus rhythm", "Abnormal ECG"),
    *("Male", "Female", "Years", "ID", "Name", "Room", "Technician", "Referred by", "Unconfirmed", "HR", "RR", "bpm"),
    *("ms", "Hz", "AC50", "Lead Off", "Diagnosis Information", "Department", "Medication", "12SL", "SE-3", "V1.0"),
    *("Limb", "Chest", "Speed", "Gain", "Filter", "kg", "cm", "mmHg", "Date", "Time", "Sinus", "block", "axis"),
    *("Left", "wave", "ECG REPORT"),
)


@dataclass(frozen=True)
class PrintedLine:
    """A line (LINE_HEIGHT, WIDTH) and the class of every step, `UNKNOWN` where a letter begins or ends."""

    picture: NDArray[np.uint8]
    steps: NDArray[np.int8]


def random_line(rng: np.random.Generator) -> PrintedLine:
    """One line as the reader cuts lines out: close above and below, from its first letter on."""
    face = str(rng.choice([name for name in faces() if name != BITMAP]))
    cap_px = rng.uniform(17, 24)
    spacing = 0.0 if rng.random() < 0.6 else rng.uniform(-0.03, 0.2) * cap_px
    sheet, places = placed_letters(_words(rng), face, cap_px, spacing)
    box = sheet.getbbox() or (0, 0, *sheet.size)
    spare = round(0.12 * (box[3] - box[1])) + int(rng.integers(0, 3))
    top, bottom = box[1] - spare, box[3] + spare + int(rng.integers(-1, 2))
    left = box[0] - int(rng.integers(0, 8))
    scale = LINE_HEIGHT / (bottom - top)
    own = sheet.crop((left, top, left + round(WIDTH / scale), bottom))
    picture = _worn(own, cap_px, rng)
    steps = np.full(_STEPS, BETWEEN, np.int8)
    for letter, start, end in places:
        _mark(steps, letter, (start - left) * scale, (end - left) * scale)
    return PrintedLine(picture, steps)


def _mark(steps: NDArray[np.int8], letter: str, start: float, end: float) -> None:
    """A letter's steps: its middle third, at least one; those beside it are not asked about."""
    if letter == " " or start >= WIDTH - STEP:
        return
    kind = LETTERS.index(letter.lower()) if letter.lower() in LETTERS else OTHER
    centres = (np.arange(_STEPS) + 0.5) * STEP
    middle = (start + end) / 2
    nearest = min(_STEPS - 1, int(middle // STEP))
    inside = (centres > start + 0.15 * (end - start)) & (centres < end - 0.15 * (end - start))
    steps[inside & (steps == BETWEEN)] = UNKNOWN
    steps[np.abs(centres - middle) < (end - start) / 6] = kind
    steps[nearest] = kind


def _words(rng: np.random.Generator) -> str:
    """Scales, rates and other words of a report, and letters by chance."""
    parts: list[str] = []
    while sum(map(len, parts)) < 40:
        kind = rng.random()
        if kind < 0.35:
            parts.append(_scale(rng))
        elif kind < 0.5:
            parts.append(_rate(rng))
        elif kind < 0.75:
            parts.append(str(rng.choice(_WORDS)))
        elif kind < 0.88:
            parts.append(_number(rng))
        else:
            letters = list(LETTERS.upper() + LETTERS + "()*~,;=+%°")
            parts.append("".join(rng.choice(letters, int(rng.integers(2, 9)))))
    return "".join(part + " " * int(rng.choice((1, 1, 2, 4))) for part in parts)


def _scale(rng: np.random.Generator) -> str:
    gap = " " if rng.random() < 0.5 else ""
    if rng.random() < 0.5:
        return (
            f"{rng.choice(('25', '50', '12.5', '25', '50', '10', '100'))}{gap}{rng.choice(('mm/s', 'mm/s', 'mm/sec'))}"
        )
    return f"{rng.choice(('10', '5', '20', '2.5', '10.0', '5.0', '20.0', '15'))}{gap}{rng.choice(('mm/mV', 'mm/mv'))}"


def _rate(rng: np.random.Generator) -> str:
    rate = int(rng.integers(30, 220))
    forms = (f"{rate} bpm", f"HR {rate}", f"HR: {rate}", f"Vent. rate {rate} BPM", f"{rate}bpm", f"{rate} /min")
    return forms[rng.integers(len(forms))]


def _number(rng: np.random.Generator) -> str:
    forms = (
        f"{rng.integers(1, 999_999)}",
        f"{rng.integers(0, 29):02d}-{rng.integers(1, 13):02d}-{rng.integers(2000, 2030)}",
        f"{rng.integers(0, 24):02d}:{rng.integers(0, 60):02d}:{rng.integers(0, 60):02d}",
        f"0.{rng.integers(1, 99):02d}-{rng.choice((25, 35, 40, 45, 100, 150))}Hz",
        f"{rng.integers(300, 480)}/{rng.integers(300, 520)} ms",
    )
    return forms[rng.integers(len(forms))]


def _worn(line: Image.Image, cap_px: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    """The line as it comes off a page of some resolution."""
    ink = np.asarray(line, dtype=np.float32)
    if rng.random() < 0.25:
        holes = Image.fromarray((255 * rng.random((max(1, ink.shape[0] // 4), ink.shape[1] // 4))).astype(np.uint8))
        ink = ink * (1 - 0.9 * (np.asarray(holes.resize((ink.shape[1], ink.shape[0]))) > rng.uniform(180, 250)))
    line = Image.fromarray(ink.astype(np.uint8))
    if rng.random() < 0.4:
        line = line.transform(
            line.size, Image.Transform.AFFINE, (1, rng.normal(0, 0.08), 0, rng.normal(0, 0.002), 1, 0)
        )
    share = rng.uniform(6.5, 20) / cap_px
    small = line.resize((max(8, round(line.width * share)), max(6, round(line.height * share))), Image.Resampling.BOX)
    if rng.random() < 0.5:
        small = small.filter(ImageFilter.GaussianBlur(float(rng.uniform(0.1, 0.9))))
    if rng.random() < 0.4:
        small = as_jpeg(small, int(rng.integers(30, 90)))
    grey = np.asarray(small.resize((WIDTH, LINE_HEIGHT), Image.Resampling.BILINEAR), np.float32) * rng.uniform(0.7, 1.7)
    if rng.random() < 0.4:
        grey += rng.standard_normal(grey.shape, dtype=np.float32) * np.float32(rng.uniform(0, 16))
    if rng.random() < 0.3:  # what shows of a grid, or a ruling above or below
        at, level = int(rng.integers(0, 12)), float(rng.uniform(20, 150))
        grey[:, at :: int(rng.integers(9, 40))] += level
    return np.clip(grey, 0, 255).astype(np.uint8)

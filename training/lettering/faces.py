"""The typefaces to learn from, and writing with them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import matplotlib
import numpy as np
from PIL import Image, ImageDraw, ImageFont

# The oblique DejaVu Sans is missing: reports are drawn in it (`ecgweb.ecg.paper.style.HELD_OUT_TYPEFACE`).
_BUNDLED = (
    "DejaVuSans.ttf",
    "DejaVuSans-Bold.ttf",
    "DejaVuSansMono.ttf",
    "DejaVuSansMono-Bold.ttf",
    "DejaVuSerif.ttf",
    "DejaVuSerif-Bold.ttf",
    "DejaVuSerif-Italic.ttf",
    "STIXGeneral.ttf",
    "STIXGeneralBol.ttf",
    "STIXGeneralItalic.ttf",
    "cmr10.ttf",
    "cmss10.ttf",
    "cmtt10.ttf",
    "cmb10.ttf",
)
_OF_THE_SYSTEM = (
    "DejaVuSans-ExtraLight.ttf",
    "DejaVuSansCondensed.ttf",
    "DejaVuSansCondensed-Bold.ttf",
    "DejaVuSerifCondensed.ttf",
    "LiberationMono-Regular.ttf",
    "LiberationMono-Bold.ttf",
    "LiberationSans-Regular.ttf",
    "LiberationSans-Bold.ttf",
    "LiberationSans-Italic.ttf",
    "LiberationSansNarrow-Regular.ttf",
    "LiberationSansNarrow-Bold.ttf",
    "LiberationSerif-Regular.ttf",
    "LiberationSerif-Bold.ttf",
    "LiberationSerif-Italic.ttf",
)
DEFAULT, BITMAP = "Pillow's own", "Pillow's bitmap"
_CAP_SHARE = 0.72
_BITMAP_CAP_PX = 8


@cache
def faces() -> tuple[str, ...]:
    """Those that are here: matplotlib's and Pillow's always, those of the system where they are installed."""
    return (DEFAULT, BITMAP, *_BUNDLED, *(name for name in _OF_THE_SYSTEM if _opens(name)))


def written(words: str, face: str, cap_px: float, spacing_px: float = 0.0) -> Image.Image:
    """Words as light on black, capitals `cap_px` high, letters `spacing_px` farther apart than usual, cut close."""
    if face == BITMAP:
        return _cut_close(_bitmap(words, cap_px))
    font = _font(face, max(5, round(cap_px / _CAP_SHARE)))
    width = sum(font.getlength(letter) + abs(spacing_px) for letter in words)
    sheet = Image.new("L", (int(width) + 2 * round(cap_px) + 8, int(3 * cap_px) + 8), 0)
    draw = ImageDraw.Draw(sheet)
    at = float(cap_px)
    if spacing_px == 0:
        draw.text((at, 2 * cap_px), words, fill=255, font=font, anchor="ls")
    else:
        for letter in words:
            draw.text((at, 2 * cap_px), letter, fill=255, font=font, anchor="ls")
            at += font.getlength(letter) + spacing_px
    return _cut_close(sheet)


def placed_letters(
    words: str, face: str, cap_px: float, spacing_px: float
) -> tuple[Image.Image, list[tuple[str, float, float]]]:
    """Words as light on black, and every letter with where it begins and ends along the picture."""
    font = _font(face, max(5, round(cap_px / _CAP_SHARE)))
    places, at = [], float(cap_px)
    for letter in words:
        end = at + font.getlength(letter)
        places.append((letter, at, end))
        at = end + spacing_px
    sheet = Image.new("L", (int(at + 2 * cap_px), int(3 * cap_px) + 8), 0)
    draw = ImageDraw.Draw(sheet)
    for letter, start, _ in places:
        draw.text((start, 2 * cap_px), letter, fill=255, font=font, anchor="ls")
    return sheet, places


def _bitmap(words: str, cap_px: float) -> Image.Image:
    font = ImageFont.load_default_imagefont()
    box = font.getbbox(words)
    small = Image.new("L", (max(1, round(box[2])), 11), 0)
    ImageDraw.Draw(small).text((0, 0), words, fill=255, font=font)
    scale = cap_px / _BITMAP_CAP_PX
    return small.resize((max(1, round(small.width * scale)), max(1, round(11 * scale))), Image.Resampling.NEAREST)


def _cut_close(sheet: Image.Image) -> Image.Image:
    box = sheet.getbbox()
    return sheet.crop(box) if box else sheet


@cache
def _font(face: str, size_px: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    if face == DEFAULT:
        return ImageFont.load_default(size_px)
    bundled = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / face
    return ImageFont.truetype(str(bundled) if bundled.exists() else face, size_px)


def _opens(face: str) -> bool:
    try:
        _font(face, 10)
    except OSError:
        return False
    return True


def random_face(rng: np.random.Generator) -> str:
    return str(rng.choice(faces()))

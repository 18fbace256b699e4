"""The letters that machines print: Pillow's own two faces, and free ones of the system where they are installed."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from ecgweb.ecg.paper.style import RGB

_FILES = {
    "narrow": "LiberationSansNarrow-Regular.ttf",
    "bold": "DejaVuSans-Bold.ttf",
    "mono": "DejaVuSansMono.ttf",
    "serif": "LiberationSerif-Regular.ttf",
    "serif bold": "LiberationSerif-Bold.ttf",
    "oblique": "DejaVuSans-Oblique.ttf",
}
_BITMAP_HEIGHT_PX = 11


def write(
    sheet: Image.Image, left_px: float, bottom_px: float, words: str, face: str, size_px: float, ink: RGB
) -> None:
    """Write a line with its baseline starting at (left, bottom)."""
    if face == "bitmap":
        _write_dots(sheet, left_px, bottom_px, words, size_px, ink)
        return
    font = _font(face, max(6, round(size_px)))
    ImageDraw.Draw(sheet).text((left_px, bottom_px), words, fill=ink, font=font, anchor="ls")


@lru_cache(maxsize=256)
def _font(face: str, size_px: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    if face in _FILES:
        try:
            return ImageFont.truetype(_FILES[face], size_px)
        except OSError:  # not installed here: the face that comes with Pillow
            pass
    return ImageFont.load_default(size_px)


def _write_dots(sheet: Image.Image, left_px: float, bottom_px: float, words: str, size_px: float, ink: RGB) -> None:
    """Letters of a dot printer: the small bitmap face made larger without smoothing."""
    font = ImageFont.load_default_imagefont()
    box = font.getbbox(words)
    small = Image.new("L", (max(1, round(box[2])), _BITMAP_HEIGHT_PX), 0)
    ImageDraw.Draw(small).text((0, 0), words, fill=255, font=font)
    scale = max(6.0, size_px) / _BITMAP_HEIGHT_PX
    large = small.resize(
        (max(1, round(small.width * scale)), max(1, round(small.height * scale))), Image.Resampling.NEAREST
    )
    sheet.paste(ink, (round(left_px), round(bottom_px - 0.8 * large.height)), large)

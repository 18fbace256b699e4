"""One landscape A4 sheet to write on: places in millimetres from the upper left corner, sizes of letters in points."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos

RGB = tuple[int, int, int]

WIDTH_MM, HEIGHT_MM, MARGIN_MM = 297.0, 210.0, 10.0
INK: RGB = (24, 28, 38)
MUTED: RGB = (88, 96, 110)
LINE: RGB = (205, 210, 218)
POINT_MM = 25.4 / 72
LEADING = 1.32
_FONTS = Path(__file__).with_name("fonts")
_REGULAR = _FONTS / "DejaVuSans.ttf"


class Sheet:
    """A sheet with a font for Latin, Greek, Cyrillic and Arabic letters, which are joined and run as they should."""

    def __init__(self, title: str) -> None:
        self.pdf = FPDF(orientation="landscape", format="A4")
        self.pdf.set_auto_page_break(False)
        self.pdf.add_font("DejaVu", "", _REGULAR)
        self.pdf.add_font("DejaVu", "B", _FONTS / "DejaVuSans-Bold.ttf")
        self.pdf.set_text_shaping(True)
        self.pdf.set_title(title)
        self.pdf.set_lang("en")
        self.pdf.set_margin(0)
        self.pdf.c_margin = 0
        self.pdf.add_page()

    def write(
        self,
        words: str,
        left: float,
        top: float,
        width: float,
        size: float = 8.0,
        bold: bool = False,
        colour: RGB = INK,
        align: Literal["L", "R", "C"] = "L",
    ) -> float:
        """Write words into a column, broken into lines where needed, and return where they end."""
        self.pdf.set_font("DejaVu", "B" if bold else "", size)
        self.pdf.set_text_color(*colour)
        self.pdf.set_xy(left, top)
        line = size * POINT_MM * LEADING
        self.pdf.multi_cell(width, line, words, align=Align.coerce(align), new_x=XPos.LEFT, new_y=YPos.NEXT)
        return float(self.pdf.get_y())

    def width_of(self, words: str, size: float, bold: bool = False) -> float:
        """Room that a line of words takes."""
        self.pdf.set_font("DejaVu", "B" if bold else "", size)
        return float(self.pdf.get_string_width(words))

    def bar(self, left: float, top: float, width: float, share: float, colour: RGB) -> None:
        """A bar filled as far as the share, 0 to 1, goes."""
        self.fill(left, top, width, 1.4, (230, 233, 238))
        if share > 0:
            self.fill(left, top, width * share, 1.4, colour)

    def fill(self, left: float, top: float, width: float, height: float, colour: RGB) -> None:
        """A rectangle of one colour."""
        self.pdf.set_fill_color(*colour)
        self.pdf.rect(left, top, width, height, style="F")

    def rule(self, top: float) -> None:
        """A thin line from margin to margin."""
        self.pdf.set_draw_color(*LINE)
        self.pdf.set_line_width(0.2)
        self.pdf.line(MARGIN_MM, top, WIDTH_MM - MARGIN_MM, top)

    def content(self) -> bytes:
        """The finished file."""
        return bytes(self.pdf.output())


@cache
def printable() -> frozenset[int]:
    """The code points that the font has letters for."""
    with TTFont(_REGULAR, lazy=True) as font:
        return frozenset(font.getBestCmap())

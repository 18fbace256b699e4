"""How a paper ECG looks: layout, scale, grid, texts and pen, and a way to draw such looks at random."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ecgweb.ecg.paper.words import FOOTERS
from ecgweb.ecg.recording import LEADS

RGB = tuple[int, int, int]

# Of the layouts, "4x3" reads like a book (I II III in the first row); in all others the leads run down the columns.
LAYOUTS = ("3x4", "3x4+1", "3x4+2", "3x4+3", "6x2", "6x2+1", "12x1", "4x3", "4x3+1")
STRIP_LAYOUT = "1x1"
TYPEFACES = ("sans", "narrow", "bold", "mono", "serif", "serif bold", "bitmap")
SPEEDS_MM_S = (25.0, 50.0)
GAINS_MM_MV = (5.0, 10.0, 20.0)


@dataclass(frozen=True)
class GridInk:
    """Colours of the sheet and of its 1 mm and 5 mm lines; `dots` prints the 1 mm lines as dots."""

    paper: RGB
    minor: RGB
    major: RGB
    dots: bool = False


GRIDS: dict[str, GridInk | None] = {
    "red": GridInk((255, 250, 248), (246, 190, 184), (228, 104, 96)),
    "pink": GridInk((255, 238, 240), (250, 206, 212), (240, 158, 170)),
    "blue": GridInk((248, 251, 255), (196, 216, 240), (126, 166, 214)),
    "green": GridInk((248, 254, 248), (194, 226, 196), (122, 184, 128)),
    "brown": GridInk((252, 248, 240), (228, 208, 180), (194, 156, 110)),
    "grey": GridInk((252, 252, 252), (220, 220, 220), (172, 172, 172)),
    "dotted": GridInk((254, 254, 254), (188, 182, 178), (226, 222, 220), dots=True),
    "none": None,
    "dark": GridInk((196, 192, 188), (150, 144, 140), (96, 90, 86)),
    "screen": GridInk((10, 14, 14), (24, 40, 34), (44, 72, 60)),
    "orange": GridInk((255, 249, 240), (252, 214, 172), (240, 160, 88)),
    "violet": GridInk((250, 247, 255), (218, 206, 240), (170, 146, 214)),
}
# Never drawn at random (`random_style`): the reader's bench keeps these looks for itself.
HELD_OUT_GRIDS = ("orange", "violet")
HELD_OUT_TYPEFACE = "oblique"


@dataclass(frozen=True)
class Style:
    """The look of one page.

    Parameters
    ----------
    layout : str
        One of `LAYOUTS`: rows x columns + rhythm strips; or `STRIP_LAYOUT`, one lead for all of the time.
    rhythm_leads : tuple of str
        Leads of the rhythm strips from top to bottom; a layout takes the first it has strips for.
    order : {"standard", "cabrera"}
        Order of the limb leads; Cabrera's shows aVR upside down.
    speed_mm_s, gain_mm_mv : float
        Scale of the paper.
    grid : str
        A key of `GRIDS`.
    full_bleed : bool
        True if the grid covers the whole sheet, False if it frames the traces only.
    header : tuple of str
        Lines of text above the traces.
    footer, lead_names : bool
        Whether speed and gain are printed below, and each lead's name beside its trace.
    footer_form : str
        How the footer words `speed` and `gain`.
    names_at : {"above", "below"}
        Where a lead's name stands.
    typeface : str
        One of `TYPEFACES` or `HELD_OUT_TYPEFACE`; one that is not installed becomes "sans".
    separators : {"none", "line", "ticks"}
        What parts the columns.
    joined : bool
        True if the pen stays down from one lead of a row to the next.
    pulse : {"left", "right", "none"}
        Where the calibration pulse of 1 mV stands.
    pulse_width_mm, margin_mm, row_height_mm, trace_width_mm, text_height_mm : float
        Sizes in paper millimetres.
    crisp : bool
        True if the printer knows ink and paper only, nothing between.
    ink : tuple of int
        Colour of trace and texts.

    Raises
    ------
    ValueError
        If a choice is not known or a size is not positive.
    """

    layout: str = "3x4+1"
    rhythm_leads: tuple[str, ...] = ("II", "V1", "V5")
    order: Literal["standard", "cabrera"] = "standard"
    speed_mm_s: float = 25.0
    gain_mm_mv: float = 10.0
    grid: str = "pink"
    full_bleed: bool = False
    header: tuple[str, ...] = ()
    footer: bool = True
    footer_form: str = FOOTERS[0]
    lead_names: bool = True
    names_at: Literal["above", "below"] = "above"
    typeface: str = "sans"
    separators: Literal["none", "line", "ticks"] = "none"
    joined: bool = False
    pulse: Literal["left", "right", "none"] = "left"
    pulse_width_mm: float = 5.0
    margin_mm: float = 8.0
    row_height_mm: float = 30.0
    trace_width_mm: float = 0.35
    text_height_mm: float = 3.2
    crisp: bool = False
    ink: RGB = (16, 16, 24)

    def __post_init__(self) -> None:
        if self.layout not in (*LAYOUTS, STRIP_LAYOUT):
            raise ValueError(f"layout {self.layout!r} is none of {', '.join(LAYOUTS)}")
        if self.grid not in GRIDS:
            raise ValueError(f"grid {self.grid!r} is none of {', '.join(GRIDS)}")
        if self.rhythm_count > len(self.rhythm_leads) or not set(self.rhythm_leads) <= set(LEADS):
            raise ValueError(f"{self.layout} cannot take its rhythm strips from {self.rhythm_leads}")
        if self.separators not in ("none", "line", "ticks") or self.pulse not in ("left", "right", "none"):
            raise ValueError(f"no such separators {self.separators!r} or pulse {self.pulse!r}")
        sizes = (self.speed_mm_s, self.gain_mm_mv, self.pulse_width_mm, self.row_height_mm)
        if min(*sizes, self.trace_width_mm, self.text_height_mm) <= 0 or self.margin_mm < 0:
            raise ValueError("speed, gain and sizes must be positive")

    @property
    def lead_rows(self) -> int:
        return self._counts()[0]

    @property
    def columns(self) -> int:
        return self._counts()[1]

    @property
    def rhythm_count(self) -> int:
        return self._counts()[2]

    @property
    def shown_rhythm_leads(self) -> tuple[str, ...]:
        return self.rhythm_leads[: self.rhythm_count]

    def _counts(self) -> tuple[int, int, int]:
        if self.layout == STRIP_LAYOUT:
            return 0, 1, 1
        rows, columns, rhythms = re.split("[x+]", self.layout if "+" in self.layout else f"{self.layout}+0")
        return int(rows), int(columns), int(rhythms)

"""How a paper ECG looks: layout, scale, grid, texts and pen, and a way to draw such looks at random."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ecgweb.ecg.recording import LEADS

RGB = tuple[int, int, int]

LAYOUTS = ("3x4", "3x4+1", "3x4+3", "6x2", "6x2+1", "12x1")
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
}


@dataclass(frozen=True)
class Style:
    """The look of one page.

    Parameters
    ----------
    layout : str
        One of `LAYOUTS`: rows x columns + rhythm strips.
    rhythm_leads : tuple of str
        Leads of the rhythm strips from top to bottom; a layout takes the first it has strips for.
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
    separators : {"none", "line", "ticks"}
        What parts the columns.
    pulse : {"left", "right", "none"}
        Where the calibration pulse of 1 mV stands.
    pulse_width_mm, margin_mm, row_height_mm, trace_width_mm, text_height_mm : float
        Sizes in paper millimetres.
    ink : tuple of int
        Colour of trace and texts.

    Raises
    ------
    ValueError
        If a choice is not known or a size is not positive.
    """

    layout: str = "3x4+1"
    rhythm_leads: tuple[str, ...] = ("II", "V1", "V5")
    speed_mm_s: float = 25.0
    gain_mm_mv: float = 10.0
    grid: str = "pink"
    full_bleed: bool = False
    header: tuple[str, ...] = ()
    footer: bool = True
    lead_names: bool = True
    separators: Literal["none", "line", "ticks"] = "none"
    pulse: Literal["left", "right", "none"] = "left"
    pulse_width_mm: float = 5.0
    margin_mm: float = 8.0
    row_height_mm: float = 30.0
    trace_width_mm: float = 0.35
    text_height_mm: float = 3.2
    ink: RGB = (16, 16, 24)

    def __post_init__(self) -> None:
        if self.layout not in LAYOUTS:
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
        rows, columns, rhythms = re.split("[x+]", self.layout if "+" in self.layout else f"{self.layout}+0")
        return int(rows), int(columns), int(rhythms)


def random_style(rng: np.random.Generator, layouts: tuple[str, ...] = LAYOUTS) -> Style:
    """A plausible look drawn at random, the common ones more often than the rare."""
    layout = str(rng.choice(layouts))
    rhythm = str(rng.choice(LEADS, p=_rhythm_odds()))
    others = [str(name) for name in rng.permutation([lead for lead in LEADS if lead != rhythm])[:2]]
    tall = {"12x1": 15.0, "6x2": 22.0, "6x2+1": 22.0}.get(layout, 28.0)
    return Style(
        layout=layout,
        rhythm_leads=(rhythm, *others),
        speed_mm_s=float(rng.choice(SPEEDS_MM_S, p=(0.9, 0.1))),
        gain_mm_mv=float(rng.choice(GAINS_MM_MV, p=(0.08, 0.86, 0.06))),
        grid=str(rng.choice(list(GRIDS), p=(0.17, 0.25, 0.08, 0.08, 0.08, 0.14, 0.1, 0.1))),
        full_bleed=bool(rng.random() < 0.4),
        header=_random_header(rng),
        footer=bool(rng.random() < 0.8),
        lead_names=bool(rng.random() < 0.97),
        separators=("none", "line", "ticks")[rng.choice(3, p=(0.5, 0.25, 0.25))],
        pulse=("left", "right", "none")[rng.choice(3, p=(0.7, 0.1, 0.2))],
        pulse_width_mm=float(rng.choice((2.5, 5.0))),
        margin_mm=float(rng.uniform(2, 14)),
        row_height_mm=tall * float(rng.uniform(0.85, 1.25)),
        trace_width_mm=float(rng.uniform(0.2, 0.5)),
        text_height_mm=float(rng.uniform(2.6, 4.0)),
        ink=_random_ink(rng),
    )


def _rhythm_odds() -> list[float]:
    """II on two pages in three, V1 or V5 on one in five, any other lead on the rest."""
    common = {"II": 0.66, "V1": 0.12, "V5": 0.08}
    rest = (1 - sum(common.values())) / (len(LEADS) - len(common))
    return [common.get(lead, rest) for lead in LEADS]


def _random_header(rng: np.random.Generator) -> tuple[str, ...]:
    lines = (
        "ECG REPORT",
        f"ID: {rng.integers(1, 999_999)}    {rng.integers(18, 95)} years    {rng.choice(('Male', 'Female'))}",
        f"HR {rng.integers(45, 140)} bpm    PR {rng.integers(110, 230)} ms    QRS {rng.integers(70, 150)} ms",
        f"{rng.integers(1, 29):02d}.{rng.integers(1, 13):02d}.{rng.integers(2005, 2026)}    Unconfirmed",
    )
    return lines[: int(rng.integers(0, len(lines) + 1))]


def _random_ink(rng: np.random.Generator) -> RGB:
    dark = int(rng.integers(0, 60))
    return (dark, dark, dark + int(rng.choice((0, 0, 0, 70))))

"""Looks of pages drawn at random."""

from __future__ import annotations

import numpy as np

from ecgweb.ecg.paper.style import GAINS_MM_MV, LAYOUTS, RGB, SPEEDS_MM_S, TYPEFACES, Style
from ecgweb.ecg.paper.words import FOOTERS, random_header
from ecgweb.ecg.recording import LEADS

_GRID_ODDS = {
    "red": 0.17,
    "pink": 0.22,
    "blue": 0.08,
    "green": 0.08,
    "brown": 0.08,
    "grey": 0.13,
    "dotted": 0.08,
    "none": 0.08,
    "dark": 0.04,
    "screen": 0.04,
}
_LAYOUT_ODDS = {"3x4": 3, "3x4+1": 5, "3x4+2": 1, "3x4+3": 2, "6x2": 2, "6x2+1": 2, "12x1": 2, "4x3": 0.5, "4x3+1": 0.5}
_SCREEN_INKS: tuple[RGB, ...] = ((120, 255, 150), (240, 240, 240), (255, 230, 90))


def random_style(rng: np.random.Generator, layouts: tuple[str, ...] = LAYOUTS) -> Style:
    """A plausible look drawn at random, the common ones more often than the rare."""
    odds = np.array([_LAYOUT_ODDS.get(layout, 1.0) for layout in layouts])
    layout = str(rng.choice(layouts, p=odds / odds.sum()))
    rhythm = str(rng.choice(LEADS, p=_rhythm_odds()))
    others = [str(name) for name in rng.permutation([lead for lead in LEADS if lead != rhythm])[:2]]
    tall = {"12x1": 15.0, "6x2": 22.0, "6x2+1": 22.0}.get(layout, 28.0)
    grid = str(rng.choice(list(_GRID_ODDS), p=list(_GRID_ODDS.values())))
    return Style(
        layout=layout,
        rhythm_leads=(rhythm, *others),
        order="cabrera" if rng.random() < 0.06 else "standard",
        speed_mm_s=float(rng.choice(SPEEDS_MM_S, p=(0.9, 0.1))),
        gain_mm_mv=float(rng.choice(GAINS_MM_MV, p=(0.08, 0.86, 0.06))),
        grid=grid,
        full_bleed=grid == "screen" or bool(rng.random() < 0.4),
        header=random_header(rng),
        footer=bool(rng.random() < 0.8),
        footer_form=FOOTERS[rng.integers(len(FOOTERS))],
        lead_names=bool(rng.random() < 0.97),
        names_at="above" if rng.random() < 0.5 else "below",
        typeface=str(rng.choice(TYPEFACES)),
        separators=("none", "line", "ticks")[rng.choice(3, p=(0.5, 0.25, 0.25))],
        joined=bool(rng.random() < 0.4),
        pulse=("left", "right", "none")[rng.choice(3, p=(0.7, 0.1, 0.2))],
        pulse_width_mm=float(rng.choice((2.5, 5.0))),
        margin_mm=float(rng.uniform(2, 14)),
        row_height_mm=tall * float(rng.uniform(0.85, 1.25)),
        trace_width_mm=float(rng.uniform(0.2, 0.5)),
        text_height_mm=float(rng.uniform(2.6, 4.0)),
        crisp=bool(rng.random() < 0.15),
        ink=_SCREEN_INKS[rng.integers(3)] if grid == "screen" else _random_ink(rng),
    )


def _rhythm_odds() -> list[float]:
    """II on two pages in three, V1 or V5 on one in five, any other lead on the rest."""
    common = {"II": 0.66, "V1": 0.12, "V5": 0.08}
    rest = (1 - sum(common.values())) / (len(LEADS) - len(common))
    return [common.get(lead, rest) for lead in LEADS]


def _random_ink(rng: np.random.Generator) -> RGB:
    """Black, grey or blue-black."""
    dark = int(rng.integers(0, 90))
    return (dark, dark, dark + int(rng.choice((0, 0, 0, 70))))

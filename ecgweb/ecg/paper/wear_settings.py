"""How worn a picture is: one number for each thing that can happen to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Wear:
    """How worn a picture is; the defaults leave it as it was.

    Parameters
    ----------
    notes, stains, folds : int
        How many notes by hand, stains and creases the paper bears.
    highlighter : int
        Strokes of a highlighter.
    show_through : float
        How strongly the back side's print shines through, 0 to 1.
    turn_deg : float
        Turn counter-clockwise in degrees; the picture grows to hold the whole page.
    perspective : float
        By what share of its side each corner may be pulled inwards.
    lens : float
        Radial distortion as a share of the half diagonal, barrel above zero.
    curl : float
        How far the paper curls up, as a share of its width.
    desk : float
        What is seen around the page as a share of its width; below zero cuts the page's edges off.
    scale : float
        Factor of the size.
    light : float
        Share of brightness lost from the brightest to the darkest side.
    shadow : float
        Share of brightness lost inside a soft shadow.
    glare, tint, flicker : float
        Strength of a washed-out patch, of coloured light and of a lamp's bands, 0 to 1.
    streaks, fade, dropouts : float
        Depth of a scanner's streaks, loss of contrast, share of lines lost, 0 to 1.
    dust : float
        Share of the pixels under specks.
    copied : {"no", "copy", "fax"}
        Whether the page was made black and white.
    leaning : float
        How much darker than the paper a pixel of a copy has to be to come out black.
    moire : float
        Depth of the stripes of a photographed screen.
    blur_px, shake_px : float
        Radius of a Gaussian blur, length of a smear, in pixels of the delivered picture.
    noise : float
        Standard deviation of the sensor noise in grey levels.
    jpeg_quality : int or None
        Quality of a JPEG round trip.
    """

    notes: int = 0
    stains: int = 0
    folds: int = 0
    highlighter: int = 0
    show_through: float = 0.0
    turn_deg: float = 0.0
    perspective: float = 0.0
    lens: float = 0.0
    curl: float = 0.0
    desk: float = 0.0
    scale: float = 1.0
    light: float = 0.0
    shadow: float = 0.0
    glare: float = 0.0
    tint: float = 0.0
    flicker: float = 0.0
    streaks: float = 0.0
    dust: float = 0.0
    fade: float = 0.0
    copied: Literal["no", "copy", "fax"] = "no"
    leaning: float = 0.2
    dropouts: float = 0.0
    moire: float = 0.0
    blur_px: float = 0.0
    shake_px: float = 0.0
    noise: float = 0.0
    jpeg_quality: int | None = None

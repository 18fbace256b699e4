"""Three ways in which pages reach a reader - clean, worn and photographed - and the looks that no training may see.

`random_page` draws a style, a wear and a resolution for one of `REGIMES`. With `held_out` it uses what is kept out of
training: the grids and the typeface that `random_style` never draws, and the effects in `HELD_OUT_EFFECTS`, which the
other regimes never apply. Figures are reported on those; networks and thresholds are made on the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ecgweb.ecg.paper.random_style import random_style
from ecgweb.ecg.paper.style import HELD_OUT_GRIDS, HELD_OUT_TYPEFACE, LAYOUTS, Style
from ecgweb.ecg.paper.wear import Wear

HELD_OUT_EFFECTS = ("highlighter", "show_through", "flicker")


@dataclass(frozen=True)
class RandomPage:
    """How to draw and how to wear out one page."""

    style: Style
    wear: Wear
    pixels_per_mm: float


def random_page(
    rng: np.random.Generator, regime: str, held_out: bool = False, layouts: tuple[str, ...] = LAYOUTS
) -> RandomPage:
    """Draw the looks of one page.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.
    regime : str
        A key of `REGIMES`.
    held_out : bool
        True for looks that are kept out of training, False for all others.
    layouts : tuple of str
        Layouts to choose from.
    """
    style = random_style(rng, layouts)
    wear = REGIMES[regime](rng)
    if held_out:
        grid = style.grid if style.grid == "none" else str(rng.choice(HELD_OUT_GRIDS))
        ink = style.ink if style.grid != "screen" else (20, 20, 20)
        style = replace(style, grid=grid, ink=ink, typeface=HELD_OUT_TYPEFACE)
        wear = wear if regime == "clean" else _with_held_out_effect(wear, rng)
    return RandomPage(style, wear, float(rng.uniform(4.0, 8.0)))


def random_wear(rng: np.random.Generator, strength: float = 1.0) -> Wear:
    """A photo by chance without anything done to the paper; strength 0 leaves the page as it was."""
    return Wear(
        turn_deg=strength * float(rng.normal(0, 1.5)),
        perspective=strength * float(rng.uniform(0, 0.04)),
        scale=float(1 + strength * rng.uniform(-0.3, 0.3)),
        light=strength * float(rng.uniform(0, 0.35)),
        shadow=strength * float(rng.choice((0.0, 0.0, 0.3))),
        blur_px=strength * float(rng.uniform(0, 1.2)),
        noise=strength * float(rng.uniform(0, 6)),
        jpeg_quality=int(rng.integers(round(95 - 45 * strength), 96)),
    )


def _clean(rng: np.random.Generator) -> Wear:
    return Wear()


def _worn(rng: np.random.Generator) -> Wear:
    """Paper that was folded, written on and stained, then scanned, copied or faxed."""
    wear = Wear(
        notes=_count(rng, 0.35, 4),
        stains=_count(rng, 0.25, 3),
        folds=_count(rng, 0.35, 3),
        turn_deg=float(rng.normal(0, 1.2)),
        scale=float(rng.uniform(0.75, 1.2)),
        light=_some(rng, 0.3, 0.15),
        tint=_some(rng, 0.5, 0.12),
        streaks=_some(rng, 0.3, 0.4),
        dust=_some(rng, 0.4, 0.0006),
        fade=_some(rng, 0.4, 0.55),
        blur_px=_some(rng, 0.6, 0.9),
        noise=_some(rng, 0.6, 5),
        jpeg_quality=int(rng.integers(55, 96)),
    )
    return copied(wear, rng) if rng.random() < 0.25 else wear


def copied(wear: Wear, rng: np.random.Generator) -> Wear:
    """The same wear, ending on a copier or a fax machine."""
    fax = bool(rng.random() < 0.35)
    return replace(
        wear,
        copied="fax" if fax else "copy",
        leaning=float(rng.uniform(0.12, 0.4)),
        dropouts=_some(rng, 0.5, 0.03) if fax else 0.0,
        fade=min(wear.fade, 0.3),
    )


def _photographed(rng: np.random.Generator) -> Wear:
    """A phone held over the page, the page more or less flat, the light whatever it was."""
    return Wear(
        notes=_count(rng, 0.15, 2),
        folds=_count(rng, 0.35, 3),
        turn_deg=float(rng.normal(0, 2.5)),
        perspective=float(rng.uniform(0, 0.07)),
        lens=float(rng.normal(0, 0.012)),
        curl=_some(rng, 0.5, 0.008),
        desk=float(rng.uniform(-0.005, 0.06)),
        scale=float(rng.uniform(0.6, 1.2)),
        light=float(rng.uniform(0, 0.45)),
        shadow=_some(rng, 0.4, 0.45),
        glare=_some(rng, 0.25, 0.7),
        tint=float(rng.uniform(0, 0.35)),
        fade=_some(rng, 0.3, 0.3),
        moire=_some(rng, 0.12, 0.18),
        blur_px=float(rng.uniform(0, 1.2)),
        shake_px=_some(rng, 0.25, 2.5),
        noise=float(rng.uniform(0, 7)),
        jpeg_quality=int(rng.integers(45, 96)),
    )


REGIMES: dict[str, Callable[[np.random.Generator], Wear]] = {
    "clean": _clean,
    "worn": _worn,
    "photographed": _photographed,
}


def _with_held_out_effect(wear: Wear, rng: np.random.Generator) -> Wear:
    effect = str(rng.choice(HELD_OUT_EFFECTS))
    if effect == "highlighter":
        return replace(wear, highlighter=int(rng.integers(1, 4)))
    if effect == "show_through":
        return replace(wear, show_through=float(rng.uniform(0.1, 0.35)))
    return replace(wear, flicker=float(rng.uniform(0.1, 0.35)))


def _some(rng: np.random.Generator, odds: float, most: float) -> float:
    """Nothing as a rule, up to `most` with the given odds."""
    chance, amount = rng.uniform(0, 1, 2)
    return float(amount * most) if chance < odds else 0.0


def _count(rng: np.random.Generator, odds: float, most: int) -> int:
    return int(rng.integers(1, most + 1)) if rng.random() < odds else 0

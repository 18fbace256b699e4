"""Pages drawn from known signals: fold 10 of PTB-XL in random styles, clean, worn and photographed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.paper import PageDrawing, RandomPage, draw_page, random_page, random_style, wear_page
from ecgweb.ecg.paper.regimes import copied, random_wear
from ecgweb.ecg.paper.style import LAYOUTS, Style
from ecgweb.ecg.paper.wear import Worn, wear_out
from ecgweb.ecg.recording import Recording
from training.packs import load_ptbxl
from training.reading_scores import SCORE_RATE_HZ
from training.recipe import REPORT_FOLD

# What the reader's bench reports on. All but the last are drawn with the looks that are kept out of training.
KINDS = ("clean", "worn", "photographed", "black and white", "dark screen")


@dataclass(frozen=True)
class Rendering:
    """One drawn page, its style, and the picture as it came out of wear."""

    drawing: PageDrawing
    style: Style
    picture: NDArray[np.uint8]


@dataclass(frozen=True)
class KnownPage:
    """A page whose every sample is known: how it was drawn, and the picture with the way to it."""

    kind: str
    style: Style
    drawing: PageDrawing
    worn: Worn


def renderings(packs: Path, count: int, wear: float, seed: int = 0) -> Iterator[Rendering]:
    """Fold 10 of PTB-XL, drawn in `count` random styles; `wear` 0 leaves the pages clean, 1 photographs them."""
    rng = np.random.default_rng(seed)
    for index, recording in _recordings(packs, count, rng):
        style = random_style(rng)
        drawing = draw_page(recording, style, float(rng.uniform(4.0, 8.0)))
        worn = wear_out(drawing.image, random_wear(rng, wear), index) if wear else drawing.image
        yield Rendering(drawing, style, worn)


def known_pages(packs: Path, kind: str, count: int, seed: int = 0) -> Iterator[KnownPage]:
    """Fold 10 of PTB-XL as pages of one of `KINDS`, the layouts taking turns."""
    rng = np.random.default_rng([seed, KINDS.index(kind)])
    for number, (index, recording) in enumerate(_recordings(packs, count, rng)):
        page = _looks(rng, kind, LAYOUTS[number % len(LAYOUTS)])
        drawing = draw_page(recording, page.style, page.pixels_per_mm)
        yield KnownPage(kind, page.style, drawing, wear_page(drawing.image, page.wear, index))


def _looks(rng: np.random.Generator, kind: str, layout: str) -> RandomPage:
    if kind == "black and white":
        page = random_page(rng, "worn", held_out=True, layouts=(layout,))
        return replace(page, wear=copied(page.wear, rng))
    if kind == "dark screen":
        page = random_page(rng, "photographed", layouts=(layout,))
        style = replace(page.style, grid="screen", ink=(120, 255, 150), full_bleed=True)
        return replace(page, style=style, wear=replace(page.wear, notes=0, folds=0, curl=0.0, fade=0.0))
    return random_page(rng, kind, held_out=True, layouts=(layout,))


def _recordings(packs: Path, count: int, rng: np.random.Generator) -> Iterator[tuple[int, Recording]]:
    records = load_ptbxl(packs)
    fold = np.flatnonzero(records.folds() == REPORT_FOLD)
    for index in rng.choice(fold, count, replace=False):
        yield int(index), Recording(records.signal_mv(int(index)), SCORE_RATE_HZ)

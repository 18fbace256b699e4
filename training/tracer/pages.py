"""Windows of drawn pages with the height at which their pen ran: what the network learns from.

Pages are worn, set upright and followed by the reader's own steps, errors included, so that the network sees what it
will see in use.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from ecgweb.ecg.page.read import FollowedPage, follow_page
from ecgweb.ecg.page.reading import LeadTrace
from ecgweb.ecg.page.upright import USUAL_LOOKS, WorkingPage
from ecgweb.ecg.page.windows import WIDTH, Window, cut_windows, places_in_columns
from ecgweb.ecg.paper import Style, draw_page
from ecgweb.ecg.paper.regimes import random_page
from ecgweb.ecg.paper.wear import wear_page
from ecgweb.ecg.recording import Recording
from ecgweb.ecg.refusal import Refused
from training.packs import PtbXl

RATE_HZ = 100
FINE_RATE_HZ = 500
FINE_SHARE = 0.3
"""Share of the pages drawn from signals without corners: machines sample faster than the records that we have."""
REGIME_ODDS = {"clean": 0.3, "worn": 0.4, "photographed": 0.3}
_INVERSION_ROUNDS = 15

HEIGHTS_PER_COLUMN = 2
"""A steep stroke crosses many lines within a column."""

Heights = NDArray[np.float32]
Places = tuple[NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True)
class Example:
    """A window and its row's pen, `HEIGHTS_PER_COLUMN`, counted like its lines, NaN where none was drawn."""

    window: Window
    heights: Heights


def examples(data: PtbXl, folds: tuple[int, ...], pages: int, seed: int) -> Iterator[list[Example]]:
    """The windows of `pages` pages, page by page; a page whose rows were not found is left out."""
    rng = np.random.default_rng(seed)
    records = np.flatnonzero(np.isin(data.folds(), folds))
    for index in rng.choice(records, pages):
        found = page_examples(data.signal_mv(int(index)), rng)
        if found:
            yield found


def page_examples(signal_mv: NDArray[np.float32], rng: np.random.Generator) -> list[Example]:
    """Draw and wear out one page, follow it, and cut its windows; none if its rows were not found."""
    look = random_page(rng, str(rng.choice(list(REGIME_ODDS), p=list(REGIME_ODDS.values()))))
    drawing = draw_page(_recording(signal_mv, rng), look.style, look.pixels_per_mm)
    worn = wear_page(drawing.image, look.wear, int(rng.integers(2**31)))
    rows = _by_row(worn.traces(drawing.traces), look.style)
    page = followed(worn.picture, len(rows))
    if page is None:
        return []
    upright = [[_upright(trace, page) for trace in traces] for traces in rows]
    return [Example(window, _heights(window, upright[window.row])) for window in cut_windows(page.rows)]


def followed(picture: NDArray[np.uint8], rows: int) -> FollowedPage | None:
    """The page as the reader follows it in the first of its usual looks that finds so many rows."""
    working = WorkingPage(picture)
    for look in USUAL_LOOKS:
        try:
            page = follow_page(working, look)
        except Refused:
            continue
        if page.rows.baselines_px.shape[1] == rows:
            return page
    return None


def _recording(signal_mv: NDArray[np.float32], rng: np.random.Generator) -> Recording:
    if rng.random() >= FINE_SHARE:
        return Recording(signal_mv, RATE_HZ)
    fine_mv = resample_poly(signal_mv, FINE_RATE_HZ // RATE_HZ, 1, axis=1)
    return Recording(fine_mv.astype(np.float32), FINE_RATE_HZ)


def _by_row(traces: tuple[LeadTrace, ...], style: Style) -> list[list[LeadTrace]]:
    """The traces of every row of the page: leads lie row by row, then come the rhythm strips."""
    leads = [trace for trace in traces if not trace.rhythm_strip]
    rows = [leads[first : first + style.columns] for first in range(0, len(leads), style.columns)]
    return rows + [[trace] for trace in traces if trace.rhythm_strip]


def _upright(trace: LeadTrace, page: FollowedPage) -> Places:
    """Where a trace of the picture runs on the upright page, found by walking towards it."""
    target = np.stack([trace.x_px, trace.y_px]).astype(np.float64)
    at = (target + 0.5) * page.shrink - 0.5
    for _ in range(_INVERSION_ROUNDS):
        reached = np.stack(page.on_picture(*at.astype(np.float32)))
        at = at + (target - reached) * page.shrink
    return at[0], at[1]


def _heights(window: Window, places: list[Places]) -> Heights:
    at_px = window.left_px + places_in_columns(HEIGHTS_PER_COLUMN * WIDTH) * window.column_px
    heights = np.full(at_px.size, np.nan, dtype=np.float32)
    for x_px, y_px in places:
        drawn = (at_px >= x_px.min() - window.column_px / 2) & (at_px <= x_px.max() + window.column_px / 2)
        order = np.argsort(x_px)
        heights[drawn] = (np.interp(at_px[drawn], x_px[order], y_px[order]) - window.top_px) / window.line_px
    return heights

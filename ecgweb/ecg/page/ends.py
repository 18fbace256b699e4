"""Between which places on the page the first and the last sample lie, to a fraction of a pixel."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page.drift import Drift, on_even_paper
from ecgweb.ecg.page.ink import Grey
from ecgweb.ecg.page.scale import LAST_SAMPLE_S, SPEEDS_MM_S, USUAL_DURATION_S

Heights = NDArray[np.float32]
Joined = Literal["left", "right"] | None

# A round pen inks a column beyond its centre less and less: by weight its line ends this share of the pen farther out.
_ROUND_END_PENS = 0.39
_LONGEST_STRAY_MM = 2.5
_BARE = 0.2
_USUAL_EXTENT_MM = 250.0
_RATES_HZ = (100.0, 250.0, 500.0)
_MISSING_S = (-0.008, 0.026)
_LONGEST_FOOT_S = 0.15


def sample_ends(
    trace: Grey,
    left: int,
    heights_px: Heights,
    pen_px: float,
    pixels_per_mm: float | None,
    drift_px: Drift | None = None,
    joined: Joined = None,
) -> tuple[float, float]:
    """Where on the page the first and the last sample lie, in pixels.

    A flat-ended pen starts where its ink does, a round one half its width later; nobody prints which it was. Where a
    grid tells that the traces last the usual ten seconds, the middle of the ink is the surer mark: whichever the pen,
    it is the middle of the samples, and the last of them ends the line one interval before the time is up.

    Parameters
    ----------
    trace : ndarray, shape (height, width), uint8
        Darkness of the page.
    left : int
        First column with ink.
    heights_px : ndarray, shape (columns, rows)
        Heights of the traces in the columns from `left` on.
    pen_px : float
        Width of the pen.
    pixels_per_mm : float or None
        Scale of the grid if there is one.
    drift_px : ndarray or None
        Displacement of the paper, as `paper_drift` finds it.
    joined : {"left", "right"} or None
        The side on which the foot of a calibration pulse runs into the traces: there nothing tells where they begin,
        so they are taken to last ten seconds from the other.
    """
    last = left + heights_px.shape[0] - 1
    before, after = _stray_columns(heights_px, pixels_per_mm), _stray_columns(heights_px[::-1], pixels_per_mm)
    start = _ink_start(trace, left + before, heights_px[before:], pen_px)
    mirrored = trace.shape[1] - 1
    end = mirrored - _ink_start(trace[:, ::-1], mirrored - last + after, heights_px[::-1][after:], pen_px)
    overhang = _ROUND_END_PENS * pen_px
    aside = start - on_even_paper(start, left, drift_px), end - on_even_paper(end, left, drift_px)
    start, end = start - aside[0], end - aside[1]
    for speed in SPEEDS_MM_S if pixels_per_mm else ():
        pixels_per_s = float(pixels_per_mm or 0.0) * speed
        if joined and abs((end - start) / pixels_per_s - USUAL_DURATION_S) < _LONGEST_FOOT_S:
            start, end = start + overhang, end - overhang
            length = (USUAL_DURATION_S - LAST_SAMPLE_S) * pixels_per_s
            start, end = (end - length, end) if joined == "left" else (start, start + length)
            return start + aside[0], end + aside[1]
        span_s = _span_s((end - start) / pixels_per_s, overhang / pixels_per_s)
        if span_s:
            middle, half = (start + end) / 2, span_s * pixels_per_s / 2
            return middle - half + aside[0], middle + half + aside[1]
    return start + overhang + aside[0], end - overhang + aside[1]


def _span_s(ink_s: float, overhang_s: float) -> float | None:
    """From the first to the last sample of ten seconds of ink at the likeliest sampling rate; None of any other length.

    Of a flat pen more seems to be missing, and the rate lower than it was: that moves both ends by 4 ms at most.
    """
    missing_s = USUAL_DURATION_S - ink_s + 2 * overhang_s
    if not _MISSING_S[0] < missing_s < _MISSING_S[1]:
        return None
    return USUAL_DURATION_S - min((1 / rate for rate in _RATES_HZ), key=lambda sample_s: abs(sample_s - missing_s))


def _stray_columns(heights_px: Heights, pixels_per_mm: float | None) -> int:
    """Columns at the beginning that are not the traces': a line around the grid stands apart from them.

    Between the two hardly any row has ink; where half of the rows have, the others are faint or begin later.
    """
    near = round(_LONGEST_STRAY_MM * (pixels_per_mm or heights_px.shape[0] / _USUAL_EXTENT_MM))
    bare = np.flatnonzero(np.isfinite(heights_px[:near]).mean(axis=1) < _BARE)
    return int(bare[-1]) + 1 if bare.size else 0


def _ink_start(trace: Grey, first: int, heights_px: Heights, pen_px: float) -> float:
    """Where the ink begins: column `first` is inked only as far as it reaches into it."""
    for steepest_px in (pen_px, 2 * pen_px, 4 * pen_px):
        rows = (
            _start_of_row(trace, first, heights_px[:4, row], pen_px, steepest_px) for row in range(heights_px.shape[1])
        )
        starts = [start for start in rows if start is not None]
        if starts:
            return float(np.median(starts))
    return float(first)


def _start_of_row(
    trace: Grey, first: int, beginning: NDArray[np.float32], pen_px: float, steepest_px: float
) -> float | None:
    """Where one trace begins, or None unless it begins so level that each column holds as much ink."""
    if first < 4 or not np.isfinite(beginning).all() or np.ptp(beginning) > steepest_px:
        return None
    reach = int(np.ceil(max(pen_px, float(np.ptp(beginning)) / 2))) + 1
    height = round(float(np.median(beginning)))
    if height - 3 * reach < 0 or height + 3 * reach >= trace.shape[0]:
        return None
    band = trace[height - 3 * reach : height + 3 * reach + 1, first - 4 : first + 4].astype(float)
    # What a column holds above and below the trace is grid; the same is taken off where the trace runs.
    ink = np.clip(band[2 * reach : -2 * reach] - np.median(band, axis=0), 0.0, None).sum(axis=0)
    full = float(np.median(ink[5:]))
    return first + 1.5 - float(np.clip(ink[2:6] / full, 0, 1).sum()) if full > 0 else None

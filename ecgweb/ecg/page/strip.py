"""From a picture of a rhythm strip to one lead: a strip cut from a page, or rows of a watch or a hand-held recorder.

Rows follow each other in time: what one shows goes on in the next.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ecgweb.ecg.page import strip_gate
from ecgweb.ecg.page.centre import NODES_PER_COLUMN, pen_line, pen_width_px
from ecgweb.ecg.page.extent import trace_extent
from ecgweb.ecg.page.follow import follow
from ecgweb.ecg.page.grid import grid_scale, time_scale
from ecgweb.ecg.page.ink import Darkness, Mask, darkness, ink_threshold
from ecgweb.ecg.page.labels import printed_lead
from ecgweb.ecg.page.leads import SAMPLING_RATE_HZ, Rows
from ecgweb.ecg.page.pose import Pose, find_pose
from ecgweb.ecg.page.printed import PrintNetworks, read_print
from ecgweb.ecg.page.printed_text import PrintedScale
from ecgweb.ecg.page.pulse import Pulse, find_pulse
from ecgweb.ecg.page.reading import Layout, LeadTrace, PageReading, Quality
from ecgweb.ecg.page.rows import find_rows, level_baselines, wandering_baselines
from ecgweb.ecg.page.runs import Runs, find_runs
from ecgweb.ecg.page.scale import GAINS_MM_MV, Scale
from ecgweb.ecg.page.screen import as_on_paper
from ecgweb.ecg.page.share import divide_shared_ink
from ecgweb.ecg.page.strokes import Strokes, find_strokes
from ecgweb.ecg.page.windows import InkedRows
from ecgweb.ecg.recording import LEADS, Recording
from ecgweb.ecg.refusal import Refused

Picture = NDArray[np.uint8]

LEAD = "II"  # where the print does not say which lead a strip shows, it stands where rhythm strips stand
MOST_ROWS = 6
SPEED_MM_S = 25.0
USUAL_GAIN_MM_MV = 10.0
_WIDTHS_PX = (900, 2400)
_LEAST_ASPECT = 0.6
_SHORTEST_S = 1.5
_GOOD, _FAIR = 0.95, 0.8
# How many millimetres a row may be long; the grid is looked for at each of these scales.
_EXTENTS_MM = (250.0, 125.0, 70.0, 500.0)
_ROOMS_MM = (6.0, 14.0)
_SAME_SCALE = 0.04


@dataclass(frozen=True)
class _Followed:
    """Rows of traces of the upright picture, and what tells their scale."""

    rows: Rows
    inked: InkedRows
    grid_pixels_per_mm: float | None
    pulse: Pulse | None
    pose: Pose | None


def read_strip(
    image_rgb: Picture,
    on_stage: Callable[[str], None] = lambda stage: None,
    sure: bool = False,
    print_networks: PrintNetworks | None = None,
) -> PageReading:
    """Read a strip of one lead, in one row or in several that follow each other in time.

    Parameters
    ----------
    image_rgb : ndarray, shape (height, width, 3), uint8
        The picture, upright within a few degrees.
    on_stage : callable, optional
        Told "page_found" once rows of traces stand out, "traces_read" once they are a recording.
    sure : bool
        Whether a person said that this is a strip: then nobody asks whether it looks like one.
    print_networks : PrintNetworks, optional
        Read the printed name of the lead, speed and gain; without them nothing printed is read.

    Returns
    -------
    PageReading
        One lead alone is filled, at 500 Hz: the one whose name is printed, else II; 25 mm/s taken for granted unless
        the print says otherwise.

    Raises
    ------
    Refused
        "not_an_ecg", or "unreadable_grid" where neither grid nor calibration pulse tells the scale.
    """
    picture, shrink, top_px = _working_copy(as_on_paper(image_rgb))
    found = _found(picture)
    on_stage("page_found")
    printed = read_print(found.inked, print_networks)
    scale = _scale(found, printed.scale)
    rows_mv = found.rows.voltages(scale or _guessed_scale(found))
    lead_mv = _joined(rows_mv)
    if not sure or scale is None:
        strip_gate.check(lead_mv)
    if scale is None:
        raise Refused("unreadable_grid")
    count = len(rows_mv)
    lead = printed_lead(printed.names)
    name = lead or LEAD
    traces = tuple(_trace(found, name, row, scale, shrink, top_px) for row in range(count))
    on_stage("traces_read")
    layout = Layout(
        f"{count}x1",
        count,
        1,
        (name,),
        scale.speed_mm_s,
        scale.gain_mm_mv,
        lead_names=(name,),
        speed_from=scale.speed_from,
        gain_from=scale.gain_from,
        names_from="printed" if lead else "assumed",
    )
    quality = _quality(name, lead_mv)
    return PageReading(_recording(name, lead_mv), layout, traces, quality, scale.pixels_per_mm / shrink)


def _working_copy(image_rgb: Picture) -> tuple[Picture, float, int]:
    """The picture at a size worth working on with blank paper above and below, its scale and the height added on top.

    The steps that part strokes from writing know the proportions of a page.
    """
    height, width = image_rgb.shape[:2]
    shrink = min(_WIDTHS_PX[1], max(_WIDTHS_PX[0], width)) / width
    if shrink != 1.0:
        size = (round(width * shrink), max(1, round(height * shrink)))
        method = Image.Resampling.BOX if shrink < 1 else Image.Resampling.BICUBIC
        image_rgb = np.asarray(Image.fromarray(image_rgb).resize(size, method))
        height, width = image_rgb.shape[:2]
    missing = max(0, round(_LEAST_ASPECT * width) - height)
    edge = np.median(image_rgb[[0, -1]].reshape(-1, 3), axis=0).astype(np.uint8)
    padded = np.empty((height + missing, width, 3), np.uint8)
    padded[:] = edge
    padded[missing // 2 : missing // 2 + height] = image_rgb
    return padded, shrink, missing // 2


def _found(picture: Picture) -> _Followed:
    """The rows of the picture as it is, or set upright if its grid does not repeat straight across it.

    A strip has too few lines for its pose to be measured where it lies straight.
    """
    dark = darkness(picture)
    threshold = ink_threshold(dark.trace)
    straight = _follow_rows(dark, threshold, None)
    if straight.grid_pixels_per_mm:
        return straight
    pose = find_pose(dark.trace >= threshold, dark.grid)
    return _follow_rows(darkness(pose.upright(picture)), threshold, pose) if pose else straight


def _follow_rows(dark: Darkness, threshold: int, pose: Pose | None) -> _Followed:
    ink = dark.trace >= threshold
    strokes = find_strokes(ink)
    if strokes is None:
        raise Refused("not_an_ecg")
    extent_px = strokes.right - strokes.left
    grid_pixels_per_mm = _grid(dark, ink, strokes)
    pixels_per_mm = grid_pixels_per_mm or extent_px / _EXTENTS_MM[0]
    runs = find_runs(strokes.ink, dark.trace, threshold, strokes.left, strokes.right)
    middles = find_rows(runs, ink.shape[0])
    if not 1 <= middles.size <= MOST_ROWS:
        raise Refused("not_an_ecg")
    rough = follow(runs, level_baselines(middles, extent_px), pixels_per_mm)
    baselines = wandering_baselines(rough.centre, middles, round(25 * pixels_per_mm))
    pulse = find_pulse(rough, baselines, pixels_per_mm)
    first, last = _extent(runs, middles, pulse, pixels_per_mm)
    followed = follow(runs.between(first, last), baselines[first:last], pixels_per_mm)
    pen_px = pen_width_px(followed)
    line = pen_line(divide_shared_ink(followed, baselines[first:last], pen_px), pen_px)
    left = strokes.left + first
    rows = Rows(line, baselines[first:last], left, float(left), pen_px)
    inked = InkedRows(
        dark.trace, threshold, followed, baselines[first:last], left, left, left + rows.extent_px, pixels_per_mm
    )
    return _Followed(rows, inked, grid_pixels_per_mm, pulse, pose)


def _grid(dark: Darkness, ink: Mask, strokes: Strokes) -> float | None:
    """The spacing that most guesses at the length of a row lead to; often the grid lies about the traces alone."""
    extent_px = strokes.right - strokes.left
    found: list[tuple[float, tuple[slice, slice]]] = []
    for extent_mm, room_mm in product(_EXTENTS_MM, _ROOMS_MM):
        expected = extent_px / extent_mm
        about = _about(strokes, round(room_mm * expected))
        scale = grid_scale(dark.grid[about], ink[about], expected)
        if scale:
            found.append((scale, about))
    if not found:
        return None
    scales = np.array([scale for scale, _ in found])
    alike = np.abs(np.log(scales[:, None] / scales)) < _SAME_SCALE
    best = int(alike.sum(axis=1).argmax())
    about = found[best][1]
    return time_scale(dark.grid[about], ink[about], float(np.median(scales[alike[best]])))


def _about(strokes: Strokes, room_px: int) -> tuple[slice, slice]:
    down = slice(max(0, strokes.top - room_px), strokes.bottom + room_px)
    return down, slice(max(0, strokes.left - room_px), strokes.right + room_px)


def _extent(runs: Runs, middles: NDArray[np.float32], pulse: Pulse | None, pixels_per_mm: float) -> tuple[int, int]:
    """First and last column (exclusive) of the longest row; the last row may end early."""
    ends = [trace_extent(runs, middles[[row]], pulse, pixels_per_mm) for row in range(middles.size)]
    known = [end for end in ends if end]
    if not known:
        raise Refused("not_an_ecg")
    return min(first for first, _ in known), max(last for _, last in known)


def _scale(found: _Followed, said: PrintedScale) -> Scale | None:
    """From the grid, or from a pulse of the printed gain or 10 mm/mV; None with neither."""
    per_mm, pulse = found.grid_pixels_per_mm, found.pulse
    gain = said.gain_mm_mv or USUAL_GAIN_MM_MV
    gain_from = "printed" if said.gain_mm_mv else "assumed"
    if pulse and per_mm:
        misfit = np.abs(np.log(pulse.height_px / per_mm / np.array(GAINS_MM_MV)))
        gain, gain_from = GAINS_MM_MV[int(misfit.argmin())], "pulse"
    if per_mm is None:
        per_mm = pulse.height_px / gain if pulse else None
    if per_mm is None:
        return None
    speed = said.speed_mm_s or SPEED_MM_S
    scale = _scale_of(found, per_mm, gain, speed)
    return replace(scale, speed_from="printed" if said.speed_mm_s else "assumed", gain_from=gain_from)


def _guessed_scale(found: _Followed) -> Scale:
    """As if the row lasted its usual ten seconds: good enough to ask whether this is an ECG at all."""
    return _scale_of(found, found.rows.extent_px / _EXTENTS_MM[0], USUAL_GAIN_MM_MV)


def _scale_of(found: _Followed, per_mm: float, gain_mm_mv: float, speed_mm_s: float = SPEED_MM_S) -> Scale:
    per_s = per_mm * speed_mm_s
    return Scale(per_mm, per_s, per_mm * gain_mm_mv, found.rows.extent_px / per_s, speed_mm_s, gain_mm_mv)


def _joined(rows_mv: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows one after the other, each about its own level; what follows the last trace is no part of the strip."""
    level = np.array([[np.nanmedian(row) if np.isfinite(row).any() else 0.0] for row in rows_mv])
    lead_mv = (rows_mv - level).ravel()
    seen = np.flatnonzero(np.isfinite(lead_mv))
    if seen.size < _SHORTEST_S * SAMPLING_RATE_HZ:
        raise Refused("not_an_ecg")
    return lead_mv[: seen[-1] + 1]


def _recording(name: str, lead_mv: NDArray[np.float64]) -> Recording:
    signal_mv = np.full((len(LEADS), lead_mv.size), np.nan, np.float32)
    signal_mv[LEADS.index(name)] = lead_mv
    return Recording(signal_mv, SAMPLING_RATE_HZ)


def _trace(found: _Followed, name: str, row: int, scale: Scale, shrink: float, top_px: int) -> LeadTrace:
    rows, pose = found.rows, found.pose
    nodes = rows.line_px.shape[0]
    x = (np.arange(nodes) / NODES_PER_COLUMN + rows.left).astype(np.float32)
    y = rows.line_px[:, row]
    if pose:
        x, y = pose.on_picture(x, y)
    start_s = row * scale.duration_s
    on_picture = ((x + 0.5) / shrink - 0.5, (y - top_px + 0.5) / shrink - 0.5)
    return LeadTrace(name, start_s, start_s + scale.duration_s, *on_picture, rhythm_strip=True)


def _quality(name: str, lead_mv: NDArray[np.float64]) -> Quality:
    share = float(np.isfinite(lead_mv).mean())
    verdict = "good" if share >= _GOOD else "fair" if share >= _FAIR else "poor"
    return Quality(verdict, {name: share})

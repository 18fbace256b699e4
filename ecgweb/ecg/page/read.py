"""From a picture of a page to a twelve-lead recording, step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ecgweb.ecg.page import gate
from ecgweb.ecg.page.centre import pen_width_px
from ecgweb.ecg.page.extent import by_bars, sharp_start, trace_extent
from ecgweb.ecg.page.follow import follow
from ecgweb.ecg.page.grid import grid_scale
from ecgweb.ecg.page.help import NO_HELP, ReadingHelp
from ecgweb.ecg.page.helped import laid_back, without_regions
from ecgweb.ecg.page.ink import Darkness, Mask, darkness, ink_threshold, with_pale_strokes
from ecgweb.ecg.page.layout import Arrangement, arrangements, bar_misfit, disagreement
from ecgweb.ecg.page.leads import Voltages, as_recording, place_leads, strip_misfit, trace_pieces
from ecgweb.ecg.page.pose import Pose, find_pose
from ecgweb.ecg.page.pulse import Pulse, find_pulse
from ecgweb.ecg.page.quality import rate_quality
from ecgweb.ecg.page.reading import Layout, LeadTrace, PageReading
from ecgweb.ecg.page.retrace import traced_rows
from ecgweb.ecg.page.rows import find_rows, level_baselines, wandering_baselines
from ecgweb.ecg.page.runs import find_runs
from ecgweb.ecg.page.scale import find_scale
from ecgweb.ecg.page.share import divide_shared_ink
from ecgweb.ecg.page.strokes import find_strokes
from ecgweb.ecg.page.windows import InkedRows, TraceNetwork
from ecgweb.ecg.recording import LEADS
from ecgweb.ecg.refusal import Refused

Picture = NDArray[np.uint8]
Pixels = NDArray[np.float32]

_LARGEST_WIDTH_PX = 2400
_SMALLEST_WIDTH_PX = 600
_USUAL_EXTENT_MM = 255.0


@dataclass(frozen=True)
class FollowedPage:
    """Rows of ink on the page as it was set upright, and what else of it says how they are to be read."""

    rows: InkedRows
    pen_px: float
    bars: tuple[float, ...]
    grid_pixels_per_mm: float | None
    pulse: Pulse | None
    pose: Pose | None
    shrink: float

    def on_picture(self, x_px: Pixels, y_px: Pixels) -> tuple[Pixels, Pixels]:
        """Where points of the upright page lie on the picture."""
        x, y = self.pose.on_picture(x_px, y_px) if self.pose else (x_px, y_px)
        return (x + 0.5) / self.shrink - 0.5, (y + 0.5) / self.shrink - 0.5


def read_page(
    image_rgb: Picture,
    on_stage: Callable[[str], None] = lambda stage: None,
    help: ReadingHelp | None = None,
    trace_network: TraceNetwork | None = None,
) -> PageReading:
    """Read a twelve-lead ECG page.

    Parameters
    ----------
    image_rgb : ndarray, shape (height, width, 3), uint8
        The picture, upright within a few degrees.
    on_stage : callable, optional
        Told "page_found" once rows of traces stand out, "traces_read" once they are a recording.
    help : ReadingHelp, optional
        What a person set by hand.
    trace_network : TraceNetwork, optional
        Follows the traces; without one their line is found from the edges of the ink alone.

    Returns
    -------
    PageReading
        Voltages in mV at 500 Hz over the page's own duration, NaN where nothing was seen.

    Raises
    ------
    Refused
        "too_small", "not_an_ecg", "unreadable_grid", "leads_missing" or "too_blurred".
    BadHelp
        If the help does not fit this picture.
    """
    help = help or NO_HELP
    height_px, width_px = image_rgb.shape[:2]
    help.check_within(width_px, height_px)
    frame = help.frame(width_px, height_px)
    picture = without_regions(image_rgb, help.ignored_px)
    reading = _read_upright(frame.cut(picture) if frame else picture, on_stage, help, trace_network)
    return laid_back(reading, frame) if frame else reading


def follow_page(
    image_rgb: Picture,
    faint: bool = False,
    on_stage: Callable[[str], None] = lambda stage: None,
    help: ReadingHelp = NO_HELP,
) -> FollowedPage:
    """Set a page upright and follow its rows; with `faint`, for ink that hardly stands out.

    Raises
    ------
    Refused
        "too_small" or "not_an_ecg".
    """
    if image_rgb.shape[1] < _SMALLEST_WIDTH_PX:
        raise Refused("too_small")
    page, shrink = _working_copy(image_rgb)
    upright, ink, pose, threshold = _set_upright(page, faint)
    return replace(_follow_rows(upright, ink, threshold, faint, on_stage, help), pose=pose, shrink=shrink)


def _read_upright(
    image_rgb: Picture, on_stage: Callable[[str], None], help: ReadingHelp, network: TraceNetwork | None
) -> PageReading:
    try:
        return _read(follow_page(image_rgb, False, on_stage, help), on_stage, help, network)
    except Refused as refused:
        try:
            return _read(follow_page(image_rgb, True, on_stage, help), on_stage, help, network)
        except Refused:
            raise refused from None


def _read(
    page: FollowedPage, on_stage: Callable[[str], None], help: ReadingHelp, network: TraceNetwork | None
) -> PageReading:
    rows = traced_rows(page.rows, page.pen_px, page.bars, network)
    scale = find_scale(page.grid_pixels_per_mm, page.pulse, rows.extent_px, help.speed_mm_s, help.gain_mm_mv)
    voltages = rows.voltages(scale)
    arrangement, misfit, breach = _arrangement(voltages, rows.bars, help)
    placed, strips = place_leads(voltages, arrangement, help.strip_names)
    gate.check(placed, misfit, breach)
    quality = rate_quality(placed, arrangement, misfit, strips)
    pieces = trace_pieces(rows, scale, arrangement, strips)
    traces = tuple(_on_picture(piece, page) for piece in pieces)
    layout = Layout(
        arrangement.name,
        arrangement.rows + arrangement.strips,
        arrangement.columns,
        strips,
        scale.speed_mm_s,
        scale.gain_mm_mv,
        lead_names=(*arrangement.by_row, *strips),
    )
    on_stage("traces_read")
    return PageReading(as_recording(placed), layout, traces, quality, scale.pixels_per_mm / page.shrink)


def _working_copy(image_rgb: Picture) -> tuple[Picture, float]:
    """The picture at a size worth working on, and by how much it was shrunk (1: not at all)."""
    height, width = image_rgb.shape[:2]
    if width <= _LARGEST_WIDTH_PX:
        return image_rgb, 1.0
    shrink = _LARGEST_WIDTH_PX / width
    size = (_LARGEST_WIDTH_PX, round(height * shrink))
    return np.asarray(Image.fromarray(image_rgb).resize(size, Image.Resampling.BOX)), shrink


def _set_upright(page: Picture, faint: bool) -> tuple[Darkness, Mask, Pose | None, int]:
    dark = darkness(page, faint)
    threshold = ink_threshold(dark.trace)
    ink = dark.trace >= threshold
    pose = find_pose(ink, dark.grid)
    if pose:
        dark = darkness(pose.upright(page), faint)
        ink = dark.trace >= threshold
    return dark, with_pale_strokes(ink, dark.trace, threshold) if faint else ink, pose, threshold


def _follow_rows(
    dark: Darkness, ink: Mask, threshold: int, faint: bool, on_stage: Callable[[str], None], help: ReadingHelp
) -> FollowedPage:
    strokes = find_strokes(ink, faint)
    if strokes is None:
        raise Refused("not_an_ecg")
    expected = (strokes.right - strokes.left) / _USUAL_EXTENT_MM
    grid_pixels_per_mm = grid_scale(dark.grid, ink, expected)
    pixels_per_mm = grid_pixels_per_mm or expected
    runs = find_runs(strokes.ink, dark.trace, threshold, strokes.left, strokes.right)
    middles = find_rows(runs, ink.shape[0], help.rows)
    if middles.size == 0 or not arrangements(middles.size):
        raise Refused("not_an_ecg")
    on_stage("page_found")
    rough = follow(runs, level_baselines(middles, strokes.right - strokes.left), pixels_per_mm)
    baselines = wandering_baselines(rough.centre, middles, round(25 * pixels_per_mm))
    pulse = find_pulse(rough, baselines, pixels_per_mm)
    extent = trace_extent(runs, middles, pulse, pixels_per_mm)
    if extent is None:
        raise Refused("not_an_ecg")
    bars_px = [bar - strokes.left for bar in strokes.bars_px]
    first, last = by_bars(extent, bars_px, len(runs.count), pixels_per_mm)
    followed = follow(runs.between(first, last), baselines[first:last], pixels_per_mm)
    pen_px = pen_width_px(followed)
    followed = divide_shared_ink(followed, baselines[first:last], pen_px)
    start = sharp_start(dark.trace, strokes.left + first, followed.centre, pen_px)
    bars = tuple((bar - first) / (last - first) for bar in bars_px)
    left = strokes.left + first
    rows = InkedRows(dark.trace, threshold, followed, baselines[first:last], left, start, pixels_per_mm)
    return FollowedPage(rows, pen_px, bars, grid_pixels_per_mm, pulse, None, 1.0)


def _arrangement(voltages: Voltages, bars: tuple[float, ...], help: ReadingHelp) -> tuple[Arrangement, float, float]:
    """The arrangement that fits the page best, how badly it does, and how far its limb leads break Einthoven's law."""
    named = help.arrangement()
    candidates = (named,) if named else tuple(one for one in arrangements(voltages.shape[0]) if help.fits(one))
    breaches = [disagreement(voltages, candidate) for candidate in candidates]
    misfits = [
        breach + strip_misfit(voltages, candidate) + bar_misfit(bars, candidate) + (candidate.order != LEADS) * 0.1
        for breach, candidate in zip(breaches, candidates, strict=True)
    ]
    best = int(np.argmin(misfits))
    if help.layout:  # what a person set is not held against the page
        return candidates[best], breaches[best] if candidates[best].has_limb_column else 0.0, breaches[best]
    return candidates[best], misfits[best], breaches[best]


def _on_picture(piece: LeadTrace, page: FollowedPage) -> LeadTrace:
    x, y = page.on_picture(piece.x_px, piece.y_px)
    return replace(piece, x_px=x, y_px=y)

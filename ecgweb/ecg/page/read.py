"""From a picture of a page to a twelve-lead recording, step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ecgweb.ecg.page import gate
from ecgweb.ecg.page.centre import pen_width_px
from ecgweb.ecg.page.choice import choose
from ecgweb.ecg.page.drift import paper_drift
from ecgweb.ecg.page.ends import sample_ends
from ecgweb.ecg.page.extent import by_bars, joined_side, trace_extent
from ecgweb.ecg.page.follow import follow
from ecgweb.ecg.page.grid import grid_scale
from ecgweb.ecg.page.help import NO_HELP, ReadingHelp
from ecgweb.ecg.page.helped import laid_back, without_regions
from ecgweb.ecg.page.ink import Darkness, Mask
from ecgweb.ecg.page.layout import arrangements
from ecgweb.ecg.page.leads import Rows, as_recording, place_leads, trace_pieces
from ecgweb.ecg.page.orientation import likely_turns
from ecgweb.ecg.page.pose import Pose, TurnedOver
from ecgweb.ecg.page.printed import PrintNetworks, read_print
from ecgweb.ecg.page.pulse import Pulse, find_pulse
from ecgweb.ecg.page.quality import rate_quality
from ecgweb.ecg.page.reading import Layout, LeadTrace, PageReading, Quality
from ecgweb.ecg.page.retrace import followed_rows, retraced
from ecgweb.ecg.page.rows import find_rows, level_baselines, wandering_baselines
from ecgweb.ecg.page.runs import find_runs
from ecgweb.ecg.page.same_time import on_its_clock
from ecgweb.ecg.page.scale import TEN_SECONDS_ASSUMED, find_scale
from ecgweb.ecg.page.screen import as_on_paper
from ecgweb.ecg.page.share import divide_shared_ink
from ecgweb.ecg.page.sharpness import is_blurred
from ecgweb.ecg.page.sheet import sheet_corners
from ecgweb.ecg.page.strokes import find_strokes
from ecgweb.ecg.page.upright import OTHER_LOOKS, PLAIN, USUAL_LOOKS, Look, Picture, TurnedPage, WorkingPage
from ecgweb.ecg.page.windows import InkedRows, TraceNetwork
from ecgweb.ecg.recording import LEADS
from ecgweb.ecg.refusal import Refused

Pixels = NDArray[np.float32]
Networks = tuple[TraceNetwork | None, PrintNetworks | None]

_CLEAR, _BETTER, _LIKELY_BETTER = 0.2, 0.08, 0.04
_LARGEST_DOUBT_TURNED = 0.35
_LOST_LEAD = 0.2
_USUAL_EXTENT_MM = 255.0
_FEWEST_ROWS = 3
_MOSTLY = 0.5
_TURNS_TOLD_PX = 800


@dataclass(frozen=True)
class FollowedPage:
    """Rows of ink on the page as it was set upright, and what else of it says how they are to be read."""

    rows: InkedRows
    pen_px: float
    bars: tuple[float, ...]
    grid_pixels_per_mm: float | None
    pulse: Pulse | None
    pose: Pose | TurnedOver | None
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
    print_networks: PrintNetworks | None = None,
) -> PageReading:
    """Read a twelve-lead ECG page.

    Parameters
    ----------
    image_rgb : ndarray, shape (height, width, 3), uint8
        The picture, any way up.
    on_stage : callable, optional
        Told "page_found" once rows of traces stand out, "traces_read" once they are a recording.
    help : ReadingHelp, optional
        What a person set by hand.
    trace_network : TraceNetwork, optional
        Follows the traces; without one their line is found from the edges of the ink alone.
    print_networks : PrintNetworks, optional
        Read the printed names of leads, speed, gain and rate; without them nothing printed is read.

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
    picture = as_on_paper(without_regions(image_rgb, help.ignored_px))
    once = _Once(on_stage)
    found = _read_placed(picture, once, help, (trace_network, print_networks))
    once("traces_read")
    return found.reading


def follow_page(
    page: Picture | WorkingPage | TurnedPage,
    look: Look = PLAIN,
    on_stage: Callable[[str], None] = lambda stage: None,
    help: ReadingHelp = NO_HELP,
) -> FollowedPage:
    """Set a page upright and follow its rows.

    Raises
    ------
    Refused
        "too_small" or "not_an_ecg".
    """
    working = WorkingPage(page) if isinstance(page, np.ndarray) else page
    upright = working.looked_at(look)
    followed = _follow_rows(upright.dark, upright.ink, upright.threshold, look.faint, on_stage, help)
    return replace(followed, pose=upright.pose, shrink=working.shrink)


def _read_placed(picture: Picture, on_stage: _Once, help: ReadingHelp, networks: Networks) -> _Found:
    """The reading of the sheet whose corners are seen; of the picture as it is if there is none, or not a clear one."""
    corners = None if help.corners_px else sheet_corners(picture)
    places = (replace(help, corners_px=corners), help) if corners else (help,)
    best: _Found | None = None
    for place in places:
        try:
            found = _read_turned(picture, place, on_stage, help, networks)
        except Refused as refused:
            refusal = refused.with_traceback(None)
            continue
        if best is None or found.doubt < best.doubt - _BETTER:
            best = found
        if best.doubt < _CLEAR:
            break
    if best is None:
        raise refusal
    return best


def _ways_up(picture: Picture, place: ReadingHelp) -> tuple[int, ...]:
    """Clockwise quarter turns that may set the page upright, the likelier first."""
    if place.quarter_turns is not None:
        return (place.quarter_turns,)
    shrink = max(1, max(picture.shape[:2]) // _TURNS_TOLD_PX)
    small = np.asarray(Image.fromarray(picture).reduce(shrink)) if place.corners_px else picture
    frame = place.scaled(1 / shrink).frame(small.shape[1], small.shape[0])
    return likely_turns(frame.cut(small) if frame else small)


def _read_turned(
    picture: Picture,
    place: ReadingHelp,
    on_stage: _Once,
    help: ReadingHelp,
    networks: Networks,
) -> _Found:
    """The reading that fits best together of what several ways up and several ways to look give; the first clear one.

    The likeliest way up is looked at in every way, the others in the usual ones, and they have to fit well. `place`
    tells where the page lies, `help` how it is to be read.
    """
    height_px, width_px = picture.shape[:2]
    ways = _ways_up(picture, place)
    frames = [replace(place, quarter_turns=turns).frame(width_px, height_px) for turns in ways]
    usual = [(way, look) for way in range(len(frames)) for look in USUAL_LOOKS]

    pages: dict[int, WorkingPage | TurnedPage] = {}

    def page(way: int) -> WorkingPage | TurnedPage:
        if way not in pages:
            over = next((known for other, known in pages.items() if (ways[way] - ways[other]) % 4 == 2), None)
            frame = frames[way]
            if isinstance(over, WorkingPage):
                pages[way] = over.turned_over()
            else:
                pages[way] = WorkingPage(frame.cut(picture) if frame else picture)
        return pages[way]

    best: _Found | None = None
    refusals: list[Refused] = []
    for way, look in usual + [(0, look) for look in OTHER_LOOKS]:
        try:
            followed = follow_page(page(way), look, on_stage, help)
            found = _read(followed, help, networks, look in OTHER_LOOKS, best)
        except Refused as refused:
            refusals.append(refused.with_traceback(None))  # which would hold the pixels of the page
            continue
        # A page that lies another way up and shows its leads in an unusual order is two surprises at once.
        allowed = (_LARGEST_DOUBT_TURNED if found.is_usual else _CLEAR) if way else np.inf
        if found.doubt < min(allowed, best.doubt - _BETTER if best else np.inf):
            frame = frames[way]
            best = replace(found, reading=laid_back(found.reading, frame)) if frame else found
            if found.doubt < _CLEAR:
                break
    # Where rows ran along the page but their lines are too wide to be followed, what was read is none either.
    if "page_found" in on_stage.told and is_blurred(picture):
        raise Refused("too_blurred")
    if best is None:
        raise refusals.pop(0)
    return best


@dataclass(frozen=True)
class _Found:
    """A reading and how doubtful it is, 0 to about 1, as it is and as it was before networks had looked at it.

    `is_usual` where the order of the leads is the usual one, printed or set by hand.
    """

    reading: PageReading
    doubt: float
    followed_doubt: float
    is_usual: bool


class _Once:
    """Passes every stage on the first time it is reached."""

    def __init__(self, on_stage: Callable[[str], None]) -> None:
        self._on_stage = on_stage
        self.told: set[str] = set()

    def __call__(self, stage: str) -> None:
        if stage not in self.told:
            self.told.add(stage)
            self._on_stage(stage)


def _read(page: FollowedPage, help: ReadingHelp, networks: Networks, sought: bool, best: _Found | None) -> _Found:
    """Make a reading of followed rows; `sought` as `gate.check` takes it.

    The networks are most of the work: they are not asked of rows that are no ECG, or that were followed to no better
    a reading than the best so far was.
    """
    trace_network, print_networks = networks
    rows = followed_rows(page.rows, page.pen_px, page.bars)
    followed_doubt = np.nan if help or not any(networks) else _followed_doubt(page, rows)
    if followed_doubt == np.inf or (best and followed_doubt > best.followed_doubt - _LIKELY_BETTER):
        raise Refused("not_an_ecg")
    printed = read_print(page.rows, print_networks)
    scale = find_scale(
        page.grid_pixels_per_mm, page.pulse, rows.extent_px, help.speed_mm_s, help.gain_mm_mv, printed.scale
    )
    rows = retraced(rows, page.rows, trace_network)
    voltages = rows.voltages(scale)
    choice = choose(voltages, rows.bars, help, printed.names)
    arrangement, misfit = choice.arrangement, choice.misfit
    placed, strips = place_leads(voltages, arrangement, choice.strips)
    clock = on_its_clock(rows, scale, arrangement, placed)
    placed, scale = clock.placed, clock.scale
    gate.check(placed, arrangement, misfit, choice.breach, page.pulse is not None, sought or scale.by_width)
    if choice.is_unclear:
        raise Refused("layout_unclear")
    doubts = (*choice.doubts, *clock.doubts, *((TEN_SECONDS_ASSUMED,) if scale.by_width else ()))
    quality = rate_quality(placed, clock.arrangement, misfit, strips, doubts)
    pieces = trace_pieces(rows, scale, arrangement, strips, clock.arrangement.columns)
    traces = tuple(_on_picture(piece, page) for piece in pieces)
    layout = Layout(
        arrangement.name,
        arrangement.rows + arrangement.strips,
        arrangement.columns,
        strips,
        scale.speed_mm_s,
        scale.gain_mm_mv,
        lead_names=(*arrangement.by_row, *strips),
        speed_from=scale.speed_from,
        gain_from=scale.gain_from,
        names_from=choice.names_from,
        printed_rate_bpm=printed.scale.rate_bpm,
    )
    reading = PageReading(as_recording(placed), layout, traces, quality, scale.pixels_per_mm / page.shrink)
    is_usual = arrangement.order == LEADS or choice.names_from != "assumed"
    return _Found(reading, _doubt(misfit, quality), followed_doubt, is_usual)


def _doubt(misfit: float, quality: Quality) -> float:
    seen = list(quality.leads.values())
    return misfit + 1 - float(np.mean(seen)) + _LOST_LEAD * (1 - min(seen))


def _followed_doubt(page: FollowedPage, rows: Rows) -> float:
    """How doubtful the reading is before networks look at it: NaN if only they can tell, infinite if none can help."""
    try:
        scale = find_scale(page.grid_pixels_per_mm, page.pulse, rows.extent_px)
        voltages = rows.voltages(scale)
        choice = choose(voltages, rows.bars, NO_HELP)
    except Refused:  # print may help
        return np.nan
    placed, strips = place_leads(voltages, choice.arrangement, choice.strips)
    if gate.is_hopeless(placed, choice.misfit):
        return np.inf
    return _doubt(choice.misfit, rate_quality(placed, choice.arrangement, choice.misfit, strips))


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
        few = grid_pixels_per_mm and 0 < middles.size < _FEWEST_ROWS
        raise Refused("leads_missing" if few and (runs.count == middles.size).mean() > _MOSTLY else "not_an_ecg")
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
    left = strokes.left + first
    drift = paper_drift(dark.grid, ink, baselines[first:last], left, grid_pixels_per_mm)
    joined = joined_side(runs, middles, pulse, pixels_per_mm)
    ends = sample_ends(dark.trace, left, followed.centre, pen_px, grid_pixels_per_mm, drift, joined)
    bars = tuple((bar - first) / (last - first) for bar in bars_px)
    rows = InkedRows(dark.trace, threshold, followed, baselines[first:last], left, *ends, pixels_per_mm, drift)
    return FollowedPage(rows, pen_px, bars, grid_pixels_per_mm, pulse, None, 1.0)


def _on_picture(piece: LeadTrace, page: FollowedPage) -> LeadTrace:
    x, y = page.on_picture(piece.x_px, piece.y_px)
    return replace(piece, x_px=x, y_px=y)

"""What a picture holds, a page, a strip of one lead or a single beat, and what is read off it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page import read_page
from ecgweb.ecg.page.beat_picture import beat_picture
from ecgweb.ecg.page.help import NO_HELP, ReadingHelp
from ecgweb.ecg.page.one_lead import repeats_one_lead
from ecgweb.ecg.page.printed import PrintNetworks
from ecgweb.ecg.page.reading import PageReading
from ecgweb.ecg.page.strip import read_strip
from ecgweb.ecg.page.windows import TraceNetwork
from ecgweb.ecg.refusal import Refused

PAGE, STRIP, BEAT = KINDS = ("page", "strip", "beat")
FLAT = 2.8  # so much wider than high is no sheet of paper
OnStage = Callable[[str], None]


@dataclass(frozen=True)
class PictureReading:
    """What was read off a picture.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    reading : PageReading, optional
        The traces of a page or a strip.
    beat : ndarray, shape (height, width), uint8, optional
        The line of a single beat, dark on white.
    """

    kind: str
    reading: PageReading | None = None
    beat: NDArray[np.uint8] | None = None


def read_picture(
    image_rgb: NDArray[np.uint8],
    on_stage: OnStage,
    kind: str | None = None,
    help: ReadingHelp = NO_HELP,
    tracer: TraceNetwork | None = None,
    print_reader: PrintNetworks | None = None,
) -> PictureReading:
    """Read a picture as what it is, or as what a person says it is.

    Parameters
    ----------
    image_rgb : ndarray, shape (height, width, 3), uint8
    on_stage : callable
        Told "page_found" and "traces_read".
    kind : str, optional
        One of `KINDS`; found out if not given. Help with the reading is help with a page.
    help, tracer, print_reader
        As `read_page` takes them.

    Raises
    ------
    Refused
        Why nothing was read; of a picture of unknown kind what speaks against a page, or that its scale is unclear.
    BadHelp
        If the help does not fit the picture.
    """

    def page() -> PictureReading:
        reading = read_page(image_rgb, on_stage=on_stage, help=help, trace_network=tracer, print_networks=print_reader)
        return PictureReading(PAGE, reading)

    def strip() -> PictureReading:
        return PictureReading(STRIP, read_strip(image_rgb, on_stage, kind == STRIP, print_reader))

    if help or kind == PAGE:
        return page()
    if kind == STRIP:
        return strip()
    if kind == BEAT:
        return PictureReading(BEAT, beat=beat_picture(image_rgb, sure=True))
    try:
        return PictureReading(BEAT, beat=beat_picture(image_rgb))
    except Refused:
        pass
    return _page_or_strip(page, strip, image_rgb)


def _page_or_strip(
    page: Callable[[], PictureReading], strip: Callable[[], PictureReading], image_rgb: NDArray[np.uint8]
) -> PictureReading:
    """Whichever it is; if it is neither, the reason why it is no page, or that the scale of a strip is unclear."""
    height, width = image_rgb.shape[:2]
    refusals: dict[str, Refused] = {}
    likelier_first = ((STRIP, strip), (PAGE, page)) if width > FLAT * height else ((PAGE, page), (STRIP, strip))
    for kind, read in likelier_first:
        try:
            found = read()
        except Refused as refused:
            refusals[kind] = refused.with_traceback(None)  # which would hold all pixels until garbage is collected
            continue
        if kind == STRIP or not (found.reading and repeats_one_lead(found.reading.recording)):
            return found
        refusals[PAGE] = Refused("not_an_ecg")
    raise refusals.pop(STRIP if refusals[STRIP].reason.code == "unreadable_grid" else PAGE)

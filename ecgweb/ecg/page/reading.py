"""What is read off a page: the recording, how the page is laid out, and where on the picture each trace ran."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page.frame import Frame
from ecgweb.ecg.recording import Recording


@dataclass(frozen=True)
class Layout:
    """How a page arranges its leads; `name` as in "3x4+1" (rows x columns + rhythm strips).

    `lead_names` are its leads row by row, those of the rhythm strips last. `speed_from`, `gain_from` and `names_from`
    say what told them: "grid", "pulse", "printed" text, a person's "help" or nothing ("assumed"). `printed_rate_bpm` is
    the heart rate that the machine printed on the page.
    """

    name: str
    rows: int
    columns: int
    rhythm_leads: tuple[str, ...]
    speed_mm_s: float
    gain_mm_mv: float
    lead_names: tuple[str, ...] = field(default=(), compare=False)
    speed_from: str = field(default="assumed", compare=False)
    gain_from: str = field(default="assumed", compare=False)
    names_from: str = field(default="assumed", compare=False)
    printed_rate_bpm: float | None = field(default=None, compare=False)


@dataclass(frozen=True)
class LeadTrace:
    """One stretch of trace in pixels of the picture that was read, for laying it back over that picture."""

    lead: str
    start_s: float
    end_s: float
    x_px: NDArray[np.float32]
    y_px: NDArray[np.float32]
    rhythm_strip: bool = False


@dataclass(frozen=True)
class Quality:
    """How well the page could be read: a verdict ("good", "fair", "poor") and the share of each lead seen, 0 to 1.

    `doubts` says in sentences what speaks against the layout or the names of the leads.
    """

    verdict: str
    leads: dict[str, float]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class PageReading:
    """Everything the reader found on one page.

    `pixels_per_mm` is that of the upright page; `frame` says where that lies in the picture if it is not the picture.
    """

    recording: Recording
    layout: Layout
    traces: tuple[LeadTrace, ...]
    quality: Quality
    pixels_per_mm: float
    frame: Frame | None = None

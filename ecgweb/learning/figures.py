"""The ECG drawings of the explanations: what each shows, drawn by our own renderer once and kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from ecgweb.ecg.paper import Mark, Style, draw_strips_svg, draw_svg
from ecgweb.ecg.recording import Recording
from ecgweb.learning import examples

PHONE_WIDTH_MM = 80  # wider drawings scroll sideways on a phone instead of shrinking


@dataclass(frozen=True)
class Panel:
    """Some leads drawn below each other; voltages are drawn at `gain_mm_mv`, each row `row_mm` high."""

    leads: tuple[str, ...]
    row_mm: float = 20.0
    gain_mm_mv: float = 10.0
    named: bool = True


@dataclass(frozen=True)
class Trace:
    """A stretch of a recording to look at, in one or more panels, or the whole page where there are none.

    Parameters
    ----------
    title, caption : str
        What it shows, for screen readers; and what to see in it.
    recording : str or callable
        Name of an example, or what makes a recording for a schematic drawing.
    panels : tuple of Panel
        What to draw; none for the 12-lead page.
    start_s, end_s : float
        The stretch, in seconds.
    marks : tuple of Mark
        Features to point out, placed on this very signal.
    side_by_side : bool
        True to lay the panels beside instead of below each other.
    """

    title: str
    caption: str
    recording: str | Callable[[], Recording]
    panels: tuple[Panel, ...] = ()
    start_s: float = 0.0
    end_s: float = 10.0
    marks: tuple[Mark, ...] = ()
    side_by_side: bool = False


@dataclass(frozen=True)
class Figure:
    """A drawing ready for a page: SVG elements, words, and whether it is too wide for a phone or has two columns."""

    drawings: tuple[str, ...]
    title: str
    caption: str
    source: str
    wide: bool
    side_by_side: bool


def figure(name: str) -> Figure:
    """The drawing with this name; raises `KeyError` for an unknown one."""
    return _draw(name)


def names() -> tuple[str, ...]:
    """The names of all drawings."""
    return tuple(_traces())


def draw_all() -> None:
    """Draw everything once, so that no reader waits for it."""
    for name in names():
        figure(name)


@cache
def _traces() -> Mapping[str, Trace]:
    from ecgweb.learning.traces_real import REAL
    from ecgweb.learning.traces_schematic import SCHEMATIC

    return MappingProxyType(REAL | SCHEMATIC)


@cache
def _draw(name: str) -> Figure:
    trace = _traces()[name]
    real = isinstance(trace.recording, str)
    recording = examples.recording(trace.recording) if isinstance(trace.recording, str) else trace.recording()
    source = examples.source(str(trace.recording)) if real else "Schematic drawing, not a recording"
    drawings = _strips(trace, recording) if trace.panels else (_page(trace, recording),)
    wide = not trace.panels or (trace.end_s - trace.start_s) * 25 > PHONE_WIDTH_MM
    return Figure(drawings, trace.title, trace.caption, source, wide, trace.side_by_side)


def _strips(trace: Trace, recording: Recording) -> tuple[str, ...]:
    return tuple(
        draw_strips_svg(
            recording,
            panel.leads,
            _strip_style(panel),
            trace.start_s,
            trace.end_s,
            [mark for mark in trace.marks if mark.lead in panel.leads],
            title=f"{trace.title}: lead {', '.join(panel.leads)}" if panel.named else trace.title,
        )
        for panel in trace.panels
    )


def _page(trace: Trace, recording: Recording) -> str:
    return draw_svg(recording, Style(margin_mm=4, row_height_mm=24), trace.marks, trace.title)


def _strip_style(panel: Panel) -> Style:
    return Style(
        margin_mm=0.0,
        full_bleed=True,
        row_height_mm=panel.row_mm,
        gain_mm_mv=panel.gain_mm_mv,
        lead_names=panel.named,
    )

"""What a person may set by hand where a page is read wrongly."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from ecgweb.ecg.page import help_checks as checks
from ecgweb.ecg.page.frame import Corners, Frame, frame_of
from ecgweb.ecg.page.help_checks import GAINS_MM_MV, LAYOUTS, SPEEDS_MM_S, BadHelp, Box, is_number, usual_arrangement
from ecgweb.ecg.page.layout import Arrangement
from ecgweb.ecg.recording import LEADS


@dataclass(frozen=True)
class ReadingHelp:
    """What a person set; None or empty where the reader is to find it by itself.

    Parameters
    ----------
    corners_px : tuple of four (x, y), optional
        The page's corners as the upright picture shows them, clockwise from the top left, in its pixels.
    quarter_turns : int, optional
        Clockwise quarter turns that set the page upright, 0 to 3.
    layout : str, optional
        One of `LAYOUTS`.
    lead_names : tuple of str, optional
        The leads row by row, then those of the rhythm strips if they are known; goes with a layout.
    speed_mm_s, gain_mm_mv : float, optional
        The scale of the paper.
    ignored_px : tuple of (left, top, right, bottom)
        Regions of the picture that are taken as bare paper.

    Raises
    ------
    BadHelp
        If a value is unknown or does not fit the others.
    """

    corners_px: Corners | None = None
    quarter_turns: int | None = None
    layout: str | None = None
    lead_names: tuple[str, ...] | None = None
    speed_mm_s: float | None = None
    gain_mm_mv: float | None = None
    ignored_px: tuple[Box, ...] = ()

    def __post_init__(self) -> None:
        checks.check_corners(self.corners_px)
        if self.quarter_turns not in (None, 0, 1, 2, 3):
            raise BadHelp("The page can be turned by 0, 1, 2 or 3 quarter turns.")
        checks.check_choice(self.layout, LAYOUTS, "The layout")
        checks.check_choice(self.speed_mm_s, SPEEDS_MM_S, "The paper speed in mm/s")
        checks.check_choice(self.gain_mm_mv, GAINS_MM_MV, "The gain in mm/mV")
        if self.lead_names is not None:
            checks.check_leads(self.lead_names, self.layout)
            checks.check_can_be_tested(self.arrangement(), self.strip_names)
        checks.check_ignored(self.ignored_px)

    def __bool__(self) -> bool:
        return self != NO_HELP

    def check_within(self, width_px: int, height_px: int) -> None:
        """Check that corners and regions lie in a picture of this size, and that the page fills some of it.

        Raises
        ------
        BadHelp
            With a sentence that says what does not.
        """
        checks.check_within(self.corners_px, self.ignored_px, width_px, height_px)

    def scaled(self, factor: float) -> ReadingHelp:
        """The same help for the picture enlarged by `factor`."""
        corners = self.corners_px and tuple((factor * x, factor * y) for x, y in self.corners_px)
        ignored = tuple((factor * a, factor * b, factor * c, factor * d) for a, b, c, d in self.ignored_px)
        return replace(self, corners_px=corners, ignored_px=ignored)

    def frame(self, width_px: int, height_px: int) -> Frame | None:
        """Where the page lies in a picture of this size, None if that was not set."""
        if self.corners_px is None and not self.quarter_turns:
            return None
        return frame_of(self.corners_px, self.quarter_turns or 0, width_px, height_px)

    def fits(self, arrangement: Arrangement) -> bool:
        """Whether the arrangement is the one that was set, or none was."""
        return self.layout is None or arrangement.name == self.layout

    @property
    def rows(self) -> int | None:
        """How many rows of traces the page has, None if no layout was set."""
        if self.layout is None:
            return None
        arrangement = usual_arrangement(self.layout)
        return arrangement.rows + arrangement.strips

    def arrangement(self) -> Arrangement | None:
        """The arrangement with the leads that were named, None if none were."""
        if self.layout is None or self.lead_names is None:
            return None
        plain = usual_arrangement(self.layout)
        by_row = self.lead_names[: plain.rows * plain.columns]
        down = tuple(
            by_row[row * plain.columns + column] for column in range(plain.columns) for row in range(plain.rows)
        )
        return replace(plain, order=down)

    @property
    def strip_names(self) -> tuple[str, ...] | None:
        """The leads of the rhythm strips, None if they were not named."""
        return (self.lead_names or ())[len(LEADS) :] or None

    def to_json(self) -> dict[str, Any]:
        """What was set, and nothing else, as JSON."""
        return {name: value for name, value in _listed(asdict(self)).items() if value is not None and value != []}


NO_HELP = ReadingHelp()


def help_from_json(given: Any) -> ReadingHelp:
    """The help that `to_json` wrote, or that a program sent.

    Raises
    ------
    BadHelp
        If it is no such object.
    """
    if not isinstance(given, dict):
        raise BadHelp("help is a JSON object.")
    unknown = set(given) - set(ReadingHelp.__dataclass_fields__)
    if unknown:
        known = ", ".join(ReadingHelp.__dataclass_fields__)
        raise BadHelp(f"help has no field {str(min(unknown))[:40]}. Known are {known}.")
    corners, leads, ignored = given.get("corners_px"), given.get("lead_names"), given.get("ignored_px")
    turns, layout = given.get("quarter_turns"), given.get("layout")
    if turns is not None and (not is_number(turns) or turns != int(turns)):
        raise BadHelp("quarter_turns is 0, 1, 2 or 3.")
    if leads is not None and not (isinstance(leads, list) and all(isinstance(name, str) for name in leads)):
        raise BadHelp("lead_names is a list of names.")
    if layout is not None and not isinstance(layout, str):
        raise BadHelp(f"layout is one of {', '.join(LAYOUTS)}.")
    return ReadingHelp(
        corners_px=None if corners is None else _points(corners, "corners_px", 2),
        quarter_turns=None if turns is None else int(turns),
        layout=layout,
        lead_names=None if leads is None else tuple(leads),
        speed_mm_s=_optional_number(given.get("speed_mm_s"), "speed_mm_s"),
        gain_mm_mv=_optional_number(given.get("gain_mm_mv"), "gain_mm_mv"),
        ignored_px=() if ignored is None else _points(ignored, "ignored_px", 4),
    )


def lead_rows(layout: str) -> tuple[tuple[str, ...], ...]:
    """The usual names of a layout's leads row by row, its rhythm strips last as rows of one."""
    plain = usual_arrangement(layout)
    rows = [tuple(plain.lead(row, column) for column in range(plain.columns)) for row in range(plain.rows)]
    return (*rows, *((name,) for name in ("II", "V1", "V5")[: plain.strips]))


def _points(given: Any, name: str, numbers: int) -> tuple[Any, ...]:
    """A list of lists of so many numbers, as tuples."""
    if not isinstance(given, list) or any(
        not isinstance(point, list) or len(point) != numbers or not all(is_number(part) for part in point)
        for point in given
    ):
        raise BadHelp(f"{name} is a list of lists of {numbers} numbers.")
    return tuple(tuple(float(part) for part in point) for point in given)


def _optional_number(given: Any, name: str) -> float | None:
    if given is not None and not is_number(given):
        raise BadHelp(f"{name} is a number.")
    return None if given is None else float(given)


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _listed(part) for name, part in value.items()}
    return [_listed(part) for part in value] if isinstance(value, (list, tuple)) else value

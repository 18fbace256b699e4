"""What help with a reading may say, and in which words it is turned down."""

from __future__ import annotations

import math
from typing import Any

from ecgweb.ecg.page.frame import Corners
from ecgweb.ecg.page.layout import CABRERA, Arrangement, arrangements, can_be_tested
from ecgweb.ecg.recording import LEADS

SPEEDS_MM_S = (25.0, 50.0, 12.5)
GAINS_MM_MV = (10.0, 5.0, 20.0, 2.5)
_MOST_ROWS = 15
LAYOUTS = tuple(dict.fromkeys(one.name for rows in range(1, _MOST_ROWS + 1) for one in arrangements(rows)))
LEAD_NAMES = (*LEADS, *(name for name in CABRERA if name not in LEADS))
MOST_IGNORED = 12
_LEAST_SHARE = 0.05
_LEAST_SIDE_PX = 100.0
_LEAST_IGNORED_PX = 3.0

Box = tuple[float, float, float, float]


class BadHelp(ValueError):
    """What was set makes no sense; the message tells a person why."""


def usual_arrangement(layout: str) -> Arrangement:
    """The arrangement of a layout with the leads in their usual order."""
    return next(one for rows in range(1, _MOST_ROWS + 1) for one in arrangements(rows) if one.name == layout)


def check_corners(corners: Corners | None) -> None:
    if corners is None:
        return
    if len(corners) != 4:
        raise BadHelp("A page has four corners.")
    if not all(is_number(part) for point in corners for part in point):
        raise BadHelp("Every corner is two numbers of pixels: from the left and from the top.")
    sides = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(corners, _following(corners), strict=True)]
    turns = [a[0] * b[1] - a[1] * b[0] for a, b in zip(sides, (*sides[1:], sides[0]), strict=True)]
    if min(turns) <= 0:
        raise BadHelp("The corners go clockwise from the top left, and no corner may point inwards.")


def check_within(corners: Corners | None, ignored: tuple[Box, ...], width_px: int, height_px: int) -> None:
    if not all(0 <= x <= width_px and 0 <= y <= height_px for x, y in corners or ()):
        raise BadHelp("A corner of the page lies outside the picture.")
    if corners and (_shortest_side(corners) < _LEAST_SIDE_PX or _area(corners) < _LEAST_SHARE * width_px * height_px):
        raise BadHelp("The corners are too close together: the page would be too small to read.")
    if not all(
        min(left, top) >= 0 and right <= width_px and bottom <= height_px for left, top, right, bottom in ignored
    ):
        raise BadHelp("A region to ignore reaches beyond the picture.")


def check_choice(value: object, known: tuple[Any, ...], what: str) -> None:
    if value is not None and value not in known:
        listed = ", ".join(f"{one:g}" if isinstance(one, float) else one for one in known)
        raise BadHelp(f"{what} is one of {listed}.")


def check_leads(names: tuple[str, ...], layout: str | None) -> None:
    if layout is None:
        raise BadHelp("Choose the layout before you name the leads.")
    for name in names:
        if name not in LEAD_NAMES:
            raise BadHelp(f"“{name[:20]}” is no lead; known are {', '.join(LEAD_NAMES)}.")
    body, strips = names[: len(LEADS)], names[len(LEADS) :]
    plain = [name.lstrip("-") for name in body]
    twice = next((name for name in plain if plain.count(name) > 1), None)
    if twice:
        raise BadHelp(f"Lead {twice} is named twice.")
    if len(body) < len(LEADS):
        raise BadHelp(f"Name all {len(LEADS)} leads, row by row.")
    if strips and (len(strips) != usual_arrangement(layout).strips or not set(strips) <= set(LEADS)):
        raise BadHelp(
            f"Layout {layout} has {usual_arrangement(layout).strips} rhythm strips; name each after one lead."
        )
    if len(set(strips)) < len(strips):
        raise BadHelp("Two rhythm strips have the same name.")


def check_can_be_tested(arrangement: Arrangement | None, strip_names: tuple[str, ...] | None) -> None:
    """Without three limb leads at the same time nothing tells an ECG from other waves that beat."""
    if arrangement and not can_be_tested(arrangement, strip_names or ()):
        raise BadHelp(
            "Three limb leads have to stand in one column: without them nothing tells whether this is an ECG."
        )


def check_ignored(boxes: tuple[Box, ...]) -> None:
    if len(boxes) > MOST_IGNORED:
        raise BadHelp(f"At most {MOST_IGNORED} regions can be ignored.")
    for left, top, right, bottom in boxes:
        if not all(is_number(part) for part in (left, top, right, bottom)):
            raise BadHelp("Every region to ignore is four numbers of pixels: left, top, right, bottom.")
        if right - left < _LEAST_IGNORED_PX or bottom - top < _LEAST_IGNORED_PX:
            raise BadHelp("A region to ignore is too small: give its left, top, right and bottom, in this order.")


def _following(corners: Corners) -> Corners:
    return (*corners[1:], corners[0])


def _shortest_side(corners: Corners) -> float:
    return min(math.dist(a, b) for a, b in zip(corners, _following(corners), strict=True))


def _area(corners: Corners) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(corners, _following(corners), strict=True))) / 2


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e6

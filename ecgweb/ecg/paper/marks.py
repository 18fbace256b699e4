"""Features to point out on a drawn lead: shaded spans and vertical lines with a label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from ecgweb.ecg.paper.numbers import mm
from ecgweb.ecg.paper.plan import Plan, Strip

MARK_LABEL_MM = 2.6


@dataclass(frozen=True)
class Mark:
    """A feature to point out on a lead: a shaded span, or a line where `end_s` is `start_s`.

    `group` is a further CSS class of a span, to show and hide it together with others.
    """

    start_s: float
    end_s: float
    label: str
    lead: str
    group: str = ""


def mark_shapes(plan: Plan, strip: Strip, marks: Sequence[Mark]) -> Iterator[str]:
    """Shaded spans and lines of one strip, to be drawn below its trace."""
    for left_mm, width_mm, mark in _placed(plan, strip, marks):
        yield _shape(left_mm, width_mm, _top_mm(plan, strip), plan.style.row_height_mm, mark.group)


def mark_labels(plan: Plan, strip: Strip, marks: Sequence[Mark]) -> Iterator[str]:
    """Labels along the lower edge of a strip; one that would touch its neighbour moves a line up."""
    bottom_mm = _top_mm(plan, strip) + plan.style.row_height_mm - 0.3 * MARK_LABEL_MM
    taken_to_mm: list[float] = []
    for left_mm, width_mm, mark in _placed(plan, strip, marks):
        label = mark.label
        if not label:
            continue
        middle_mm, half_mm = left_mm + width_mm / 2, 0.33 * MARK_LABEL_MM * len(label)
        level = next((n for n, taken in enumerate(taken_to_mm) if taken < middle_mm - half_mm), len(taken_to_mm))
        taken_to_mm[level : level + 1] = [middle_mm + half_mm]
        yield (
            f'<text class="ecg-mark-label" x="{mm(middle_mm)}" y="{mm(bottom_mm - level * 1.1 * MARK_LABEL_MM)}" '
            f'font-size="{MARK_LABEL_MM}" text-anchor="middle" fill="#123a6b" stroke="#ffffff" stroke-width="0.6" '
            f'paint-order="stroke">{escape(label)}</text>'
        )


def _placed(plan: Plan, strip: Strip, marks: Sequence[Mark]) -> Iterator[tuple[float, float, Mark]]:
    """Left edge and width in millimetres of the marks a strip shows, from left to right."""
    for mark in sorted(marks, key=lambda mark: mark.start_s):
        start_s, end_s = max(mark.start_s, strip.start_s), min(mark.end_s, strip.end_s)
        is_line = mark.start_s == mark.end_s
        if mark.lead == strip.lead and (start_s < end_s or (is_line and start_s == end_s)):
            left_mm = strip.left_mm + (start_s - strip.start_s) * plan.style.speed_mm_s
            yield left_mm, (end_s - start_s) * plan.style.speed_mm_s, mark


def _top_mm(plan: Plan, strip: Strip) -> float:
    return strip.baseline_mm - plan.style.row_height_mm / 2


def _shape(left_mm: float, width_mm: float, top_mm: float, height_mm: float, group: str) -> str:
    if width_mm == 0:
        return (
            f'<path class="ecg-mark-line" stroke="#1f5fa8" stroke-width="0.25" '
            f'd="M{mm(left_mm)} {mm(top_mm)}v{mm(height_mm)}"/>'
        )
    names = f"ecg-mark-span {group}".strip()
    return (
        f'<rect class="{names}" fill="#3b82c4" fill-opacity="0.2" stroke="#1f5fa8" stroke-width="0.1" '
        f'x="{mm(left_mm)}" y="{mm(top_mm)}" '
        f'width="{mm(width_mm)}" height="{mm(height_mm)}"/>'
    )

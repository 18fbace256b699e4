"""Everything the result page of a picture of one beat shows, worked out before the template sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ecgweb.analyses.beats_page import CONDITIONS
from ecgweb.learning import content
from ecgweb.learning.conditions import Condition


@dataclass(frozen=True)
class BeatLine:
    """One kind of beat: its probability, and sensitivity and PPV naively and between patients; None where untested."""

    code: str
    label: str
    probability: float
    given: bool
    untested: bool
    naive: tuple[float | None, float | None]
    between_patients: tuple[float | None, float | None]


@dataclass(frozen=True)
class BeatPicturePage:
    """The kinds, the likeliest first, and how often answers were right at all."""

    lines: list[BeatLine]
    naive_accuracy: float
    accuracy: float
    majority: float
    condition: Condition | None


def beat_picture_page(contract: dict[str, Any]) -> BeatPicturePage:
    """Work out the page of a finished analysis."""
    beat = contract["beat"]
    naive, ours = beat["worth"]["naive"], beat["worth"]["inter_patient"]
    likeliest_first = sorted(beat["probabilities"].items(), key=lambda item: -item[1])
    return BeatPicturePage(
        lines=[_line(code, share, beat) for code, share in likeliest_first],
        naive_accuracy=naive["accuracy"],
        accuracy=ours["accuracy"],
        majority=ours["majority"],
        condition=content.condition(CONDITIONS[beat["class"]]) if beat["class"] in CONDITIONS else None,
    )


def _line(code: str, share: float, beat: dict[str, Any]) -> BeatLine:
    rows = (beat["worth"][name]["classes"].get(code) or {} for name in ("naive", "inter_patient"))
    naive, ours = ((row.get("sensitivity"), row.get("ppv")) for row in rows)
    return BeatLine(code, beat["labels"][code], share, code == beat["class"], code in beat["untested"], naive, ours)

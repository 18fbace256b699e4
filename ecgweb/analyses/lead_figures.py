"""What was measured in each lead, and the voltages that are added up over leads."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ecgweb.analyses.figures import Figure, with_ranges
from ecgweb.analyses.person import Person
from ecgweb.analyses.reference_ranges import highest_st_j_mv
from ecgweb.ecg.recording import LEADS

COLUMNS = (
    ("Q", "q_mv"),
    ("R", "r_mv"),
    ("S", "s_mv"),
    ("ST at J", "st_j_mv"),
    ("ST at J + 60 ms", "st_j60_mv"),
    ("T", "t_mv"),
)
NO_WAVE = ("q_mv", "r_mv", "s_mv")
LOWEST_ST_J_MV = -0.05
DIGITS = 2

Lead = Mapping[str, Any]


@dataclass(frozen=True)
class Cell:
    """One amplitude: the value, its error, and a word where it is out of the ordinary."""

    words: str
    error_words: str = ""
    remark: str = ""


@dataclass(frozen=True)
class LeadLine:
    """The amplitudes of one lead in mV, in the order of `COLUMNS`."""

    lead: str
    beats: int
    cells: list[Cell]


def lead_lines(measured: dict[str, Any], person: Person) -> list[LeadLine]:
    """Every lead that was measured."""
    leads = measured.get("leads") or {}
    return [
        LeadLine(name, leads[name]["beats"], [_cell(name, leads[name], key, person) for _, key in COLUMNS])
        for name in LEADS
        if name in leads
    ]


def voltages(measured: dict[str, Any], person: Person) -> list[Figure]:
    """Sokolow and Lyon's and Cornell's sums, high in left ventricular hypertrophy; none without the leads."""
    leads = measured.get("leads") or {}
    if not leads:
        return []
    taller = max(("V5", "V6"), key=lambda name: _height(leads, name, "r_mv") or 0.0)
    sums = (
        ("S in V1 and R in V5 or V6 (Sokolow-Lyon)", "sokolow_lyon_mv", (("V1", "s_mv"), (taller, "r_mv"))),
        ("R in aVL and S in V3 (Cornell)", "cornell_mv", (("aVL", "r_mv"), ("V3", "s_mv"))),
    )
    return [with_ranges(_sum(leads, name, parts), key, person) for name, key, parts in sums]


def _sum(leads: Mapping[str, Lead], name: str, parts: tuple[tuple[str, str], ...]) -> Figure:
    heights = [_height(leads, lead, key) for lead, key in parts]
    errors = [(leads[lead]["errors"] or {}).get(key) for lead, key in parts]
    seen = [height for height in heights if height is not None]
    if len(seen) < len(parts):
        return Figure(name, None, "mV", digits=DIGITS)
    known = [error for error in errors if error is not None]
    error = math.hypot(*known) if len(known) == len(errors) else None
    return Figure(name, sum(seen), "mV", error, digits=DIGITS)


def _height(leads: Mapping[str, Lead], lead: str, key: str) -> float | None:
    """How tall or deep a wave is."""
    value = leads[lead][key]
    return None if value is None else abs(value)


def _cell(name: str, lead: Lead, key: str, person: Person) -> Cell:
    value, error = lead[key], (lead["errors"] or {}).get(key)
    if value is None:
        return Cell("not measured")
    if value == 0 and key in NO_WAVE:
        return Cell("none")
    words = f"{round(value, DIGITS) + 0.0:.{DIGITS}f}".replace("-", "−")  # no minus before zero
    remark = _st_remark(name, lead, person) if key == "st_j_mv" else ""
    return Cell(words, "" if error is None else f"± {error:.{DIGITS}f}", remark)


def _st_remark(name: str, lead: Lead, person: Person) -> str:
    """Whether the ST level at J is raised, or lowered and still so 60 ms later; "perhaps" where that is not sure."""
    limits = highest_st_j_mv(name, person)
    if limits is None:
        return ""
    level, later, error = lead["st_j_mv"], lead["st_j60_mv"], (lead["errors"] or {}).get("st_j_mv") or 0.0
    if level >= limits[0]:
        return "raised" if level - error >= limits[1] else "perhaps raised"
    if later is None or max(level, later) > LOWEST_ST_J_MV:
        return ""
    return "lowered" if level + error <= LOWEST_ST_J_MV else "perhaps lowered"

"""How a page is laid out and scaled, and what told it, in words."""

from __future__ import annotations

from typing import Any

TOLD_BY = {
    "grid": "by the grid",
    "pulse": "by the calibration pulse",
    "printed": "as printed on the page",
    "help": "set by hand",
    "assumed": "assumed: nothing on the page told",
}
NAMES_TOLD_BY = {
    "printed": "Lead names as printed on the page.",
    "help": "Lead names set by hand.",
    "assumed": "Lead names by their usual place; none was legible.",
}


def layout_words(layout: dict[str, Any]) -> str:
    """Such as "Layout 3x4+1, 25 mm/s (by the grid), 10 mm/mV (by the calibration pulse)."; older results say less."""
    speed = f"{layout['speed_mm_s']:g} mm/s{_by(layout.get('speed_from'))}"
    gain = f"{layout['gain_mm_mv']:g} mm/mV{_by(layout.get('gain_from'))}"
    names = NAMES_TOLD_BY.get(layout.get("names_from", ""), "")
    return f"Layout {layout['name']}, {speed}, {gain}. {names}".strip()


def _by(source: str | None) -> str:
    return f" ({TOLD_BY[source]})" if source in TOLD_BY else ""

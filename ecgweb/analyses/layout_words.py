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

_RATES = ("heart_rate_bpm", "heart_rate_mean_bpm")
_LARGEST_DIFFERENCE_BPM, _LARGEST_DIFFERENCE, _ROUGHLY = 5.0, 0.1, 0.2
_LOST_FIGURE_BPM = 100  # a first 1 is easily lost in narrow print: 27 beside a measured 127 says nothing


def layout_words(layout: dict[str, Any]) -> str:
    """Such as "Layout 3x4+1, 25 mm/s (by the grid), 10 mm/mV (by the calibration pulse)."; older results say less."""
    speed = f"{layout['speed_mm_s']:g} mm/s{_by(layout.get('speed_from'))}"
    gain = f"{layout['gain_mm_mv']:g} mm/mV{_by(layout.get('gain_from'))}"
    names = NAMES_TOLD_BY.get(layout.get("names_from", ""), "")
    return f"Layout {layout['name']}, {speed}, {gain}. {names}".strip()


def _by(source: str | None) -> str:
    return f" ({TOLD_BY[source]})" if source in TOLD_BY else ""


def printed_rate_words(layout: dict[str, Any] | None, measured: dict[str, Any]) -> list[str]:
    """What the page itself prints as the heart rate, and whether that is far from what was measured."""
    printed_bpm = (layout or {}).get("printed_rate_bpm")
    rates_bpm = [rate for name in _RATES if (rate := measured.get(name)) is not None]
    if printed_bpm is None or not rates_bpm:
        return []
    if any(_near(printed_bpm, rate) for rate in rates_bpm):
        return [f"The page itself prints {printed_bpm:.0f} bpm."]
    if any(_near(printed_bpm + _LOST_FIGURE_BPM, rate, _ROUGHLY) for rate in rates_bpm):
        return []
    return [
        f"The page itself prints {printed_bpm:.0f} bpm, far from the {rates_bpm[0]:.0f} bpm measured here: "
        "count the beats on the page before you trust either."
    ]


def _near(one_bpm: float, other_bpm: float, share: float = _LARGEST_DIFFERENCE) -> bool:
    return abs(one_bpm - other_bpm) <= max(_LARGEST_DIFFERENCE_BPM, share * other_bpm)

"""WCAG 2.2 contrast of every pair of colours that the design puts on each other, in both themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "static" / "css"
TEXT = 4.5  # WCAG 2.2, 1.4.3
EDGE = 3.0  # 1.4.11: controls and what is needed to understand a picture

COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?)\([^)]*\)", re.IGNORECASE)
NAMING = re.compile(r"--[\w-]+:[^;]*;")
MASK = "#000"  # in a mask only its opacity counts

GROUNDS = ("ground", "surface", "surface-sunken")
TEXT_PAIRS = [
    *((ink, ground) for ink in ("ink", "ink-soft", "accent", "accent-strong", "danger") for ground in GROUNDS),
    *((f"{tone}", f"{tone}-soft") for tone in ("accent", "good", "caution", "danger")),
    *(("ink", f"{tone}-soft") for tone in ("accent", "good", "caution", "danger")),
    *((ink, "accent-soft") for ink in ("ink-soft", "accent-strong")),
    *((ink, "ecg-motif-major") for ink in ("ink", "ink-soft", "accent")),  # words across the lines of the paper ground
    ("good", "ground"),
    ("good", "surface"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-emergency", "emergency"),
    ("ecg-label", "ecg-paper"),
    ("ecg-mark", "ecg-paper"),
]
EDGE_PAIRS = [
    *((edge, ground) for edge in ("line-strong", "focus") for ground in GROUNDS),
    *((tone, "ground") for tone in ("accent", "good", "caution", "danger")),
    ("line-strong", "surface-sunken"),
    ("accent", "surface-sunken"),
    ("ecg-trace", "ecg-paper"),
    ("ecg-trace", "ecg-major"),
]


def colours(theme: str) -> dict[str, str]:
    """The colours of a theme by name; the dark one replaces those of the light one."""
    names = ("tokens", "dark") if theme == "dark" else ("tokens",)
    found: dict[str, str] = {}
    for name in names:
        found |= dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", (CSS / f"{name}.css").read_text()))
    return found


def luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_has_the_contrast_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT_PAIRS, TEXT), (EDGE_PAIRS, EDGE)], ids=["text", "edges"])
def test_every_pair_is_legible(theme: str, pairs: list[tuple[str, str]], least: float) -> None:
    palette = colours(theme)
    ratios = {pair: round(contrast(palette[pair[0]], palette[pair[1]]), 2) for pair in pairs}
    assert not {pair: ratio for pair, ratio in ratios.items() if ratio < least}


def test_the_dark_theme_replaces_every_colour() -> None:
    light, dark = colours("light"), dict(re.findall(r"--([\w-]+):\s*(#\w+);", (CSS / "dark.css").read_text()))
    assert set(light) <= set(dark)


def test_colours_are_named_before_they_are_used() -> None:
    used = {
        path.name: found
        for path in sorted(CSS.glob("*.css"))
        if (found := set(COLOUR.findall(NAMING.sub("", path.read_text()))) - {MASK})
    }
    assert not used

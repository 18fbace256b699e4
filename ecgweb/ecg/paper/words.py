"""Invented words around the traces: names, numbers, measurements and statements as reports carry them."""

from __future__ import annotations

import numpy as np

FOOTERS = (
    "{speed:g} mm/s    {gain:g} mm/mV",
    "{speed:g}mm/s  {gain:g}mm/mV  0.05-150Hz",
    "0.67-100Hz  AC50  {speed:g}mm/s  {gain:g}mm/mV",
    "Speed: {speed:g} mm/sec    Limb: {gain:g} mm/mV    Chest: {gain:g} mm/mV",
    "{speed:g}mm/s   {gain:g}mm/mV   40Hz   V2.1",
)
_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "ki", "lo", "ma", "or", "pa", "ri", "sa", "ti", "wen", "zar")
_STATEMENTS = (
    "Sinus rhythm",
    "Normal ECG",
    "Abnormal ECG",
    "Nonspecific ST and T wave changes",
    "Left axis deviation",
    "Possible left atrial enlargement",
    "*** Poor data quality, interpretation may be affected",
    "Borderline ECG",
    "Unconfirmed report",
)


def random_header(rng: np.random.Generator) -> tuple[str, ...]:
    """None to six lines."""
    lines = (
        str(rng.choice(("ECG REPORT", "12-LEAD ECG", f"{_name(rng)} HOSPITAL", "Resting ECG"))),
        f"{_name(rng)}, {_name(rng)}    ID: {rng.integers(1, 999_999)}    {rng.integers(18, 95)} years    "
        f"{rng.choice(('Male', 'Female'))}",
        f"HR {rng.integers(45, 140)} bpm    PR {rng.integers(110, 230)} ms    QRS {rng.integers(70, 150)} ms    "
        f"QT/QTc {rng.integers(330, 470)}/{rng.integers(380, 490)} ms",
        f"{rng.integers(1, 29):02d}.{rng.integers(1, 13):02d}.{rng.integers(2005, 2026)}  "
        f"{rng.integers(0, 24):02d}:{rng.integers(0, 60):02d}    P-R-T axes {' '.join(str(n) for n in _axes(rng))}",
        *(str(words) for words in rng.choice(_STATEMENTS, 2, replace=False)),
    )
    return lines[: int(rng.integers(0, len(lines) + 1))]


def _name(rng: np.random.Generator) -> str:
    return "".join(rng.choice(_SYLLABLES, int(rng.integers(2, 4)))).title()


def _axes(rng: np.random.Generator) -> list[int]:
    return [int(degrees) for degrees in rng.integers(-60, 100, 3)]

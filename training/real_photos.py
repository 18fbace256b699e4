"""What the 25 real photographs show, as read by eye, to hold a reader against.

`photo_readings.json` holds facts only: the layout and the rhythm strips as their names say, what is printed of speed,
gain and rate (null where nothing is, or where it is cut off), the heart rate counted along the longest row (its mean,
and that of the median RR interval, which is what the reader reports), the colour of the grid and what is in the way.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from ecgweb.ecg.page.reading import Layout
from ecgweb.ecg.refusal import Refused
from ecgweb.ecg.waves import heart_rate_bpm
from training.evaluate_reader import Reader

RATE_TOLERANCE = 0.1
_READINGS = Path(__file__).with_name("photo_readings.json")


@dataclass(frozen=True)
class PhotoReading:
    """One photograph; `layout` is None where it shows no twelve leads, `leads` is "all" or "two"."""

    file: str
    layout: str | None
    rhythm_leads: tuple[str, ...]
    printed_speed_mm_s: float | None
    printed_gain_mm_mv: float | None
    printed_rate_bpm: float | None
    rate_bpm: float
    median_rr_rate_bpm: float
    grid: str
    problems: tuple[str, ...]
    leads: str


def load_photo_readings() -> tuple[PhotoReading, ...]:
    """All photographs in the order of their names."""
    rows = json.loads(_READINGS.read_text(encoding="utf-8"))
    return tuple(
        PhotoReading(**{**row, "rhythm_leads": tuple(row["rhythm_leads"]), "problems": tuple(row["problems"])})
        for row in rows
    )


@dataclass(frozen=True)
class SeenPhoto:
    """What a reader made of a photograph: either why it refused, or the layout and the rate it found."""

    photo: PhotoReading
    refusal: str | None = None
    layout: Layout | None = None
    rate_bpm: float | None = None

    @property
    def layout_right(self) -> bool:
        """True if rows, columns and the names of the rhythm strips are those that eyes read."""
        own = self.photo
        return self.layout is not None and (self.layout.name, self.layout.rhythm_leads) == (
            own.layout,
            own.rhythm_leads,
        )

    @property
    def rate_right(self) -> bool:
        """True if the rate is close to the counted one."""
        counted = self.photo.median_rr_rate_bpm
        return self.rate_bpm is not None and abs(self.rate_bpm - counted) <= RATE_TOLERANCE * counted

    def __str__(self) -> str:
        if self.layout is None:
            return f"refused: {self.refusal}"
        wrong = [what for what, right in (("layout", self.layout_right), ("rate", self.rate_right)) if not right]
        rate = "no rate" if self.rate_bpm is None else f"{self.rate_bpm:.0f} bpm"
        strips = ", ".join(self.layout.rhythm_leads)
        return f"{self.layout.name} {strips} {rate}" + (f"   <- wrong: {', '.join(wrong)}" if wrong else "")


def see_photo(reader: Reader, packs: Path, photo: PhotoReading) -> SeenPhoto:
    """Read one photograph."""
    picture = np.asarray(Image.open(packs / "photos" / photo.file).convert("RGB"))
    try:
        reading = reader(picture)
    except Refused as refused:
        return SeenPhoto(photo, refusal=refused.reason.code)
    return SeenPhoto(photo, layout=reading.layout, rate_bpm=heart_rate_bpm(reading.recording))

"""Pictures that are not ECGs, drawn from a seed: what the gate must refuse.

Kinds in `TEST_KINDS` are for reporting only; a gate is tuned on the others, so that the reported figure is about
kinds it has never met.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from ecgweb.ecg.paper.regimes import random_wear
from ecgweb.ecg.paper.wear import Wear, wear_out
from training.non_ecgs import charts, documents, papers, photos, rows, scenes
from training.non_ecgs.canvas import Picture

KINDS: dict[str, Callable[[np.random.Generator], Picture]] = {
    **documents.KINDS,
    **papers.KINDS,
    **rows.KINDS,
    **charts.KINDS,
    **scenes.KINDS,
    **photos.KINDS,
}

TEST_KINDS = frozenset(
    [
        "newspaper",
        "blood_pressure_log",
        "crossword",
        "empty_grid_with_header",
        "scribble_on_grid",
        "checked_paper",
        "music",
        "pulse_wave_on_ecg_paper",
        "capnogram_on_ecg_paper",
        "muscle_on_ecg_paper",
        "sawtooth_on_ecg_paper",
        "voice_on_ecg_paper",
        "fetal_heart_rate_on_ecg_paper",
        "earthquake_rows",
        "pulse_wave_rows",
        "bar_chart",
        "stock_chart",
        "stacked_panels",
        "spirogram",
        "beat_logo",
        "contour_map",
        "matrix_code",
        "street_map",
        "chat_screen",
        "ultrasound",
        "tomogram",
        "photo_flower",
    ]
)
TUNING_KINDS = frozenset(KINDS) - TEST_KINDS


def non_ecgs(
    seed: int = 0, per_kind: int = 5, kinds: Sequence[str] | None = None
) -> Iterator[tuple[str, str, Picture]]:
    """Draw pictures that are not ECGs; every other one is worn as by a scan or a phone.

    Parameters
    ----------
    seed : int
        The same seed draws the same pictures, whichever kinds are asked for.
    per_kind : int
        Pictures of each kind.
    kinds : sequence of str, optional
        Some keys of `KINDS`; all if not given.

    Yields
    ------
    kind : str
        What is shown, a key of `KINDS`.
    name : str
        A name for the picture, unique for a seed.
    image : ndarray, shape (h, w, 3), uint8
        The picture, at least 600 pixels on its longer side.
    """
    for kind in kinds or KINDS:
        for number in range(per_kind):
            rng = np.random.default_rng([seed, zlib.crc32(kind.encode()), number])
            image = KINDS[kind](rng)
            wear = random_wear(rng, 0.6) if number % 2 else Wear()
            yield kind, f"{kind}-{number:02d}", wear_out(image, wear, seed + number)

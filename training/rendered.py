"""Signals printed by our renderer, worn, and read back by our reader.

Every page has the looks that no training may see (`ecgweb.ecg.paper.regimes`); record and seed decide them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.paper import draw_page
from ecgweb.ecg.paper.regimes import REGIMES, random_page
from ecgweb.ecg.paper.wear import wear_out
from ecgweb.ecg.recording import Recording
from ecgweb.ecg.refusal import Refused
from ecgweb.inference.preparation import SAMPLES, SAMPLING_RATE_HZ, on_network_axis
from training.site_reader import read_as_the_site, reader_digest

KEPT_EVERY = 20


@dataclass(frozen=True)
class PrintedAndRead:
    """Signals that were drawn as pages and read back.

    Parameters
    ----------
    shown_mv, read_mv : ndarray, shape (n, 12, 1000), float32
        What the pages show, and what was recovered; NaN elsewhere, in `read_mv` everywhere on a refused page.
    refused : ndarray of str, shape (n,)
        Why the reader refused the page, or nothing.
    reader : str
        Digest of the reader's source.
    """

    shown_mv: NDArray[np.float32]
    read_mv: NDArray[np.float32]
    refused: NDArray[np.str_]
    reader: str

    @property
    def read(self) -> NDArray[np.bool_]:
        """Which pages were read."""
        return self.refused == ""


def load_printed(signals_mv: NDArray[np.float32], regime: str, folder: Path, seed: int = 0) -> PrintedAndRead:
    """The signals printed and read back; what this reader has read before comes from `folder`, also of a broken run.

    Parameters
    ----------
    signals_mv : ndarray, shape (n, 12, 1000)
    regime : str
        A key of `REGIMES`.
    """
    path = folder / f"printed_{regime}_{len(signals_mv)}_{reader_digest()}.npz"
    printed = _kept(path) if path.exists() else _nothing_yet()
    for index in range(len(printed.refused), len(signals_mv)):
        printed = _with_page(printed, *_page(signals_mv[index], regime, (seed, index)))
        if (index + 1) % KEPT_EVERY == 0 or index + 1 == len(signals_mv):
            folder.mkdir(parents=True, exist_ok=True)
            np.savez_compressed(path, **vars(printed))
            print(f"{regime}: {index + 1} pages, {np.sum(~printed.read)} refused", flush=True)
    return printed


def _page(
    signal_mv: NDArray[np.float32], regime: str, seed: tuple[int, int]
) -> tuple[Recording, Recording | None, str]:
    """What the page shows, what was read of it, or why it was refused."""
    rng = np.random.default_rng([*seed, list(REGIMES).index(regime)])
    page = random_page(rng, regime, held_out=True)
    drawing = draw_page(Recording(signal_mv, SAMPLING_RATE_HZ), page.style, page.pixels_per_mm)
    picture = wear_out(drawing.image, page.wear, int(rng.integers(2**31)))
    try:
        return drawing.recording, read_as_the_site(picture).recording, ""
    except Refused as refusal:
        return drawing.recording, None, refusal.reason.code


def _with_page(printed: PrintedAndRead, shown: Recording, read: Recording | None, refused: str) -> PrintedAndRead:
    silence = np.full((12, SAMPLES), np.nan, np.float32)
    back = on_network_axis(read) if read else silence
    return PrintedAndRead(
        np.append(printed.shown_mv, on_network_axis(shown)[None], axis=0),
        np.append(printed.read_mv, back[None], axis=0),
        np.append(printed.refused, refused),
        printed.reader,
    )


def _kept(path: Path) -> PrintedAndRead:
    with np.load(path) as kept:
        return PrintedAndRead(kept["shown_mv"], kept["read_mv"], kept["refused"], str(kept["reader"]))


def _nothing_yet() -> PrintedAndRead:
    nothing = np.empty((0, 12, SAMPLES), np.float32)
    return PrintedAndRead(nothing, nothing, np.empty(0, "U20"), reader_digest())

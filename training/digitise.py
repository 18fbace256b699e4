"""Read every real page into a recording and keep them: `python -m training.digitise`; a broken run goes on.

The cache carries the digest of the reader, so that a network is never trained on pages read by another reader
without it being seen in its report.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ecgweb.ecg.refusal import Refused
from ecgweb.inference.preparation import SAMPLES, on_network_axis
from training.packs import Page, load_pages, packs_folder
from training.site_reader import read_as_the_site, reader_digest

CACHE = Path("runs/digitised")
KEPT_EVERY = 25


@dataclass(frozen=True)
class Digitised:
    """Pages as the reader gave them: `signals_mv` float32 (n, 12, 1000) at 100 Hz, NaN where nothing was seen.

    `refused` holds for each page the reason it was refused for, or nothing.
    """

    signals_mv: NDArray[np.float32]
    refused: NDArray[np.str_]
    reader: str

    @property
    def read(self) -> NDArray[np.bool_]:
        """Which pages were read."""
        return self.refused == ""


def digitise(pages: list[Page], kept: Digitised | None = None) -> Iterator[Digitised]:
    """Read pages one after another, after those that were kept; each step gives all that is read so far.

    A refused page leaves a recording in which nothing was seen.
    """
    so_far = kept or Digitised(np.empty((0, 12, SAMPLES), np.float32), np.empty(0, "U20"), reader_digest())
    for start in range(len(so_far.refused), len(pages), KEPT_EVERY):
        read = [_read(page) for page in pages[start : start + KEPT_EVERY]]
        signals = np.concatenate([so_far.signals_mv, np.array([signal for signal, _ in read], np.float32)])
        so_far = Digitised(signals, np.append(so_far.refused, [reason for _, reason in read]), so_far.reader)
        print(f"{len(signals)} of {len(pages)} pages, {np.sum(~so_far.read)} refused", flush=True)
        yield so_far


def load_digitised(pages: list[Page], reader: str | None = None, cache: Path = CACHE) -> Digitised:
    """The pages as a reader gave them, today's if none is named, from the cache as far as it has them."""
    path = cache / f"pages_{reader or reader_digest()}.npz"
    if reader and not path.exists():
        raise FileNotFoundError(f"{path}: no pages are kept that reader {reader} has read")
    digitised = _kept(path) if path.exists() else None
    for so_far in digitise(pages, digitised):
        cache.mkdir(parents=True, exist_ok=True)
        np.savez(path, signals_mv=so_far.signals_mv, refused=so_far.refused, reader=np.array(so_far.reader))
        digitised = so_far
    if digitised is None:
        raise ValueError("no pages were named")
    return digitised


def _kept(path: Path) -> Digitised:
    with np.load(path) as kept:
        return Digitised(kept["signals_mv"], kept["refused"], str(kept["reader"]))


def _read(page: Page) -> tuple[NDArray[np.float32], str]:
    try:
        return on_network_axis(read_as_the_site(_pixels(page.path)).recording), ""
    except Refused as refusal:
        return np.full((12, SAMPLES), np.nan, np.float32), refusal.reason.code


def _pixels(path: Path) -> NDArray[np.uint8]:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs", help="folder of the data packs (else ECG_PACKS)")
    options = parser.parse_args()
    pages = load_digitised(load_pages(packs_folder(options.packs)))
    print(f"{int(pages.read.sum())} of {len(pages.refused)} pages read by reader {pages.reader}")


if __name__ == "__main__":
    main()

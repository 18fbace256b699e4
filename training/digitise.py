"""Read every real page into a recording and keep them: `python -m training.digitise`.

The cache carries the digest of the reader's source, so that a network is never trained on pages read by another reader
without it being seen in its report.
"""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

import ecgweb.ecg.page
from ecgweb.ecg.page import read_page
from ecgweb.ecg.refusal import Refused
from ecgweb.inference.preparation import SAMPLES, on_network_axis
from training.packs import Page, load_pages, packs_folder

CACHE = Path("runs/digitised")


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


def reader_digest() -> str:
    """Twelve hexadecimal digits that change with the reader's source."""
    folder = Path(str(ecgweb.ecg.page.__file__)).parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def digitise(pages: list[Page], report: bool = True) -> Digitised:
    """Read all pages; a refused one leaves a recording in which nothing was seen."""
    reader = reader_digest()
    signals = np.full((len(pages), 12, SAMPLES), np.nan, np.float32)
    refused = np.full(len(pages), "", "U20")
    for index, page in enumerate(pages):
        try:
            signals[index] = on_network_axis(read_page(_pixels(page.path)).recording)
        except Refused as refusal:
            refused[index] = refusal.reason.code
        if report and index % 50 == 49:
            print(f"{index + 1} of {len(pages)} pages, {np.sum(refused[: index + 1] != '')} refused", flush=True)
    return Digitised(signals, refused, reader)


def load_digitised(pages: list[Page], reader: str | None = None, cache: Path = CACHE) -> Digitised:
    """The pages as a reader gave them, today's if none is named, from the cache where it has them."""
    path = cache / f"pages_{reader or reader_digest()}.npz"
    if path.exists():
        kept = np.load(path)
        return Digitised(kept["signals_mv"], kept["refused"], str(kept["reader"]))
    if reader:
        raise FileNotFoundError(f"{path}: no pages are kept that reader {reader} has read")
    pages_read = digitise(pages)
    cache.mkdir(parents=True, exist_ok=True)
    digest = np.array(pages_read.reader)
    np.savez_compressed(path, signals_mv=pages_read.signals_mv, refused=pages_read.refused, reader=digest)
    return pages_read


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

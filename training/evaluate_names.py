"""How names of leads, speed and gain are read off real pages and photographs: `python -m training.evaluate_names`.

Of the photographs what stands on them is known (`real_photos`); real pages carry the names of their template.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ecgweb.ecg.page.help_checks import usual_arrangement
from ecgweb.ecg.page.layout import Arrangement
from ecgweb.ecg.page.printed import PrintNetworks, read_print
from ecgweb.ecg.readers.image import open_image
from ecgweb.inference.registry import load_print_reader
from training.evaluate_reader import real_pages
from training.lettering.score import name_counts
from training.packs import packs_folder
from training.real_photos import load_photo_readings
from training.tracer.pages import followed

_TEMPLATES = {"A": ("3x4+1", ("II",)), "B": ("6x2+1", ("II",)), "C": ("6x2", ())}


@dataclass(frozen=True)
class RealPage:
    """A picture with the arrangement and the strips that a person sees on it."""

    name: str
    picture: NDArray[np.uint8]
    arrangement: Arrangement
    strips: tuple[str, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs", help="folder holding the data packs (else ECG_PACKS)")
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--pages", type=int, default=10, help="real pages of each template (default: %(default)s)")
    asked = parser.parse_args()
    networks = load_print_reader(asked.models)
    if networks is None:
        raise SystemExit(f"{asked.models} holds no network that reads print")
    packs = packs_folder(asked.packs)
    for kind, found in (("real pages", _templates(packs, asked.pages)), ("photographs", _photos(packs))):
        total: Counter[str] = Counter()
        for page in found:
            counts = _counts(page, networks)
            total += counts
            print(f"{page.name} {dict(counts)}", flush=True)
        print(f"{kind}: {dict(total)}", flush=True)


def _counts(page: RealPage, networks: PrintNetworks) -> Counter[str]:
    """What was read of one page in the first usual way to look that finds all of its rows."""
    rows = page.arrangement.rows + page.arrangement.strips
    found = followed(page.picture, rows)
    if found is None:
        return Counter({"pages": 1})
    printed = read_print(found.rows, networks)
    counts = Counter({"pages": 1, "followed": 1})
    if printed.names:
        counts += name_counts(printed.names, page.arrangement, page.strips)
    counts["speed"] += printed.scale.speed_mm_s is not None
    counts["gain"] += printed.scale.gain_mm_mv is not None
    return counts


def _templates(packs: Path, pages: int) -> Iterator[RealPage]:
    for template, (layout, strips) in _TEMPLATES.items():
        known = [(path, row) for path, row in real_pages(packs, template) if path.suffix == ".webp"]
        for path, _ in known[:: max(1, len(known) // pages)][:pages]:
            picture = np.asarray(Image.open(path).convert("RGB"))
            yield RealPage(f"{template} {path.name}", picture, usual_arrangement(layout), strips)


def _photos(packs: Path) -> Iterator[RealPage]:
    for photo in load_photo_readings():
        if photo.layout and photo.layout != "3x5":
            path = packs / "photos" / photo.file
            picture = open_image(path.read_bytes(), path.name).rgb
            yield RealPage(photo.file, picture, usual_arrangement(photo.layout), photo.rhythm_leads)


if __name__ == "__main__":
    main()

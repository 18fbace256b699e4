"""The pages that speed is measured on."""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
from PIL import Image

from ecgweb.ecg.paper import Style, draw_page
from ecgweb.ecg.recording import Recording

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "ecgweb" / "learning" / "examples"

Page = tuple[str, bytes]


def pages(limit: int) -> tuple[str, list[Page]]:
    """What the pages are, and their names and bytes: real ones where the data packs are, else drawn ones."""
    packs = os.environ.get("ECG_PACKS")
    if not packs:
        return "drawn pages (set ECG_PACKS for real ones)", drawn_pages(limit)
    files = sorted(Path(packs, "pages", "original").glob("*.jpg"))[:limit]
    return "real pages, 2213 x 1572 pixels", [(path.name, path.read_bytes()) for path in files]


def drawn_pages(limit: int) -> list[Page]:
    """The example recordings on paper, about the size of a scan, as JPEG."""
    return [(f"{path.stem}.jpg", _jpeg(_recording(path))) for path in sorted(EXAMPLES.glob("*.npz"))[:limit]]


def _recording(path: Path) -> Recording:
    with np.load(path) as stored:
        return Recording(stored["signal_uv"].astype(np.float32) / 1000, float(stored["sampling_rate_hz"]))


def _jpeg(recording: Recording) -> bytes:
    out = io.BytesIO()
    Image.fromarray(draw_page(recording, Style(), pixels_per_mm=8.0).image).save(out, "JPEG", quality=90)
    return out.getvalue()

"""The data packs: PTB-XL signals with labels, and the real pages with theirs."""

from __future__ import annotations

import csv
import io
import lzma
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PTBXL_SIGNALS = "ptbxl/signals_100hz.npy.xz"
PTBXL_LABELS = "ptbxl/labels.csv"
PAGES = "pages/pages.csv"


@dataclass(frozen=True)
class PtbXl:
    """PTB-XL records: `signals_uv` int16 (n, 8, 1000) of I II V1..V6 at 100 Hz, and one row of labels for each."""

    signals_uv: NDArray[np.int16]
    rows: tuple[dict[str, str], ...]

    def folds(self) -> NDArray[np.int64]:
        """The stratified fold of each record, 1 to 10, disjoint by patient."""
        return np.array([int(row["strat_fold"]) for row in self.rows])

    def signal_mv(self, index: int) -> NDArray[np.float32]:
        """Twelve leads of one record in millivolt, shape (12, 1000)."""
        return twelve_leads(self.signals_uv[index : index + 1])[0]


@dataclass(frozen=True)
class Page:
    """One real page: its picture, its label and the printed number its group goes by."""

    path: Path
    label: str
    template: str
    printed_hr: float | None
    group: str


def packs_folder(named: str | None = None) -> Path:
    """The folder of the packs: the one named, else the environment's ECG_PACKS."""
    folder = named or os.environ.get("ECG_PACKS")
    if not folder:
        raise SystemExit("name the folder of the data packs with --packs or ECG_PACKS")
    return Path(folder)


def load_ptbxl(packs: Path) -> PtbXl:
    """Read the PTB-XL pack."""
    with (packs / PTBXL_LABELS).open(newline="", encoding="utf-8") as file:
        rows = tuple(csv.DictReader(file))
    return PtbXl(load_signals(packs / PTBXL_SIGNALS), rows)


def load_pages(packs: Path) -> list[Page]:
    """Read the list of real pages; the pictures stay on disk."""
    with (packs / PAGES).open(newline="", encoding="utf-8") as file:
        return [_page(packs / "pages", row) for row in csv.DictReader(file)]


def load_signals(path: Path) -> NDArray[np.int16]:
    """Signals of a `.npy.xz` pack, which stores differences along the last axis."""
    differences = np.load(io.BytesIO(lzma.decompress(path.read_bytes())))
    return np.cumsum(differences, axis=-1, dtype=np.int16)


def save_signals(path: Path, signals: NDArray[np.int16]) -> None:
    """Write signals as `load_signals` reads them."""
    differences = np.diff(signals, axis=-1, prepend=np.zeros_like(signals[..., :1]))
    buffer = io.BytesIO()
    np.save(buffer, differences)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lzma.compress(buffer.getvalue()))


def twelve_leads(signals_uv: NDArray[np.int16]) -> NDArray[np.float32]:
    """The twelve leads in millivolt, (n, 12, t), from I II V1..V6 in microvolt, by Einthoven and Goldberger."""
    mv = signals_uv.astype(np.float32) / 1000
    i, ii, chest = mv[:, 0], mv[:, 1], mv[:, 2:]
    limb = np.stack([i, ii, ii - i, -(i + ii) / 2, i - ii / 2, ii - i / 2], axis=1)
    return np.concatenate([limb, chest], axis=1)


def _page(folder: Path, row: dict[str, str]) -> Page:
    printed = float(row["printed_hr"]) if row["printed_hr"] else None
    return Page(folder / row["file"], row["label"], row["template"], printed, row["group"])

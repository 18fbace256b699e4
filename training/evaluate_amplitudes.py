"""How true voltages and the axis are that are measured on pages: `python -m training.evaluate_amplitudes --packs DIR`.

PTB-XL, which the delineation network never saw: each record is drawn as a clean page in a random style and read back.
The truth is what the same program measures on the whole signal, so the figures say what the page costs: the reading,
and that it shows 2.5 s of most leads. Fold 9 set the errors that are stated; fold 10 only reports.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page import read_page
from ecgweb.ecg.paper import draw_page, random_style
from ecgweb.ecg.recording import LEADS, Recording
from ecgweb.ecg.refusal import Refused
from ecgweb.ecg.waves import Measurements, measure
from ecgweb.ecg.waves.amplitudes import NAMES
from ecgweb.ecg.waves.delineation import Delineator
from ecgweb.inference.delineation import MANIFEST, load_delineator
from training.packs import PtbXl, load_ptbxl, packs_folder
from training.views import SAMPLING_RATE_HZ

LARGE_MV = 0.5  # from here on the share of the voltage outweighs what is lost on any line


@dataclass(frozen=True)
class Compared:
    """What one record measures, and what its page measures; None where it was refused."""

    truth: Measurements
    page: Measurements | None


def compare(data: PtbXl, fold: int, pages: int, delineate: Delineator, seed: int = 9) -> Iterator[Compared]:
    """Draw, read and measure records of a fold."""
    rng = np.random.default_rng(seed)
    rows = np.flatnonzero(data.folds() == fold)
    for index in rng.choice(rows, min(pages, rows.size), replace=False):
        recording = Recording(data.signal_mv(int(index)), SAMPLING_RATE_HZ)
        picture = draw_page(recording, random_style(rng), float(rng.uniform(5.0, 8.0))).image
        truth = measure(recording, delineate)
        try:
            yield Compared(truth, measure(read_page(picture).recording, delineate))
        except Refused:
            yield Compared(truth, None)


def amplitude_pairs(compared: Sequence[Compared], name: str) -> NDArray[np.float64]:
    """Truth, measured minus truth and stated error in mV, one row for each lead of each record, shape (n, 3)."""
    rows = []
    for one in compared:
        if one.page is None or one.page.leads is None or one.truth.leads is None:
            continue
        for lead in LEADS:
            true, read = getattr(one.truth.leads[lead], name), getattr(one.page.leads[lead], name)
            if true is not None and read is not None:
                rows.append((true, read - true, one.page.leads[lead].errors[name]))
    return np.array(rows, float).reshape(-1, 3)


def axis_pairs(compared: Sequence[Compared]) -> NDArray[np.float64]:
    """Measured minus true axis, the short way round, and stated error in degrees, shape (n, 2)."""
    rows = [
        ((one.page.axis_deg - one.truth.axis_deg + 180) % 360 - 180, one.page.errors["axis_deg"])
        for one in compared
        if one.page and one.page.errors and one.page.axis_deg is not None and one.truth.axis_deg is not None
    ]
    return np.array(rows, float).reshape(-1, 2)


def lines(compared: Sequence[Compared]) -> Iterator[str]:
    """The report."""
    read = [one for one in compared if one.page]
    yield f"{len(read)} of {len(compared)} pages read; measured minus true"
    for name in NAMES:
        true, off, stated = amplitude_pairs(compared, name).T
        small, large = np.abs(true) < LARGE_MV, np.abs(true) >= LARGE_MV
        yield (
            f"  {name:<9} {off.mean():+.3f} +- {off.std():.3f} mV over {off.size} leads, "
            f"median |error| {np.median(np.abs(off)):.3f}, 95 % within {np.percentile(np.abs(off), 95):.3f}; "
            f"below {LARGE_MV} mV +- {_robust_sd(off[small]):.3f}, "
            f"above {_robust_sd(off[large] / true[large]):.1%} of it; "
            f"stated +- {np.median(stated):.3f} covers {np.mean(np.abs(off) <= stated):.1%}"
        )
    off, stated = axis_pairs(compared).T
    yield (
        f"  axis {off.mean():+.1f} +- {off.std():.1f} degrees over {off.size} records, "
        f"median |error| {np.median(np.abs(off)):.1f}, 95 % within {np.percentile(np.abs(off), 95):.1f}; "
        f"stated +- {np.median(stated):.1f} covers {np.mean(np.abs(off) <= stated):.1%}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs")
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--fold", type=int, default=9)
    parser.add_argument("--pages", type=int, default=200, help="records at most (default: %(default)s)")
    asked = parser.parse_args()
    data = load_ptbxl(packs_folder(asked.packs))
    compared = list(compare(data, asked.fold, asked.pages, load_delineator(asked.models / MANIFEST)))
    print(f"PTB-XL fold {asked.fold}, drawn in random styles")
    print("\n".join(lines(compared)))


def _robust_sd(values: NDArray[np.float64]) -> float:
    """Standard deviation as far as most values go: single pages that were misread do not widen it."""
    return float(np.percentile(np.abs(values), 68.3)) if values.size else float("nan")


if __name__ == "__main__":
    main()

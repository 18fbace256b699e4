"""At which heart rates each QTc formula fits: `python -m training.evaluate_qtc --packs DIR`.

PTB-XL records that cardiologists called normal, folds 1 to 9: the delineation network never saw any. A formula fits
where the mean QTc of healthy people is the same whatever their rate; how it differs from the mean at 60 to 80 bpm, and
the correlation of QTc with the rate, say how far it does.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.recording import Recording
from ecgweb.ecg.waves import Measurements, measure
from ecgweb.inference.delineation import MANIFEST, load_delineator
from training.evaluate_p_waves import has
from training.packs import load_ptbxl, packs_folder
from training.views import SAMPLING_RATE_HZ

FORMULAS = ("bazett", "fridericia", "framingham", "hodges")
BANDS_BPM = ((40, 50), (50, 60), (60, 70), (70, 80), (80, 90), (90, 100), (100, 120))
MIDDLE_BPM = (60, 80)
FEWEST = 10
REPORT_ONLY = "10"  # the ranges that the site states come from here


def table(measured: list[Measurements]) -> NDArray[np.float64]:
    """Heart rate, QT and QTc by the four formulas of each record where they could be measured, shape (n, 6)."""
    rows = [
        (one.heart_rate_bpm, one.qt_ms, *(getattr(one.qtc_ms, formula) for formula in FORMULAS))
        for one in measured
        if one.heart_rate_bpm is not None and one.qt_ms is not None and one.qtc_ms is not None
    ]
    return np.array(rows, float).reshape(-1, 2 + len(FORMULAS))


def lines(rows: NDArray[np.float64]) -> Iterator[str]:
    """The report."""
    rate = rows[:, 0]
    yield f"{len(rows)} normal records; mean QTc in ms less that at {MIDDLE_BPM[0]} to {MIDDLE_BPM[1]} bpm"
    yield "  bpm          records" + "".join(f"{formula:>12}" for formula in FORMULAS)
    middle = rows[(rate >= MIDDLE_BPM[0]) & (rate < MIDDLE_BPM[1]), 2:].mean(axis=0)
    for low, high in BANDS_BPM:
        inside = rows[(rate >= low) & (rate < high), 2:]
        if len(inside) >= FEWEST:
            yield f"  {low:>3} to {high:<3} {len(inside):>9}" + "".join(
                f"{value:>+12.1f}" for value in inside.mean(axis=0) - middle
            )
    yield "  correlation with the rate" + "".join(
        f"{np.corrcoef(rate, rows[:, 2 + column])[0, 1]:>{8 if column == 0 else 12}.2f}"
        for column in range(len(FORMULAS))
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs")
    parser.add_argument("--models", type=Path, default=Path("models"))
    asked = parser.parse_args()
    data = load_ptbxl(packs_folder(asked.packs))
    delineate = load_delineator(asked.models / MANIFEST)
    normal = [index for index, row in enumerate(data.rows) if has(row, "NORM") and row["strat_fold"] != REPORT_ONLY]
    measured = [measure(Recording(data.signal_mv(index), SAMPLING_RATE_HZ), delineate) for index in normal]
    print("\n".join(lines(table(measured))))


if __name__ == "__main__":
    main()

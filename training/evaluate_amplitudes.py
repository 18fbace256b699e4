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
from scipy import signal

from ecgweb.ecg.page import read_page
from ecgweb.ecg.paper import draw_page, random_style
from ecgweb.ecg.recording import LEADS, Recording
from ecgweb.ecg.refusal import Refused
from ecgweb.ecg.waves import Measurements, measure
from ecgweb.ecg.waves.amplitudes import NAMES
from ecgweb.ecg.waves.delineation import Delineator
from ecgweb.ecg.waves.errors import NINETEEN_OF_TWENTY
from ecgweb.inference.delineation import MANIFEST, load_delineator
from training.packs import PtbXl, load_ptbxl, packs_folder
from training.views import SAMPLING_RATE_HZ

DRAWN_RATE_HZ = 500
SMALL_MV, LARGE_MV = 0.3, 1.0  # what is lost on any wave shows on small ones, what grows with it on tall ones
TALL_MV, RIGHT_SCALE = 0.3, 0.2


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
        recording = smooth(data.signal_mv(int(index)))
        picture = draw_page(recording, random_style(rng), float(rng.uniform(5.0, 8.0))).image
        truth = measure(recording, delineate)
        try:
            yield Compared(truth, measure(read_page(picture).recording, delineate))
        except Refused:
            yield Compared(truth, None)


def smooth(signal_mv: NDArray[np.float32]) -> Recording:
    """A record at 500 Hz: straight lines between 100 samples a second would cut the tops of the waves off."""
    fast = signal.resample_poly(signal_mv, DRAWN_RATE_HZ // SAMPLING_RATE_HZ, 1, axis=1, padtype="line")
    return Recording(fast.astype(np.float32), float(DRAWN_RATE_HZ))


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


def scale_of(one: Compared) -> float | None:
    """By how much the page's R and S waves are taller than those of the signal; None where it was refused."""
    pairs = np.concatenate([amplitude_pairs([one], name) for name in ("r_mv", "s_mv")])
    tall = pairs[np.abs(pairs[:, 0]) > TALL_MV]
    return float(np.median(1 + tall[:, 1] / tall[:, 0])) if len(tall) else None


def lines(compared: Sequence[Compared]) -> Iterator[str]:
    """The report: all pages, then those whose scale was read right, which the stated errors are for."""
    read = [one for one in compared if one.page]
    right = [one for one in read if (scale := scale_of(one)) and abs(scale - 1) <= RIGHT_SCALE]
    yield f"{len(read)} of {len(compared)} pages read, {len(right)} of them at the right gain and with leads in place"
    for words, group in (("all pages read", read), ("read at the right gain", right)):
        yield f"{words}; measured minus true"
        for name in NAMES:
            yield f"  {name:<9} {_amplitude_words(amplitude_pairs(group, name))}"
        off, stated = axis_pairs(group).T
        yield (
            f"  axis {off.mean():+.1f} +- {off.std():.1f} degrees over {off.size} records, "
            f"median |error| {np.median(np.abs(off)):.1f}, 95 % within {np.percentile(np.abs(off), 95):.1f}; "
            f"stated +- {np.median(stated):.1f} covers {np.mean(np.abs(off) <= stated):.1%}"
        )


def _amplitude_words(pairs: NDArray[np.float64]) -> str:
    true, off, stated = pairs.T
    small, tall = np.abs(true) < SMALL_MV, np.abs(true) >= LARGE_MV
    return (
        f"{off.mean():+.3f} +- {off.std():.3f} mV over {off.size} leads, median |error| {np.median(np.abs(off)):.3f}, "
        f"95 % within {np.percentile(np.abs(off), 95):.3f}; sd of 95 % of waves below {SMALL_MV} mV "
        f"{_sd_of_most(off[small]):.3f}, above {LARGE_MV} mV {_sd_of_most(off[tall] / true[tall]):.1%} of it; "
        f"stated +- {np.median(stated):.3f} covers {np.mean(np.abs(off) <= stated):.1%}"
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


def _sd_of_most(values: NDArray[np.float64]) -> float:
    """The standard deviation of a normal distribution that holds as much of its values as 95 % of these."""
    return float(np.percentile(np.abs(values), 95)) / NINETEEN_OF_TWENTY if values.size else float("nan")


if __name__ == "__main__":
    main()

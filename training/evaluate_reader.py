"""How well real pages are read: `python -m training.evaluate_reader --packs DIR`.

It names every page that was refused or whose heart rate lies beyond 5 bpm of the printed one; who is wrong on each is
told in docs/reading-review.md.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ecgweb.ecg.page import read_page
from ecgweb.ecg.page.reading import PageReading
from ecgweb.ecg.refusal import Refused
from ecgweb.ecg.waves.beats import heart_rate_from, r_peaks
from ecgweb.inference.registry import load_print_reader, load_tracer
from training.packs import packs_folder

FAR_OFF_BPM = 5.0
_EXPECTED_LAYOUT = {"A": ("3x4+1",), "B": ("6x2+1",), "C": ("6x2", "6x2+1", "3x4", "3x4+1")}

Reader = Callable[[NDArray[np.uint8]], PageReading]
Row = dict[str, str]


@dataclass(frozen=True)
class PageResult:
    """What became of one real page; NaN where a rate is not known.

    `heart_rate_bpm` is that of the median RR interval, as the product reports it; machines print the mean.
    """

    file: str
    template: str
    layout: str = ""
    refusal: str | None = None
    verdict: str = ""
    heart_rate_bpm: float = np.nan
    mean_rate_bpm: float = np.nan
    printed_bpm: float = np.nan
    seconds: float = 0.0

    @property
    def is_off(self) -> bool:
        """True if both rates are known and far apart."""
        return abs(self.heart_rate_bpm - self.printed_bpm) > FAR_OFF_BPM

    def __str__(self) -> str:
        return (
            f"{self.file} {self.template} {self.refusal or self.layout} "
            f"{self.heart_rate_bpm:.0f} bpm (over all beats {self.mean_rate_bpm:.0f}), printed {self.printed_bpm:.0f}"
        )


def main() -> None:
    options = _options()
    rows = real_pages(packs_folder(options.packs), options.template)[options.start : options.stop : options.every]
    reader = partial(
        read_page, trace_network=load_tracer(options.models), print_networks=load_print_reader(options.models)
    )
    results = [read_real_page(reader, path, row) for path, row in rows]
    for template in "ABC":
        for line in template_lines(template, [result for result in results if result.template == template]):
            print(line)
    for result in results:
        if result.refusal or result.is_off:
            print(f"  {result}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs", help="folder holding the data packs (else ECG_PACKS)")
    parser.add_argument("--models", type=Path, default=Path("models"), help="folder of the shipped networks")
    parser.add_argument("--template", choices=tuple("ABC"), help="pages of one template only")
    parser.add_argument("--start", type=int, default=0, help="the first page to read")
    parser.add_argument("--stop", type=int, help="the page to stop before")
    parser.add_argument("--every", type=int, default=1, help="read every n-th page only")
    return parser.parse_args()


def real_pages(packs: Path, template: str | None = None) -> list[tuple[Path, Row]]:
    """Every page at half size, then the originals, each with its row of the list."""
    folder = packs / "pages"
    with (folder / "pages.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if template in (None, row["template"])]
    pages = [(folder / row["file"], row) for row in rows]
    return pages + [(folder / row["original"], row) for row in rows if row["original"]]


def read_real_page(reader: Reader, path: Path, row: Row) -> PageResult:
    """Read one real page with a reader of choice."""
    picture = np.asarray(Image.open(path).convert("RGB"))
    result = PageResult(path.name, row["template"], printed_bpm=float(row["printed_hr"] or "nan"))
    started = time.perf_counter()
    try:
        reading = reader(picture)
    except Refused as refused:
        return replace(result, refusal=refused.reason.code, seconds=time.perf_counter() - started)
    seconds = time.perf_counter() - started
    peaks_s = r_peaks(reading.recording)
    rate = heart_rate_from(peaks_s, reading.recording)
    return replace(
        result,
        layout=reading.layout.name,
        verdict=reading.quality.verdict,
        heart_rate_bpm=np.nan if rate is None else rate,
        mean_rate_bpm=60 * (peaks_s.size - 1) / np.ptp(peaks_s) if peaks_s.size > 1 else np.nan,
        seconds=seconds,
    )


def template_lines(template: str, results: Sequence[PageResult]) -> Iterator[str]:
    """How the pages of one template were read."""
    if not results:
        return
    read = [result for result in results if not result.refusal]
    right = [result for result in read if result.layout in _EXPECTED_LAYOUT[template]]
    verdicts = dict(Counter(result.verdict for result in read))
    seconds = np.median([result.seconds for result in results])
    yield (
        f"template {template}: {len(read)}/{len(results)} read, layout right {len(right)}/{len(read)} "
        f"{dict(Counter(result.layout for result in read))}, {verdicts}, {seconds:.2f} s a page"
    )
    errors = np.array([result.heart_rate_bpm - result.printed_bpm for result in read])
    errors = errors[np.isfinite(errors)]
    if errors.size:
        yield (
            f"  heart rate against the printed one ({errors.size} pages): "
            f"median |error| {np.median(abs(errors)):.1f} bpm, median error {np.median(errors):+.2f}, "
            f"within {FAR_OFF_BPM:g} bpm {np.mean(abs(errors) <= FAR_OFF_BPM):.1%}"
        )


if __name__ == "__main__":
    main()

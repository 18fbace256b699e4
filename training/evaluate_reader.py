"""How well real pages and renderings are read: `python -m training.evaluate_reader --packs DIR`."""

from __future__ import annotations

import argparse
import csv
import os
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from ecgweb.ecg.page import read_page
from ecgweb.ecg.page.reading import PageReading
from ecgweb.ecg.refusal import Refused
from ecgweb.ecg.waves import heart_rate_bpm

_EXPECTED_LAYOUT = {"A": ("3x4+1",), "B": ("6x2+1",), "C": ("6x2", "6x2+1", "3x4", "3x4+1")}


@dataclass(frozen=True)
class PageResult:
    """What became of one real page."""

    file: str
    template: str
    layout: str
    refusal: str | None
    verdict: str
    heart_rate_bpm: float
    printed_bpm: float
    seconds: float


def main() -> None:
    options = _options()
    results = [_read(options.packs / "pages", row) for row in _pages(options.packs)[:: options.every]]
    for template in "ABC":
        _report(template, [result for result in results if result.template == template])
    for result in results:
        off = abs(result.heart_rate_bpm - result.printed_bpm)
        if result.refusal or off > 5:
            print(
                f"  {result.file} {result.template} {result.refusal or result.layout} "
                f"{result.heart_rate_bpm:.0f} bpm, printed {result.printed_bpm:.0f}"
            )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packs", type=Path, default=os.environ.get("ECG_PACKS"), help="folder holding the data packs")
    parser.add_argument("--every", type=int, default=1, help="read every n-th page only")
    options = parser.parse_args()
    options.packs = Path(options.packs)
    return options


def _pages(packs: Path) -> list[dict[str, str]]:
    with (packs / "pages" / "pages.csv").open() as file:
        rows = list(csv.DictReader(file))
    originals = [{**row, "file": row["original"]} for row in rows if row["original"]]
    return rows + originals


def _read(folder: Path, row: dict[str, str]) -> PageResult:
    picture = np.asarray(Image.open(folder / row["file"]).convert("RGB"))
    printed = float(row["printed_hr"] or "nan")
    started = time.perf_counter()
    reading: PageReading | None = None
    refusal = None
    try:
        reading = read_page(picture)
    except Refused as refused:
        refusal = refused.reason.code
    seconds = time.perf_counter() - started
    if reading is None:
        return PageResult(row["file"], row["template"], "", refusal, "", np.nan, printed, seconds)
    rate = heart_rate_bpm(reading.recording)
    rate = np.nan if rate is None else rate
    return PageResult(
        row["file"], row["template"], reading.layout.name, None, reading.quality.verdict, rate, printed, seconds
    )


def _report(template: str, results: list[PageResult]) -> None:
    if not results:
        return
    read = [result for result in results if not result.refusal]
    right = [result for result in read if result.layout in _EXPECTED_LAYOUT[template]]
    errors = np.array([result.heart_rate_bpm - result.printed_bpm for result in read])
    errors = errors[np.isfinite(errors)]
    verdicts = Counter(result.verdict for result in read)
    layouts: dict[str, int] = defaultdict(int)
    for result in read:
        layouts[result.layout] += 1
    print(
        f"template {template}: {len(read)}/{len(results)} read, layout right {len(right)}/{len(read)} {dict(layouts)}, "
        f"{dict(verdicts)}, {np.median([result.seconds for result in results]):.2f} s a page"
    )
    if errors.size:
        median, bias, close = np.median(abs(errors)), np.median(errors), np.mean(abs(errors) <= 5)
        print(f"  heart rate against the printed one ({errors.size} pages): median |error| {median:.1f} bpm, ", end="")
        print(f"median error {bias:+.2f}, within 5 bpm {close:.1%}")


if __name__ == "__main__":
    main()

"""How well pages are read, beside the simplest tracer there is: `make bench-reader`, or `python -m bench.reader`.

Four parts, each with a limit on its pages: fold 10 of PTB-XL drawn as pages in looks and with effects that no training
sees (`ecgweb.ecg.paper.regimes`); LUDB drawn and read, for the intervals; the real pages against their printed heart
rate; the real photographs against what eyes read on them. The reader is the shipped one, its networks included.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from bench.pages import ROOT
from bench.reader_drawn import DrawnPage, drawing_speed, heading, read_drawn, table_line
from bench.reader_real import page_lines, photo_lines
from bench.reader_waves import interval_lines
from ecgweb.ecg.page import read_page
from ecgweb.ecg.paper.regimes import REGIMES
from ecgweb.inference.registry import load_print_reader, load_tracer
from training.evaluate_reader import Reader
from training.packs import packs_folder
from training.rendered_pages import KINDS


def main() -> None:
    asked = _options()
    packs = packs_folder(asked.packs)
    started = time.perf_counter()
    reader = shipped_reader(asked.models)
    print(f"shipped reader ready in {time.perf_counter() - started:.1f} s; {os.cpu_count()} processor cores")
    speeds = ", ".join(f"{regime} {drawing_speed(regime):.0f}" for regime in REGIMES)
    print(f"pages drawn in a second of processor time: {speeds}")
    for line in drawn_lines(reader, packs, asked.kinds, asked.drawn, asked.seed):
        print(line, flush=True)
    for title, lines in (
        ("LUDB drawn as 3x4+1 and read: intervals", interval_lines(reader, packs, asked.ludb)),
        ("Real pages", page_lines(reader, packs, asked.real)),
        ("Real photographs, against what eyes read", photo_lines(reader, packs, asked.photos)),
    ):
        print(f"\n{title}")
        for line in lines:
            print(f"  {line}", flush=True)
    print(f"\n{time.perf_counter() - started:.0f} s in all")


def drawn_lines(reader: Reader, packs: Path, kinds: Sequence[str], count: int, seed: int) -> Iterator[str]:
    """The tables by kind of picture and by layout."""
    if not count:
        return
    by_layout: dict[str, list[DrawnPage]] = defaultdict(list)
    yield f"\nPTB-XL fold 10 drawn in looks kept out of training ({count} pages of each kind)\n" + heading()
    for kind in kinds:
        pages = list(read_drawn(reader, packs, kind, count, seed))
        yield table_line(kind, pages)
        for page in pages:
            by_layout[page.layout].append(page)
    yield "\nthe same pages by layout\n" + heading()
    for layout, pages in sorted(by_layout.items()):
        yield table_line(layout, pages)


def shipped_reader(models: Path) -> Reader:
    """The reader as the site runs it."""
    return partial(read_page, trace_network=load_tracer(models), print_networks=load_print_reader(models))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs", help="folder holding the data packs (else ECG_PACKS)")
    parser.add_argument("--models", type=Path, default=ROOT / "models")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS, help="kinds of drawn pages (default: all)")
    parser.add_argument("--drawn", type=int, default=27, help="drawn pages of each kind (default: %(default)s)")
    parser.add_argument("--ludb", type=int, default=30, help="LUDB records, at most 30 (default: %(default)s)")
    parser.add_argument("--real", type=int, default=40, help="real pages of each template (default: %(default)s)")
    parser.add_argument("--photos", type=int, default=25, help="photographs (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main()

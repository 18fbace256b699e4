"""How close readings of drawn pages come to their signals: `python -m training.evaluate_renderings --packs DIR`."""

from __future__ import annotations

import argparse
import time
from collections import defaultdict

import numpy as np

from ecgweb.ecg.page import read_page
from ecgweb.ecg.refusal import Refused
from training.packs import packs_folder
from training.reading_scores import correlation, snr_db
from training.rendered_pages import renderings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packs", help="folder holding the data packs")
    parser.add_argument("--pages", type=int, default=48, help="pages to draw")
    parser.add_argument("--wear", type=float, default=0.0, help="0 clean to 1 a hurried photograph")
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    scores: dict[str, list[float]] = defaultdict(list)
    likeness, seconds, refusals = [], [], 0
    for rendering in renderings(packs_folder(options.packs), options.pages, options.wear, options.seed):
        started = time.perf_counter()
        try:
            read = read_page(rendering.picture).recording
        except Refused as refused:
            refusals += 1
            print(f"  refused: {refused.reason.code}, {rendering.style.layout}, grid {rendering.style.grid}")
            continue
        finally:
            seconds.append(time.perf_counter() - started)
        scores[rendering.style.layout].append(snr_db(rendering.drawing.recording, read))
        likeness.append(correlation(rendering.drawing.recording, read))
    for layout, values in sorted(scores.items()):
        print(f"{layout}: median {np.median(values):.1f} dB over {len(values)} pages")
    every = np.concatenate([np.array(values) for values in scores.values()])
    print(f"read {every.size}, refused {refusals}: median {np.median(every):.1f} dB, ", end="")
    print(f"correlation {np.median(likeness):.3f}, {np.median(seconds):.2f} s a page")


if __name__ == "__main__":
    main()

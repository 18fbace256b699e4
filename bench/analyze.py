"""Upload to result, one page at a time: this product, and a ResNet50 asked with `predict()` for each request.

`python -m bench.analyze` prints how long both take on the same pages in the same process. The baseline is what image
classifiers for ECG pages commonly do: decode, shrink to 224 x 224 and call Keras' `predict()`; its weights are random,
which changes no duration, and it reads no trace, measures nothing and refuses nothing.
"""

from __future__ import annotations

import argparse
import io
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
from PIL import Image

from bench.figures import heading, in_ms, line, resident_mb
from bench.pages import ROOT, Page, pages
from ecgweb.inference.service import AnalysisService

Made = TypeVar("Made")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=17, help="how many pages (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=2, help="how often each is sent (default: %(default)s)")
    parser.add_argument("--models", type=Path, default=ROOT / "models")
    asked = parser.parse_args()

    beside_predict(asked.pages, asked.rounds, asked.models)


def beside_predict(count: int, rounds: int, models: Path) -> None:
    """Print how long this product and the baseline take on the same pages, and in how much memory."""
    what, files = pages(count)
    service, warm_s = _timed(lambda: _warm_service(models))
    print(f"{len(files)} {what}; {os.cpu_count()} processor cores")
    print(f"imports and warm-up: {warm_s:.1f} s, then {resident_mb():.0f} MB")
    print(heading("upload to result, one at a time"))
    ours, our_work = _durations(lambda page: service.analyze(page[1], page[0]), files, rounds)
    print(line("this product", ours))
    print(line("  processor time (no matter what else runs)", our_work))

    baseline, warm_s = _timed(resnet50_predict)
    theirs, their_work = _durations(baseline, files, rounds)
    print(line("ResNet50 predict() a request", theirs))
    print(line("  processor time", their_work))
    print(f"(warm-up of the baseline: {warm_s:.1f} s)")
    for share, name in ((0.5, "p50"), (0.95, "p95")):
        print(f"this product / baseline at {name}: {in_ms(ours, share) / in_ms(theirs, share):.2f}")


def _warm_service(models: Path) -> AnalysisService:
    service = AnalysisService(models)
    service.warm_up()
    return service


def resnet50_predict() -> Callable[[Page], object]:
    """The baseline, warmed by one request."""
    from keras.applications import ResNet50
    from keras.applications.resnet50 import preprocess_input

    model = ResNet50(weights=None, classes=4)

    def diagnose(page: Page) -> object:
        picture = Image.open(io.BytesIO(page[1])).convert("RGB").resize((224, 224))
        return model.predict(preprocess_input(np.asarray(picture, np.float32)[None]), verbose=0)

    buffer = io.BytesIO()
    Image.new("RGB", (224, 224)).save(buffer, "PNG")
    diagnose(("warm-up", buffer.getvalue()))
    return diagnose


def _durations(diagnose: Callable[[Page], object], files: list[Page], rounds: int) -> tuple[list[float], list[float]]:
    """Seconds for each page by the clock on the wall, and of processor time over all threads."""
    wall, work = [], []
    for page in files * rounds:
        began = time.process_time()
        wall.append(_timed(partial(diagnose, page))[1])
        work.append(time.process_time() - began)
    return wall, work


def _timed(make: Callable[[], Made]) -> tuple[Made, float]:
    started = time.perf_counter()
    made = make()
    return made, time.perf_counter() - started


if __name__ == "__main__":
    main()

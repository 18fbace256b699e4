"""Real pages and photographs read by a reader, as lines to print."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from training.evaluate_reader import Reader, read_real_page, real_pages, template_lines
from training.real_photos import RATE_TOLERANCE, load_photo_readings, see_photo
from training.scores import wilson


def page_lines(reader: Reader, packs: Path, count: int) -> Iterator[str]:
    """At most `count` pages of each template, evenly picked, and those whose rate is far from the printed one."""
    for template in "ABC" if count else "":
        pages = real_pages(packs, template)
        picked = [pages[at] for at in np.unique(np.linspace(0, len(pages) - 1, min(count, len(pages))).astype(int))]
        results = [read_real_page(reader, path, row) for path, row in picked]
        yield from template_lines(template, results)
        yield from (f"  {result}" for result in results if result.refusal or result.is_off)


def photo_lines(reader: Reader, packs: Path, count: int) -> Iterator[str]:
    """One line a photograph, then the shares."""
    seen = []
    for photo in load_photo_readings()[:count]:
        seen.append(see_photo(reader, packs, photo))
        eyes = f"{photo.layout or 'no 12 leads'} {', '.join(photo.rhythm_leads)} {photo.median_rr_rate_bpm:.0f} bpm"
        yield f"{photo.file:<14}{eyes:<26}| {seen[-1]}"
    read = [photo for photo in seen if photo.layout]
    if seen:
        yield f"read {wilson(len(read), len(seen))} of {len(seen)}; of those read:"
        yield f"  layout and strips right {wilson(sum(photo.layout_right for photo in read), len(read))}"
        yield f"  rate within {RATE_TOLERANCE:.0%} {wilson(sum(photo.rate_right for photo in read), len(read))}"

"""Drawn pages read by a reader and by the naive tracer, and their figures as lines of a table."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.naive_tracer import darkest_pixels
from ecgweb.ecg.paper import draw_page, random_page, synthetic_recording, wear_page
from ecgweb.ecg.refusal import Refused
from training.evaluate_reader import Reader
from training.reading_scores import ReadingScore, score_reading
from training.rendered_pages import KnownPage, known_pages


@dataclass(frozen=True)
class DrawnPage:
    """What became of one drawn page; no scores if it was refused."""

    layout: str
    refusal: str | None = None
    layout_right: bool = False
    scale_right: bool = False
    seconds: float = 0.0
    ours: ReadingScore | None = None
    naive: ReadingScore | None = None


def read_drawn(reader: Reader, packs: Path, kind: str, count: int, seed: int) -> Iterator[DrawnPage]:
    """Read `count` pages of one kind."""
    for page in known_pages(packs, kind, count, seed):
        yield _read(reader, page)


def _read(reader: Reader, page: KnownPage) -> DrawnPage:
    started = time.process_time()
    try:
        reading = reader(page.worn.picture)
    except Refused as refused:
        return DrawnPage(page.style.layout, refused.reason.code, seconds=time.process_time() - started)
    seconds = time.process_time() - started
    truth, own = page.drawing.recording, page.drawing.layout
    return DrawnPage(
        own.name,
        layout_right=(reading.layout.name, reading.layout.rhythm_leads) == (own.name, own.rhythm_leads),
        scale_right=(reading.layout.speed_mm_s, reading.layout.gain_mm_mv) == (own.speed_mm_s, own.gain_mm_mv),
        seconds=seconds,
        ours=score_reading(truth, reading.recording),
        naive=score_reading(truth, darkest_pixels(page.worn.picture, reading)),
    )


def drawing_speed(regime: str, count: int = 12) -> float:
    """Pages of a regime drawn and worn in a second of processor time, in random styles at 4 to 8 pixels a mm."""
    rng, recording = np.random.default_rng(1), synthetic_recording()
    draw_page(recording)  # fonts are loaded once
    started = time.process_time()
    for seed in range(count):
        page = random_page(rng, regime)
        wear_page(draw_page(recording, page.style, page.pixels_per_mm).image, page.wear, seed)
    return count / (time.process_time() - started)


def heading() -> str:
    """The names of the columns; `all` counts a refused page as one of which nothing was recovered, 0 dB."""
    return (
        f"{'':<16}{'pages':>6}{'read':>6}{'layout':>7}{'scale':>6} |{'SNR dB: median':>15}{'mean':>6}{'p10':>6}"
        f"{'all':>6}{'naive':>7} |{'corr.':>6}{'naive':>6} |{'mV':>6}{'R ms':>6}{'bpm':>6}{'CPU s':>6}"
    )


def table_line(name: str, pages: Sequence[DrawnPage]) -> str:
    """One row of the table: shares over all pages, or over those that were read."""
    read = [page for page in pages if page.ours]
    shares = f"{name:<16}{len(pages):>6}{len(read) / len(pages):>6.0%}"
    if not read:
        return shares
    ours, naive = ([page.ours for page in read if page.ours], [page.naive for page in read if page.naive])
    snr = np.array([score.snr_db for score in ours])
    everyone = np.concatenate([snr, np.zeros(len(pages) - len(read))])
    return (
        shares + f"{np.mean([page.layout_right for page in read]):>7.0%}"
        f"{np.mean([page.scale_right for page in read]):>6.0%} |"
        f"{np.median(snr):>15.1f}{np.mean(snr):>6.1f}{np.percentile(snr, 10):>6.1f}{np.median(everyone):>6.1f}"
        f"{np.median([score.snr_db for score in naive]):>7.1f} |"
        f"{np.median([score.correlation for score in ours]):>6.3f}"
        f"{np.median([score.correlation for score in naive]):>6.3f} |"
        f"{np.median([score.rms_mv for score in ours]):>6.3f}"
        f"{np.nanmedian([score.peak_ms for score in ours]):>6.1f}"
        f"{np.nanmedian([abs(score.rate_error_bpm) for score in ours]):>6.1f}"
        f"{np.median([page.seconds for page in pages]):>6.2f}"
    )

"""Pages drawn from known signals, and how close a reading of them comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from ecgweb.ecg.paper import PageDrawing, draw_page, random_style
from ecgweb.ecg.paper.regimes import random_wear
from ecgweb.ecg.paper.style import Style
from ecgweb.ecg.paper.wear import wear_out
from ecgweb.ecg.recording import Recording
from training.packs import load_ptbxl

SCORE_RATE_HZ = 100
_LARGEST_SHIFT = 4


@dataclass(frozen=True)
class Rendering:
    """One drawn page, its style, and the picture as it came out of wear."""

    drawing: PageDrawing
    style: Style
    picture: NDArray[np.uint8]


def renderings(packs: Path, count: int, wear: float, seed: int = 0) -> Iterator[Rendering]:
    """Fold 10 of PTB-XL, drawn in `count` random styles; `wear` 0 leaves the pages clean, 1 photographs them."""
    records = load_ptbxl(packs)
    fold = np.flatnonzero(records.folds() == 10)
    rng = np.random.default_rng(seed)
    for index in rng.choice(fold, count, replace=False):
        recording = Recording(records.signal_mv(int(index)), SCORE_RATE_HZ)
        style = random_style(rng)
        drawing = draw_page(recording, style, float(rng.uniform(4.0, 8.0)))
        worn = wear_out(drawing.image, random_wear(rng, wear), int(index)) if wear else drawing.image
        yield Rendering(drawing, style, worn)


def snr_db(truth: Recording, read: Recording) -> float:
    """Signal-to-noise ratio of a reading over the samples the page shows, in decibel.

    At 100 Hz, each lead's own offset removed from both, unrecovered samples taken as zero, a shift of at most 40 ms of
    the whole page forgiven.
    """
    shown = truth.seen()
    guess = _at_score_rate(read, truth.signal_mv.shape[1])
    return max(_snr_db(truth.signal_mv, shown, guess, shift) for shift in range(-_LARGEST_SHIFT, _LARGEST_SHIFT + 1))


def _at_score_rate(read: Recording, samples: int) -> NDArray[np.float64]:
    at = np.arange(samples) / SCORE_RATE_HZ
    own = np.arange(read.signal_mv.shape[1]) / read.sampling_rate_hz
    return np.stack([np.interp(at, own, lead, right=np.nan) for lead in read.signal_mv.astype(np.float64)])


def _snr_db(truth: NDArray[np.float32], shown: NDArray[np.bool_], guess: NDArray[np.float64], shift: int) -> float:
    moved = np.full_like(guess, np.nan)
    moved[:, max(0, shift) : guess.shape[1] + min(0, shift)] = guess[
        :, max(0, -shift) : guess.shape[1] + min(0, -shift)
    ]
    power = noise = 0.0
    for lead in range(truth.shape[0]):
        s = truth[lead, shown[lead]].astype(np.float64)
        if s.size == 0:
            continue
        r = moved[lead, shown[lead]]
        r = r - (np.nanmean(r) if np.isfinite(r).any() else 0.0)
        s = s - s.mean()
        power += float(np.sum(s**2))
        noise += float(np.sum((s - np.nan_to_num(r)) ** 2))
    return float(10 * np.log10(power / max(noise, 1e-12)))


def correlation(truth: Recording, read: Recording) -> float:
    """Median over the leads of the correlation where both are known."""
    guess = _at_score_rate(read, truth.signal_mv.shape[1])
    values = []
    for s, r in zip(truth.signal_mv, guess, strict=True):
        both = np.isfinite(s) & np.isfinite(r)
        if both.sum() > 50 and np.std(s[both]) > 0 and np.std(r[both]) > 0:
            values.append(float(np.corrcoef(signal.detrend(s[both]), signal.detrend(r[both]))[0, 1]))
    return float(np.median(values)) if values else 0.0

"""Signals as a page shows them and a reader gives them back: stretches of leads, small errors of scale and trace.

A signal is never flipped or turned round: an upside-down or reversed ECG is another ECG.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfiltfilt

SAMPLING_RATE_HZ = 100
LAYOUTS = ("uncut", "3x4+1", "3x4", "6x2+1", "6x2", "12x1")
SHARES = (0.15, 0.40, 0.20, 0.10, 0.10, 0.05)
COLUMNS = {"3x4": 4, "6x2": 2, "12x1": 1, "uncut": 1}
ROWS_OF_A_PAGE = 3
RHYTHM_LEADS = (1,) * 8 + (2, 5, 6, 10)  # II mostly, sometimes III, aVF, V1 or V5

Signal = NDArray[np.float32]


def random_view(signal_mv: Signal, rng: np.random.Generator, worn_share: float = 0.0) -> Signal:
    """One record as some page might show it and a reader read it, shape (12, samples), NaN where nothing is shown.

    Parameters
    ----------
    signal_mv : ndarray, shape (12, samples)
    rng : numpy.random.Generator
    worn_share : float
        Odds that the page is a worn or photographed one.
    """
    layout = str(rng.choice(LAYOUTS, p=SHARES))
    return cut(random_reading(signal_mv, rng, worn_share), layout, int(rng.choice(RHYTHM_LEADS)))


def random_reading(signal_mv: Signal, rng: np.random.Generator, worn_share: float) -> Signal:
    """A signal with the errors of reading a clean page or, at these odds, a worn one."""
    return as_worn(signal_mv, rng) if rng.random() < worn_share else as_read(signal_mv, rng)


def cut(signal_mv: Signal, layout: str, rhythm_lead: int = 1) -> Signal:
    """Keep what a page of this layout shows: column k of c fills k/c to (k+1)/c of the time."""
    name, _, strip = layout.partition("+")
    columns, samples = COLUMNS[name], signal_mv.shape[1]
    shown = np.full_like(signal_mv, np.nan)
    for column in range(columns):
        leads = slice(12 * column // columns, 12 * (column + 1) // columns)
        time = slice(samples * column // columns, samples * (column + 1) // columns)
        shown[leads, time] = signal_mv[leads, time]
    if strip:
        shown[rhythm_lead] = signal_mv[rhythm_lead]
    return shown


def as_read(signal_mv: Signal, rng: np.random.Generator) -> Signal:
    """Small errors of printing and reading, each present in a part of the views."""
    signal: NDArray[np.floating] = signal_mv
    if rng.random() < 0.4:
        signal = low_passed(signal, float(rng.uniform(20, 42)))
    if rng.random() < 0.4:
        signal = high_passed(signal, float(rng.uniform(0.3, 0.7)))
    if rng.random() < 0.5:
        signal = resized(signal, float(rng.uniform(0.97, 1.03)))
    if rng.random() < 0.3:
        signal = signal + _wander(signal.shape, rng)
    signal = signal * rng.uniform(0.92, 1.08) * rng.uniform(0.98, 1.02, (12, 1))
    signal = signal + rng.normal(0, rng.uniform(0, 0.02), signal.shape)
    return _with_losses(signal.astype(np.float32), rng)


def as_worn(signal_mv: Signal, rng: np.random.Generator) -> Signal:
    """What our reader makes of worn and photographed pages.

    The errors are as large and as frequent as measured between drawn pages and their readings: peaks blunted by a
    fifth and more, rows slipped by up to 30 ms, stretches where a neighbour or a fold was followed, and gaps.
    """
    samples = signal_mv.shape[1]
    signal = low_passed(signal_mv, float(rng.uniform(8, 25)))
    if rng.random() < 0.4:
        signal = high_passed(signal, float(rng.uniform(0.3, 0.7)))
    if rng.random() < 0.5:
        signal = resized(signal, float(rng.uniform(0.96, 1.04)))
    gain = rng.uniform(0.65, 1.05) * rng.normal(1, rng.uniform(0.02, 0.15), (12, 1))
    worn = signal * gain + 2 * _wander(signal.shape, rng) + rng.normal(0, rng.uniform(0, 0.05), signal.shape)
    slips = rng.integers(-3, 4, ROWS_OF_A_PAGE)
    worn = np.stack([np.roll(lead, slips[number % ROWS_OF_A_PAGE]) for number, lead in enumerate(worn)])
    for _ in range(rng.poisson(6)):
        centre, width, height_mv = rng.integers(samples), rng.uniform(2, 20), rng.normal(0, 0.4)
        worn[rng.integers(12)] += height_mv * np.exp(-0.5 * ((np.arange(samples) - centre) / width) ** 2)
    for _ in range(rng.poisson(8)):
        start, length = rng.integers(samples), rng.integers(2, 30)
        worn[rng.integers(12), start : start + length] = np.nan
    return _with_losses(worn.astype(np.float32), rng)


def as_digitised(page_mv: Signal, rng: np.random.Generator) -> Signal:
    """Another reading of a page that was read once: the print's own errors are in it already."""
    seen = np.isfinite(page_mv)
    signal: NDArray[np.floating] = np.where(seen, page_mv, 0)
    if rng.random() < 0.3:
        signal = signal + _wander(signal.shape, rng)
    signal = signal * rng.uniform(0.92, 1.08) * rng.uniform(0.97, 1.03, (12, 1))
    signal = signal + rng.normal(0, rng.uniform(0, 0.015), signal.shape)
    shifted = np.roll(np.where(seen, signal, np.nan), rng.integers(-6, 7), axis=1)
    return _with_losses(shifted.astype(np.float32), rng)


def low_passed(signal_mv: NDArray[np.floating], cutoff_hz: float) -> Signal:
    """As a machine's muscle filter or a thick pen leaves it."""
    sections = butter(2, cutoff_hz, fs=SAMPLING_RATE_HZ, output="sos")
    return sosfiltfilt(sections, signal_mv, axis=1).astype(np.float32)


def high_passed(signal_mv: NDArray[np.floating], cutoff_hz: float) -> Signal:
    """As a machine's baseline filter leaves it."""
    sections = butter(1, cutoff_hz, "high", fs=SAMPLING_RATE_HZ, output="sos")
    return sosfiltfilt(sections, signal_mv, axis=1).astype(np.float32)


def resized(signal_mv: NDArray[np.floating], stretch: float) -> Signal:
    """As read with a grid taken for a little wider or narrower than it is."""
    samples = np.arange(signal_mv.shape[1])
    return np.array([np.interp(samples / stretch, samples, row) for row in signal_mv], np.float32)


def _wander(shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float64]:
    leads, samples = shape
    time_s = np.arange(samples) / SAMPLING_RATE_HZ
    phase = rng.uniform(0, 2 * np.pi, (leads, 1))
    return rng.uniform(0, 0.15, (leads, 1)) * np.sin(2 * np.pi * rng.uniform(0.1, 0.4) * time_s + phase)


def _with_losses(signal_mv: Signal, rng: np.random.Generator) -> Signal:
    """Now and then a lead that was not found, and short stretches that were hidden by print."""
    if rng.random() < 0.1:
        signal_mv[rng.integers(12)] = np.nan
    for _ in range(rng.integers(0, 4)):
        start, length = rng.integers(signal_mv.shape[1]), rng.integers(5, 40)
        signal_mv[rng.integers(12), start : start + length] = np.nan
    return signal_mv

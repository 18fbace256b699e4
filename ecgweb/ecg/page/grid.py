"""The spacing of the grid, from the autocorrelation of the page's projections."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page.ink import Grey, Mask

_STRIPS = 5
_LEAST_STRENGTH = 0.18
_LARGEST_STRETCH = 0.15
_SAME_LINES = 0.6
_REACH = 0.09  # of five millimetres: less than half a millimetre, or the line beside may be the darker one


def grid_scale(grid: Grey, ink: Mask, expected_pixels_per_mm: float) -> float | None:
    """Pixels a millimetre of the printed grid, or None without a grid that repeats alike down and across the page."""
    across, down = (_scale_along(_bare(grid, ink), axis, expected_pixels_per_mm) for axis in (1, 0))
    if across is None or down is None or min(across, down) <= 0 or abs(np.log(across / down)) > _LARGEST_STRETCH:
        return None
    return float(np.sqrt(across * down))


def time_scale(grid: Grey, ink: Mask, expected_pixels_per_mm: float) -> float:
    """Pixels a millimetre along the rows alone, where a strip has far more lines than down the page."""
    along = _scale_along(_bare(grid, ink), 0, expected_pixels_per_mm)
    agrees = along is not None and abs(np.log(along / expected_pixels_per_mm)) < _LARGEST_STRETCH / 3
    return along if along is not None and agrees else expected_pixels_per_mm


def _bare(grid: Grey, ink: Mask) -> Grey:
    return np.where(ink, np.uint8(0), np.minimum(grid, 160))


def _scale_along(bare: Grey, axis: int, expected: float) -> float | None:
    correlation = np.mean([_autocorrelation(profile) for profile in _profiles(bare, axis)], axis=0)
    scales = expected * np.exp(np.arange(-0.6, 0.6, 0.004))
    scales = scales[10 * scales < correlation.size - 2]
    if scales.size == 0:
        return None
    # A scale twice too large meets every line as well: of equals the expected one is taken.
    scores = _comb(correlation, scales) - 0.15 * np.abs(np.log(scales / expected))
    best = int(np.argmax(scores))
    if scores[best] < _LEAST_STRENGTH:
        return None
    return _refined(correlation, 5 * _smallest(correlation, float(scales[best]))) / 5


def _smallest(correlation: NDArray[np.float64], scale: float) -> float:
    """Half or a third of `scale` if the large squares repeat there as well, as on paper that ran twice as fast."""
    for divisor in (2, 3):
        repeats = np.interp([5 * scale / divisor, 5 * scale], np.arange(correlation.size), correlation)
        if repeats[0] > _SAME_LINES * repeats[1]:
            return scale / divisor
    return scale


def _comb(correlation: NDArray[np.float64], scales: NDArray[np.float64]) -> NDArray[np.float64]:
    """How well lines repeat at 5 and 10 mm, and at the other millimetres between, for every scale."""
    lags = np.arange(correlation.size)
    teeth = np.stack([np.interp(scales * multiple, lags, correlation) for multiple in range(1, 11)])
    large = [4, 9]
    small = [0, 1, 2, 3, 5, 6, 7, 8]
    return 0.5 * teeth[large].mean(axis=0) + 0.5 * np.maximum(teeth[small].mean(axis=0), 0.0) + 0.5 * teeth[4]


def _profiles(bare: Grey, axis: int) -> list[NDArray[np.float64]]:
    strips = np.array_split(bare, _STRIPS, axis=1 - axis)
    profiles = [strip.mean(axis=1 - axis) for strip in strips]
    return [profile - _running_mean(profile, max(9, profile.size // 24)) for profile in profiles]


def _running_mean(values: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    padded = np.pad(values, (width // 2, width - width // 2 - 1), mode="reflect")
    return np.convolve(padded, np.full(width, 1 / width), mode="valid")


def _autocorrelation(profile: NDArray[np.float64]) -> NDArray[np.float64]:
    size = profile.size
    clipped = np.clip(profile, -4 * profile.std(), 4 * profile.std())
    spectrum = np.abs(np.fft.rfft(clipped, 2 * size)) ** 2
    lags = np.fft.irfft(spectrum)[: size // 2]
    overlap = (size - np.arange(size // 2)) / size
    return lags / overlap / max(lags[0], 1e-9)


def _refined(correlation: NDArray[np.float64], period: float) -> float:
    """Follow the peak to its multiples: an error of a pixel there is a fraction of one here."""
    multiple = 1
    while (multiple + 1) * period < correlation.size - 2 and multiple < 40:
        multiple += 1
        reach = max(1, int(_REACH * period))
        centre = round(multiple * period)
        window = correlation[max(0, centre - reach) : centre + reach + 1]
        if window.size == 0 or window.max() < 0.3 * _LEAST_STRENGTH:
            break
        at = max(0, centre - reach) + int(np.argmax(window))
        period = _vertex(correlation, at) / multiple
    return period


def _vertex(values: NDArray[np.float64], at: int) -> float:
    if at == 0 or at == values.size - 1:
        return float(at)
    left, middle, right = values[at - 1 : at + 2]
    bend = left - 2 * middle + right
    return at + 0.5 * (left - right) / bend if bend < 0 else float(at)

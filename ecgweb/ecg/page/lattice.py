"""How the printed grid runs over a picture: its lines' direction and spacing, tile by tile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import fft
from scipy.ndimage import median_filter

from ecgweb.ecg.page.ink import Grey, Mask

_SPECTRUM = 256
_TILES_ALONG = 6.5
_SMALLEST_TILE_PX = 128
_LARGEST_LEAN_DEG = 16.0
_SHORTEST_PX, _LONGEST_PX = 2.2, 45.0
_LEAST_CLARITY = 2.0
_REACH = 0.27
_MOST_CANDIDATES = 3
_LEAST_PEAK = 6.0
_DARKEST = 160

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Lattice:
    """Wave vectors of the grid in cycles a pixel, (n, 2) as x and y, at `places_px` on the picture.

    `across` belongs to the lines across the page, whose waves run down it, `down` to those down it. A weight of 0 marks
    a tile where a family was not seen.
    """

    places_px: Floats
    across: Floats
    across_weight: Floats
    down: Floats
    down_weight: Floats


def bare_grid(ink: Mask, grid: Grey) -> Grey:
    """Darkness of the grid without the ink on it."""
    return np.where(ink, np.uint8(0), np.minimum(grid, _DARKEST))


def find_lattices(bare: Grey) -> Iterator[Lattice]:
    """What may be the grid's waves, from the spectra of overlapping tiles, the clearest first.

    Which harmonic of the lines is followed does not matter, as long as every tile follows the same.
    """
    power, places = _tile_spectra(bare)
    for frequency in _common_frequencies(power):
        yield Lattice(places, *_waves(power, _ACROSS, frequency), *_waves(power, _DOWN, frequency))


def _tile_spectra(bare: Grey) -> tuple[NDArray[np.float32], Floats]:
    """Power spectrum of every tile, (n, size, size), and the tiles' middles, (n, 2)."""
    height, width = bare.shape
    side = min(height, width, _SPECTRUM, max(_SMALLEST_TILE_PX, round(max(height, width) / _TILES_ALONG)))
    window = np.hanning(side).astype(np.float32)
    left, top = (
        np.linspace(0, length - side, max(2, round(1.6 * length / side))).astype(int) for length in (width, height)
    )
    corners = [(x, y) for y in top for x in left]
    tiles = np.stack([bare[y : y + side, x : x + side] for x, y in corners]).astype(np.float32)
    tiles = (tiles - tiles.mean(axis=(1, 2), keepdims=True)) * window[:, None] * window
    power = _power(tiles)
    power /= power.sum(axis=(1, 2), keepdims=True) + 1e-9
    return power, np.array(corners) + (side - 1) / 2


def _power(tiles: NDArray[np.float32]) -> NDArray[np.float32]:
    """Power spectra of real tiles: one half is reckoned, the other is the same turned about the middle."""
    waves = fft.fft(fft.rfft(tiles, _SPECTRUM, axis=2), _SPECTRUM, axis=1)
    half = waves.real**2 + waves.imag**2
    power = np.empty((len(tiles), _SPECTRUM, _SPECTRUM), dtype=np.float32)
    power[:, :, : _SPECTRUM // 2 + 1] = half
    mirrored = half[:, :, _SPECTRUM // 2 - 1 : 0 : -1]
    power[:, 0, _SPECTRUM // 2 + 1 :] = mirrored[:, 0]
    power[:, 1:, _SPECTRUM // 2 + 1 :] = mirrored[:, :0:-1]
    return power


def _sector(towards: Floats, aside: Floats) -> Mask:
    radius = np.hypot(towards, aside)
    lean = np.abs(aside) < np.tan(np.radians(_LARGEST_LEAN_DEG)) * towards
    inside: Mask = lean & (towards > 0) & (radius > 1 / _LONGEST_PX) & (radius < 1 / _SHORTEST_PX)
    return inside


_RATES = fft.fftfreq(_SPECTRUM)
_Y, _X = (axis.astype(np.float64) for axis in np.meshgrid(_RATES, _RATES, indexing="ij"))
_RADIUS = np.hypot(_X, _Y)
_ACROSS, _DOWN = _sector(_Y, _X), _sector(_X, _Y)


def _common_frequencies(power: NDArray[np.float32]) -> list[float]:
    """Frequencies at which both families of lines stand out, in cycles a pixel, the clearest first."""
    edges = np.exp(np.arange(np.log(1 / _LONGEST_PX), np.log(1 / _SHORTEST_PX), 0.04))
    profile = np.sqrt(_profile(power, _ACROSS, edges) * _profile(power, _DOWN, edges))
    filled = profile > 0
    middles = np.sqrt(edges[1:] * edges[:-1])[filled]
    clarity = profile[filled] / median_filter(profile[filled], 15, mode="nearest")
    chosen: list[float] = []
    for band in np.argsort(-clarity):
        apart = all(abs(np.log(middles[band] / other)) > _REACH for other in chosen)
        if clarity[band] > _LEAST_CLARITY and apart and len(chosen) < _MOST_CANDIDATES:
            chosen.append(float(middles[band]))
    return chosen


def _profile(power: NDArray[np.float32], sector: Mask, edges: Floats) -> Floats:
    """Mean over the tiles of the strongest amplitude between each pair of frequencies."""
    band = np.digitize(_RADIUS[sector], edges)
    order = np.argsort(band, kind="stable")
    starts = np.searchsorted(band[order], np.arange(1, edges.size))
    amplitude = np.sqrt(power[:, sector][:, order])
    filled = np.diff(np.append(starts, np.searchsorted(band[order], edges.size))) > 0
    profile = np.zeros(edges.size - 1)
    end = np.searchsorted(band[order], edges.size)
    profile[filled] = np.maximum.reduceat(amplitude[:, :end], starts[filled], axis=1).mean(axis=0)
    return profile


def _waves(power: NDArray[np.float32], sector: Mask, frequency: float) -> tuple[Floats, Floats]:
    """The strongest wave of every tile near `frequency` and how far it stands out."""
    near = sector & (np.abs(np.log(np.maximum(_RADIUS, 1e-9) / frequency)) < _REACH)
    rows, columns = np.nonzero(near)
    values = power[:, rows, columns]
    best = values.argmax(axis=1)
    row, column = rows[best], columns[best]
    tile = np.arange(power.shape[0])
    clarity = values[tile, best] / (np.median(values, axis=1) + 1e-12)
    y = _RATES[row] + _vertex(power, tile, row, column, (1, 0)) / _SPECTRUM
    x = _RATES[column] + _vertex(power, tile, row, column, (0, 1)) / _SPECTRUM
    weight = np.where(clarity > _LEAST_PEAK, np.log(np.maximum(clarity, 1.0)), 0.0)
    return np.stack([x, y], axis=1), weight


def _vertex(
    power: NDArray[np.float32],
    tile: NDArray[np.intp],
    row: NDArray[np.intp],
    column: NDArray[np.intp],
    step: tuple[int, int],
) -> Floats:
    """Where a parabola through the logarithms of three neighbours has its peak, -0.5 to 0.5."""
    before, middle, after = (
        np.log(power[tile, (row + k * step[0]) % _SPECTRUM, (column + k * step[1]) % _SPECTRUM] + 1e-12)
        for k in (-1, 0, 1)
    )
    bend = before - 2 * middle + after
    return np.clip(np.where(bend < 0, 0.5 * (before - after) / np.minimum(bend, -1e-9), 0.0), -0.5, 0.5)

"""The polynomials that describe how a page is bent, and fitting them to the waves of its grid."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, uniform_filter

from ecgweb.ecg.page.ink import Grey

Floats = NDArray[np.float64]

_ORDER, _ROUGH_ORDER = 5, 3
POWERS = [(i, total - i) for total in range(1, _ORDER + 1) for i in range(total, -1, -1)]
_ROUGH = sum(i + j <= _ROUGH_ORDER for i, j in POWERS)
_ROUNDS = 8
_OUTLIER = 0.02
_LARGEST_MISFIT = 0.022
_LEAST_TILES = 0.5
_PATCH_PX = 16
_REFINEMENTS = 2
_BLUR = 1.4
_COHERENT = 0.45
_THIN_LINES = 45
_SLACK = 0.25


def value(at: Floats) -> Floats:
    """Every power at places `at` (n, 2), shape (n, powers)."""
    x, y = _powers(at)
    return np.stack([x[i] * y[j] for i, j in POWERS], axis=1)


def derivative(at: Floats, axis: int) -> Floats:
    """Every power's derivative along x (axis 0) or y (axis 1), shape (n, powers)."""
    x, y = _powers(at)
    if axis == 0:
        return np.stack([i * x[max(i - 1, 0)] * y[j] for i, j in POWERS], axis=1)
    return np.stack([j * x[i] * y[max(j - 1, 0)] for i, j in POWERS], axis=1)


def _powers(at: Floats) -> tuple[Floats, Floats]:
    """Powers 0 to the highest of both coordinates, by multiplication, which is many times faster than `**`."""
    x, y = (np.vander(axis, _ORDER + 1, increasing=True).T.copy() for axis in at.T)
    return x, y


def fitted(at: Floats, gradients: Floats, weight: Floats) -> Floats | None:
    """Coefficients of the polynomial of low order with these gradients, or None if too few places follow any.

    A linear least-squares problem, solved again and again with less weight for what does not fit.
    """
    powers = POWERS[:_ROUGH]
    design = np.concatenate([derivative(at, 0), derivative(at, 1)])[:, :_ROUGH]
    target = gradients.T.ravel()
    # Bends of high order cost a little, so that a few tiles do not curl the corners.
    damping = np.diag([0.3 * (i + j > 1) + 0.7 * (i + j > 2) for i, j in powers])
    trust = weight.copy()
    for _ in range(_ROUNDS):
        if (trust > 0.1 * weight.max(initial=0.0)).sum() < 2 * len(powers):
            return None
        root = np.sqrt(np.tile(trust, 2))
        wanted = np.append(root * target, np.zeros(len(powers)))
        coefficients = np.linalg.lstsq(np.concatenate([root[:, None] * design, damping]), wanted, rcond=None)[0]
        misfit = np.hypot(*(design @ coefficients - target).reshape(2, -1))
        trust = weight / (1 + (misfit / _OUTLIER) ** 2)
    follows = (weight > 0) & (misfit < 2 * _OUTLIER)
    if follows.sum() < _LEAST_TILES * weight.size or np.median(misfit[follows]) > _LARGEST_MISFIT:
        return None
    return np.append(coefficients, np.zeros(len(POWERS) - len(powers)))


class Patches:
    """A picture of grid lines, ready to be compared with waves patch by patch.

    Parameters
    ----------
    bare : ndarray, shape (height, width), uint8
        Darkness of the grid.
    middle_px, reach_px : ndarray, shape (2,), and float
        Where the polynomials' own coordinates have their origin, and their unit.
    """

    def __init__(self, bare: Grey, middle_px: Floats, reach_px: float) -> None:
        height, width = (size // _PATCH_PX * _PATCH_PX for size in bare.shape)
        self._dark = bare[:height, :width].astype(np.float32)
        self._reach_px = reach_px
        x = (np.arange(width) - middle_px[0]) / reach_px
        y = (np.arange(height) - middle_px[1]) / reach_px
        self._shape = (height // _PATCH_PX, _PATCH_PX, width // _PATCH_PX, _PATCH_PX)
        self._across, self._down = (np.stack([axis**power for power in range(_ORDER + 1)]) for axis in (x, y))
        self._lines: dict[int, NDArray[np.float32]] = {}
        centres = [axis.reshape(-1, _PATCH_PX).mean(axis=1) for axis in (x, y)]
        self.powers = value(np.stack(np.meshgrid(*centres), axis=-1).reshape(-1, 2))

    def waves(self, coefficients: Floats, waves: float) -> Floats:
        """Even and odd part of the wave that runs along a polynomial, patch by patch, shape (2, rows, columns)."""
        lines = self._without_shade(max(3, round(self._reach_px / waves)))
        table = np.zeros((_ORDER + 1, _ORDER + 1))
        for (i, j), coefficient in zip(POWERS, coefficients, strict=True):
            table[j, i] = coefficient
        turns = (self._down.T @ table @ self._across * (2 * np.pi * waves)).astype(np.float32)
        return np.stack([(lines * wave(turns)).reshape(self._shape).sum(axis=(1, 3)) for wave in (np.cos, np.sin)])

    def _without_shade(self, width_px: int) -> NDArray[np.float32]:
        """The grid about its own level, which nearly all waves that are asked about share."""
        if width_px not in self._lines:
            self._lines[width_px] = self._dark - uniform_filter(self._dark, width_px)
        return self._lines[width_px]


def refined(coefficients: Floats, patches: Patches, waves: float) -> Floats:
    """The polynomial after the phase of the grid lines has been followed from patch to patch.

    Parameters
    ----------
    coefficients : ndarray, shape (powers,)
        Polynomial whose multiples of 1 / `waves` are to run along the lines.
    patches : Patches
        The grid.
    waves : float
        Lines per unit of the polynomial.
    """
    # Thick lines that thin ones part are followed first: what is a small error for them would be a turn for the others.
    parts = (5, 4, 3, 2) if waves > _THIN_LINES else ()
    thick = next((waves / k for k in parts if _coherence(patches.waves(coefficients, waves / k)) > _COHERENT), None)
    for lines in (thick, waves) if thick else (waves,):
        for _ in range(_REFINEMENTS):
            even, odd = (gaussian_filter(part, _BLUR) for part in patches.waves(coefficients, lines))
            missing = _unwrapped(np.arctan2(-odd, even)).ravel() / (2 * np.pi)
            coefficients = coefficients + _smooth(patches.powers, missing, np.hypot(even, odd).ravel()) / lines
    return coefficients


def _coherence(waves: Floats) -> float:
    """How far neighbouring patches agree on the phase of a wave, 0 to 1."""
    even, odd = waves
    together = np.hypot(gaussian_filter(even, _BLUR), gaussian_filter(odd, _BLUR))
    return float(np.median(together / (gaussian_filter(np.hypot(even, odd), _BLUR) + 1e-6)))


def _unwrapped(phase: Floats) -> Floats:
    """Phases without leaps of a whole turn between neighbours, counted from the middle."""
    middle_row, middle_column = (size // 2 for size in phase.shape)
    whole = np.unwrap(phase, axis=1)
    steps = np.unwrap(phase[:, middle_column]) - whole[:, middle_column]
    whole = whole + np.round(steps / (2 * np.pi))[:, None] * 2 * np.pi
    return np.asarray(whole - whole[middle_row, middle_column])


def _smooth(design: Floats, values: Floats, weight: Floats) -> Floats:
    """Coefficients of the polynomial nearest to `values` but for a constant, outliers aside."""
    constant = np.column_stack([design, np.ones(values.size)])
    damping = np.diag([(0.02 * (i + j) ** 2) ** 2 for i, j in POWERS] + [0.0])
    weight = weight / weight.max()
    trust = weight
    for _ in range(_ROUNDS):
        # The places lie within -1 and 1, so that the normal equations are well posed, and many times faster.
        weighted = trust[:, None] * constant
        found = np.linalg.solve(constant.T @ weighted + damping, values @ weighted)
        trust = weight / (1 + ((constant @ found - values) / _SLACK) ** 2)
    return np.asarray(found[:-1])

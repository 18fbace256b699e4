"""The shapes of other signals, one function a signal: seconds in, about unit size out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Signal = NDArray[np.float64]
Shape = Callable[[np.random.Generator, Signal], Signal]


def _cycles(rng: np.random.Generator, t_s: Signal, rate_hz: float, jitter: float = 0.03) -> Signal:
    """Phase in cycles of a slightly uneven rhythm."""
    return rate_hz * t_s + jitter * np.cumsum(rng.standard_normal(t_s.size)) / np.sqrt(t_s.size) + rng.uniform()


def eeg(rng: np.random.Generator, t_s: Signal) -> Signal:
    """Alpha and beta rhythms on slow waves."""
    alpha = np.sin(2 * np.pi * _cycles(rng, t_s, rng.uniform(8, 12))) * (1 + np.sin(2 * np.pi * 0.3 * t_s))
    beta = np.sin(2 * np.pi * _cycles(rng, t_s, rng.uniform(15, 25), 0.3))
    slow = np.sin(2 * np.pi * _cycles(rng, t_s, rng.uniform(0.5, 2), 0.3))
    return 0.3 * alpha + 0.15 * beta + 0.3 * slow + 0.1 * rng.standard_normal(t_s.size)


def pulse_wave(rng: np.random.Generator, t_s: Signal) -> Signal:
    """Photoplethysmogram or arterial pressure: a steep rise, a notch, a slow fall."""
    phase = _cycles(rng, t_s, rng.uniform(0.8, 1.8)) % 1.0
    main, second = np.exp(-(((phase - 0.2) / 0.11) ** 2)), 0.45 * np.exp(-(((phase - 0.5) / 0.13) ** 2))
    return main + second - 0.4


def respiration(rng: np.random.Generator, t_s: Signal) -> Signal:
    phase = 2 * np.pi * _cycles(rng, t_s, rng.uniform(0.2, 0.5))
    return 0.8 * np.sin(phase) + 0.15 * np.sin(2 * phase + 1)


def capnogram(rng: np.random.Generator, t_s: Signal) -> Signal:
    """Carbon dioxide in the breath: plateaus with steep edges."""
    phase = _cycles(rng, t_s, rng.uniform(0.2, 0.5)) % 1.0
    rise, fall = 1 / (1 + np.exp(-(phase - 0.3) / 0.015)), 1 / (1 + np.exp((phase - 0.75) / 0.01))
    return rise * fall * (0.8 + 0.3 * phase)


def muscle(rng: np.random.Generator, t_s: Signal) -> Signal:
    """Electromyogram: bursts of noise."""
    envelope = np.clip(np.sin(2 * np.pi * _cycles(rng, t_s, rng.uniform(0.2, 0.9))), 0.03, 1) ** 2
    return 0.8 * envelope * rng.standard_normal(t_s.size)


def earthquake(rng: np.random.Generator, t_s: Signal) -> Signal:
    """Ground noise, then a sharp arrival that rings out, then a stronger one."""
    start, lag = rng.uniform(0.1, 0.5) * t_s[-1], rng.uniform(0.5, 2)
    noise = rng.standard_normal(t_s.size)
    rings = sum(
        size * np.where(t_s > at, np.exp(-(t_s - at) / fade), 0.0)
        for size, at, fade in ((0.4, start, 1.2), (1.2, start + lag, 2.0))
    )
    return noise * (rings + 0.02)


def sine(rng: np.random.Generator, t_s: Signal) -> Signal:
    return rng.uniform(0.3, 1) * np.sin(2 * np.pi * _cycles(rng, t_s, rng.uniform(0.5, 6), 0.0))


def square(rng: np.random.Generator, t_s: Signal) -> Signal:
    return 0.6 * np.sign(np.sin(2 * np.pi * _cycles(rng, t_s, rng.uniform(0.5, 3), 0.0)))


def sawtooth(rng: np.random.Generator, t_s: Signal) -> Signal:
    return 1.2 * (_cycles(rng, t_s, rng.uniform(0.5, 3), 0.0) % 1.0) - 0.6


def random_walk(rng: np.random.Generator, t_s: Signal) -> Signal:
    walk = np.cumsum(rng.standard_normal(t_s.size))
    return (walk - walk.mean()) / (2 * walk.std())


def white_noise(rng: np.random.Generator, t_s: Signal) -> Signal:
    return 0.35 * rng.standard_normal(t_s.size)


def fetal_heart_rate(rng: np.random.Generator, t_s: Signal) -> Signal:
    """A slow baseline with accelerations, as on a cardiotocogram."""
    kernel = np.hanning(max(3, t_s.size // 12))
    slow = np.convolve(rng.standard_normal(t_s.size), kernel / kernel.sum(), "same") * 3
    return slow + 0.08 * rng.standard_normal(t_s.size)


def voice(rng: np.random.Generator, t_s: Signal) -> Signal:
    """Sound pressure of speech: syllables of a buzzing tone."""
    syllables = np.clip(np.sin(2 * np.pi * _cycles(rng, t_s, rng.uniform(1, 3), 0.3)), 0, 1) ** 1.5
    return syllables * np.sin(2 * np.pi * 40 * t_s) * rng.uniform(0.5, 1.2, t_s.size)


SHAPES: dict[str, Shape] = {
    "eeg": eeg,
    "pulse_wave": pulse_wave,
    "respiration": respiration,
    "capnogram": capnogram,
    "muscle": muscle,
    "earthquake": earthquake,
    "sine": sine,
    "square": square,
    "sawtooth": sawtooth,
    "random_walk": random_walk,
    "white_noise": white_noise,
    "fetal_heart_rate": fetal_heart_rate,
    "voice": voice,
}

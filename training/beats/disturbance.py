"""What electrodes, muscles, mains and scanners do to a lead: training sees it all, so that the networks bear it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Floats = NDArray[np.floating]


def disturbed(lead_mv: Floats, rate_hz: float, rng: np.random.Generator) -> Floats:
    """A stretch of one lead with a random share of each disturbance, in mV."""
    height = float(np.percentile(np.abs(lead_mv - np.median(lead_mv)), 99)) + 0.05
    lead = lead_mv * rng.lognormal(0, 0.3)
    if rng.random() < 0.15:
        lead = -lead
    if rng.random() < 0.3:
        lead = ndimage.gaussian_filter1d(lead, rng.uniform(0.005, 0.012) * rate_hz)
    if rng.random() < 0.4:
        lead = lead + height * rng.exponential(0.3) * _wander(lead.size, rate_hz, rng)
    if rng.random() < 0.4:
        lead = lead + height * rng.exponential(0.08) * _muscle(lead.size, rng)
    if rng.random() < 0.15:
        hum = np.sin(2 * np.pi * (rng.choice([50.0, 60.0]) * np.arange(lead.size) / rate_hz + rng.random()))
        lead = lead + height * rng.exponential(0.05) * hum
    if rng.random() < 0.25:
        lead = lead + height * _movement(lead.size, rate_hz, rng)
    return lead


def _wander(samples: int, rate_hz: float, rng: np.random.Generator) -> Floats:
    phase = rng.uniform(0.1, 0.5) * np.arange(samples) / rate_hz + rng.random()
    walk = np.cumsum(rng.normal(size=samples)) / np.sqrt(rate_hz * 10)
    return np.sin(2 * np.pi * phase) + walk


def _muscle(samples: int, rng: np.random.Generator) -> Floats:
    """Noise of muscles, swelling and fading."""
    noise = ndimage.gaussian_filter1d(rng.normal(size=samples), rng.uniform(0.4, 1.5))
    swell = np.interp(np.arange(samples), np.linspace(0, samples, 8), rng.exponential(1.0, 8))
    return swell * noise / noise.std()


def _movement(samples: int, rate_hz: float, rng: np.random.Generator) -> Floats:
    """Bumps, a tenth of a second to a second long, some of the size of beats."""
    time_s = np.arange(samples) / rate_hz
    bumps = np.zeros(samples)
    for _ in range(rng.integers(1, 5)):
        width_s, at_s = rng.uniform(0.03, 0.4), rng.uniform(0, time_s[-1])
        shape = np.exp(-0.5 * ((time_s - at_s) / width_s) ** 2)
        slope = (time_s - at_s) / width_s if rng.random() < 0.5 else 1.0
        bumps += rng.normal() * 1.2 * shape * slope
    return bumps

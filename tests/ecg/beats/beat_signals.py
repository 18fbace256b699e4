"""Leads made of bell-shaped waves, with every number known."""

import numpy as np

RATE_HZ = 125


def bell(time_s, at_s, width_s, height):
    return height * np.exp(-0.5 * ((time_s - at_s) / width_s) ** 2)


def lead(beats_s, wide=(), duration_s=30.0):
    """P, QRS and T at each time; those in `wide` are broad, inverted and have no P wave."""
    time_s = np.arange(0, duration_s, 1 / RATE_HZ)
    signal = np.zeros_like(time_s)
    for index, at_s in enumerate(beats_s):
        if index in wide:
            signal += bell(time_s, at_s, 0.05, -1.5) + bell(time_s, at_s + 0.3, 0.06, 0.5)
        else:
            signal += bell(time_s, at_s - 0.16, 0.02, 0.15) + bell(time_s, at_s, 0.012, 1.0)
            signal += bell(time_s, at_s + 0.28, 0.05, 0.25)
    return signal


def samples(beats_s):
    return np.round(np.asarray(beats_s) * RATE_HZ).astype(int)

"""How evenly the heart beats."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FEWEST_INTERVALS = 3
LARGEST_DIFFERENCE_S = 0.12  # three small squares of paper: what is called sinus arrhythmia begins here


@dataclass(frozen=True)
class Regularity:
    """Rate over the RR intervals seen.

    Parameters
    ----------
    mean_bpm : float
        Beats over the time they took, as by counting; the median of the RR intervals is less moved by single beats.
    range_bpm : tuple of float
        Rate of the longest and of the shortest RR interval.
    variation : float
        Standard deviation of the RR intervals over their mean.
    word : {"regular", "irregular"} or None
        "regular" if the longest and the shortest RR interval differ by at most 0.12 s; None with fewer than three.
    """

    mean_bpm: float
    range_bpm: tuple[float, float]
    variation: float
    word: str | None


def regularity(rr_s: NDArray[np.float64]) -> Regularity | None:
    """How evenly beats follow each other.

    Parameters
    ----------
    rr_s : ndarray, shape (intervals,)
        RR intervals in seconds, as `rr_intervals_s` gives them.

    Returns
    -------
    Regularity or None
        None without two intervals.

    Examples
    --------
    >>> regularity(np.array([0.80, 0.84, 0.78])).word
    'regular'
    >>> regularity(np.array([0.60, 1.10, 0.75])).range_bpm
    (54.5, 100.0)
    """
    if rr_s.size < 2:
        return None
    longest, shortest = float(rr_s.max()), float(rr_s.min())
    mean_s = float(rr_s.mean())
    even = longest - shortest <= LARGEST_DIFFERENCE_S + 1e-9
    return Regularity(
        mean_bpm=60 / mean_s,
        range_bpm=(round(60 / longest, 1), round(60 / shortest, 1)),
        variation=float(rr_s.std()) / mean_s,
        word=None if rr_s.size < FEWEST_INTERVALS else "regular" if even else "irregular",
    )

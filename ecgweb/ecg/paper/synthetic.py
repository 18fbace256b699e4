"""A made-up 12-lead ECG from a turning heart vector, for drawings that explain and for tests."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.recording import LEADS, Recording


@dataclass(frozen=True)
class Wave:
    """One Gaussian bump of the heart vector.

    `centre_s` counts from the R peak, `width_s` is the standard deviation, and the vector is in millivolt along
    left, down (foot) and front. `moves_with_rr` lets the centre follow the square root of the RR interval, as QT does.
    """

    name: str
    centre_s: float
    width_s: float
    vector_mv: tuple[float, float, float]
    moves_with_rr: bool = False


NORMAL_BEAT = (
    Wave("P", -0.16, 0.022, (0.07, 0.11, 0.03)),
    Wave("Q", -0.021, 0.010, (-0.16, -0.05, 0.22)),
    Wave("R", 0.0, 0.011, (0.85, 0.95, 0.10)),
    Wave("S", 0.028, 0.010, (0.05, -0.18, -0.75)),
    Wave("T", 0.29, 0.045, (0.20, 0.22, 0.10), moves_with_rr=True),
)

_DEGREE = np.pi / 180
# Angle from the left in the horizontal plane, and how much nearness to the heart magnifies the lead.
_CHEST_PLACES = {
    "V1": (115.0, 0.9),
    "V2": (94.0, 1.3),
    "V3": (74.0, 1.4),
    "V4": (58.0, 1.5),
    "V5": (30.0, 1.3),
    "V6": (4.0, 1.0),
}


def synthetic_recording(
    rate_bpm: float = 72.0,
    duration_s: float = 10.0,
    sampling_rate_hz: float = 100.0,
    beat: tuple[Wave, ...] = NORMAL_BEAT,
    first_beat_s: float = 0.4,
) -> Recording:
    """Draw a regular rhythm by projecting Gaussian waves of one heart vector on the twelve leads.

    The limb leads are projections in the frontal plane, so that II = I + III and aVR + aVL + aVF = 0 hold exactly up
    to rounding; the chest leads are projections in the horizontal plane, as in the dynamic model of McSharry et al.,
    IEEE Trans Biomed Eng 2003;50:289-294, extended to a vector.

    Parameters
    ----------
    rate_bpm : float
        Heart rate in beats a minute, above zero.
    duration_s, sampling_rate_hz : float
        Length in seconds and samples a second, above zero.
    beat : tuple of Wave
        The waves of one beat.
    first_beat_s : float
        Time of the first R peak inside the recording in seconds.

    Returns
    -------
    Recording
        Twelve leads in millivolt, no gaps.

    Raises
    ------
    ValueError
        If rate, duration or sampling rate is not positive.

    Examples
    --------
    >>> recording = synthetic_recording(rate_bpm=60, duration_s=5, sampling_rate_hz=200)
    >>> recording.signal_mv.shape
    (12, 1000)
    """
    if min(rate_bpm, duration_s, sampling_rate_hz) <= 0:
        raise ValueError("heart rate, duration and sampling rate must be positive")
    rr_s = 60.0 / rate_bpm
    seconds = np.arange(round(duration_s * sampling_rate_hz)) / sampling_rate_hz
    peaks_s = np.arange(first_beat_s - rr_s, duration_s + 2 * rr_s, rr_s)
    vector_mv = np.zeros((3, seconds.size))
    for wave in beat:
        stretch = np.sqrt(rr_s) if wave.moves_with_rr else 1.0
        centres_s = peaks_s + wave.centre_s * stretch
        bumps = np.exp(-0.5 * ((seconds - centres_s[:, None]) / (wave.width_s * stretch)) ** 2).sum(axis=0)
        vector_mv += np.asarray(wave.vector_mv)[:, None] * bumps
    return Recording((_lead_directions() @ vector_mv).astype(np.float32), sampling_rate_hz)


def _lead_directions() -> NDArray[np.float64]:
    """Direction of each lead along left, foot and front, shape (12, 3), so that lead = direction . vector."""
    one = np.array([1.0, 0.0, 0.0])
    two = np.array([np.cos(60 * _DEGREE), np.sin(60 * _DEGREE), 0.0])
    limb = {
        "I": one,
        "II": two,
        "III": two - one,
        "aVR": -(one + two) / 2,
        "aVL": one - two / 2,
        "aVF": two - one / 2,
    }
    chest = {
        lead: nearness * np.array([np.cos(angle * _DEGREE), 0.25, np.sin(angle * _DEGREE)])
        for lead, (angle, nearness) in _CHEST_PLACES.items()
    }
    directions = limb | chest
    return np.stack([directions[lead] for lead in LEADS])

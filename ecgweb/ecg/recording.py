"""A 12-lead recording in millivolt, with gaps where nothing was seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEADS = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")


@dataclass(frozen=True)
class Recording:
    """Twelve leads on one time axis.

    Parameters
    ----------
    signal_mv : ndarray, shape (12, samples), float32
        Voltage in millivolt, rows in the order of `LEADS`; NaN where nothing was seen.
    sampling_rate_hz : float
        Samples a second, above zero.

    Raises
    ------
    ValueError
        If the shape is not (12, samples), no sample is given or the rate is not positive.
    """

    signal_mv: NDArray[np.float32]
    sampling_rate_hz: float

    def __post_init__(self) -> None:
        if self.signal_mv.ndim != 2 or self.signal_mv.shape[0] != len(LEADS) or self.signal_mv.shape[1] == 0:
            raise ValueError(f"a recording is (12, samples), not {self.signal_mv.shape}")
        if not self.sampling_rate_hz > 0:
            raise ValueError(f"the sampling rate must be positive, not {self.sampling_rate_hz}")

    @property
    def duration_s(self) -> float:
        return self.signal_mv.shape[1] / self.sampling_rate_hz

    def lead(self, name: str) -> NDArray[np.float32]:
        """Samples of one lead in millivolt, shape (samples,)."""
        return self.signal_mv[LEADS.index(name)]

    def seen(self) -> NDArray[np.bool_]:
        """True where a sample was recovered, shape (12, samples)."""
        return np.isfinite(self.signal_mv)

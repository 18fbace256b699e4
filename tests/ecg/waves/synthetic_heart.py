"""A heart whose beats are known: Gaussian P, QRS and T waves in twelve leads."""

import numpy as np

from ecgweb.ecg.recording import LEADS, Recording

LEAD_GAIN = np.array([0.7, 1.0, 0.3, -0.85, 0.2, 0.65, -0.6, -0.4, 0.3, 0.9, 1.1, 0.9])


def beat_times(rate_bpm, duration_s=10.0):
    return np.arange(0.4, duration_s - 0.3, 60.0 / rate_bpm)


def heart(beats_s, sampling_rate_hz=250, *, p_mv=0.12, t_mv=0.3, qrs_width_s=0.015, scale=1.0, duration_s=10.0):
    """A recording with a 1 mV R wave at every time of `beats_s`, P 160 ms before and T 280 ms after it."""
    time_s = np.arange(round(duration_s * sampling_rate_hz)) / sampling_rate_hz
    wave = np.zeros_like(time_s)
    for beat in beats_s:
        for at, width_s, height_mv in ((-0.16, 0.025, p_mv), (0.0, qrs_width_s, 1.0), (0.28, 0.045, t_mv)):
            wave += height_mv * np.exp(-0.5 * ((time_s - beat - at) / width_s) ** 2)
    noise = np.random.default_rng(1).normal(0, 0.004, (12, time_s.size))
    return Recording((scale * (LEAD_GAIN[:, None] * wave + noise)).astype(np.float32), float(sampling_rate_hz))


def paged(recording, rhythm_lead="II"):
    """The recording as a 3x4 page shows it: a quarter of each lead, the rhythm lead whole."""
    samples = recording.signal_mv.shape[1]
    shown = np.full_like(recording.signal_mv, np.nan)
    for row in range(12):
        quarter = slice(row // 3 * samples // 4, (row // 3 + 1) * samples // 4)
        shown[row, quarter] = recording.signal_mv[row, quarter]
    if rhythm_lead:
        shown[LEADS.index(rhythm_lead)] = recording.lead(rhythm_lead)
    return Recording(shown, recording.sampling_rate_hz)

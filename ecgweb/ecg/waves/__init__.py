"""Beats, rate, intervals and axis of a recording."""

from ecgweb.ecg.waves.beats import heart_rate_bpm, r_peaks
from ecgweb.ecg.waves.measurements import Measurements, measure, without_voltages

__all__ = ["Measurements", "heart_rate_bpm", "measure", "r_peaks", "without_voltages"]

"""From pixels to seconds and millivolts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ecgweb.ecg.page.printed_text import NOTHING_PRINTED, PrintedScale
from ecgweb.ecg.page.pulse import Pulse
from ecgweb.ecg.refusal import Refused

SPEEDS_MM_S = (25.0, 50.0)
GAINS_MM_MV = (10.0, 5.0, 20.0)
USUAL_DURATION_S = 10.0
TEN_SECONDS_ASSUMED = (
    "Neither grid nor calibration pulse was found: times and voltages hold only if the page lasts ten seconds."
)
_LARGEST_CLOCK_ERROR = 0.006
# A line ends at its last sample, one interval before the time is up: 2 ms at 500 Hz, 10 ms at 100 Hz.
LAST_SAMPLE_S = 0.005


@dataclass(frozen=True)
class Scale:
    """What a pixel means: paper, time and voltage; and whether grid, pulse, help or nothing told speed and gain."""

    pixels_per_mm: float
    pixels_per_s: float
    pixels_per_mv: float
    duration_s: float
    speed_mm_s: float
    gain_mm_mv: float
    speed_from: str = "assumed"
    gain_from: str = "assumed"
    by_width: bool = False


def find_scale(
    grid_pixels_per_mm: float | None,
    pulse: Pulse | None,
    extent_px: float,
    speed_mm_s: float | None = None,
    gain_mm_mv: float | None = None,
    said: PrintedScale = NOTHING_PRINTED,
) -> Scale:
    """Scale of a page whose traces run over `extent_px`, from its grid, its pulse or both.

    Speed and gain are found unless a person said what they are. What is printed is `said`. Where both are known but
    neither grid nor pulse is there, the page is taken to last the usual ten seconds (`by_width`).

    Raises
    ------
    Refused
        "unreadable_grid" when nothing says how large a millimetre is.
    """
    gain_said = gain_mm_mv or (said.gain_mm_mv if pulse is None or grid_pixels_per_mm is None else None)
    pixels_per_mm = grid_pixels_per_mm or _from_pulse(pulse, extent_px, speed_mm_s or said.speed_mm_s, gain_said)
    by_width = pixels_per_mm is None
    if pixels_per_mm is None:
        pixels_per_mm = _from_width(extent_px, speed_mm_s or said.speed_mm_s, gain_said)
    seconds = extent_px / (pixels_per_mm * SPEEDS_MM_S[0])
    speed = speed_mm_s or said.speed_mm_s or (SPEEDS_MM_S[1] if seconds > 15 else SPEEDS_MM_S[0])
    seconds = extent_px / (pixels_per_mm * speed)
    duration = USUAL_DURATION_S if 0.95 <= seconds / USUAL_DURATION_S <= 1.05 else seconds
    gain = gain_said or _gain(pulse, pixels_per_mm)
    height = pulse.height_px if pulse and abs(pulse.height_px / (gain * pixels_per_mm) - 1) < 0.04 else None
    per_mv = height if height and grid_pixels_per_mm is None else gain * pixels_per_mm
    printed = duration * speed * pixels_per_mm
    # A sharp grid is the better clock, unless the page plainly departs from its nominal speed.
    trusted = grid_pixels_per_mm is not None and abs(extent_px / printed - 1) < _LARGEST_CLOCK_ERROR
    drawn = extent_px * duration / (duration - LAST_SAMPLE_S)
    speed_from = "help" if speed_mm_s else "printed" if said.speed_mm_s else "grid" if grid_pixels_per_mm else "pulse"
    gain_from = "help" if gain_mm_mv else "pulse" if pulse else "printed" if gain_said else "assumed"
    return Scale(
        pixels_per_mm,
        (printed if trusted else drawn) / duration,
        per_mv,
        duration,
        speed,
        gain,
        speed_from,
        gain_from,
        by_width,
    )


def _from_width(extent_px: float, speed_mm_s: float | None, gain_mm_mv: float | None) -> float:
    if speed_mm_s is None or gain_mm_mv is None:
        raise Refused("unreadable_grid")
    return extent_px / (speed_mm_s * USUAL_DURATION_S)


def _from_pulse(
    pulse: Pulse | None, extent_px: float, speed_mm_s: float | None, gain_mm_mv: float | None
) -> float | None:
    """Millimetres from the pulse alone: of the usual gains the one that makes the page last its usual ten seconds."""
    if pulse is None:
        return None
    scales = pulse.height_px / np.array([gain_mm_mv] if gain_mm_mv else GAINS_MM_MV)
    misfit = np.abs(np.log(extent_px / (scales * (speed_mm_s or SPEEDS_MM_S[0]) * USUAL_DURATION_S)))
    return float(scales[int(np.argmin(misfit))])


def _gain(pulse: Pulse | None, pixels_per_mm: float) -> float:
    if pulse is None:
        return GAINS_MM_MV[0]
    misfit = np.abs(np.log(pulse.height_px / pixels_per_mm / np.array(GAINS_MM_MV)))
    nearest = int(np.argmin(misfit))
    return GAINS_MM_MV[nearest] if misfit[nearest] < 0.25 else GAINS_MM_MV[0]

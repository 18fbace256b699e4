"""The upload gate for signals: a file that nobody trusts in, leads in mV with their sampling rate out.

Samples go from the upload to the disk block by block, so that a day's recording needs no more memory than a minute's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from tempfile import TemporaryFile
from typing import IO, BinaryIO

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.readers.csv_text import open_csv
from ecgweb.ecg.readers.dicom import open_dicom
from ecgweb.ecg.readers.edf import open_edf
from ecgweb.ecg.readers.npy import open_npy
from ecgweb.ecg.readers.raw_signal import ADVICE, NO_SIGNAL, RawSignal, unreadable
from ecgweb.ecg.readers.wfdb import open_wfdb
from ecgweb.ecg.refusal import Refused

MAX_BYTES = 200 * 1024 * 1024
MAX_VALUES = 100_000_000  # samples of all leads together: two days of one lead at 500 Hz
RATES_HZ = (80.0, 20_000.0)  # a QRS complex reaches up to 40 Hz
SHORTEST_S = 2.0
LARGEST_MV = 60.0  # no ECG is as tall; electrodes drift by a few mV
SMALLEST_MV = 0.005
UNITS = {"mV": 1.0, "uV": 1e-3, "adc": None}
TYPICAL_MV = 1.0
FORMATS: dict[str, Callable[[BinaryIO], RawSignal]] = {
    ".npy": open_npy,
    ".csv": open_csv,
    ".tsv": open_csv,
    ".zip": open_wfdb,
    ".edf": open_edf,
    ".dcm": open_dicom,
}
EMPTY = "The file is empty."
TOO_MANY_BYTES = "The file is larger than 200 MB."
SHORTER = "Upload a shorter part of the recording, or one with fewer leads."
ONLY_GAPS = "The signal holds no number: every value is missing (NaN)."
FLAT = "The signal is flat: its value never changes."


@dataclass(frozen=True)
class SignalOptions:
    """What a person says about a file that does not say it: samples a second, and "mV", "uV" or "adc"."""

    sampling_rate_hz: float | None = None
    units: str | None = None


@dataclass(frozen=True)
class SignalReading:
    """A signal that passed the gate.

    Parameters
    ----------
    samples_mv : ndarray, shape (samples, leads), float32
        Voltage in mV, NaN where nothing was recorded; may lie on the disk.
    sampling_rate_hz : float
    leads : tuple of str
    voltage_known : bool
        False if the values were raw numbers: then the typical R wave is set to 1 mV, and heights mean nothing.
    """

    samples_mv: NDArray[np.float32]
    sampling_rate_hz: float
    leads: tuple[str, ...]
    voltage_known: bool = True

    @property
    def samples(self) -> int:
        return int(self.samples_mv.shape[0])

    @property
    def duration_s(self) -> float:
        return self.samples / self.sampling_rate_hz

    @property
    def signal_mv(self) -> NDArray[np.float32]:
        """One row a lead, shape (leads, samples)."""
        return self.samples_mv.T

    def block(self, lead: int, start: int, stop: int) -> NDArray[np.float32]:
        """Samples of one lead in memory."""
        return np.array(self.samples_mv[start:stop, lead], np.float32)


def is_signal(filename: str) -> bool:
    """Whether a file of this name is read as a signal rather than as a picture."""
    return PurePosixPath(filename).suffix.lower() in FORMATS


def read_signal(data: bytes, filename: str, options: SignalOptions | None = None) -> SignalReading:
    """As `open_signal`, for a file in memory."""
    with TemporaryFile() as target:
        return open_signal(BytesIO(data), filename, options or SignalOptions(), target)


def open_signal(file: BinaryIO, filename: str, options: SignalOptions, target: IO[bytes]) -> SignalReading:
    """Open one uploaded signal.

    Parameters
    ----------
    file : binary file
        As uploaded; it is read from its start.
    filename : str
        Its name; only the ending is looked at.
    options : SignalOptions
        Rate and unit, used where the file gives none.
    target : binary file
        An empty file on the disk that takes the samples, float32, time by time; the reading looks into it.

    Raises
    ------
    Refused
        With a code of `REASONS` and words for a person; nothing else, whatever the bytes.
    """
    ending = PurePosixPath(filename).suffix.lower()
    if ending not in FORMATS:
        raise Refused("unsupported", None, ADVICE)
    size = file.seek(0, 2)
    if size == 0:
        raise unreadable(EMPTY)
    if size > MAX_BYTES:
        raise Refused("too_large", TOO_MANY_BYTES, SHORTER)
    try:
        raw = FORMATS[ending](file)
        rate_hz = _rate(raw.sampling_rate_hz or options.sampling_rate_hz)
        factor = _factor(raw.mv_per_unit, options.units)
        samples = _write(raw, factor or 1.0, target)
        _check_content(samples, rate_hz, factor is not None)
    except Refused:
        raise
    except Exception as error:  # parsers raise what they like on hostile bytes
        raise unreadable("The file is damaged and cannot be opened as a signal.") from error
    if factor is None:
        _set_typical_height(samples, rate_hz)
    return SignalReading(samples, rate_hz, raw.leads, factor is not None)


def stored_samples(file: IO[bytes], leads: int) -> NDArray[np.float32]:
    """Look into a file that `open_signal` has written."""
    values = file.seek(0, 2) // 4
    return np.memmap(file, np.float32, "r+", shape=(values // leads, leads))


def _rate(rate_hz: float | None) -> float:
    if not rate_hz:
        raise Refused("sampling_rate_missing")
    low, high = RATES_HZ
    if not low <= rate_hz <= high:
        message = f"A sampling rate of {rate_hz:g} Hz is outside what is read here, {low:g} to {high:g} Hz."
        raise Refused("unsupported", message, "Check the sampling rate, or resample the signal.")
    return float(rate_hz)


def _factor(of_file: float | None, units: str | None) -> float | None:
    """Millivolt in one unit; None for raw numbers. Without any word on it the values are taken as mV."""
    if of_file is not None:
        return of_file
    if units is not None and units not in UNITS:
        raise Refused("units_unknown", f"“{units[:20]}” is no unit that is known here: say mV, uV or adc.")
    return UNITS[units or "mV"]


def _write(raw: RawSignal, factor: float, target: IO[bytes]) -> NDArray[np.float32]:
    """Copy the samples to the disk in mV, infinities as gaps."""
    leads, values = len(raw.leads), 0
    with np.errstate(all="ignore"):
        for block in raw.blocks:
            values += block.size
            if values > MAX_VALUES:
                raise Refused("too_large", "The recording has more than 100 million samples.", SHORTER)
            scaled = np.ascontiguousarray(block * factor, dtype=np.float32)
            scaled[~np.isfinite(scaled)] = np.nan
            target.write(scaled.tobytes())
    target.flush()
    if values < leads:
        raise unreadable(NO_SIGNAL)
    return stored_samples(target, leads)


def _check_content(samples: NDArray[np.float32], rate_hz: float, in_mv: bool) -> None:
    if len(samples) < SHORTEST_S * rate_hz:
        raise Refused(
            "too_short", f"The signal lasts {len(samples) / rate_hz:.2g} s, too short to find a rhythm in it."
        )
    blocks = _some_blocks(samples, rate_hz)
    if not any(np.isfinite(block).any() for block in blocks):
        raise unreadable(ONLY_GAPS)
    if not any(_changes(block) for block in blocks):
        raise Refused("not_an_ecg", FLAT, ADVICE)
    height_mv = _typical_height(samples, rate_hz)
    if in_mv and not SMALLEST_MV <= height_mv <= LARGEST_MV:
        message = f"The beats would be {height_mv:.2g} mV high, so the values are hardly in that unit."
        raise Refused("units_unknown", message)


def _changes(block: NDArray[np.float32]) -> bool:
    """True if at least one lead is not constant."""
    low = np.where(np.isfinite(block), block, np.inf).min(axis=0)
    high = np.where(np.isfinite(block), block, -np.inf).max(axis=0)
    return bool(np.any(high > low))


def _set_typical_height(samples: NDArray[np.float32], rate_hz: float) -> None:
    """Scale raw numbers so that the typical R wave is 1 mV, and take each lead's level off."""
    level = np.array([_level(lead) for lead in np.concatenate(_some_blocks(samples, rate_hz)).T], np.float32)
    scale = np.float32(TYPICAL_MV / max(_typical_height(samples, rate_hz), 1e-12))
    for start in range(0, len(samples), 65_536):
        block = samples[start : start + 65_536]
        samples[start : start + 65_536] = (block - level) * scale


def _level(lead: NDArray[np.float32]) -> float:
    seen = lead[np.isfinite(lead)]
    return float(np.median(seen)) if seen.size else 0.0


def _typical_height(samples: NDArray[np.float32], rate_hz: float) -> float:
    """Median over stretches of two seconds and leads of the distance from lowest to highest value."""
    length = max(2, round(2 * rate_hz))
    heights = []
    for block in _some_blocks(samples, rate_hz):
        for start in range(0, max(1, len(block) - length + 1), length):
            part = block[start : start + length]
            whole = np.isfinite(part).any(axis=0)
            if whole.any():
                heights += (
                    (np.nanmax(part[:, whole], axis=0) - np.nanmin(part[:, whole], axis=0)).astype(float).tolist()
                )
    moving = [height for height in heights if height > 0]
    return float(np.median(moving)) if moving else 0.0


def _some_blocks(samples: NDArray[np.float32], rate_hz: float, most: int = 12) -> list[NDArray[np.float32]]:
    """Up to twelve stretches of ten seconds, spread over the recording."""
    length = min(len(samples), round(10 * rate_hz))
    starts = np.unique(np.linspace(0, len(samples) - length, most).astype(int))
    return [np.array(samples[start : start + length]) for start in starts.tolist()]

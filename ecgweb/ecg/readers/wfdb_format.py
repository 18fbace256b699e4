"""PhysioNet's WFDB format: a text header that names each lead, and files of packed integers.

The layout is that of the WFDB Applications Guide (G. B. Moody, header(5) and signal(5)), of which the formats 16, 24,
32, 80 and 212 are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.readers.raw_signal import MAX_LEADS, NO_SIGNAL, unreadable, unsupported

DEFAULT_GAIN = 200.0  # ADC units a millivolt where a header gives none, by the guide
DEFAULT_RATE_HZ = 250.0
BITS = {"16": 16, "24": 24, "32": 32, "80": 8, "212": 12}
_MISSING = {"16": -(1 << 15), "24": -(1 << 23), "32": -(1 << 31), "80": -(1 << 7), "212": -(1 << 11)}
_GAIN = re.compile(r"(-?[\d.]+(?:e[+-]?\d+)?)?(?:\((-?\d+)\))?(?:/(\S+))?$", re.IGNORECASE)
_FORMAT = re.compile(r"(\d+)(x\d+)?(:\d+)?(?:\+(\d+))?$")


@dataclass(frozen=True)
class Lead:
    """One line of a header; `gain` is ADC units a physical `unit`, `offset` the bytes before the first sample."""

    file: str
    format: str
    offset: int
    gain: float
    baseline: int
    unit: str
    name: str


@dataclass(frozen=True)
class Header:
    """A record: `samples` is None where the header leaves it open."""

    sampling_rate_hz: float
    samples: int | None
    leads: tuple[Lead, ...]

    def of_file(self, name: str) -> tuple[Lead, ...]:
        """The leads that lie side by side in one file."""
        return tuple(lead for lead in self.leads if lead.file == name)


def parse_header(text: str) -> Header:
    """Read a `.hea` file.

    Raises
    ------
    Refused
        If it is no header, has several segments or several samples a frame, or a format that is not read here.
    """
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    try:
        name, count, *rest = lines[0].split()
        if "/" in name:
            raise unsupported("The record is made of several segments; upload one of them.")
        rate_hz = float(re.split(r"[/(]", rest[0])[0]) if rest else DEFAULT_RATE_HZ
        samples = int(rest[1]) if len(rest) > 1 and int(rest[1]) > 0 else None
        leads = tuple(_lead(line.split(maxsplit=8), n) for n, line in enumerate(lines[1 : 1 + int(count)]))
    except (IndexError, ValueError) as error:
        raise unreadable("The .hea file is no WFDB header.") from error
    if not leads:
        raise unreadable(NO_SIGNAL)
    if len(leads) > MAX_LEADS or len(leads) != int(count):
        raise unreadable("The .hea file does not describe the leads it promises.")
    return Header(rate_hz, samples, leads)


def _lead(fields: list[str], number: int) -> Lead:
    form = _FORMAT.match(fields[1])
    if form is None or form[1] not in BITS or form[2] not in (None, "x1") or form[3] not in (None, ":0"):
        raise unsupported(f"Signals in the WFDB format {fields[1]} are not read here, only 16, 24, 32, 80 and 212.")
    gain, baseline, unit = _GAIN.match(fields[2] if len(fields) > 2 else "").groups()  # type: ignore[union-attr]
    zero = int(fields[4]) if len(fields) > 4 else 0
    return Lead(
        file=fields[0],
        format=form[1],
        offset=int(form[4] or 0),
        gain=float(gain or 0) or DEFAULT_GAIN,
        baseline=int(baseline) if baseline else zero,
        unit=unit or "mV",
        name=fields[8] if len(fields) > 8 else f"lead {number + 1}",
    )


def frames_in(size_bytes: int, leads: tuple[Lead, ...]) -> int:
    """How many samples of each lead a file of this size holds."""
    return (size_bytes - leads[0].offset) * 8 // (BITS[leads[0].format] * len(leads))


def read_frames(file: BinaryIO, leads: tuple[Lead, ...], start: int, stop: int) -> NDArray[np.float32]:
    """Samples `start` to `stop` of the leads of one file, shape (samples, leads), in physical units, NaN if missing.

    Fewer rows come back where the file ends earlier.
    """
    count, form = len(leads), leads[0].format
    first = start - start % 2 if form == "212" else start  # two samples share three bytes
    bits = BITS[form] * count
    file.seek(leads[0].offset + first * bits // 8)
    raw = file.read(-(-(stop - first) * bits // 8))
    values = _decoded(raw, form)
    rows = values[: values.size // count * count].reshape(-1, count)[start - first : stop - first]
    physical = (rows - np.array([lead.baseline for lead in leads])) / np.array([lead.gain for lead in leads])
    physical[rows == _MISSING[form]] = np.nan
    return physical.astype(np.float32)


def _decoded(raw: bytes, form: str) -> NDArray[np.int64]:
    if form == "212":
        return _decoded_212(raw)
    if form == "80":
        return np.frombuffer(raw, np.uint8).astype(np.int64) - 128
    if form == "24":
        parts = np.frombuffer(raw[: len(raw) // 3 * 3], np.uint8).reshape(-1, 3).astype(np.int64)
        values = parts[:, 0] | parts[:, 1] << 8 | parts[:, 2] << 16
        return np.where(values >= 1 << 23, values - (1 << 24), values)
    width = BITS[form] // 8
    return np.frombuffer(raw[: len(raw) // width * width], f"<i{width}").astype(np.int64)


def _decoded_212(raw: bytes) -> NDArray[np.int64]:
    """Two 12-bit numbers in three bytes: low eight bits, both upper nibbles, low eight bits of the second."""
    padded = raw + bytes(-len(raw) % 3)
    parts = np.frombuffer(padded, np.uint8).reshape(-1, 3).astype(np.int64)
    pairs = np.stack([parts[:, 0] | (parts[:, 1] & 0x0F) << 8, parts[:, 2] | (parts[:, 1] & 0xF0) << 4], axis=1)
    values = pairs.ravel()[: len(raw) * 8 // 12]
    return np.where(values >= 1 << 11, values - (1 << 12), values)

"""European Data Format (Kemp et al., Electroencephalography and Clinical Neurophysiology 82, 1992), and EDF+C."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.readers.raw_signal import (
    CUT_SHORT,
    MAX_LEADS,
    NO_SIGNAL,
    RawSignal,
    distinct,
    lead_name,
    mv_per_unit_of,
    unreadable,
    unsupported,
)
from ecgweb.ecg.refusal import Refused

FIXED_BYTES = 256
ANNOTATIONS = "EDF Annotations"
NOT_EDF = "The file has the name of an EDF file, but its header is not one."
# Widths of the fields that follow the fixed header, each as often as there are signals.
WIDTHS = (16, 80, 8, 8, 8, 8, 8, 80, 8, 32)


@dataclass(frozen=True)
class Channel:
    """One signal of the file: physical = (digital - digital_low) * scale + low, `first` its place in a data record."""

    label: str
    unit: str
    low: float
    digital_low: float
    scale: float
    first: int
    samples: int


def open_edf(file: BinaryIO) -> RawSignal:
    """Read the header of an EDF file; the samples follow block by block.

    Only channels in volts are leads; of several sampling rates the one that most of them share is read.

    Raises
    ------
    Refused
        If it is no EDF file, is cut short or has interruptions, or holds no voltage.
    """
    file.seek(0)
    fixed = file.read(FIXED_BYTES)
    if len(fixed) < FIXED_BYTES or fixed[:8].strip() != b"0":
        raise unreadable(NOT_EDF)
    if fixed[192:197] == b"EDF+D":
        raise unsupported("The recording has interruptions (EDF+D), so that its time axis is not known.")
    try:
        start, records, duration_s = int(fixed[184:192]), int(fixed[236:244]), float(fixed[244:252])
        channels = _channels(file, int(fixed[252:256]))
    except (ValueError, UnicodeDecodeError, ZeroDivisionError, OverflowError) as error:
        raise unreadable(NOT_EDF) from error
    leads = _leads(channels)
    width = sum(channel.samples for channel in channels)
    present = (file.seek(0, 2) - start) // (2 * width)
    if records > present or present < 1 or start < FIXED_BYTES:
        raise unreadable(CUT_SHORT)
    if not duration_s > 0:
        raise unreadable(NOT_EDF)
    names = distinct(lead_name(lead.label) for lead in leads)
    count = records if records > 0 else present
    return RawSignal(names, leads[0].samples / duration_s, 1.0, _blocks(file, start, count, width, leads))


def _channels(file: BinaryIO, count: int) -> list[Channel]:
    if not 1 <= count <= 1024:
        raise unreadable(NOT_EDF)
    table = [[file.read(width).decode("latin-1").strip() for _ in range(count)] for width in WIDTHS]
    found: list[Channel] = []
    first = 0
    for label, _, unit, low, high, digital_low, digital_high, _, samples, _ in zip(*table, strict=True):
        scale = (float(high) - float(low)) / (float(digital_high) - float(digital_low))
        if int(samples) < 1 or int(samples) > 10_000_000 or not np.isfinite(scale):
            raise unreadable(NOT_EDF)
        found.append(Channel(label, unit, float(low), float(digital_low), scale, first, int(samples)))
        first += int(samples)
    return found


def _leads(channels: list[Channel]) -> list[Channel]:
    """The channels that are voltages, of one sampling rate."""
    signals = [channel for channel in channels if channel.label != ANNOTATIONS]
    if not signals:
        raise unreadable(NO_SIGNAL)
    volts = [channel for channel in signals if mv_per_unit_of(channel.unit)]
    if not volts:
        raise Refused("units_unknown", f"The signals are in “{signals[0].unit[:20]}”, which is no voltage.")
    named = [channel for channel in volts if any(word in channel.label.upper() for word in ("ECG", "EKG"))] or volts
    lengths = [channel.samples for channel in named]
    usual = max(set(lengths), key=lengths.count)
    return [channel for channel in named if channel.samples == usual][:MAX_LEADS]


def _blocks(
    file: BinaryIO, start: int, records: int, width: int, leads: list[Channel]
) -> Iterator[NDArray[np.floating]]:
    """One data record after another, in mV."""
    file.seek(start)
    at_once = max(1, 65_536 // width)
    for first in range(0, records, at_once):
        count = min(at_once, records - first)
        raw = file.read(2 * width * count)
        if len(raw) < 2 * width * count:
            raise unreadable(CUT_SHORT)
        block = np.frombuffer(raw, "<i2").reshape(count, width)
        yield np.stack([_millivolt(block, lead) for lead in leads], axis=1)


def _millivolt(block: NDArray[np.int16], lead: Channel) -> NDArray[np.float64]:
    digital = block[:, lead.first : lead.first + lead.samples].ravel().astype(np.float64)
    return ((digital - lead.digital_low) * lead.scale + lead.low) * (mv_per_unit_of(lead.unit) or 1.0)

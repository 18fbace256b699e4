"""DICOM waveforms, the form in which many ECG carts export (PS3.3, Waveform Module C.10.9)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.readers.raw_signal import (
    BLOCK_SAMPLES,
    CUT_SHORT,
    MAX_LEADS,
    RawSignal,
    distinct,
    lead_name,
    mv_per_unit_of,
    unreadable,
    unsupported,
)
from ecgweb.ecg.refusal import Refused

NOT_DICOM = "The file has the name of a DICOM file, but it cannot be opened as one."
NO_WAVEFORM = "This DICOM file holds no waveform; a DICOM picture of an ECG can be uploaded as JPG or PNG."
_TYPES = {"SS": "<i2", "US": "<u2", "SB": "i1", "UB": "u1"}


def open_dicom(file: BinaryIO) -> RawSignal:
    """Read the longest waveform of a DICOM file; nothing about the patient is looked at.

    Raises
    ------
    Refused
        If it is no DICOM file, has no waveform, or its channels are no voltages.
    """
    group = _longest(_waveforms(file))
    try:
        count, samples = int(group.NumberOfWaveformChannels), int(group.NumberOfWaveformSamples)
        rate_hz, form = float(group.SamplingFrequency), str(group.WaveformSampleInterpretation)
        channels = list(group.ChannelDefinitionSequence)
        data = bytes(group.WaveformData)
    except Exception as error:
        raise unreadable(NOT_DICOM) from error
    if form not in _TYPES:
        raise unsupported(f"Waveforms coded as {form[:4]} are not read here.")
    if not 1 <= count <= MAX_LEADS or len(channels) != count:
        raise unreadable(NOT_DICOM)
    if len(data) < count * samples * np.dtype(_TYPES[form]).itemsize or samples < 1:
        raise unreadable(CUT_SHORT)
    scales, offsets, names = zip(*(_channel(channel) for channel in channels), strict=True)
    values = np.frombuffer(data, _TYPES[form], count * samples).reshape(samples, count)
    blocks = _blocks(values, np.array(scales), np.array(offsets))
    return RawSignal(distinct(names), rate_hz, 1.0, blocks)


def _waveforms(file: BinaryIO) -> list[Any]:
    import pydicom  # held back until a DICOM file comes: few do

    file.seek(0)
    try:
        dataset = pydicom.dcmread(file, stop_before_pixels=True)
        groups = list(dataset.get("WaveformSequence") or ())
    except Exception as error:  # decoders raise what they like on hostile bytes
        raise unreadable(NOT_DICOM) from error
    if not groups:
        raise unsupported(NO_WAVEFORM)
    return groups


def _longest(groups: list[Any]) -> Any:
    """The rhythm rather than the averaged beat that some carts add."""
    try:
        return max(groups, key=lambda group: int(group.NumberOfWaveformSamples))
    except Exception as error:
        raise unreadable(NOT_DICOM) from error


def _channel(channel: Any) -> tuple[float, float, str]:
    """Millivolt in one unit, offset in mV and name."""
    try:
        name = str(channel.ChannelSourceSequence[0].get("CodeMeaning") or "lead")
        unit = str(channel.ChannelSensitivityUnitsSequence[0].CodeValue)
        sensitivity = float(channel.ChannelSensitivity) * float(channel.get("ChannelSensitivityCorrectionFactor") or 1)
        baseline = float(channel.get("ChannelBaseline") or 0)
    except Exception as error:
        raise Refused("units_unknown", "The file does not say what its values mean in mV.") from error
    factor = mv_per_unit_of(unit)
    if factor is None:
        raise Refused("units_unknown", f"The channels are in “{unit[:20]}”, which is no voltage.")
    return sensitivity * factor, baseline * factor, lead_name(name)


def _blocks(
    values: NDArray[np.integer], scales: NDArray[np.float64], offsets: NDArray[np.float64]
) -> Iterator[NDArray[np.floating]]:
    for start in range(0, len(values), BLOCK_SAMPLES):
        yield values[start : start + BLOCK_SAMPLES] * scales + offsets

"""A recording as a WFDB record, the format of PhysioNet: a text header and a file of 16-bit integers.

The layout is that of the WFDB Applications Guide (G. B. Moody, header(5) and signal(5)).
"""

from __future__ import annotations

import zipfile
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.recording import LEADS, Recording

UNITS_PER_MV = 1000  # one unit is a microvolt; 16 bits hold 32 mV
MISSING = -32768  # what format 16 says where there is no sample
LARGEST = 32767


def wfdb_zip(recording: Recording, name: str = "ecg", comments: tuple[str, ...] = ()) -> bytes:
    """Write a recording as a zip of `name`.hea and `name`.dat.

    Parameters
    ----------
    recording : Recording
        Gaps are written as the value that says "no sample"; voltages beyond 32 mV as the largest there is.
    name : str, optional
        Name of the record: letters, digits and underscores.
    comments : tuple of str, optional
        Lines for people at the end of the header.
    """
    samples = _samples(recording.signal_mv)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}.hea", _header(samples, recording.sampling_rate_hz, name, comments))
        archive.writestr(f"{name}.dat", samples.T.astype("<i2").tobytes())
    return out.getvalue()


def _samples(signal_mv: NDArray[np.float32]) -> NDArray[np.int64]:
    scaled = np.clip(np.round(np.nan_to_num(signal_mv) * UNITS_PER_MV), -LARGEST, LARGEST)
    return np.where(np.isfinite(signal_mv), scaled, MISSING).astype(np.int64)


def _header(samples: NDArray[np.int64], rate_hz: float, name: str, comments: tuple[str, ...]) -> str:
    lines = [f"{name} {len(LEADS)} {rate_hz:g} {samples.shape[1]}"]
    for lead, row in zip(LEADS, samples, strict=True):
        checksum = (int(row.sum()) + 32768) % 65536 - 32768
        lines.append(f"{name}.dat 16 {UNITS_PER_MV}(0)/mV 16 0 {row[0]} {checksum} 0 {lead}")
    return "\n".join((*lines, *(f"# {comment}" for comment in comments), ""))

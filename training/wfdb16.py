"""The part of the WFDB format that PTB-XL uses: a text header and 16-bit samples, leads side by side."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

GAIN = re.compile(r"([\d.]+)(?:\((-?\d+)\))?(?:/(\w+))?")
UNITS_UV = {"mV": 1000.0, "uV": 1.0}


@dataclass(frozen=True)
class Lead:
    """One line of a header: name, ADC units a physical unit, baseline and microvolts in that unit."""

    name: str
    gain: float
    baseline: int
    unit_uv: float


def read_record(header: Path) -> tuple[dict[str, NDArray[np.int16]], float]:
    """Read a record of format 16.

    Returns
    -------
    leads : dict of ndarray, shape (samples,), int16
        Microvolt by lead name.
    sampling_rate_hz : float

    Raises
    ------
    ValueError
        If the samples are stored in another format, or in more than one file.
    """
    lines = [line for line in header.read_text(encoding="ascii").splitlines() if line and not line.startswith("#")]
    _, count, rate_hz, *_ = lines[0].split()
    fields = [line.split() for line in lines[1 : 1 + int(count)]]
    files, formats = {line[0] for line in fields}, {line[1] for line in fields}
    if formats != {"16"} or len(files) != 1:
        raise ValueError(f"{header} does not hold one file of 16-bit samples")
    leads = [_lead(line) for line in fields]
    samples = np.fromfile(header.with_name(files.pop()), "<i2").reshape(-1, len(leads))
    columns = {lead.name: _microvolt(samples[:, k], lead) for k, lead in enumerate(leads)}
    return columns, float(rate_hz.split("/")[0])


def _lead(fields: list[str]) -> Lead:
    match = GAIN.match(fields[2])
    if match is None:
        raise ValueError(f"no gain in {' '.join(fields)}")
    gain, baseline, unit = match.groups()
    return Lead(fields[8], float(gain), int(baseline or fields[4]), UNITS_UV[unit or "mV"])


def _microvolt(samples: NDArray[np.int16], lead: Lead) -> NDArray[np.int16]:
    return np.round((samples.astype(float) - lead.baseline) / lead.gain * lead.unit_uv).astype(np.int16)

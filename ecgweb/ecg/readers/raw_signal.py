"""What every signal format is turned into before its values are checked, scaled and kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.recording import LEADS
from ecgweb.ecg.refusal import Refused

BLOCK_SAMPLES = 65_536
MAX_LEADS = 64
ADVICE = "Save the signal again as .npy, CSV, WFDB (a zip of .hea and .dat), EDF or DICOM and upload that."
CUT_SHORT = "The file is cut short: part of the signal is missing."
NO_SIGNAL = "There is no signal in this file."

_CANONICAL = {lead.lower(): lead for lead in LEADS}
_MICRO = ("uv", "µv", "μv", "microvolt", "microvolts")
_MILLI = ("mv", "millivolt", "millivolts")
_VOLT = ("v", "volt", "volts")
_NANO = ("nv", "nanovolt")


@dataclass(frozen=True)
class RawSignal:
    """A signal as its file tells it.

    Parameters
    ----------
    leads : tuple of str
        One name for each column of the blocks.
    sampling_rate_hz : float or None
        None if the file does not say.
    mv_per_unit : float or None
        Millivolt in one unit of the blocks; None if the file does not say.
    blocks : iterable of ndarray, shape (samples, leads)
        The samples in order of time; NaN where nothing was recorded.
    """

    leads: tuple[str, ...]
    sampling_rate_hz: float | None
    mv_per_unit: float | None
    blocks: Iterable[NDArray[np.floating]]


def unreadable(message: str) -> Refused:
    """The refusal of a file that holds no signal we can open."""
    return Refused("unreadable_file", message, ADVICE)


def unsupported(message: str) -> Refused:
    """The refusal of a file that is whole, but of a kind that is not read here."""
    return Refused("unsupported", message, ADVICE)


def mv_per_unit_of(unit: str) -> float | None:
    """Millivolt in one unit by that name; None if it is no voltage."""
    name = unit.strip().strip("'\"").lower()
    for names, factor in ((_MILLI, 1.0), (_MICRO, 1e-3), (_VOLT, 1e3), (_NANO, 1e-6)):
        if name in names:
            return factor
    return None


def lead_name(label: str) -> str:
    """A lead's own name without "Lead", "ECG" and the like around it: "ECG aVR" and "Lead aVR (Goldberger)" are aVR."""
    words = label.replace("_", " ").replace("'", "").partition("(")[0].partition("[")[0].split()
    kept = [word for word in words if word.lower() not in ("lead", "ecg", "ekg")]
    name = " ".join(kept) or " ".join(words)
    return _CANONICAL.get(name.lower(), name[:16])


def default_names(count: int) -> tuple[str, ...]:
    """Names for leads that have none; twelve are taken to stand in the usual order."""
    return LEADS if count == len(LEADS) else tuple(f"lead {n + 1}" for n in range(count))


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """The names with a number behind those that come again."""
    seen: dict[str, int] = {}
    given = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        given.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return tuple(given)

"""What a form says about a signal, and files that belong together as one."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from werkzeug.datastructures import FileStorage

from ecgweb.analyses import signals
from ecgweb.analyses.models import Analysis
from ecgweb.ecg.readers import signal
from ecgweb.ecg.readers.raw_signal import ADVICE
from ecgweb.ecg.readers.signal import UNITS, SignalOptions
from ecgweb.ecg.readers.wfdb import MAX_HEADER_BYTES, zip_pair
from ecgweb.ecg.refusal import Refused

PAIR = {".hea", ".dat"}
HALF_A_RECORD = "A WFDB record is a .hea file with its .dat file: choose both together, or a zip of them."
NOT_A_RATE = "The sampling rate is no number of Hz."
NOT_A_RATE_ADVICE = "Give it as a number, for example 360."


def are_signals(files: Sequence[FileStorage]) -> bool:
    """Whether an upload is a signal: one file of such a name, or parts of a WFDB record."""
    endings = {_ending(file) for file in files}
    return bool(files) and (endings <= PAIR or (len(files) == 1 and signal.is_signal(files[0].filename or "")))


def options_of(form: Mapping[str, str]) -> SignalOptions:
    """Sampling rate and unit as a form gives them.

    Raises
    ------
    Refused
        If the rate is no number or the unit is not known.
    """
    text, units = form.get("sampling_rate_hz", "").strip().replace(",", "."), form.get("units", "").strip() or None
    if units is not None and units not in UNITS:
        raise Refused("units_unknown", f"“{units[:20]}” is no unit that is known here: say mV, uV or adc.")
    try:
        rate_hz = float(text) if text else None
    except ValueError:
        rate_hz = math.nan
    if rate_hz is not None and not math.isfinite(rate_hz):
        raise Refused("sampling_rate_missing", NOT_A_RATE, NOT_A_RATE_ADVICE)
    return SignalOptions(rate_hz, units)


def submit(user_id: int, files: Sequence[FileStorage], options: SignalOptions) -> Analysis:
    """Hand one signal on, a pair of WFDB files as the record that they are; raises what `signals.submit` does."""
    if not {_ending(file) for file in files} <= PAIR:
        return signals.submit(user_id, _opened(files[0]), files[0].filename or "", options)
    parts = {_ending(file): file for file in files}
    if len(files) != 2 or set(parts) != PAIR:
        raise Refused("unreadable_file", HALF_A_RECORD, ADVICE)
    header = parts[".hea"].stream.read(MAX_HEADER_BYTES)
    with zip_pair(header, parts[".dat"].stream, parts[".dat"].filename or "") as record:
        return signals.submit(user_id, record, "record.zip", options)


def _opened(file: FileStorage) -> BinaryIO:
    return cast(BinaryIO, file.stream)


def _ending(file: FileStorage) -> str:
    return PurePosixPath(file.filename or "").suffix.lower()

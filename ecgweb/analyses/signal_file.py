"""The file that keeps a signal: float32 millivolts, all leads of one moment side by side; the row tells the rest."""

from __future__ import annotations

from typing import Any

from flask import current_app

from ecgweb.analyses.models import Analysis
from ecgweb.ecg.readers.signal import SignalReading, stored_samples

NAME = "signal.npy"  # the upload's own name may be that of a patient


def about(signal: SignalReading) -> dict[str, Any]:
    """What the row says of a signal, without which its file could not be read."""
    return {
        "sampling_rate_hz": signal.sampling_rate_hz,
        "leads": list(signal.leads),
        "voltage_known": signal.voltage_known,
    }


def reading(analysis: Analysis) -> SignalReading | None:
    """The signal of an analysis, looked at where it lies on the disk; None if it came as a picture."""
    if not analysis.signal_key or not analysis.signal_about:
        return None
    about = analysis.signal_about
    with current_app.extensions["storage"].open(analysis.signal_key) as file:
        samples = stored_samples(file, len(about["leads"]))
    return SignalReading(samples, about["sampling_rate_hz"], tuple(about["leads"]), about["voltage_known"])

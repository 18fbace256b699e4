"""A recording as a table of text: one row a moment, one column a lead."""

from __future__ import annotations

import numpy as np

from ecgweb.ecg.recording import LEADS, Recording


def csv_table(recording: Recording) -> str:
    """Write a recording as comma-separated values.

    Returns
    -------
    str
        A line of titles, then a line for each sample: time in seconds from the start and the twelve leads in
        millivolt, a cell left empty where nothing was seen.
    """
    titles = ",".join(("time [s]", *(f"{lead} [mV]" for lead in LEADS)))
    seconds = np.arange(recording.signal_mv.shape[1]) / recording.sampling_rate_hz
    moments = zip(seconds.tolist(), recording.signal_mv.T.tolist(), strict=True)
    return "\n".join((titles, *(_row(time_s, voltages) for time_s, voltages in moments), ""))


def _row(time_s: float, voltages_mv: list[float]) -> str:
    cells = ("" if voltage != voltage else f"{voltage:z.4f}" for voltage in voltages_mv)  # NaN differs from itself
    return f"{time_s:.6f},{','.join(cells)}"

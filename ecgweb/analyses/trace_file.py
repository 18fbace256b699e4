"""The file that keeps what was read off a page: the recording, and where on the picture each trace ran."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page.reading import LeadTrace, PageReading
from ecgweb.ecg.paper.line import seen_runs, thin_out
from ecgweb.ecg.recording import LEADS, Recording

TOLERANCE_PX = 0.4


@dataclass(frozen=True)
class DrawnTrace:
    """One unbroken stretch of a lead on the picture; points are (x, y) pixels, shape (points, 2)."""

    lead: str
    points_px: NDArray[np.float32]


@dataclass(frozen=True)
class StoredReading:
    """The recording and its traces on the picture."""

    recording: Recording
    traces: tuple[DrawnTrace, ...]


def pack(reading: PageReading) -> bytes:
    """The reading as a compressed `.npz`: `signal` in mV (12, samples), `fs` in Hz, `leads`, and the traces."""
    traces = [drawn for trace in reading.traces for drawn in _runs(trace)]
    lengths = [len(drawn.points_px) for drawn in traces]
    out = BytesIO()
    np.savez_compressed(
        out,
        signal=reading.recording.signal_mv.astype(np.float32),
        fs=np.float64(reading.recording.sampling_rate_hz),
        leads=np.array(LEADS),
        trace_leads=np.array([drawn.lead for drawn in traces], dtype="U4"),
        trace_ends=np.cumsum(lengths, dtype=np.int64),
        trace_points=np.concatenate([np.zeros((0, 2), np.float32), *(drawn.points_px for drawn in traces)]),
    )
    return out.getvalue()


def unpack(content: bytes) -> StoredReading:
    """What `pack` has packed."""
    with np.load(BytesIO(content), allow_pickle=False) as file:
        recording = Recording(file["signal"], float(file["fs"]))
        pieces = np.split(file["trace_points"], file["trace_ends"])[:-1]
        leads = file["trace_leads"].tolist()
    return StoredReading(recording, tuple(DrawnTrace(lead, points) for lead, points in zip(leads, pieces, strict=True)))


def _runs(trace: LeadTrace) -> list[DrawnTrace]:
    """The unbroken stretches of a trace, without the points that nobody would miss."""
    x_px, y_px = np.asarray(trace.x_px, np.float64), np.asarray(trace.y_px, np.float64)
    return [DrawnTrace(trace.lead, _thinned(x_px[run], y_px[run])) for run in seen_runs(x_px + y_px)]


def _thinned(x_px: NDArray[np.float64], y_px: NDArray[np.float64]) -> NDArray[np.float32]:
    kept: list[int] | slice = slice(None)
    if np.all(np.diff(x_px) > 0):
        kept = thin_out(x_px, y_px, TOLERANCE_PX)
    return np.stack([x_px[kept], y_px[kept]], axis=1).astype(np.float32)

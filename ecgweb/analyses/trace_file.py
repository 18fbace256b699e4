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
    """One unbroken stretch of a lead on the picture.

    Parameters
    ----------
    lead : str
    points_px : ndarray, shape (points, 2)
        (x, y) in pixels.
    times_s : ndarray, shape (points,)
        When on the recording each point is; NaN in files that were kept before this was.
    """

    lead: str
    points_px: NDArray[np.float32]
    times_s: NDArray[np.float32]


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
        trace_times=np.concatenate([np.zeros(0, np.float32), *(drawn.times_s for drawn in traces)]),
    )
    return out.getvalue()


def unpack(content: bytes) -> StoredReading:
    """What `pack` has packed."""
    with np.load(BytesIO(content), allow_pickle=False) as file:
        recording = Recording(file["signal"], float(file["fs"]))
        points, ends, leads = file["trace_points"], file["trace_ends"], file["trace_leads"].tolist()
        times = file["trace_times"] if "trace_times" in file else np.full(len(points), np.nan, np.float32)
        pieces = zip(leads, np.split(points, ends)[:-1], np.split(times, ends)[:-1], strict=True)
        return StoredReading(recording, tuple(DrawnTrace(*piece) for piece in pieces))


def _runs(trace: LeadTrace) -> list[DrawnTrace]:
    """The unbroken stretches of a trace, without the points that nobody would miss."""
    x_px, y_px = np.asarray(trace.x_px, np.float64), np.asarray(trace.y_px, np.float64)
    times_s = np.linspace(trace.start_s, trace.end_s, x_px.size, endpoint=False)
    kept = [np.arange(x_px.size)[run][_needed(x_px[run], y_px[run])] for run in seen_runs(x_px + y_px)]
    return [
        DrawnTrace(
            trace.lead, np.stack([x_px[at], y_px[at]], axis=1).astype(np.float32), times_s[at].astype(np.float32)
        )
        for at in kept
    ]


def _needed(x_px: NDArray[np.float64], y_px: NDArray[np.float64]) -> list[int] | slice:
    for along, across in ((x_px, y_px), (-x_px, y_px), (y_px, x_px), (-y_px, x_px)):  # the page may lie on its side
        if np.all(np.diff(along) > 0):
            return thin_out(along, across, TOLERANCE_PX)
    return slice(None)

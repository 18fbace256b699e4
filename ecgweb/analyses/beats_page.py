"""The beats of a result in words and pictures: each with its class, counts of each, and how they follow each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgweb.analyses.signal_plots import Span, clock, trace_plot
from ecgweb.analyses.trace_file import DrawnTrace, StoredReading
from ecgweb.inference.page_beats import rhythm_strip

ROW_S = 10.0
MOST_POINTS = 1500
LETTER_SHARE = 1 / 60  # height of a beat's letter on the overlay, as a share of the picture's longer side
NAMES = {
    "N": "Normal",
    "L": "Left bundle branch block",
    "R": "Right bundle branch block",
    "A": "Premature atrial contraction",
    "V": "Premature ventricular contraction",
    "F": "Fusion of normal and ventricular",
    "E": "Ventricular escape",
    "!": "Ventricular flutter wave",
    "/": "Paced",
    "Q": "Not classified",
}
CONDITIONS = {
    "L": "left-bundle-branch-block",
    "R": "right-bundle-branch-block",
    "A": "premature-atrial-contraction",
    "V": "premature-ventricular-contraction",
    "E": "ventricular-escape",
    "!": "ventricular-fibrillation",
    "/": "paced-rhythm",
}

Beats = Sequence[dict[str, Any]]


@dataclass(frozen=True)
class BeatsPage:
    """The beats of one lead.

    Parameters
    ----------
    counts : list of tuple
        Code, name, count, share and explanation of each class, the commonest first.
    ectopics : list of tuple
        Name and summary of ventricular and supraventricular beats, where there are any.
    pauses : list of dict
    rows : list of str
        The lead as plots of ten seconds each, every beat marked; empty where the page plots the signal itself.
    lead : str, optional
        Which lead was read.
    """

    counts: list[tuple[str, str, int, float, str | None]]
    ectopics: list[tuple[str, dict[str, Any]]]
    pauses: list[dict[str, Any]]
    rows: list[str]
    lead: str | None = None


def beats_page(contract: dict[str, Any], reading: StoredReading | None = None, lead: str | None = None) -> BeatsPage:
    """Work out the beats of a finished analysis, drawn if the lead that was read is given."""
    beats = contract["beats"] or []
    summary = contract.get("beat_summary") or {}
    named = (("Ventricular", summary.get("ventricular")), ("Supraventricular", summary.get("supraventricular")))
    return BeatsPage(
        counts=beat_counts(beats),
        ectopics=[(name, part) for name, part in named if part and part["beats"]],
        pauses=summary.get("pauses") or [],
        rows=lead_rows(reading, lead, beats, rhythm_windows(contract)) if reading and lead else [],
        lead=lead,
    )


def picture_beats(
    contract: dict[str, Any], reading: StoredReading | None, longer_side_px: int
) -> tuple[BeatsPage | None, str]:
    """The beats of a page's rhythm strip, or of a strip, and their letters for the overlay; nothing without beats."""
    if reading is None or not contract.get("beats"):
        return None, ""
    lead = rhythm_strip(reading.recording)
    if lead is None:
        return None, ""
    return beats_page(contract, reading, lead), overlay_beats(reading, lead, contract["beats"], longer_side_px)


def beat_counts(beats: Beats) -> list[tuple[str, str, int, float, str | None]]:
    """Code, name, count, share and explanation of each class, the commonest first."""
    counts = Counter(beat["class"] for beat in beats)
    return [
        (code, NAMES.get(code, code), count, count / len(beats), CONDITIONS.get(code))
        for code, count in counts.most_common()
    ]


def rhythm_windows(contract: dict[str, Any]) -> list[dict[str, Any]]:
    """The rhythm over time; where its network is not installed, that of the scalograms."""
    source = contract.get("rhythm") or contract.get("time_frequency") or {}
    return source.get("windows") or []


def lead_rows(reading: StoredReading, lead: str, beats: Beats, windows: Beats) -> list[str]:
    """A lead as rows of ten seconds, with each beat's letter above it."""
    recording = reading.recording
    seconds = np.arange(recording.signal_mv.shape[1]) / recording.sampling_rate_hz
    points = np.stack([seconds, recording.lead(lead)], axis=1)
    # Rows of one length have one scale of time; a last one of a second or less goes with the one before it.
    starts = [n * ROW_S for n in range(max(1, round(recording.duration_s / ROW_S + 0.4)))]
    rows = []
    for start_s in starts:
        end_s = start_s + ROW_S if start_s != starts[-1] else max(start_s + ROW_S, recording.duration_s)
        inside = points[(seconds >= start_s) & (seconds < end_s)]
        label = f"Lead {lead} with its beats, {clock(start_s)} to {clock(min(end_s, recording.duration_s))}"
        rows.append(trace_plot(_thinned(inside), Span(start_s, end_s), label, beats, windows))
    return rows


def overlay_beats(reading: StoredReading, lead: str, beats: Beats, longer_side_px: int) -> str:
    """The letter of every beat above its place on the picture, as a group to be put into the overlay.

    Where the lead runs through the page it is marked there, not in its column.
    """
    size_px = longer_side_px * LETTER_SHARE
    traces = [trace for trace in reading.traces if trace.lead == lead and np.isfinite(trace.times_s).all()]
    letters = [
        f'<text class="overlay-beat is-{beat["aami"].lower()}" x="{x:.0f}" y="{max(size_px, y - 0.6 * size_px):.0f}" '
        f'font-size="{size_px:.0f}">{beat["class"].replace("<", "")}</text>'
        for beat in beats
        if (place := _place(traces, beat["time_s"], 3 * size_px))
        for x, y in [place]
    ]
    return f'<g class="overlay-beats">{"".join(letters)}</g>' if letters else ""


def _place(traces: Sequence[DrawnTrace], time_s: float, reach_px: float) -> tuple[float, float] | None:
    """Where a beat stands on the picture: its column, and the highest point of the trace about it."""
    holding = [trace for trace in traces if trace.times_s[0] <= time_s <= trace.times_s[-1]]
    if not holding:
        return None
    longest = max(holding, key=lambda trace: float(trace.times_s[-1] - trace.times_s[0]))
    x = float(np.interp(time_s, longest.times_s, longest.points_px[:, 0]))
    near = np.abs(longest.points_px[:, 0] - x) < reach_px / 2
    y = longest.points_px[near, 1] if near.any() else longest.points_px[:, 1]
    return x, float(y.min())


def _thinned(points: NDArray[np.floating]) -> NDArray[np.float32]:
    """At most so many points, each the one farthest from the usual level among those it stands for."""
    each = -(-len(points) // MOST_POINTS)
    if each < 2:
        return points.astype(np.float32)
    whole = points[: len(points) // each * each].reshape(-1, each, 2)
    away = np.abs(whole[..., 1] - np.nanmedian(points[:, 1]) if np.isfinite(points[:, 1]).any() else whole[..., 1])
    best = np.argmax(np.nan_to_num(away, nan=-1.0), axis=1)
    return whole[np.arange(len(whole)), best].astype(np.float32)

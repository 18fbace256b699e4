"""Whether a page that was read as twelve leads shows one lead over and over, as recorders print it in rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.recording import LEADS, Recording

_AROUND_S = 0.1
_ALIKE = 0.8
_FEWEST_LEADS = 8

Floats = NDArray[np.float64]


def repeats_one_lead(recording: Recording) -> bool:
    """Whether the tallest beats of nearly all leads look alike.

    In a real twelve-lead ECG V1 and V2 see the heart from where it goes away, V5 and V6 from where it comes to. aVR is
    left out: on a page in Cabrera's order it is printed upside down.
    """
    around = round(_AROUND_S * recording.sampling_rate_hz)
    beats = [_tallest(recording.lead(name).astype(np.float64), around) for name in LEADS if name != "aVR"]
    known = [beat for beat in beats if beat is not None]
    if len(known) < _FEWEST_LEADS:
        return False
    likeness = np.stack(known) @ np.stack(known).T
    return bool(np.percentile(likeness, 20) > _ALIKE)


def _tallest(lead_mv: Floats, around: int) -> Floats | None:
    """The largest deflection of a lead and what lies around it, about its mean and at length one."""
    seen = np.flatnonzero(np.isfinite(lead_mv))
    if seen.size < 4 * around:
        return None
    piece = np.interp(np.arange(seen[0], seen[-1] + 1), seen, lead_mv[seen])
    away = np.abs(piece - np.median(piece))[around : piece.size - around]
    peak = around + int(away.argmax())
    beat = piece[peak - around : peak + around] - piece[peak - around : peak + around].mean()
    return np.asarray(beat / (np.linalg.norm(beat) + 1e-9))

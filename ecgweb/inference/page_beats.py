"""The beats of a page, read from its rhythm strip."""

from __future__ import annotations

from typing import Any

import numpy as np

from ecgweb.ecg.beats.summary import Beat
from ecgweb.ecg.recording import LEADS, Recording
from ecgweb.inference.beats import BeatClassifier

STRIP_SHARE = 0.7  # of the page's time: a lead seen that long is a rhythm strip
PREFERRED = ("II", "I", "V5", "V1")


def strip_beats(recording: Recording, classifier: BeatClassifier | None) -> tuple[dict[str, Any], ...] | None:
    """Every beat of the rhythm strip as the contract has it; None for a page without one, or without the network."""
    lead = rhythm_strip(recording)
    if classifier is None or lead is None:
        return None
    beats = classifier.classify(recording.lead(lead), recording.sampling_rate_hz)
    return tuple(as_contract(beat) for beat in beats) or None


def rhythm_strip(recording: Recording) -> str | None:
    """The lead that runs through the whole page; the one seen longest, II before others that are seen as long."""
    shares = dict(zip(LEADS, np.round(recording.seen().mean(axis=1), 1).tolist(), strict=True))
    strips = [lead for lead in (*PREFERRED, *LEADS) if shares[lead] >= STRIP_SHARE]
    return max(strips, key=lambda lead: shares[lead], default=None)


def as_contract(beat: Beat) -> dict[str, Any]:
    """One entry of the contract's `beats`."""
    return {"time_s": beat.time_s, "class": beat.symbol, "aami": beat.aami, "probability": beat.probability}

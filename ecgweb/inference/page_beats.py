"""The beats of a page, read from its rhythm strip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from ecgweb.ecg.beats.summary import Beat, summarise
from ecgweb.ecg.recording import LEADS, Recording
from ecgweb.inference.beats import BeatClassifier

STRIP_SHARE = 0.7  # of the page's time: a lead seen that long is a rhythm strip
PREFERRED = ("II", "I", "V5", "V1")


def beats_of_page(recording: Recording, classifier: BeatClassifier | None) -> dict[str, Any]:
    """Every beat of the rhythm strip and what they amount to, as the contract has them.

    Nothing is said of a page without a rhythm strip, or without the network.
    """
    lead = rhythm_strip(recording)
    if classifier is None or lead is None:
        return {}
    beats = classifier.classify(recording.lead(lead), recording.sampling_rate_hz)
    return beat_lists(beats) if beats else {}


def beat_lists(beats: Sequence[Beat]) -> dict[str, Any]:
    """The contract's `beats` and `beat_summary`."""
    return {"beats": tuple(as_contract(beat) for beat in beats), "beat_summary": asdict(summarise(beats))}


def rhythm_strip(recording: Recording) -> str | None:
    """The lead that runs through the whole page; the one seen longest, II before others that are seen as long."""
    shares = dict(zip(LEADS, np.round(recording.seen().mean(axis=1), 1).tolist(), strict=True))
    strips = [lead for lead in (*PREFERRED, *LEADS) if shares[lead] >= STRIP_SHARE]
    return max(strips, key=lambda lead: shares[lead], default=None)


def as_contract(beat: Beat) -> dict[str, Any]:
    """One entry of the contract's `beats`."""
    return {"time_s": beat.time_s, "class": beat.symbol, "aami": beat.aami, "probability": beat.probability}

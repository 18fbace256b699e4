"""What a strip of one lead and a picture of one beat show."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.page.reading import PageReading
from ecgweb.ecg.refusal import Reason
from ecgweb.ecg.waves import measure
from ecgweb.inference.analysis import ModelIdentity
from ecgweb.inference.beat_image import KINDS, LABELS, BeatImageClassifier
from ecgweb.inference.network_file import NetworkManifest
from ecgweb.inference.page_beats import beat_lists
from ecgweb.inference.registry import Networks
from ecgweb.inference.signal_analysis import joined_rhythm

NOT_INSTALLED = Reason(
    "not_installed", "The network that names single beats is not installed.", "Ask the people who run this site."
)


def strip_fields(reading: PageReading, networks: Networks) -> dict[str, Any]:
    """The result fields of the contract for a strip: beats, rhythm and measurements of its one lead."""
    lead_mv, rate_hz = reading.recording.lead(reading.layout.rhythm_leads[0]), reading.recording.sampling_rate_hz
    beats = networks.beats.classify(lead_mv, rate_hz) if networks.beats else None
    rhythm = networks.rhythm.classify(lead_mv, rate_hz) if networks.rhythm else None
    measured = measure(reading.recording, networks.delineate)
    if beats and len(beats) > 2:
        rr_s = np.diff([beat.time_s for beat in beats])
        measured = replace(measured, heart_rate_bpm=float(60 / np.median(rr_s)))
    return {
        "layout": reading.layout,
        **({} if beats is None else beat_lists(beats)),
        "rhythm": joined_rhythm([(0.0, lead_mv.size, rhythm)]) if rhythm else None,
        "measurements": measured,
        "quality": reading.quality,
        "model": identity(networks.beats.manifest) if networks.beats else None,
    }


def beat_fields(line: NDArray[np.uint8], classifier: BeatImageClassifier | None) -> dict[str, Any]:
    """The result fields of the contract for a picture of one beat.

    Each class comes with what it was worth in testing: between patients, and naively, with patients on both sides.
    """
    if classifier is None:
        return {"model": None, "reason": NOT_INSTALLED}
    answer = classifier.classify_line(line)
    figures = classifier.manifest.figures
    worth = {
        name: {"accuracy": found["accuracy"], "majority": found["majority"], "classes": _shares(found["kinds"])}
        for name, found in figures.items()
    }
    return {
        "beat": {
            "class": answer.kind,
            "label": answer.label,
            "probability": answer.probability,
            "probabilities": answer.probabilities,
            "labels": LABELS,
            "untested": [kind for kind in KINDS if kind in classifier.manifest.settings["untested"]],
            "worth": worth,
        },
        "model": identity(classifier.manifest),
    }


def identity(manifest: NetworkManifest) -> ModelIdentity:
    """Which network answered."""
    return ModelIdentity(manifest.name, manifest.version, manifest.sha256)


def _shares(rows: dict[str, dict[str, Any]]) -> dict[str, dict[str, float | None]]:
    return {kind: {name: row[name] for name in ("sensitivity", "ppv")} for kind, row in rows.items()}

"""What the upload page says: which pictures are taken, why one is not, and how far an analysis has come."""

from __future__ import annotations

from typing import Any

from ecgweb.analyses.models import Analysis
from ecgweb.ecg.readers import gate, signal
from ecgweb.ecg.readers.formats import BY_EXTENSION, FORMATS, NAMES
from ecgweb.ecg.readers.raw_signal import ADVICE
from ecgweb.ecg.refusal import REASONS, Reason

ALLOWED = f"{NAMES}, up to 20 MB and 40 megapixels. One picture at a time."
ACCEPT = ",".join((*BY_EXTENSION, *(kind for one in FORMATS.values() for kind in one.media_types)))
ALLOWED_SIGNALS = "Or a signal: NPY, CSV, WFDB (a zip, or .hea with .dat), EDF or DICOM, up to 200 MB."
ACCEPT_SIGNALS = ",".join((*signal.FORMATS, ".hea", ".dat"))
PAGE_NUMBER = f"Give the page as a number from 1 to {gate.MAX_PAGES}, or leave it empty."
NOTHING_CHOSEN = "Choose a picture of an ECG first."
ONE_AT_A_TIME = "Please upload one picture at a time."
DO_NOT_WAIT = (
    "If this person has chest pain, trouble breathing or faints, do not wait for another picture: "
    "call the emergency number."
)
# Browsers show these; whether they show the others depends on the browser.
ALWAYS_SHOWN = ["JPEG", "PNG", "WEBP"]
HTTP_STATUS = {"unsupported": 415, "too_large": 413}
STAGES = {
    "received": "Picture sent",
    "page_found": "Page found",
    "traces_read": "Traces read",
    "analysed": "Analysed",
}
SIGNAL_STAGES = {
    "received": "Signal sent",
    "signal_read": "Signal checked",
    "beats_found": "Beats found",
    "rhythm_read": "Rhythm read",
    "analysed": "Analysed",
}


def with_advice(reason: Reason) -> str:
    """The reason and what to do about it."""
    return f"{reason.message} {reason.advice}"


def stages(analysis: Analysis) -> list[tuple[str, str]]:
    """Every stage with "is-done", "is-now" or nothing."""
    steps = SIGNAL_STAGES if analysis.signal_key else STAGES
    reached = list(steps).index(analysis.stage)
    marks = ["is-done" if n <= reached else "is-now" if n == reached + 1 else "" for n in range(len(steps))]
    return list(zip(steps.values(), marks, strict=True))


def upload_rules() -> dict[str, Any]:
    """The server's rules and sentences, for the upload widget to use the same before anything is sent."""
    return {
        "types": {extension: one.code for extension, one in BY_EXTENSION.items()},
        "magic": _signatures(),
        "withPages": [one.code for one in FORMATS.values() if one.has_pages],
        "alwaysShown": ALWAYS_SHOWN,
        "maxBytes": gate.MAX_BYTES,
        "maxPages": gate.MAX_PAGES,
        "maxPixels": gate.MAX_PIXELS,
        "minLongSide": gate.MIN_LONG_SIDE_PX,
        "minShortSide": gate.MIN_SHORT_SIDE_PX,
        "signals": {
            "endings": [*signal.FORMATS, ".hea", ".dat"],
            "saysItself": [".zip", ".edf", ".dcm", ".hea", ".dat"],
            "maxBytes": signal.MAX_BYTES,
            "tooManyBytes": f"{signal.TOO_MANY_BYTES} {signal.SHORTER}",
            "empty": f"{signal.EMPTY} {ADVICE}",
            "rateMissing": with_advice(REASONS["sampling_rate_missing"]),
            "stages": SIGNAL_STAGES,
        },
        "sentences": {
            "wrongType": _sentence("unsupported", gate.WRONG_TYPE),
            "empty": _sentence("unreadable_file", gate.EMPTY),
            "tooManyBytes": _sentence("too_large", gate.TOO_MANY_BYTES),
            "tooManyPixels": _sentence("too_large", gate.TOO_MANY_PIXELS),
            "tooSmall": _sentence("too_small", gate.TOO_FEW_PIXELS),
            "notAPicture": _sentence("unreadable_file", gate.NOT_A_PICTURE),
            "damaged": _sentence("unreadable_file", gate.DAMAGED),
            "oneAtATime": ONE_AT_A_TIME,
        },
    }


def _signatures() -> list[list[tuple[int, list[int]]]]:
    """First bytes of every kind of file, as (place, bytes) that must all be there."""
    return [[(at, list(mark)) for at, mark in signature] for one in FORMATS.values() for signature in one.signatures]


def _sentence(code: str, message: str) -> str:
    return with_advice(Reason(code, message, REASONS[code].advice))

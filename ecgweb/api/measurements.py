"""The measurements of an analysis, as the OpenAPI document describes them."""

from __future__ import annotations

from typing import Any

from ecgweb.ecg.waves.amplitudes import NAMES

NUMBER: dict[str, Any] = {"type": ["number", "null"]}
QTC = ("bazett", "fridericia", "framingham", "hodges")
MARKS = ("p_onset_ms", "p_offset_ms", "qrs_onset_ms", "qrs_offset_ms", "t_onset_ms", "t_offset_ms")
ERRORS = (
    "The true value lies with 95 % within this much to either side: from measured accuracy and from how much single "
    "beats differ."
)


def measurements() -> dict[str, Any]:
    """Rate, intervals, axis and the amplitudes of each lead; null where not measurable."""
    qtc = _object("Corrected QT interval by four formulas, ms.", dict.fromkeys(QTC, NUMBER))
    return _object(
        "null where not measurable.",
        {
            "heart_rate_bpm": _number("From the median RR interval."),
            "heart_rate_mean_bpm": _number("From the mean RR interval."),
            "heart_rate_range_bpm": {
                "type": ["array", "null"],
                "items": {"type": "number"},
                "description": "Of the longest and of the shortest RR interval.",
            },
            "rr_variation": _number("Standard deviation of the RR intervals over their mean."),
            "regularity": {
                "enum": ["regular", "irregular", None],
                "description": "regular: the longest and the shortest RR interval differ by at most 120 ms.",
            },
            "p_ms": _number("Duration of the P wave."),
            "pr_ms": _number("From the onset of P to the onset of QRS."),
            "qrs_ms": _number("Duration of the QRS complex."),
            "qt_ms": _number("From the onset of QRS to the end of T."),
            "qtc_ms": qtc,
            "axis_deg": _number("QRS axis in the frontal plane."),
            "beats": {"type": ["integer", "null"], "description": "Averaged into the typical beat."},
            "absent_waves": {
                "type": ["array", "null"],
                "items": {"enum": ["P"]},
                "description": "Waves that were looked for and are not there.",
            },
            "marks": _marks("Of the typical beat over all leads"),
            "leads": {
                "type": ["object", "null"],
                "description": "By the name of the lead.",
                "additionalProperties": _lead(),
            },
            "errors": _object(ERRORS + " By the name of the measurement.", {"qtc_ms": qtc}),
        },
    )


def _lead() -> dict[str, Any]:
    millivolt = dict.fromkeys(NAMES, NUMBER)
    return _object(
        "Amplitudes in mV from the baseline ahead of the QRS complex; 0 for a Q, R or S wave that is not there. "
        "The depth of a complex without an R wave (QS) is given as s_mv.",
        {
            **millivolt,
            "beats": {"type": "integer", "description": "Seen in this lead."},
            "errors": _object(ERRORS, millivolt),
            "marks": _marks("Of this lead alone"),
        },
    )


def _marks(of: str) -> dict[str, Any]:
    return _object(f"{of}, in ms from the R peak, negative before it.", dict.fromkeys(MARKS, NUMBER))


def _number(description: str) -> dict[str, Any]:
    return {**NUMBER, "description": description}


def _object(description: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": ["object", "null"], "description": description, "properties": properties}

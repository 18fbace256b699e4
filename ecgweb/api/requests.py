"""What requests say: signals as JSON, help for a page, and whose ECG it is."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgweb.analyses.person import NotAPerson, Person, person_of
from ecgweb.ecg.page.help import ReadingHelp, help_from_json
from ecgweb.ecg.readers.raw_signal import MAX_LEADS
from ecgweb.ecg.readers.signal import UNITS

FIELDS = {"signal", "sampling_rate_hz", "units", "sex", "age_years"}


class BadRequest(ValueError):
    """The request is not what the OpenAPI document describes; the message says where."""


@dataclass(frozen=True)
class SignalRequest:
    """A signal as numbers, (samples,) or (leads, samples), with its rate and unit, and whose it is."""

    samples: NDArray[np.float64]
    sampling_rate_hz: float
    units: str | None
    person: Person


def signal_request(body: Any) -> SignalRequest:
    """Check a JSON body.

    Raises
    ------
    BadRequest
        If a field is missing, unknown or of the wrong type, or the leads have different lengths.
    """
    if not isinstance(body, dict):
        raise BadRequest("The body is no JSON object.")
    unknown = set(body) - FIELDS
    if unknown:
        raise BadRequest(f"Unknown field: {min(unknown)[:40]}. Known are {', '.join(sorted(FIELDS))}.")
    rate_hz: Any = body.get("sampling_rate_hz")
    units = body.get("units", "mV")
    if not _is_number(rate_hz) or not math.isfinite(rate_hz) or rate_hz <= 0:
        raise BadRequest("sampling_rate_hz is a number of Hz above zero.")
    if units not in list(UNITS):
        raise BadRequest(f"units is one of {', '.join(UNITS)}.")
    return SignalRequest(_samples(body.get("signal")), float(rate_hz), units, _person(body))


def form_person(form: Mapping[str, str]) -> Person:
    """Sex and age as a form gives them.

    Raises
    ------
    BadRequest
        If they are not what a form on the site would take.
    """
    try:
        return person_of(form)
    except NotAPerson as error:
        raise BadRequest(str(error)) from error


def reading_help(text: str | None) -> ReadingHelp | None:
    """What a JSON text sets for the reading of a page, None without one.

    Raises
    ------
    BadRequest
        If it is no JSON.
    BadHelp
        If what it says makes no sense.
    """
    if not text:
        return None
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRequest("help is no JSON object.") from error
    return help_from_json(given)


def _person(body: dict[str, Any]) -> Person:
    sex, age_years = body.get("sex", ""), body.get("age_years", "")
    if not isinstance(sex, str) or not (age_years == "" or type(age_years) is int):
        raise BadRequest("sex is a word and age_years a whole number; both may be left out.")
    return form_person({"sex": sex, "age_years": str(age_years)})


def _samples(signal: Any) -> NDArray[np.float64]:
    if not isinstance(signal, list) or not signal:
        raise BadRequest("signal is a list of numbers, or a list of leads that are lists of numbers.")
    leads = signal if isinstance(signal[0], list) else [signal]
    if len(leads) > MAX_LEADS:
        raise BadRequest(f"signal has at most {MAX_LEADS} leads.")
    if any(not isinstance(lead, list) or len(lead) != len(leads[0]) or not lead for lead in leads):
        raise BadRequest("All leads of signal are lists of the same length.")
    if any(value is not None and not _is_number(value) for lead in leads for value in lead):
        raise BadRequest("Every sample is a number, or null where nothing was recorded.")
    try:
        return np.array(leads, np.float64)
    except OverflowError as error:
        raise BadRequest("A sample is too large to be a voltage.") from error


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e300

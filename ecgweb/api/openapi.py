"""The OpenAPI document of the API, 3.1."""

from __future__ import annotations

from functools import cache
from typing import Any

from ecgweb.analyses.person import OLDEST_YEARS, SEXES
from ecgweb.api.measurements import measurements
from ecgweb.ecg.page.help_checks import GAINS_MM_MV, LAYOUTS, LEAD_NAMES, MOST_IGNORED, SPEEDS_MM_S
from ecgweb.ecg.readers.raw_signal import MAX_LEADS
from ecgweb.ecg.readers.signal import UNITS
from ecgweb.ecg.recording import LEADS
from ecgweb.ecg.refusal import REASONS
from ecgweb.templating import NOTICE

PROBLEM = "application/problem+json"
REASON_CODES = sorted({*REASONS, "bad_request"})
NULLABLE_OBJECT: dict[str, Any] = {"type": ["object", "null"]}


@cache
def document() -> dict[str, Any]:
    """What the API takes and answers, for people's programs and for tests."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "ECG Analyzer", "version": "1.0.0", "description": NOTICE},
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": {
            "/api/v1/analyses": {"get": _list(), "post": _create()},
            "/api/v1/analyses/{id}": {"parameters": [_id()], "get": _fetch(), "delete": _delete()},
            "/api/v1/models": {"get": _models()},
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Problem": _problem(),
                "Summary": _summary(),
                "Analysis": _analysis(),
                "Signal": _signal(),
                "ReadingHelp": _reading_help(),
                **_parts(),
            },
        },
    }


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _errors(*statuses: int) -> dict[str, Any]:
    words = {
        400: "The request is not as described here.",
        401: "No token, or one that does not work.",
        404: "No such analysis of yours.",
        413: "Larger than the limits: pictures 20 MB, signals 200 MB, JSON 20 MB.",
        415: "Not a kind of file that is read.",
        422: "The file could not be read as an ECG.",
        429: "Too many requests or uploads; see Retry-After.",
        503: "Busy; see Retry-After.",
    }
    return {
        str(code): {"description": words[code], "content": {PROBLEM: {"schema": _ref("Problem")}}} for code in statuses
    }


def _create() -> dict[str, Any]:
    location = {"Location": {"description": "Where the analysis is kept.", "schema": {"type": "string"}}}
    done = {"description": "Analysed.", "headers": location, "content": _json(_ref("Analysis"))}
    late = {"description": "Taken; ask for it again.", "headers": location, "content": _json(_ref("Analysis"))}
    body = {"multipart/form-data": {"schema": _upload()}, "application/json": {"schema": _ref("Signal")}}
    return {
        "operationId": "analyze",
        "summary": "Analyse a picture or a signal",
        "requestBody": {"required": True, "content": body},
        "responses": {"201": done, "202": late, **_errors(400, 401, 413, 415, 422, 429, 503)},
    }


def _upload() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["file"],
        "properties": {
            "file": {
                "type": "string",
                "format": "binary",
                "description": "A picture of a 12-lead ECG, or a signal: .npy .csv .tsv .edf .dcm, WFDB as .zip.",
            },
            "sampling_rate_hz": {"type": "number", "description": "Of a signal whose file does not say it."},
            "units": {"enum": list(UNITS), "description": "Of a signal whose file does not say it."},
            "page": {"type": "integer", "minimum": 1, "description": "Of a document with several pages."},
            **_person(),
            "cover_text": {"enum": ["yes", "no"], "description": "Whether text around the traces is covered; yes."},
            "help": {
                "type": "string",
                "contentMediaType": "application/json",
                "contentSchema": _ref("ReadingHelp"),
                "description": "What the reader of a page is not to find by itself.",
            },
        },
    }


def _person() -> dict[str, Any]:
    return {
        "sex": {"enum": list(SEXES), "description": "Chooses the ranges beside the measurements; may be left out."},
        "age_years": {"type": "integer", "minimum": 0, "maximum": OLDEST_YEARS, "description": "As sex."},
    }


def _reading_help() -> dict[str, Any]:
    number = {"type": "number"}

    def numbers(count: int) -> dict[str, Any]:
        return {"type": "array", "minItems": count, "maxItems": count, "items": number}

    return {
        "type": "object",
        "additionalProperties": False,
        "description": "Pixels are those of the picture as sent, set upright by its EXIF orientation.",
        "properties": {
            "corners_px": {
                "type": "array",
                "minItems": 4,
                "maxItems": 4,
                "items": numbers(2),
                "description": "Corners of the page as (x, y), clockwise from the top left.",
            },
            "quarter_turns": {"enum": [0, 1, 2, 3], "description": "Clockwise turns that set the page upright."},
            "layout": {"enum": list(LAYOUTS)},
            "lead_names": {
                "type": "array",
                "minItems": 12,
                "maxItems": 15,
                "items": {"enum": list(LEAD_NAMES)},
                "description": "Row by row, then the rhythm strips; goes with a layout.",
            },
            "speed_mm_s": {"enum": list(SPEEDS_MM_S)},
            "gain_mm_mv": {"enum": list(GAINS_MM_MV)},
            "ignored_px": {
                "type": "array",
                "maxItems": MOST_IGNORED,
                "items": numbers(4),
                "description": "Regions taken as bare paper: left, top, right, bottom.",
            },
        },
    }


def _signal() -> dict[str, Any]:
    lead = {"type": "array", "minItems": 1, "items": {"type": ["number", "null"]}}
    return {
        "type": "object",
        "required": ["signal", "sampling_rate_hz"],
        "additionalProperties": False,
        "properties": {
            "signal": {
                "description": "One lead, or a list of leads of the same length; null where nothing was recorded.",
                "oneOf": [lead, {"type": "array", "minItems": 1, "maxItems": MAX_LEADS, "items": lead}],
            },
            "sampling_rate_hz": {"type": "number", "exclusiveMinimum": 0},
            "units": {"enum": list(UNITS), "default": "mV"},
            **_person(),
        },
    }


def _list() -> dict[str, Any]:
    schema = {
        "type": "object",
        "required": ["analyses", "page", "last_page", "total"],
        "properties": {
            "analyses": {"type": "array", "items": _ref("Summary")},
            "page": {"type": "integer"},
            "last_page": {"type": "integer"},
            "total": {"type": "integer"},
        },
    }
    number = {"type": "integer", "minimum": 1, "maximum": 999_999, "default": 1}
    return {
        "operationId": "list_analyses",
        "summary": "Your analyses, the latest first",
        "parameters": [{"name": "page", "in": "query", "schema": number}],
        "responses": {"200": {"description": "A page of them.", "content": _json(schema)}, **_errors(400, 401, 429)},
    }


def _fetch() -> dict[str, Any]:
    found = {"description": "The analysis.", "content": _json(_ref("Analysis"))}
    return {
        "operationId": "fetch_analysis",
        "summary": "One analysis",
        "responses": {"200": found, **_errors(401, 404, 429)},
    }


def _delete() -> dict[str, Any]:
    return {
        "operationId": "delete_analysis",
        "summary": "Delete an analysis with its files",
        "responses": {"204": {"description": "It is gone."}, **_errors(401, 404, 429)},
    }


def _models() -> dict[str, Any]:
    model = {
        "type": "object",
        "required": ["name", "installed"],
        "properties": {
            "name": {"type": "string"},
            "installed": {"type": "boolean"},
            "version": {"type": ["string", "null"]},
            "sha256": {"type": ["string", "null"]},
            "files": {"type": "object", "additionalProperties": {"type": "string"}, "description": "SHA-256 by role."},
        },
    }
    schema = {"type": "object", "required": ["models"], "properties": {"models": {"type": "array", "items": model}}}
    return {
        "operationId": "list_models",
        "summary": "The networks that answer",
        "responses": {"200": {"description": "All of them.", "content": _json(schema)}, **_errors(401, 429)},
    }


def _id() -> dict[str, Any]:
    return {
        "name": "id",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,40}$"},
    }


def _problem() -> dict[str, Any]:
    return {
        "type": "object",
        "description": "RFC 9457. `code` is one of the reasons that the documentation lists.",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "code": {"enum": REASON_CODES},
        },
    }


def _summary() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["id", "state", "created_at", "kind", "diagnosis", "sex", "age_years", "url"],
        "properties": {
            "id": {"type": "string"},
            "state": {"enum": ["running", "done", "failed", "interrupted"]},
            "created_at": {"type": "string"},
            "kind": {"enum": ["page", "strip", "beat", "signal", None]},
            "diagnosis": NULLABLE_OBJECT,
            "sex": {"enum": [*SEXES, None]},
            "age_years": {"type": ["integer", "null"]},
            "url": {"type": "string"},
        },
    }


def _parts() -> dict[str, Any]:
    """Parts of an analysis that programs may want to draw or to act upon."""
    reason = {
        "for": {"type": "string", "description": "Code of the diagnosis or finding that this speaks for."},
        "lead": {"enum": list(LEADS)},
        "start_s": {"type": "number"},
        "end_s": {"type": "number"},
        "weight": {"type": "number", "description": "Share of all that speaks for it, 0 to 1."},
    }
    contradiction = {name: {"type": "string"} for name in ("code", "message", "why")}
    return {
        name: {"type": "object", "required": list(properties), "properties": properties}
        for name, properties in (("Reason", reason), ("Contradiction", contradiction))
    }


def _analysis() -> dict[str, Any]:
    """The summary and, once it is done, the object that the command line prints."""
    contract = {
        "schema": {"type": "integer"},
        "accepted": {"type": "boolean"},
        "reason": NULLABLE_OBJECT,
        "help": NULLABLE_OBJECT,
        "probabilities": NULLABLE_OBJECT,
        "findings": {"type": ["array", "null"], "items": {"type": "object"}},
        "familiarity": NULLABLE_OBJECT,
        "reasons": {"type": ["array", "null"], "items": _ref("Reason")},
        "consistency": {"type": ["array", "null"], "items": _ref("Contradiction")},
        "signal": NULLABLE_OBJECT,
        "beats": {"type": ["array", "null"], "items": {"type": "object"}},
        "rhythm": NULLABLE_OBJECT,
        "time_frequency": NULLABLE_OBJECT,
        "measurements": measurements(),
        "quality": NULLABLE_OBJECT,
        "model": NULLABLE_OBJECT,
        "timing_ms": {"type": "object"},
        "notice": {"type": "string"},
    }
    return {"allOf": [_ref("Summary"), {"type": "object", "properties": contract}]}

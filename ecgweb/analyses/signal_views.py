"""Views of a signal's result: its page, and the picture of its scalogram."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, abort, render_template, request, url_for
from flask_login import current_user

from ecgweb.analyses import blueprint, person, service, signal_file, words
from ecgweb.analyses.measurement_page import MeasurementPage, measurement_page
from ecgweb.analyses.models import Analysis
from ecgweb.analyses.outcome import Outcome
from ecgweb.analyses.result_page import result_page
from ecgweb.analyses.signal_drawings import SCALOGRAM_S, scalogram_png
from ecgweb.analyses.signal_page import signal_page, view_of
from ecgweb.ecg.readers.signal import SignalReading
from ecgweb.inference.signal_analysis import MEASURED_S, recording_of
from ecgweb.security import access


def page(analysis: Analysis, outcome: Outcome) -> Any:
    """The result page of a signal; the address may say which stretch of which lead to look at closely."""
    signal = _signal(analysis)
    details, shown = None, result_page(analysis, outcome)
    if analysis.contract and analysis.contract["accepted"]:
        view = view_of(signal, analysis.contract, _wanted())
        picture = url_for(
            "analyses.scalogram",
            public_id=analysis.public_id,
            lead=view.lead,
            start_s=view.start_s,
            seconds=view.seconds,
        )
        details = signal_page(signal, analysis.contract, view, picture)
        shown = replace(shown, measured=_measured(analysis, signal))
    return render_template(
        "analyses/signal.html",
        analysis=analysis,
        outcome=outcome,
        page=shown,
        signal=details,
        do_not_wait=words.DO_NOT_WAIT,
    )


@blueprint.get("/analyses/<public_id>/scalogram.png")
@access.signed_in
def scalogram(public_id: str) -> Any:
    analysis = service.find(current_user.id, public_id)
    if analysis is None or not analysis.signal_key:
        abort(404)
    signal, wanted = _signal(analysis), _wanted()
    lead = wanted["lead"] if wanted["lead"] in range(len(signal.leads)) else 0
    seconds = min(max(wanted["seconds"] or 10.0, SCALOGRAM_S[0]), SCALOGRAM_S[1])
    start_s = min(max(wanted["start_s"] or 0.0, 0.0), max(0.0, signal.duration_s - seconds))
    response = Response(scalogram_png(signal, lead, start_s, seconds), mimetype="image/png")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _measured(analysis: Analysis, signal: SignalReading) -> MeasurementPage | None:
    """The measurements with the median beat they were made on, where its voltages are known."""
    start = recording_of(signal, MEASURED_S) if signal.voltage_known else None
    return measurement_page(analysis.contract or {}, person.of(analysis), start)


def _signal(analysis: Analysis) -> SignalReading:
    try:
        signal = signal_file.reading(analysis)
    except FileNotFoundError:
        signal = None
    if signal is None:
        abort(404)
    return signal


def _wanted() -> dict[str, Any]:
    """What the address asks for; words that are no numbers ask for nothing."""
    numbers = {name: request.args.get(name, type=float) for name in ("start_s", "seconds")}
    finite = {name: value if value is not None and abs(value) < 1e9 else None for name, value in numbers.items()}
    return {"lead": request.args.get("lead", type=int), **finite}

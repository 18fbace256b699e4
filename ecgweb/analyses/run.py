"""One analysis from its picture to its result, told to the database step by step."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from sqlalchemy import update

from ecgweb import audit, faults
from ecgweb.analyses import picture_files, signal_file, trace_file
from ecgweb.analyses.models import Analysis, State, or_done_before
from ecgweb.ecg.page.cover import cover_text
from ecgweb.ecg.page.help import help_from_json
from ecgweb.extensions import db, now
from ecgweb.inference.service import AnalysisService, Result, Stage
from ecgweb.storage import Storage

STANDS_AFTER_REFUSAL = "{} the page could not be read: {} The result is the one from before."
ALIVE_EVERY_S = 5.0  # well below the silence after which an analysis counts as interrupted


@dataclass(frozen=True)
class Task:
    """A file to be analysed: the row of its analysis, its bytes, a name for its kind, and the page that was chosen."""

    analysis_id: int
    data: bytes
    filename: str
    page: int | None = None


def run(app: Flask, task: Task) -> None:
    """Analyse a file and keep what comes out in its row; a fault of ours is kept as such and not raised."""
    with app.app_context():
        try:
            result = _analysed(task)
            _keep(task.analysis_id, result)
            _keep_reasons(task.analysis_id, result)
        except Exception as error:
            db.session.rollback()
            faults.log(current_app.logger, "an analysis failed", error)
            _tell(task.analysis_id, state=or_done_before(State.FAILED))


def _analysed(task: Task) -> Result:
    service: AnalysisService = current_app.extensions["analysis_service"]
    analysis = db.session.get(Analysis, task.analysis_id)
    signal = signal_file.reading(analysis) if analysis else None
    help = help_from_json(analysis.help["set"]) if analysis and analysis.help else None
    kind = (analysis.help or {}).get("kind") if analysis else None
    db.session.rollback()  # no connection is held while the networks work
    if signal is not None:
        return service.analyze_signal(signal, signal_file.NAME, on_stage=_now_and_then(task.analysis_id))
    return service.analyze(
        task.data,
        task.filename,
        on_stage=lambda stage: _reach(task.analysis_id, stage),
        page=task.page,
        help=help,
        kind=kind,
    )


def _now_and_then(analysis_id: int) -> Callable[[Stage], None]:
    """Notes each stage of a long analysis at once, and every few seconds that it is still at work on it."""
    last: list[Any] = [None, 0.0]

    def tell(stage: Stage) -> None:
        if stage != last[0] or time.monotonic() - last[1] > ALIVE_EVERY_S:
            last[:] = stage, time.monotonic()
            _reach(analysis_id, stage)

    return tell


def _reach(analysis_id: int, stage: Stage) -> None:
    """Note a stage; the last one comes together with the result, and only if the picture could be read."""
    if stage != Stage.ANALYSED:
        _tell(analysis_id, stage=str(stage))


def _keep(analysis_id: int, result: Result) -> None:
    """Files come before their row, so that a row never names a file that is not there.

    A page that was read stays so if reading it again, with other help, fails. What the new files replace is deleted
    after the row is written; killed in between, the process leaves files for the upkeep to sweep.
    """
    storage: Storage = current_app.extensions["storage"]
    analysis = db.session.get(Analysis, analysis_id)
    if analysis is None:  # its owner deleted it meanwhile
        return
    contract = result.analysis.to_dict()
    if analysis.contract and analysis.contract["accepted"] and not contract["accepted"]:
        how = "With what you set" if contract["help"] else "Without help"
        refusal = STANDS_AFTER_REFUSAL.format(how, contract["reason"]["message"])
        _tell(analysis_id, state=State.DONE, help={**(analysis.help or {}), "message": refusal})
        return
    told: dict[str, Any] = {"state": State.DONE, "contract": contract}
    if analysis.help:
        told["help"] = {**analysis.help, "message": None}
    if contract["accepted"]:
        told["stage"] = str(Stage.ANALYSED)
    if result.reading is not None:
        told["trace_key"] = storage.put(trace_file.pack(result.reading), "npz")
    elif contract["accepted"] and analysis.trace_key:  # read anew as a beat, which has no traces
        told["trace_key"] = None
    picture = _better_picture(storage, analysis, result)
    written = {name: value for name, value in (told | picture).items() if name.endswith("_key")}
    replaced = [key for name in written if (key := getattr(analysis, name))]
    kept = _tell(analysis_id, **told, **picture)
    for key in replaced if kept else filter(None, written.values()):
        storage.delete(key)


def _keep_reasons(analysis_id: int, result: Result) -> None:
    """Add what speaks for the answer to a result that is shown already, unless it was read anew meanwhile."""
    service: AnalysisService = current_app.extensions["analysis_service"]
    explained = service.explained(result)
    if explained is result:  # nothing was to be explained
        return
    analysis = db.session.get(Analysis, analysis_id, populate_existing=True)
    if analysis is not None and analysis.contract == result.analysis.to_dict():
        analysis.contract = explained.analysis.to_dict()
    db.session.commit()


def _better_picture(storage: Storage, analysis: Analysis, result: Result) -> dict[str, Any]:
    """What the row says of the picture if another one is to be kept than at first, else nothing.

    It is another one if the text around its traces is covered, or if it is another page of the document.
    """
    image, covers = result.image, analysis.cover_text and result.reading is not None
    if image is None or not (covers or (image.pages > 1 and image.page != analysis.page)):
        return {}
    rgb = cover_text(image.rgb, result.reading) if covers and result.reading else image.rgb
    page = {"page": image.page, "pages": image.pages} if image.pages > 1 else {}
    return {**picture_files.put(storage, rgb), "text_covered": covers, **page}


def _tell(analysis_id: int, **values: Any) -> bool:
    """Write to the row and say whether it is still there."""
    told = update(Analysis).where(Analysis.id == analysis_id).values(touched_at=now(), **values)
    user_id = db.session.execute(told.returning(Analysis.user_id)).scalar()
    if user_id is not None and "contract" in values:
        audit.record(audit.Event.ANALYSED, user_id, _outcome(values["contract"]))
    db.session.commit()
    return user_id is not None


def _outcome(contract: dict[str, Any]) -> str:
    """The code of the diagnosis or of the reason why there is none."""
    return str((contract["diagnosis"] or {}).get("code") or (contract["reason"] or {}).get("code"))

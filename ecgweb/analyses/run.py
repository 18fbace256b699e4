"""One analysis from its picture to its result, told to the database step by step."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app
from sqlalchemy import update

from ecgweb import audit
from ecgweb.analyses import trace_file
from ecgweb.analyses.models import Analysis, State
from ecgweb.extensions import db, now
from ecgweb.inference.service import Stage


def run(app: Flask, analysis_id: int, data: bytes, filename: str) -> None:
    """Analyse `data` and keep what comes out in the row; a fault of ours is kept as such and not raised."""
    with app.app_context():
        try:
            result = current_app.extensions["analysis_service"].analyze(
                data, filename, on_stage=lambda stage: _reach(analysis_id, stage)
            )
            _keep(analysis_id, result.analysis.to_dict(), result.reading)
        except Exception as error:
            db.session.rollback()
            current_app.logger.exception("an analysis failed: %s", type(error).__name__)
            _tell(analysis_id, state=State.FAILED)


def _reach(analysis_id: int, stage: Stage) -> None:
    """Note a stage; the last one comes together with the result, and only if the picture could be read."""
    if stage != Stage.ANALYSED:
        _tell(analysis_id, stage=str(stage))


def _keep(analysis_id: int, contract: dict[str, Any], reading: Any) -> None:
    """Files come before their row, so that a row never names a file that is not there."""
    storage = current_app.extensions["storage"]
    trace_key = storage.put(trace_file.pack(reading), "npz") if reading is not None else None
    stage = {"stage": str(Stage.ANALYSED)} if contract["accepted"] else {}
    kept = _tell(analysis_id, state=State.DONE, contract=contract, trace_key=trace_key, **stage)
    if trace_key and not kept:  # its owner deleted the analysis meanwhile
        storage.delete(trace_key)


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

"""The form with sex and age on a result."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from ecgweb.analyses import blueprint, person, service
from ecgweb.security import access


@blueprint.post("/analyses/<public_id>/person")
@access.signed_in
def keep_person(public_id: str) -> Any:
    analysis = service.find(current_user.id, public_id)
    if analysis is None:
        abort(404)
    try:
        person.keep(analysis, person.person_of(request.form))
    except person.NotAPerson as problem:
        flash(str(problem), "danger")
    return redirect(url_for("analyses.show", public_id=public_id, _anchor="measurements"), 303)

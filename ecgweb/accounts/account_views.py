"""Views of one's own account: password, sessions, a copy of one's data, deleting it all."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, send_file, session, url_for
from flask_login import current_user

from ecgweb import audit
from ecgweb.accounts import blueprint, own_account, personal_data, rules, sessions
from ecgweb.accounts.forms import WRONG_PASSWORD, ChangePasswordForm, DeleteAccountForm
from ecgweb.extensions import db, now
from ecgweb.security import access


@blueprint.get("/account")
@access.signed_in
def account() -> Any:
    """Everything about one's own account on one page."""
    return _page()


def _page(change_form: ChangePasswordForm | None = None, delete_form: DeleteAccountForm | None = None) -> Any:
    rows = [(row, sessions.is_current(row)) for row in sessions.of_user(current_user)]
    return render_template(
        "accounts/account.html",
        change_form=change_form or ChangePasswordForm(formdata=None),
        delete_form=delete_form or DeleteAccountForm(formdata=None),
        sessions=rows,
    )


@blueprint.post("/account/password")
@access.signed_in
def change_password() -> Any:
    """Change the password; all other sessions end."""
    form = ChangePasswordForm()
    if not form.validate_on_submit() or not _may_change(form):
        return _page(change_form=form)
    own_account.change_password(current_user, form.password.data)
    flash("Your password is changed. All other sessions are ended.", "good")
    return redirect(url_for("accounts.account"))


def _may_change(form: ChangePasswordForm) -> bool:
    if rules.is_personal(form.password.data, current_user.username, current_user.email):
        form.password.errors = [rules.PASSWORD_PERSONAL]
        return False
    if not own_account.is_password_of(current_user, form.current_password.data):
        form.current_password.errors = [WRONG_PASSWORD]
        return False
    return True


@blueprint.post("/account/sessions/<row_id:session_id>/end")
@access.signed_in
def end_session(session_id: int) -> Any:
    """End one of one's own sessions."""
    if not sessions.end_one(current_user, session_id):
        abort(404)
    audit.record(audit.Event.SESSION_ENDED, current_user.id)
    db.session.commit()
    flash("The session is ended.", "good")
    return redirect(url_for("accounts.account"))


@blueprint.post("/account/sessions/end-others")
@access.signed_in
def end_other_sessions() -> Any:
    """End all of one's own sessions but this one."""
    sessions.end_all(current_user, keep_current=True)
    audit.record(audit.Event.SESSION_ENDED, current_user.id)
    db.session.commit()
    flash("All other sessions are ended.", "good")
    return redirect(url_for("accounts.account"))


@blueprint.post("/account/export")
@access.signed_in
def export() -> Any:
    """A ZIP archive with everything kept about this person."""
    audit.record(audit.Event.DATA_EXPORTED, current_user.id)
    db.session.commit()
    name = f"ecg-analyzer-my-data-{now():%Y-%m-%d}.zip"
    return send_file(
        personal_data.export(current_user), mimetype="application/zip", as_attachment=True, download_name=name
    )


@blueprint.post("/account/delete")
@access.signed_in
def delete() -> Any:
    """Delete the account and everything that belongs to it."""
    form = DeleteAccountForm()
    if not form.validate_on_submit():
        return _page(delete_form=form)
    if not own_account.is_password_of(current_user, form.own_password.data):
        form.own_password.errors = [WRONG_PASSWORD]
        return _page(delete_form=form)
    user = current_user._get_current_object()
    sessions.end_current()
    own_account.delete_account(user)
    session.clear()
    flash("Your account and everything that belongs to it is deleted.", "good")
    return redirect(url_for("site.home"))

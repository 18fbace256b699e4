"""Views of logging in and out, and of a forgotten password."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_login import current_user

from ecgweb import audit
from ecgweb.accounts import blueprint, devices, password_reset, sessions
from ecgweb.accounts.authentication import LogInRefused, NotConfirmed, authenticate
from ecgweb.accounts.forms import EmailForm, LogInForm, ResetForm
from ecgweb.accounts.registration_views import EMAIL_IN_SESSION
from ecgweb.accounts.return_path import own_path
from ecgweb.extensions import db
from ecgweb.security import access

REFUSED = "Invalid email or password"
NOT_CONFIRMED = "Please confirm your email"
WRONG_CODE = "This code is not valid. Check the newest mail, or have a new code sent"


@blueprint.route("/login", methods=["GET", "POST"])
@access.public
def log_in() -> Any:
    """Start a session, then go to the page asked for, by default the upload."""
    if current_user.is_authenticated:
        return redirect(url_for("analyses.upload"))
    form = LogInForm()
    if request.method == "GET":
        form.email.data = session.get(EMAIL_IN_SESSION)
    not_confirmed = False
    if form.validate_on_submit():
        try:
            return _start_session(form)
        except LogInRefused:
            form.form_errors.append(REFUSED)
        except NotConfirmed:
            form.form_errors.append(NOT_CONFIRMED)
            not_confirmed = True
    return render_template("accounts/log_in.html", form=form, not_confirmed=not_confirmed)


def _start_session(form: LogInForm) -> Any:
    user = authenticate(form.email.data, form.password.data)
    sessions.start(user)
    audit.record(audit.Event.LOGGED_IN, user.id)
    db.session.commit()
    response = redirect(own_path(request.args.get("next")) or url_for("analyses.upload"))
    devices.remember(response, user.id)
    return response


@blueprint.post("/logout")
@access.public
def log_out() -> Any:
    """End this browser's session."""
    if current_user.is_authenticated:
        audit.record(audit.Event.LOGGED_OUT, current_user.id)
    sessions.end_current()
    db.session.commit()
    flash("You are logged out.", "good")
    return redirect(url_for("site.home"))


@blueprint.route("/forgot-password", methods=["GET", "POST"])
@access.public
def forgot() -> Any:
    """Ask for a code; the answer does not tell whether the address has an account."""
    form = EmailForm()
    if not form.validate_on_submit():
        form.email.data = form.email.data or session.get(EMAIL_IN_SESSION)
        return render_template("accounts/forgot.html", form=form)
    password_reset.send_code(form.email.data)
    session[EMAIL_IN_SESSION] = form.email.data
    flash("If this email has an account, a code is on its way. It works for 10 minutes.", "good")
    return redirect(url_for("accounts.reset"))


@blueprint.route("/reset-password", methods=["GET", "POST"])
@access.public
def reset() -> Any:
    """Set a new password with the code from the mail."""
    form = ResetForm()
    if request.method == "GET":
        form.email.data = session.get(EMAIL_IN_SESSION)
    if form.validate_on_submit():
        try:
            return _set_new_password(form)
        except password_reset.WrongCode:
            form.code.errors = [WRONG_CODE]
        except password_reset.PasswordRefused as problem:
            form.password.errors = [str(problem)]
    return render_template("accounts/reset.html", form=form)


def _set_new_password(form: ResetForm) -> Any:
    user = password_reset.reset(form.email.data, form.code.data, form.password.data)
    sessions.end_current()
    db.session.commit()
    session[EMAIL_IN_SESSION] = user.email
    flash("Your password is changed. Log in with the new one.", "good")
    response = redirect(url_for("accounts.log_in"))
    devices.remember(response, user.id)
    return response

"""Views of registering and confirming an address."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_login import current_user

from ecgweb.accounts import blueprint, registration
from ecgweb.accounts.forms import EmailForm, RegisterForm
from ecgweb.security import access
from ecgweb.security.access import Role

EMAIL_IN_SESSION = "account_email"  # fills the address in on the next page of the same browser


@blueprint.route("/register", methods=["GET", "POST"])
@access.public
def register() -> Any:
    """Make an account; the answer is the same for known and unknown addresses."""
    if current_user.is_authenticated:
        return redirect(url_for("analyses.upload"))
    form = RegisterForm()
    if not form.validate_on_submit():
        return render_template("accounts/register.html", form=form)
    registration.register(form.username.data, form.email.data, Role(form.role.data), form.password.data)
    session[EMAIL_IN_SESSION] = form.email.data
    return redirect(url_for("accounts.registered"))


@blueprint.get("/register/check-your-mail")
@access.public
def registered() -> Any:
    """Say what comes next after registering."""
    return render_template("accounts/registered.html", email=session.get(EMAIL_IN_SESSION))


@blueprint.route("/activate/<token>", methods=["GET", "POST"])
@access.public
def activate(token: str) -> Any:
    """Show a button; only pressing it uses the link, so that programs that open links in mails do not."""
    if request.method == "GET":
        if not registration.is_valid(token):
            return render_template("accounts/link_too_old.html", form=_resend_form()), 404
        return render_template("accounts/activate.html", token=token)
    user = registration.activate(token)
    if user is None:
        return render_template("accounts/link_too_old.html", form=_resend_form()), 404
    session[EMAIL_IN_SESSION] = user.email
    flash("Your email is confirmed. You can log in now.", "good")
    return redirect(url_for("accounts.log_in"))


@blueprint.route("/activate/resend", methods=["GET", "POST"])
@access.public
def resend() -> Any:
    """Send the activation link again; the answer does not tell whether an account waits for it."""
    form = _resend_form()
    if not form.validate_on_submit():
        return render_template("accounts/resend.html", form=form)
    registration.resend(form.email.data)
    session[EMAIL_IN_SESSION] = form.email.data
    flash("If an account with this email waits to be confirmed, a new link is on its way.", "good")
    return redirect(url_for("accounts.log_in"))


def _resend_form() -> EmailForm:
    form = EmailForm()
    if form.email.data is None:
        form.email.data = session.get(EMAIL_IN_SESSION)
    return form

"""Pages of the API: its documentation for everybody, and one's own tokens."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from ecgweb.api import pages, tokens
from ecgweb.api.models import NAME_LENGTH
from ecgweb.ecg.refusal import REASONS
from ecgweb.security import access

FULL = f"You have {tokens.MOST} tokens, the most one may have. Revoke one of them first."


def visible(text: str | None) -> str:
    """Single spaces between words, and no signs that cannot be seen."""
    return "".join(filter(str.isprintable, " ".join((text or "").split())))


class TokenForm(FlaskForm):
    """Name and lifetime of a new token."""

    name = StringField(
        "What is it for?",
        filters=[visible],
        validators=[DataRequired("Name is required"), Length(max=NAME_LENGTH, message="Name is too long")],
    )
    days = SelectField(
        "It works for",
        choices=[SelectChoice(str(days), f"{days} days") for days in tokens.LIFETIMES_DAYS],
        default="90",
    )


@pages.get("/api")
@access.public
def documentation() -> Any:
    """How to use the API, with commands that can be run as they stand."""
    address = current_app.config["PUBLIC_URL"]
    return render_template("api/documentation.html", address=address, reasons=REASONS.values())


@pages.get("/account/tokens")
@access.signed_in
def own_tokens() -> Any:
    return _page(TokenForm(formdata=None))


@pages.post("/account/tokens")
@access.signed_in
def make_token() -> Any:
    """Make a token; it is shown on this answer and never again."""
    form = TokenForm()
    if not form.validate_on_submit():
        return _page(form)
    if tokens.is_full(current_user):
        form.name.errors = [FULL]
        return _page(form)
    made = tokens.make(current_user, str(form.name.data), int(form.days.data))
    return _page(TokenForm(formdata=None), made)


@pages.post("/account/tokens/<row_id:token_id>/revoke")
@access.signed_in
def revoke_token(token_id: int) -> Any:
    if not tokens.revoke(current_user, token_id):
        abort(404)
    flash("The token is revoked.", "good")
    return redirect(url_for("developers.own_tokens"))


def _page(form: TokenForm, made: str | None = None) -> str:
    return render_template("api/tokens.html", form=form, made=made, tokens=tokens.of_user(current_user))

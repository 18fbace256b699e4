"""The forms of accounts. Their attributes tell static/js/validate.js the same rules and words."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import EmailField, Field, Form, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, StopValidation, ValidationError

from ecgweb.accounts import rules
from ecgweb.security.access import Role

CODE_REQUIRED = "Code is required"
CURRENT_PASSWORD_REQUIRED = "Current password is required"  # noqa: S105 - words for people
WRONG_PASSWORD = "This is not your password"  # noqa: S105


def trim(text: str | None) -> str | None:
    """White space at the ends goes, white space within becomes single spaces."""
    return " ".join(text.split()) if text else text


def without_spaces(text: str | None) -> str | None:
    return "".join(text.split()) if text else text


def check_username(_form: Form, field: Field) -> None:
    if len(field.data) < rules.MIN_USERNAME_LENGTH:
        raise ValidationError(rules.USERNAME_SHORT)
    if len(field.data) > rules.MAX_USERNAME_LENGTH:
        raise ValidationError(rules.USERNAME_LONG)
    if not field.data.isprintable():
        raise ValidationError(rules.USERNAME_UNPRINTABLE)


def check_email(_form: Form, field: Field) -> None:
    if not rules.is_email(field.data):
        raise ValidationError(rules.EMAIL_INVALID)


def check_new_password(form: Form, field: Field) -> None:
    """The rules for new passwords, with the names of the form that a password must not contain."""
    names = [form[name].data or "" for name in ("username", "email") if name in form]
    if problem := rules.password_problem(field.data, *names):
        raise ValidationError(problem)


def check_same(form: Form, field: Field) -> None:
    if field.data != form["password"].data:
        raise ValidationError(rules.CONFIRM_DIFFERS)


def required(words: str) -> InputRequired:
    """Refuse an empty field; unlike DataRequired it accepts a password made of spaces, for the rules to judge."""
    return InputRequired(words)


def filled(words: str) -> Any:
    """Refuse a field that is empty after trimming."""

    def check(_form: Form, field: Field) -> None:
        if not field.data:
            field.errors = []
            raise StopValidation(words)

    check.field_flags = {"required": True}  # type: ignore[attr-defined]
    return check


def email_field() -> EmailField:
    return EmailField(
        "Email",
        filters=[trim],
        validators=[filled(rules.EMAIL_REQUIRED), check_email],
        render_kw={
            "autocomplete": "email",
            "data_required": rules.EMAIL_REQUIRED,
            "data_pattern": rules.EMAIL_PATTERN,
            "data_pattern_words": rules.EMAIL_INVALID,
        },
    )


def password_field(label: str, words: str) -> PasswordField:
    """A password that exists already; it only has to be there."""
    return PasswordField(
        label,
        validators=[required(words)],
        render_kw={"autocomplete": "current-password", "data_required": words},
    )


def new_password_field(label: str) -> PasswordField:
    """A password that has to follow the rules."""
    return PasswordField(
        label,
        validators=[required(rules.PASSWORD_REQUIRED), check_new_password],
        render_kw={
            "autocomplete": "new-password",
            "data_required": rules.PASSWORD_REQUIRED,
            "data_kinds_words": rules.PASSWORD_KINDS,
            "data_max_length": rules.MAX_PASSWORD_LENGTH,
            "data_max_length_words": rules.PASSWORD_LONG,
        },
    )


def confirm_field() -> PasswordField:
    """The new password a second time."""
    return PasswordField(
        "Confirm password",
        validators=[required(rules.CONFIRM_REQUIRED), check_same],
        render_kw={
            "autocomplete": "new-password",
            "data_required": rules.CONFIRM_REQUIRED,
            "data_same_as": "password",
            "data_same_as_words": rules.CONFIRM_DIFFERS,
        },
    )


class RegisterForm(FlaskForm):
    username = StringField(
        "Username",
        filters=[trim],
        validators=[filled(rules.USERNAME_REQUIRED), check_username],
        render_kw={
            "autocomplete": "username",
            "data_required": rules.USERNAME_REQUIRED,
            "data_trim": "",
            "data_min_length": rules.MIN_USERNAME_LENGTH,
            "data_min_length_words": rules.USERNAME_SHORT,
            "data_max_length": rules.MAX_USERNAME_LENGTH,
            "data_max_length_words": rules.USERNAME_LONG,
        },
    )
    email = email_field()
    role = RadioField(
        "I am a",
        choices=[SelectChoice(role.value, role.label) for role in (Role.STUDENT, Role.PROFESSIONAL)],
        validators=[required(rules.ROLE_REQUIRED), AnyOf([Role.STUDENT, Role.PROFESSIONAL], rules.ROLE_REQUIRED)],
        validate_choice=False,
        render_kw={"data_required": rules.ROLE_REQUIRED},
    )
    password = new_password_field("Password")
    confirm = confirm_field()


class LogInForm(FlaskForm):
    email = email_field()
    password = password_field("Password", rules.PASSWORD_REQUIRED)


class EmailForm(FlaskForm):
    """Only an address: to have a link or a code sent."""

    email = email_field()


class ResetForm(FlaskForm):
    email = email_field()
    code = StringField(
        "Code from the mail",
        filters=[without_spaces],
        validators=[filled(CODE_REQUIRED)],
        render_kw={
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "data_required": CODE_REQUIRED,
        },
    )
    password = new_password_field("New password")
    confirm = confirm_field()


class ChangePasswordForm(FlaskForm):
    current_password = password_field("Current password", CURRENT_PASSWORD_REQUIRED)
    password = new_password_field("New password")
    confirm = confirm_field()


class DeleteAccountForm(FlaskForm):
    own_password = password_field("Your password", rules.PASSWORD_REQUIRED)

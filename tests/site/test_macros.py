"""The macros that write forms and pieces of pages."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, get_template_attribute
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired


class Example(FlaskForm):
    """A form with the two kinds of field that differ most."""

    email = StringField("Email", validators=[DataRequired("Email is required")])
    role = RadioField(
        "I am a", choices=[SelectChoice("student", "Medical student")], validators=[DataRequired("Choose one")]
    )


@pytest.fixture
def sent_empty(app: Flask) -> Any:
    """A form that was sent without being filled in."""
    with app.test_request_context("/", method="POST"):
        form = Example()
        form.validate()
        yield form


def macro(file: str, name: str) -> Any:
    return get_template_attribute(f"macros/{file}.html", name)


def test_a_field_names_its_hint_and_error_to_screen_readers(sent_empty: Example) -> None:
    html = macro("forms", "field")(sent_empty.email, hint="Where you get mail", autocomplete="email")
    assert 'aria-describedby="email-hint email-error"' in html and 'aria-invalid="true"' in html
    assert 'id="email-hint">Where you get mail' in html and 'id="email-error">Email is required' in html
    assert 'autocomplete="email"' in html and '<label for="email">Email</label>' in html


def test_the_error_of_a_good_field_is_hidden_and_empty(app: Flask) -> None:
    with app.test_request_context("/"):
        html = macro("forms", "field")(Example().email)
    assert 'id="email-error" hidden></p>' in html and "aria-invalid" not in html


def test_choices_are_a_group_with_a_legend(sent_empty: Example) -> None:
    html = macro("forms", "field")(sent_empty.role)
    assert "<fieldset" in html and "<legend>I am a</legend>" in html and "Choose one" in html


def test_the_summary_links_each_error_to_its_field(sent_empty: Example) -> None:
    html = macro("forms", "summary")(sent_empty)
    assert '<a href="#email">Email is required</a>' in html and '<a href="#role">Choose one</a>' in html


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "0&nbsp;%"),
        (0.004, "under 1&nbsp;%"),
        (0.934, "93&nbsp;%"),
        (0.996, "over 99&nbsp;%"),
        (1.0, "100&nbsp;%"),
        (None, "not available"),
    ],
)
def test_a_percentage_claims_no_certainty_that_is_not_there(app: Flask, share: float | None, words: str) -> None:
    with app.test_request_context("/"):
        assert macro("ui", "percent")(share) == words


def test_a_bar_is_as_long_as_its_share_and_hidden_from_screen_readers(app: Flask) -> None:
    with app.test_request_context("/"):
        html = macro("ui", "bar")("Normal", 0.25)
    assert '<rect class="bar-fill" width="25.0"' in html and 'aria-hidden="true"' in html


def test_what_was_not_measured_reads_not_available(app: Flask) -> None:
    with app.test_request_context("/"):
        assert "not available" in macro("ui", "fact")("PR interval", None, "ms")

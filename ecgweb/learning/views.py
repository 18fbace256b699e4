"""Views: each parses the request, calls one service and renders."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template

from ecgweb.learning import blueprint, content, references
from ecgweb.learning.figures import figure
from ecgweb.learning.lesson import SECTIONS
from ecgweb.security import access
from ecgweb.security.access import Role

STUDENTS_ONLY = (
    "This page is for medical students: it explains the basics of the ECG and of the four diagnoses. Your account has "
    "another role. The pages about conditions and their precautions are open to everybody."
)


@blueprint.get("/explanation")
@access.roles(Role.STUDENT, refusal=STUDENTS_ONLY)
def explanation() -> Any:
    return render_template(
        "learning/explanation.html",
        sections=SECTIONS,
        figure=figure,
        condition=content.condition,
        shelves=content.shelves(),
        references=references.ALL,
    )


@blueprint.get("/conditions")
@access.public
def conditions() -> Any:
    return render_template("learning/conditions.html", shelves=content.shelves())


@blueprint.get("/conditions/<slug>")
@access.public
def condition(slug: str) -> Any:
    entry = content.condition(slug) or abort(404)
    return render_template("learning/condition.html", entry=entry, neighbours=content.neighbours(entry), figure=figure)

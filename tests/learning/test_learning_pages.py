"""The pages: who sees the explanation, and that every link inside leads somewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ecgweb.learning.conditions import CONDITIONS
from ecgweb.learning.lesson import SECTIONS
from ecgweb.security.access import Role
from tests.browse import Browser, Page

MakeUser = Callable[..., Any]
SLUGS = [entry.slug for entry in CONDITIONS]


@pytest.fixture
def lesson(browse: Browser, make_user: MakeUser) -> Page:
    """The explanation as a student sees it."""
    browse.log_in(make_user(role=Role.STUDENT))
    return browse.get("learning.explanation", title="The ECG explained")


def test_a_student_reads_all_sections(lesson: Page) -> None:
    assert [section.title for section in SECTIONS] == [
        "".join(heading.itertext()) for heading in lesson.all("h2") if heading.get("id")
    ]
    for name in ("Normal", "Myocardial infarction", "History of myocardial infarction", "Abnormal heartbeat"):
        assert name in lesson.text


@pytest.mark.parametrize("role", [Role.PROFESSIONAL, Role.ADMINISTRATOR])
def test_others_are_told_why_they_are_not_let_in(browse: Browser, make_user: MakeUser, role: Role) -> None:
    browse.log_in(make_user(role=role))
    page = browse.get("learning.explanation", status=403)
    assert "This page is for medical students" in page.text


def test_a_visitor_is_sent_to_log_in(browse: Browser) -> None:
    page = browse.get("learning.explanation", status=302)
    assert "/login" in page.location


def test_links_within_the_explanation_lead_somewhere(lesson: Page) -> None:
    ids = {element.get("id") for element in lesson.tree.iter() if element.get("id")}  # type: ignore[union-attr]
    anchors = {str(link.get("href"))[1:] for link in lesson.all("a") if str(link.get("href")).startswith("#")}
    assert anchors - ids == set()


def test_every_heading_of_the_contents_list_stands_on_the_page(lesson: Page) -> None:
    ids = {element.get("id") for element in lesson.tree.iter()}  # type: ignore[union-attr]
    assert [part.anchor for section in SECTIONS for part in section.parts if part.anchor not in ids] == []


def test_links_to_other_pages_lead_somewhere(browse: Browser, lesson: Page) -> None:
    paths = {str(link.get("href")) for link in lesson.all("a") if str(link.get("href")).startswith("/conditions")}
    assert len(paths) > 30
    for path in sorted(paths):
        browse.get(path)


def test_everybody_reads_the_conditions(browse: Browser) -> None:
    page = browse.get("learning.conditions", title="Heart conditions")
    links = {str(link.get("href")) for link in page.all("a")}
    assert {f"/conditions/{slug}" for slug in SLUGS} <= links


@pytest.mark.parametrize("entry", CONDITIONS, ids=lambda entry: entry.slug)
def test_everybody_reads_a_condition_with_its_precautions(browse: Browser, entry: Any) -> None:
    page = browse.get("learning.condition", slug=entry.slug, title=entry.name)
    assert page.heading() == entry.name
    assert entry.precautions[0] in page.text
    assert entry.urgent in page.text


def test_an_unknown_condition_is_not_found(browse: Browser) -> None:
    browse.get("learning.condition", slug="hiccups", status=404, title="Page Not Found")

"""Sex and age: optional, checked, kept with the analysis, changed, taken along and forgotten."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from ecgweb.analyses.models import Analysis
from ecgweb.analyses.person import NO_AGE, UNKNOWN_SEX, NotAPerson, Person, person_of
from ecgweb.analyses.personal_data import export_analyses
from ecgweb.inference.analysis import Measurements
from tests.analyses.conftest import given
from tests.browse import Browser


@pytest.mark.parametrize(
    ("form", "person"),
    [
        ({}, Person()),
        ({"sex": "", "age_years": " "}, Person()),
        ({"sex": "female", "age_years": "54"}, Person("female", 54)),
        ({"age_years": "0"}, Person(None, 0)),
        ({"sex": "male", "age_years": "120"}, Person("male", 120)),
    ],
)
def test_both_may_be_left_out(form, person):
    assert person_of(form) == person


@pytest.mark.parametrize("age", ["121", "-1", "4.5", "٥", "1e2", "old"])
def test_an_age_that_is_none_is_refused_in_words(age):
    with pytest.raises(NotAPerson, match=NO_AGE):
        person_of({"age_years": age})


def test_a_sex_that_is_not_known_here_is_refused_in_words():
    with pytest.raises(NotAPerson, match=UNKNOWN_SEX):
        person_of({"sex": "m"})


def test_what_is_known_is_said_in_words():
    assert [Person().words, Person("female", 1).words, Person(None, 54).words] == ["", "female, 1 year", "54 years"]


@pytest.fixture
def analysis(session, upload):
    """An analysis uploaded with sex and age."""
    upload(sex="female", age_years="54")
    return session.scalars(select(Analysis)).one()


def test_they_are_kept_with_the_upload(analysis):
    assert (analysis.sex, analysis.age_years) == ("female", 54)


def test_an_upload_with_a_wrong_age_is_not_taken(upload, session):
    page = upload(status=400, age_years="200")
    assert NO_AGE in page.text
    assert session.scalars(select(Analysis)).all() == []


def test_they_are_changed_and_taken_back_on_the_result(browse, session, analysis):
    result = browse.get("analyses.show", public_id=analysis.public_id)
    assert "Ranges for adults; female, 54 years." in result.text
    browse.post("analyses.keep_person", {"sex": "male"}, public_id=analysis.public_id, status=303)
    session.refresh(analysis)
    assert (analysis.sex, analysis.age_years) == ("male", None)
    browse.post("analyses.keep_person", {}, public_id=analysis.public_id, status=303)
    session.refresh(analysis)
    assert (analysis.sex, analysis.age_years) == (None, None)


def test_a_wrong_age_on_the_result_changes_nothing_and_says_so(browse, session, analysis):
    answer = browse.post("analyses.keep_person", {"age_years": "x"}, public_id=analysis.public_id, status=303)
    assert NO_AGE in browse.follow(answer).text
    session.refresh(analysis)
    assert analysis.age_years == 54


def test_other_people_cannot_set_them(app, analysis, make_user, session):
    stranger = Browser(app)
    stranger.log_in(make_user())
    stranger.post("analyses.keep_person", {"sex": "male"}, public_id=analysis.public_id, status=404)
    session.refresh(analysis)
    assert analysis.sex == "female"


def test_they_come_with_a_persons_own_data(app, person, analysis):
    with app.test_request_context():
        files = dict(export_analyses(person))
    about = json.loads(next(content for name, content in files.items() if name.endswith("analysis.json")))
    assert (about["sex"], about["age_years"]) == ("female", 54)


def test_the_report_judges_by_them(browse, session, service, upload):
    service.fields = {**given("normal"), "measurements": Measurements(qrs_ms=105.0)}
    upload(age_years="12")
    public_id = session.scalar(select(Analysis.public_id))
    page = browse.get("analyses.show", public_id=public_id)
    assert "up to 99 ms" in page.text
    assert "The ranges of children change" in page.text

"""The list of one's analyses, deleting them, and that nobody else sees them."""

from __future__ import annotations

import io
import zipfile

import pytest
from sqlalchemy import func, select

from ecgweb.accounts import own_account, personal_data
from ecgweb.analyses import jobs
from ecgweb.analyses import service as analyses
from ecgweb.analyses.models import Analysis
from tests.browse import Browser


@pytest.fixture
def analysis(upload, session) -> Analysis:
    upload()
    return session.scalar(select(Analysis))


PRIVATE = ("show", "image", "thumbnail", "status", "contract", "confirm_delete")


@pytest.mark.parametrize("view", PRIVATE)
def test_to_somebody_else_an_analysis_does_not_exist(app, make_user, analysis, view):
    stranger = Browser(app)
    stranger.log_in(make_user())
    stranger.get(f"analyses.{view}", public_id=analysis.public_id, status=404)


def test_somebody_else_cannot_delete_it(app, make_user, session, analysis):
    stranger = Browser(app)
    stranger.log_in(make_user())
    stranger.post("analyses.delete", public_id=analysis.public_id, status=404)
    assert session.scalar(select(func.count(Analysis.id))) == 1


@pytest.mark.parametrize("view", PRIVATE)
def test_a_visitor_is_sent_to_log_in(app, analysis, view):
    Browser(app).get(f"analyses.{view}", public_id=analysis.public_id, status=302)


@pytest.mark.parametrize("view", ["image", "thumbnail"])
def test_pictures_go_to_their_owner_and_are_not_kept_on_the_way(browse, analysis, view):
    response = browse.get(f"analyses.{view}", public_id=analysis.public_id).response
    assert response.mimetype == "image/jpeg"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_result_can_be_downloaded_as_the_contract(browse, analysis):
    response = browse.get("analyses.contract", public_id=analysis.public_id).response
    assert response.get_json() == analysis.contract
    assert "attachment" in response.headers["Content-Disposition"]


def test_an_empty_list_leads_to_the_upload(browse, person):
    page = browse.get("analyses.index", title="My analyses")
    assert "Nothing here yet" in page.text


def test_the_list_shows_each_with_its_picture_the_latest_first(browse, upload, session):
    upload()
    upload()
    page = browse.get("analyses.index")
    newest_first = [row.public_id for row in session.scalars(select(Analysis).order_by(Analysis.id.desc()))]
    shown = [image.get("src").split("/")[2] for image in page.all("img") if "thumbnail" in image.get("src")]
    assert shown == newest_first


def test_a_long_list_comes_in_pages(browse, person, session, monkeypatch):
    monkeypatch.setattr(analyses, "PAGE_LENGTH", 2)
    rows = [Analysis(user_id=person.id, image_key="", thumbnail_key="", width_px=1, height_px=1) for _ in range(5)]
    session.add_all(rows)
    session.commit()
    assert "Page 2 of 3" in browse.get("analyses.index", page=2).text
    assert "Page 3 of 3" in browse.get("analyses.index", page=99).text


def test_deleting_asks_first_and_leaves_no_file(storage, browse, session, analysis):
    page = browse.get("analyses.confirm_delete", public_id=analysis.public_id, title="Delete this analysis?")
    assert "gone for good" in page.text
    browse.post("analyses.delete", public_id=analysis.public_id, status=303)
    assert session.scalar(select(func.count(Analysis.id))) == 0
    assert list(storage.keys()) == []


def test_the_export_holds_picture_result_and_traces(person, analysis):
    with personal_data.export(person) as file:
        names = zipfile.ZipFile(io.BytesIO(file.read())).namelist()
    assert sorted(name.rsplit("/")[-1] for name in names if name.startswith("analyses/")) == [
        "analysis.json",
        "picture.jpg",
        "traces.npz",
    ]


def test_deleting_the_account_deletes_rows_and_files(storage, person, session, analysis):
    own_account.delete_account(person)
    assert session.scalar(select(func.count(Analysis.id))) == 0
    assert list(storage.keys()) == []


def test_an_analysis_deleted_while_it_runs_leaves_no_file(app, storage, browse, service, upload):
    service.hold.clear()
    address = upload(script=True).response.get_json()["result_url"]
    browse.post(address + "/delete", status=303)
    service.hold.set()
    for analysis_id in list(jobs.of(app)._under_way):
        jobs.of(app).wait(analysis_id, 10)
    assert list(storage.keys()) == []

"""The API: signals and pictures in, the contract out; everything else is a problem in words."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO

import numpy as np
import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from ecgweb.analyses.models import Analysis
from ecgweb.api import tokens
from ecgweb.api.models import ApiToken
from ecgweb.extensions import now
from tests.ecg.readers.pictures import saved, striped
from tests.ecg.readers.signal_files import beating, header, npy, pack, wfdb_zip


def upload(content, name, **fields):
    """A form in memory: the test client would leave a large one open on the disk."""
    boundary, body = encode_multipart({"file": FileStorage(BytesIO(content), name), **fields})
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}


def test_an_array_as_json_gets_its_analysis_at_once(call):
    body = {"signal": beating(12)[0].tolist(), "sampling_rate_hz": 250}
    found = call("POST", "/analyses", 201, json=body)
    assert found.json["kind"] == "signal"
    assert found.json["measurements"]["heart_rate_bpm"] == pytest.approx(75, abs=1)
    assert found.json["time_frequency"]["reason"]["code"] == "not_installed"
    assert found.headers["Location"] == found.json["url"]


def test_twelve_leads_get_a_diagnosis_with_confidence(call):
    found = call("POST", "/analyses", 201, **upload(npy(beating(10, leads=12)), "a.npy", sampling_rate_hz="250")).json
    assert found["diagnosis"]["label"] == "Myocardial infarction"
    assert found["diagnosis"]["confidence"] > 0.8


def test_sex_and_age_are_kept_with_the_analysis_if_they_are_given(call):
    body = {"signal": beating(12)[0].tolist(), "sampling_rate_hz": 250}
    found = call("POST", "/analyses", 201, json={**body, "sex": "female", "age_years": 54}).json
    assert (found["sex"], found["age_years"]) == ("female", 54)
    found = call("POST", "/analyses", 201, **upload(saved(striped()), "page.jpg", sex="male", age_years="7")).json
    assert (found["sex"], found["age_years"]) == ("male", 7)
    found = call("POST", "/analyses", 201, json=body).json
    assert (found["sex"], found["age_years"]) == (None, None)


def test_a_wfdb_record_may_come_as_two_files(call):
    files = [
        (BytesIO(header(beating(12), file="x.dat").encode()), "x.hea"),
        (BytesIO(pack(np.round(beating(12).T * 200 + 10).astype(int), "16")), "x.dat"),
    ]
    found = call("POST", "/analyses", 201, data={"file": files}, content_type="multipart/form-data").json
    assert found["signal"]["leads"] == ["MLII"]


def test_a_picture_is_read_like_on_the_site(call):
    found = call("POST", "/analyses", 201, **upload(saved(striped()), "page.jpg")).json
    assert found["accepted"] is False
    assert found["reason"]["code"]


def test_results_are_listed_fetched_and_deleted(call, storage):
    made = call("POST", "/analyses", 201, **upload(wfdb_zip(beating(12)), "r.zip")).json
    listed = call("GET", "/analyses", 200).json
    assert (listed["total"], listed["analyses"][0]["id"]) == (1, made["id"])
    fetched = call("GET", f"/analyses/{made['id']}", 200).json
    assert fetched["measurements"] == made["measurements"]
    call("DELETE", f"/analyses/{made['id']}", 204)
    assert call("GET", f"/analyses/{made['id']}", 404).json["title"] == "Page Not Found"
    assert list(storage.keys()) == []


def test_models_are_listed_with_what_is_not_installed(call):
    models = {model["name"]: model for model in call("GET", "/models", 200).json["models"]}
    assert models["diagnosis"]["installed"]
    assert models["arr_chf_nsr"]["installed"] is False


PROBLEMS = {
    "no rate": (upload(npy(beating()), "a.npy"), 422, "sampling_rate_missing"),
    "strange unit": (upload(npy(beating()), "a.npy", sampling_rate_hz="250", units="furlong"), 422, "units_unknown"),
    "strange kind": (upload(b"x", "a.exe"), 415, "unsupported"),
    "pickled": (
        upload(npy(np.array([{}], object), True), "a.npy", sampling_rate_hz="250"),
        415,
        "unsupported",
    ),
    "too large": (upload(saved(striped()) + bytes(21 << 20), "a.jpg"), 413, None),
    "no file": ({"data": {}, "content_type": "multipart/form-data"}, 400, "bad_request"),
    "no JSON": ({"data": b"{", "content_type": "application/json"}, 400, "bad_request"),
    "no list": ({"json": {"signal": 3, "sampling_rate_hz": 250}}, 400, "bad_request"),
    "ragged": ({"json": {"signal": [[1, 2], [1]], "sampling_rate_hz": 250}}, 400, "bad_request"),
    "words": ({"json": {"signal": ["a"], "sampling_rate_hz": 250}}, 400, "bad_request"),
    "huge": ({"json": {"signal": [10**400], "sampling_rate_hz": 250}}, 400, "bad_request"),
    "unknown field": ({"json": {"signal": [1], "sampling_rate_hz": 250, "x": 1}}, 400, "bad_request"),
    "no person": ({"json": {"signal": [1.0], "sampling_rate_hz": 250, "sex": "x"}}, 400, "bad_request"),
    "age in words": ({"json": {"signal": [1.0], "sampling_rate_hz": 250, "age_years": "old"}}, 400, "bad_request"),
    "too old": (upload(b"", "a.npy", age_years="130"), 400, "bad_request"),
    "rate of zero": ({"json": {"signal": [1.0], "sampling_rate_hz": 0}}, 400, "bad_request"),
    "short": ({"json": {"signal": [0.1, 0.2], "sampling_rate_hz": 250}}, 422, "too_short"),
    "plain text": ({"data": b"x", "content_type": "text/plain"}, 415, None),
}


@pytest.mark.parametrize("case", PROBLEMS)
def test_what_is_not_taken_is_a_problem_in_words(call, session, case):
    fields, status, code = PROBLEMS[case]
    answer = call("POST", "/analyses", status, **fields).json
    assert answer.get("code") == code
    assert answer["detail"]
    assert session.scalar(select(func.count(Analysis.id))) == 0


def test_limits_are_those_of_the_site(app, call):
    app.config["UPLOADS_PER_HOUR"] = 1
    body = {"json": {"signal": beating(4)[0].tolist(), "sampling_rate_hz": 250}}
    call("POST", "/analyses", 201, **body)
    answer = call("POST", "/analyses", 429, **body)
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer nonsense", "Basic eDp5", "Token abc"])
def test_without_a_token_that_works_nothing_is_told(app, owner, given):
    answer = app.test_client().get("/api/v1/analyses", headers={"Authorization": given} if given else {})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.mimetype == "application/problem+json"


def test_a_session_of_the_browser_opens_no_api(browse, owner):
    browse.log_in(owner)
    assert browse.client.get("/api/v1/analyses").status_code == 401


def test_a_token_opens_no_page_of_the_site(app, bearer):
    assert app.test_client().get("/account", headers=bearer).status_code == 302


def test_tokens_end_when_they_expire_and_with_their_person(app, session, call, owner):
    call("GET", "/analyses", 200)
    session.execute(ApiToken.__table__.update().values(expires_at=now() - timedelta(seconds=1)))
    session.commit()
    call("GET", "/analyses", 401)
    tokens.forget_expired()
    session.commit()
    assert session.scalar(select(func.count(ApiToken.id))) == 0


def test_a_disabled_person_has_no_token(call, session, owner):
    owner.disabled_at = now()
    session.commit()
    call("GET", "/analyses", 401)


def test_other_peoples_analyses_do_not_exist(call, session, make_user):
    other = Analysis(user_id=make_user().id, image_key="a", thumbnail_key="b", width_px=1, height_px=1)
    session.add(other)
    session.commit()
    call("GET", f"/analyses/{other.public_id}", 404)
    call("DELETE", f"/analyses/{other.public_id}", 404)


def test_a_picture_may_bring_help_with_its_reading(call, session):
    help = {"layout": "6x2", "gain_mm_mv": 5, "corners_px": [[10, 10], [600, 10], [600, 400], [10, 400]]}
    found = call("POST", "/analyses", 201, **upload(saved(striped()), "page.jpg", help=json.dumps(help))).json
    assert found["help"] == help
    assert session.scalar(select(Analysis.help))["set"] == help


@pytest.mark.parametrize(
    ("help", "words"),
    [
        ("{", "help is no JSON object."),
        ("[]", "help is a JSON object."),
        ('{"gain_mm_mv": 7}', "The gain in mm/mV is one of 10, 5, 20, 2.5."),
        ('{"ignored_px": [[0, 0, 99999, 10]]}', "A region to ignore reaches beyond the picture."),
    ],
)
def test_help_that_makes_no_sense_is_a_problem_in_words(call, session, help, words):
    problem = call("POST", "/analyses", 400, **upload(saved(striped()), "page.jpg", help=help)).json
    assert problem["detail"] == words
    assert session.scalar(select(func.count(Analysis.id))) == 0


def test_a_signal_needs_no_help(call):
    fields = {"sampling_rate_hz": "250", "help": '{"gain_mm_mv": 5}'}
    problem = call("POST", "/analyses", 400, **upload(npy(beating(12)), "a.npy", **fields)).json
    assert problem["detail"] == "help is for pictures; this is a signal."

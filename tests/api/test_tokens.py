"""The pages of the API: making, seeing and revoking tokens; documentation whose examples are true."""

from __future__ import annotations

import json
import re

from sqlalchemy import select

from ecgweb.api import tokens
from ecgweb.api.models import ApiToken
from ecgweb.audit import AuditEvent
from tests.browse import Browser


def made_token(page) -> str:
    return re.search(r'value="(ecg_[\w-]{40,})"', page.html).group(1)


def test_a_token_is_shown_once_and_kept_as_a_hash(browse, session, owner):
    browse.log_in(owner)
    token = made_token(browse.post("developers.make_token", {"name": "night  shift", "days": "30"}, status=200))
    again = browse.get("developers.own_tokens", title="Your tokens")
    assert token not in again.html
    assert "night shift" in again.text
    kept = session.scalar(select(ApiToken))
    assert token not in str([getattr(kept, column.key) for column in ApiToken.__table__.columns])
    assert token.startswith(kept.beginning)
    assert session.scalar(select(AuditEvent.event).order_by(AuditEvent.id.desc())) == "token made"


def test_a_token_needs_a_name_and_there_are_twenty_at_most(browse, owner):
    browse.log_in(owner)
    assert "Name is required" in browse.post("developers.make_token", {"name": "", "days": "30"}, status=200).text
    for number in range(tokens.MOST):
        tokens.make(owner, str(number), 30)
    assert "You have 20 tokens" in browse.post("developers.make_token", {"name": "x", "days": "30"}, status=200).text


def test_signs_that_cannot_be_seen_are_left_out_of_a_name(browse, session, owner):
    browse.log_in(owner)
    browse.post("developers.make_token", {"name": " my\0  script ", "days": "30"}, status=200)
    assert session.scalars(select(ApiToken.name).where(ApiToken.name == "my script")).all()
    assert "Name is required" in browse.post("developers.make_token", {"name": "\0", "days": "30"}, status=200).text


def test_a_revoked_token_is_worth_nothing_and_others_cannot_revoke_it(app, browse, session, owner, bearer, make_user):
    token_id = session.scalar(select(ApiToken.id))
    other = Browser(app)
    other.log_in(make_user())
    other.post("developers.revoke_token", token_id=token_id, status=404)
    assert app.test_client().get("/api/v1/models", headers=bearer).status_code == 200
    browse.log_in(owner)
    browse.post("developers.revoke_token", token_id=token_id)
    assert app.test_client().get("/api/v1/models", headers=bearer).status_code == 401


def test_tokens_are_named_in_the_export_and_go_with_the_account(browse, session, owner, bearer):
    from ecgweb.api.personal_data import export_tokens

    ((name, content),) = export_tokens(owner)
    assert (name, json.loads(content)[0]["name"]) == ("api_tokens.json", "test")
    session.delete(owner)
    session.commit()
    assert session.scalar(select(ApiToken)) is None


def test_the_documentation_names_every_code_and_is_public(browse):
    page = browse.get("developers.documentation", title="The API")
    assert "sampling_rate_missing" in page.text
    assert "Authorization: Bearer $ECG_TOKEN" in page.text


def test_the_python_example_runs_as_it_stands(app, browse, bearer, monkeypatch, capsys):
    import html
    import io
    import urllib.request

    page = browse.get("developers.documentation")
    code = html.unescape(re.search(r'id="python-signal">(.*?)</code>', page.html, re.DOTALL).group(1))

    def urlopen(request):
        answer = app.test_client().post(request.selector, data=request.data, headers=dict(request.header_items()))
        assert answer.status_code == 201, answer.text
        return io.BytesIO(answer.data)

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    monkeypatch.setenv("ECG_SITE", "http://127.0.0.1:8000")
    monkeypatch.setenv("ECG_TOKEN", bearer["Authorization"].split()[1])
    exec(compile(code, "example", "exec"), {})
    assert "75.0 beats a minute" in capsys.readouterr().out

"""A person with a token, and a service whose networks answer what the test knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from ecgweb.analyses import jobs
from ecgweb.api import tokens
from ecgweb.inference.service import AnalysisService
from ecgweb.storage import Storage
from tests.inference.fake_models import FakeNetworks


@pytest.fixture
def service(app: Flask, storage: Storage) -> Iterator[AnalysisService]:
    """The real service on networks with known answers."""
    original = app.extensions["analysis_service"]
    app.extensions["analysis_service"] = AnalysisService(Path("models"), FakeNetworks().load)
    yield app.extensions["analysis_service"]
    for analysis_id in list(jobs.of(app)._under_way):
        jobs.of(app).wait(analysis_id, 10)
    app.extensions["analysis_service"] = original


@pytest.fixture
def owner(make_user: Callable[..., Any], service: AnalysisService) -> Any:
    return make_user()


@pytest.fixture
def bearer(owner: Any) -> dict[str, str]:
    """The header of the owner's token."""
    return {"Authorization": f"Bearer {tokens.make(owner, 'test', 30)}"}


@pytest.fixture
def call(app: Flask, bearer: dict[str, str]) -> Callable[..., Any]:
    """Send a request with the owner's token."""
    client = app.test_client()

    def send(method: str, path: str, status: int, **fields: Any) -> Any:
        headers = {**bearer, **fields.pop("headers", {})}
        answer = client.open(f"/api/v1{path}", method=method, headers=headers, **fields)
        assert answer.status_code == status, answer.text
        if status >= 400:
            assert answer.mimetype == "application/problem+json"
            assert answer.json["status"] == status
        return answer

    return send

"""Requests made up from the OpenAPI document get the answers that it promises, valid or not."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture
def schema(app):
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


def test_the_document_is_served_and_complete(app):
    document = app.test_client().get("/api/v1/openapi.json").json
    paths = {rule.rule.replace("<public_id>", "{id}") for rule in app.url_map.iter_rules() if "/api/v1/" in rule.rule}
    assert set(document["paths"]) == paths - {"/api/v1/openapi.json"}


OPERATIONS = [
    ("/api/v1/analyses", "POST"),
    ("/api/v1/analyses", "GET"),
    ("/api/v1/analyses/{id}", "GET"),
    ("/api/v1/analyses/{id}", "DELETE"),
    ("/api/v1/models", "GET"),
]


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_answers_are_as_promised(app, schema, bearer, path, method):
    app.config["UPLOADS_PER_HOUR"] = 10**6

    @settings(
        max_examples=15,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(schema[path][method].as_strategy())
    def check(case):
        case.call_and_validate(headers=bearer, checks=CHECKS)

    check()

"""What the tests of security share."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.browse import Browser


@pytest.fixture
def other_browser(app: Flask) -> Browser:
    """A second browser, with cookies of its own."""
    return Browser(app)

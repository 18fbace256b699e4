"""The example of the home page: what the site answered to its picture, made by `python -m training.example_assets`."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

ANALYSIS = Path(__file__).with_name("example.json")


@cache
def example_analysis() -> dict[str, Any] | None:
    """The analysis of the example picture, a contract object exactly as it came back."""
    if not ANALYSIS.exists():
        return None
    analysis: dict[str, Any] = json.loads(ANALYSIS.read_text())
    return analysis

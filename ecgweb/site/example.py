"""The example of the home page: what the site answered to its picture, made by `python -m training.example_assets`."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

STORED = Path(__file__).with_name("example.json")
FINDINGS_SHOWN = 3


@cache
def example() -> dict[str, Any]:
    """The analysis of the example picture exactly as it came back, with what the home page shows of it.

    Returns
    -------
    dict
        The contract object of the analysis, and `headline`: the diagnosis, or what it is undecided between; `shares`:
        name and probability of each diagnosis, likeliest first; `found`: the likeliest findings that are present.
    """
    stored = json.loads(STORED.read_text())
    analysis: dict[str, Any] = stored["analysis"]
    shares = [(stored["labels"][code], p) for code, p in analysis["probabilities"].items()]
    found = [(finding["label"], finding["probability"]) for finding in analysis["findings"] if finding["present"]]
    diagnosis = analysis["diagnosis"]
    undecided = " or ".join(stored["labels"][code].lower() for code in diagnosis["set"])
    headline = diagnosis["label"] or f"Undecided: {undecided}"
    return {**analysis, "headline": headline, "shares": _likeliest(shares), "found": _likeliest(found)[:FINDINGS_SHOWN]}


def _likeliest(named: list[tuple[str, float]]) -> list[tuple[str, float]]:
    return sorted(named, key=lambda pair: pair[1], reverse=True)

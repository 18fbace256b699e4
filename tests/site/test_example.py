"""The example of the home page is true: what the shipped network answered to a record it was not trained on."""

from __future__ import annotations

import json

import config
from ecgweb.site.example import example
from tests.browse import Browser

MANIFEST = json.loads((config.ROOT / "models" / "diagnosis.json").read_text())
EXAMPLES = json.loads((config.ROOT / "ecgweb" / "learning" / "examples" / "examples.json").read_text())


def test_the_example_was_answered_by_the_shipped_network() -> None:
    assert example()["model"]["sha256"] == MANIFEST["sha256"], "run: python -m training.example_assets"


def test_the_example_was_kept_out_of_training() -> None:
    record = next(record for record in EXAMPLES if record["file"] == "sinus.npz")
    learned = MANIFEST["training"]
    assert record["fold"] not in learned["folds"] or record["ecg_id"] in learned["kept_out"]


def test_home_shows_the_answer_as_it_came_back(browse: Browser) -> None:
    words = browse.get("site.home").text
    assert example()["headline"] in words
    assert f"{example()['measurements']['heart_rate_bpm']:.0f} bpm" in words


def test_the_diagnosis_shown_is_the_likeliest_of_four() -> None:
    shares = example()["shares"]
    assert len(shares) == 4 and shares[0][0].lower() in example()["headline"].lower()
    assert shares == sorted(shares, key=lambda pair: pair[1], reverse=True)

"""docs/security.md names a test for each claim; a name that does not exist is a claim without proof."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHECKLIST = ROOT / "docs" / "security.md"
LINES = 40


def test_every_test_that_the_checklist_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", CHECKLIST.read_text(encoding="utf-8")))
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert named
    assert named <= set(re.findall(r"^def (test_\w+)\(", sources, re.MULTILINE))


def test_the_checklist_has_a_row_for_every_line() -> None:
    rows = re.findall(r"^\| (\d+) \|", CHECKLIST.read_text(encoding="utf-8"), re.MULTILINE)
    assert [int(row) for row in rows] == list(range(1, LINES + 1))

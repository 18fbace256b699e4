"""What speaks for an answer, in words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from ecgweb.analyses.explained import in_words

PEAKS_S = np.arange(0.5, 10, 0.8)


def span(lead: str, start_s: float, end_s: float, weight: float) -> dict[str, Any]:
    return {"for": "MI", "lead": lead, "start_s": start_s, "end_s": end_s, "weight": weight}


def test_neighbours_on_the_chest_are_named_as_a_range() -> None:
    words = in_words([span(lead, 0.48, 0.54, 0.1) for lead in ("V1", "V2", "V3")], PEAKS_S)
    assert words == "Mostly V1 to V3, the QRS complex; strongest in V1 at 0.5 s of the recording."


def test_other_leads_are_named_one_by_one_and_light_ones_not_at_all() -> None:
    words = in_words([span("aVL", 0.6, 0.8, 0.4), span("I", 0.6, 0.8, 0.3), span("V6", 0.6, 0.8, 0.05)], PEAKS_S)
    assert words.startswith("Mostly I and aVL, the ST segment and T wave; strongest in aVL")


@pytest.mark.parametrize(("start_s", "part"), [(1.12, "the P wave"), (1.27, "the QRS complex"), (1.5, "T wave")])
def test_the_part_of_the_beat_follows_from_where_the_next_beat_is(start_s: float, part: str) -> None:
    assert part in in_words([span("II", start_s, start_s + 0.04, 0.5)], PEAKS_S)


def test_without_beats_no_part_of_a_beat_is_named() -> None:
    assert in_words([span("II", 1.0, 1.1, 0.5)], np.empty(0)).startswith("Mostly II; strongest")

"""The drawings: attributed, free of inline style, their marks on the signal they belong to."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from ecgweb.ecg.waves import r_peaks
from ecgweb.learning import examples
from ecgweb.learning.figures import figure, names
from ecgweb.learning.traces_real import REAL

DRAWINGS = sorted((Path(__file__).parents[2] / "templates" / "learning" / "drawings").glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", names())
def test_a_figure_is_well_formed_and_says_where_it_comes_from(name: str) -> None:
    drawn = figure(name)
    assert "PTB-XL" in drawn.source or "ODC-BY" in drawn.source or "Schematic" in drawn.source
    for drawing in drawn.drawings:
        tree = ElementTree.fromstring(drawing)
        assert tree.find(f"{SVG}title") is not None
        assert [element for element in tree.iter() if element.get("style") or element.get("id")] == []


def test_a_figure_is_drawn_once() -> None:
    assert figure("normal") is figure("normal")


@pytest.mark.parametrize(
    ("name", "mark"), [(name, mark) for name, trace in REAL.items() for mark in trace.marks], ids=str
)
def test_a_mark_lies_in_the_stretch_that_is_drawn(name: str, mark: object) -> None:
    trace = REAL[name]
    assert trace.start_s <= mark.start_s <= mark.end_s <= trace.end_s  # type: ignore[attr-defined]
    assert any(mark.lead in panel.leads for panel in trace.panels)  # type: ignore[attr-defined]


def test_the_st_segment_marked_as_high_lies_above_the_baseline_and_its_mirror_below() -> None:
    recording = examples.recording("stemi_inferior")
    for lead, sign in (("III", 1), ("aVF", 1), ("aVL", -1)):
        mark = next(mark for mark in REAL["inferior-infarction"].marks if mark.lead == lead)
        assert (
            sign * (_mean_mv("stemi_inferior", lead, mark.start_s, mark.end_s) - _baseline_mv(recording, lead)) > 0.05
        )


def test_the_pvc_marked_as_early_is_early_and_followed_by_a_pause() -> None:
    peaks_s = r_peaks(examples.recording("pvc"))
    early = int(np.argmin(np.abs(peaks_s - 4.95)))
    usual_s = float(np.median(np.diff(peaks_s)))
    assert peaks_s[early] - peaks_s[early - 1] < 0.75 * usual_s
    assert peaks_s[early + 1] - peaks_s[early] > 1.25 * usual_s


def test_the_hypertrophy_shown_fulfils_the_criterion_its_caption_names() -> None:
    recording = examples.recording("lvh_strain")
    s_v1_mv = _baseline_mv(recording, "V1", 1.1) - float(recording.lead("V1")[123:129].min())
    r_v5_mv = float(recording.lead("V5")[120:127].max()) - _baseline_mv(recording, "V5", 1.1)
    assert s_v1_mv == pytest.approx(2.3, abs=0.05)
    assert r_v5_mv == pytest.approx(2.6, abs=0.05)


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_a_hand_drawing_has_title_and_description_and_no_inline_style(path: Path) -> None:
    tree = ElementTree.fromstring(path.read_text())
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert tree.get("aria-labelledby") == f"{path.stem}-title {path.stem}-desc"
    assert ids == [f"{path.stem}-title", f"{path.stem}-desc"]
    assert [element for element in tree.iter() if element.get("style")] == []


def _mean_mv(name: str, lead: str, start_s: float, end_s: float) -> float:
    recording = examples.recording(name)
    rate_hz = recording.sampling_rate_hz
    return float(recording.lead(lead)[round(start_s * rate_hz) : round(end_s * rate_hz)].mean())


def _baseline_mv(recording: object, lead: str, around_s: float = 1.5) -> float:
    """The level between a T wave and the next P wave."""
    samples = recording.lead(lead)  # type: ignore[attr-defined]
    middle = round(around_s * recording.sampling_rate_hz)  # type: ignore[attr-defined]
    return float(np.median(samples[middle - 5 : middle + 5]))

"""From upload bytes to an analysis, with a network whose answers are known."""

import io
import json
import threading

import numpy as np
import pytest
from fake_models import FakeNetworks
from PIL import Image

from ecgweb.ecg.page.help import ReadingHelp
from ecgweb.ecg.page.reading import Layout, PageReading, Quality
from ecgweb.ecg.recording import LEADS, Recording
from ecgweb.ecg.refusal import Refused
from ecgweb.inference import pictures
from ecgweb.inference.service import AnalysisService, Stage
from tests.ecg.readers.pictures import pdf_of, striped


@pytest.fixture
def png():
    buffer = io.BytesIO()
    Image.new("RGB", (1200, 900), "white").save(buffer, "PNG")
    return buffer.getvalue()


SIGNS = np.where(np.isin(LEADS, ("aVR", "V1", "V2")), -1, 1)


def beating_page():
    time_s = np.arange(1000) / 100
    beat = np.exp(-0.5 * (((time_s - 0.5) % 0.8 - 0.4) / 0.015) ** 2)
    return PageReading(
        Recording((beat * SIGNS[:, None]).astype(np.float32), 100.0),
        Layout("3x4+1", 4, 4, ("II",), 25.0, 10.0),
        (),
        Quality("good", dict.fromkeys(LEADS, 1.0)),
        8.0,
    )


@pytest.fixture
def legible(monkeypatch):
    """Let every picture read as the same beating page."""

    def read_page(_rgb, on_stage, help, trace_network, print_networks):
        on_stage("page_found")
        on_stage("traces_read")
        return beating_page()

    monkeypatch.setattr(pictures, "read_page", read_page)


@pytest.fixture
def illegible(monkeypatch):
    def read_page(_rgb, on_stage, help, trace_network, print_networks):
        raise Refused("too_blurred")

    monkeypatch.setattr(pictures, "read_page", read_page)


@pytest.fixture
def analysed(tmp_path):
    def analysed(networks, data):
        return AnalysisService(tmp_path, networks.load).analyze(data, "page.png")

    return analysed


def test_a_clear_answer_is_a_diagnosis(analysed, png, legible):
    analysis = analysed(FakeNetworks(), png).analysis.to_dict()
    assert analysis["accepted"]
    assert analysis["reason"] is None
    assert analysis["diagnosis"]["label"] == "Myocardial infarction"
    assert analysis["diagnosis"]["set"] == ["mi"]
    assert analysis["diagnosis"]["worth"]["n"] == 40


def test_two_likely_answers_withhold_the_diagnosis_and_keep_the_rest(analysed, png, legible):
    analysis = analysed(FakeNetworks((0.05, 0.03, 0.48, 0.44)), png).analysis.to_dict()
    assert analysis["accepted"]
    assert analysis["diagnosis"]["code"] is None
    assert analysis["diagnosis"]["set"] == ["mi", "history_mi"]
    assert analysis["reason"]["code"] == "undecided"
    assert "Myocardial infarction and History of myocardial infarction" in analysis["reason"]["message"]
    assert analysis["measurements"]["heart_rate_bpm"] == pytest.approx(75, abs=1)
    assert analysis["measurements"]["pr_ms"] == pytest.approx(160, abs=1)


def test_an_illegible_page_is_refused_with_nothing_said(analysed, png, illegible):
    analysis = analysed(FakeNetworks(), png).analysis.to_dict()
    assert not analysis["accepted"]
    assert analysis["reason"]["code"] == "too_blurred"
    empty = ("layout", "diagnosis", "probabilities", "findings", "beats", "measurements", "quality")
    assert [analysis[name] for name in empty] == [None] * len(empty)


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n and no more"])
def test_bytes_that_are_no_picture_are_unreadable(analysed, data):
    analysis = analysed(FakeNetworks(), data).analysis
    assert analysis.reason.code == "unreadable_file"
    assert analysis.kind is None


def test_a_reader_that_breaks_is_a_refusal_and_not_a_crash(analysed, png, monkeypatch):
    monkeypatch.setattr(pictures, "read_page", lambda _rgb, on_stage, help, trace_network, print_networks: 1 / 0)
    assert analysed(FakeNetworks(), png).analysis.reason.code == "analysis_failed"


def test_every_field_of_the_contract_is_there_and_fits_json(analysed, png, legible):
    text = json.dumps(analysed(FakeNetworks(), png).analysis.to_dict(), allow_nan=False)
    contract = {"schema", "file", "accepted", "kind", "reason", "layout", "diagnosis", "probabilities", "findings"}
    contract |= {"beats", "measurements", "quality", "model", "timing_ms", "notice"}
    assert contract <= set(json.loads(text))


def test_the_stages_are_told_in_order(tmp_path, png, legible):
    told = []
    AnalysisService(tmp_path, FakeNetworks().load).analyze(png, "page.png", told.append)
    assert told == [Stage.RECEIVED, Stage.PAGE_FOUND, Stage.TRACES_READ, Stage.ANALYSED]


def test_sixteen_callers_at_once_load_the_networks_once(tmp_path, png, legible):
    networks = FakeNetworks()
    service = AnalysisService(tmp_path, networks.load)
    assert not service.ready
    callers = [threading.Thread(target=service.analyze, args=(png, "page.png")) for _ in range(16)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert service.ready
    assert networks.loaded == 1


def test_of_a_document_the_first_page_that_reads_is_taken(monkeypatch, tmp_path):
    def read_page(rgb, on_stage, help, trace_network, print_networks):
        if rgb.shape[0] < rgb.shape[1]:
            raise Refused("not_an_ecg")
        return beating_page()

    monkeypatch.setattr(pictures, "read_page", read_page)
    service = AnalysisService(tmp_path, FakeNetworks().load)
    document = pdf_of(striped(), striped(480, 640), striped())
    result = service.analyze(document, "scan.pdf")
    assert (result.image.page, result.image.pages, result.analysis.accepted) == (2, 3, True)
    chosen = service.analyze(document, "scan.pdf", page=3)
    assert (chosen.image.page, chosen.analysis.reason.code) == (3, "not_an_ecg")


@pytest.fixture
def asked(monkeypatch):
    """What the reader is asked for, while every picture reads as the same page."""
    asked = []

    def read_page(rgb, on_stage, help, trace_network, print_networks):
        help.check_within(rgb.shape[1], rgb.shape[0])
        asked.append(help)
        return beating_page()

    monkeypatch.setattr(pictures, "read_page", read_page)
    return asked


def test_help_is_kept_with_the_answer(tmp_path, png, asked):
    service = AnalysisService(tmp_path, FakeNetworks().load)
    helped = service.analyze(png, "page.png", help=ReadingHelp(layout="6x2", gain_mm_mv=5.0))
    assert helped.analysis.to_dict()["help"] == {"layout": "6x2", "gain_mm_mv": 5.0}
    assert asked[0].layout == "6x2"
    assert service.analyze(png, "page.png").analysis.to_dict()["help"] is None


def test_help_that_does_not_fit_the_picture_is_refused_in_words(tmp_path, png, asked):
    beyond = ReadingHelp(ignored_px=((0, 0, 5000, 100),))
    reason = AnalysisService(tmp_path, FakeNetworks().load).analyze(png, "page.png", help=beyond).analysis.reason
    assert (reason.code, reason.message) == ("bad_help", "A region to ignore reaches beyond the picture.")

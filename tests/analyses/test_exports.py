"""What can be taken away from a result: CSV, WFDB and the report of one page."""

from __future__ import annotations

import logging
import zipfile
from dataclasses import replace
from io import BytesIO

import numpy as np
import pypdfium2
import pytest
from sqlalchemy import select

from ecgweb.analyses.exports.label import NotPrintable, printable_label
from ecgweb.analyses.models import Analysis
from ecgweb.audit import AuditEvent
from ecgweb.ecg.page import read_page
from ecgweb.ecg.paper import synthetic_recording
from ecgweb.ecg.readers.image import open_image
from tests.analyses.conftest import given, refused, withheld
from tests.browse import Browser


def text_of(pdf: bytes) -> str:
    """All words of a document of one page."""
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    return str(document[0].get_textpage().get_text_range()).replace("\r\n", " ")


@pytest.fixture
def report(browse, session, show):
    """The report of an analysis with these fields, printed with this label."""

    def fetch(fields, label="", status=200):
        show(fields)
        public_id = session.scalars(select(Analysis.public_id).order_by(Analysis.id.desc())).first()
        return browse.post("analyses.report", {"label": label}, public_id=public_id, status=status).response

    return fetch


def test_the_traces_come_as_a_table_and_as_a_wfdb_record(browse, session, show):
    show(given("normal"))
    public_id = session.scalar(select(Analysis.public_id))
    table = browse.get("analyses.csv", public_id=public_id).response
    record = browse.get("analyses.wfdb", public_id=public_id).response
    assert table.text.startswith("time [s],I [mV],II [mV]")
    assert table.headers["Content-Disposition"] == "attachment; filename=ecg.csv"
    with zipfile.ZipFile(BytesIO(record.data)) as files:
        assert files.namelist() == ["ecg.hea", "ecg.dat"]
        assert "Not a medical device" in files.read("ecg.hea").decode()


def test_the_report_says_what_the_page_says(report):
    response = report(given("mi", 0.93))
    words = text_of(response.data)
    assert response.headers["Content-Disposition"] == "attachment; filename=ecg-report.pdf"
    for expected in (
        "Myocardial infarction",
        "The model is 93 % sure of this diagnosis.",
        "About 18 of 20 such answers were right in testing: 36 of 40",
        "call the emergency number",
        "113 bpm",
        "not measured",
        "Atrial fibrillation",
        "Good: the traces were easy to read.",
        "25 mm/s and 10 mm/mV",
        "For research and education only. Not a medical device.",
        "model diagnosis 0.1.0 (sha256 000000000000)",
    ):
        assert expected in words


def test_a_withheld_diagnosis_is_withheld_on_the_report_too(report):
    words = text_of(report(withheld("normal", "abnormal")).data)
    assert "Medical diagnosis not available for the ECG image" in words
    assert "undecided" in words


def test_the_label_is_printed_and_kept_nowhere(report, session, storage, caplog):
    caplog.set_level(logging.DEBUG)
    assert "Łukasz Ødegård" in text_of(report(given("normal"), "Łukasz  Ødegård\n").data)
    kept = b"".join(storage.get(key) for key in storage.keys())  # noqa: SIM118 - not a dictionary
    rows = str([vars(row) for row in (*session.scalars(select(Analysis)), *session.scalars(select(AuditEvent)))])
    assert "degård" not in rows + caplog.text
    assert "degård".encode() not in kept


def test_an_arabic_name_is_printed_with_joined_letters(report):
    plain, named = report(given("normal")).data, report(given("normal"), "محمد علي").data
    words = text_of(named)
    assert sum("\u0600" <= letter <= "\ufeff" for letter in words) >= 7
    assert len(named) > len(plain)


def test_letters_that_the_font_lacks_are_named_and_nothing_is_printed(browse, report):
    page = browse.follow(report(given("normal"), "心电图", status=303))
    assert "These letters cannot be printed: 心 电 图" in page.text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("  Jane\t Doe ", "Jane Doe"),
        ("Jane\u202eeoD\u200b", "JaneeoD"),
        ("Jose\u0301", "José"),
        ("محمد علي 42", "محمد علي 42"),
        ("Ward 3, علي 42", "Ward 3, علي\u200e 42"),
        ("", ""),
    ],
)
def test_a_label_becomes_one_line_of_visible_letters(typed, printed):
    assert printable_label(typed) == printed


def test_a_label_that_is_too_long_is_refused():
    with pytest.raises(NotPrintable, match="at most 60 letters"):
        printable_label("x" * 61)


@pytest.mark.parametrize("layout", ["12x1", "6x2", "3x4+3", "3x2"])
def test_every_layout_fits_one_sheet(report, layout):
    fields = given("normal")
    assert text_of(report({**fields, "layout": replace(fields["layout"], name=layout)}).data)


def test_where_no_trace_was_read_only_the_result_can_be_taken_away(browse, session, show):
    page = show(refused("not_an_ecg"))
    public_id = session.scalar(select(Analysis.public_id))
    assert "Result as JSON" in page.text
    assert "Traces as CSV" not in page.text
    browse.get("analyses.csv", public_id=public_id, status=404)
    browse.get("analyses.wfdb", public_id=public_id, status=404)
    browse.post("analyses.report", {}, public_id=public_id, status=404)


def test_other_people_find_nothing_to_take_away(app, session, show, make_user):
    show(given("normal"))
    public_id = session.scalar(select(Analysis.public_id))
    stranger = Browser(app)
    stranger.log_in(make_user())
    stranger.get("analyses.csv", public_id=public_id, status=404)
    stranger.get("analyses.wfdb", public_id=public_id, status=404)
    stranger.post("analyses.report", {}, public_id=public_id, status=404)


def test_taking_away_is_recorded_without_names(browse, session, show):
    show(given("normal"))
    browse.get("analyses.csv", public_id=session.scalar(select(Analysis.public_id)))
    events = session.execute(select(AuditEvent.event, AuditEvent.subject)).all()
    assert ("analysis exported", "ecg.csv") in events


def test_a_report_can_be_uploaded_again_and_reads_as_the_ecg_it_shows(report):
    read = read_page(open_image(report(given("normal")).data, "ecg-report.pdf").rgb)
    shown, drawn = read.recording.lead("II"), synthetic_recording()
    seconds = np.arange(shown.size) / read.recording.sampling_rate_hz
    original = np.interp(seconds, np.arange(drawn.signal_mv.shape[1]) / drawn.sampling_rate_hz, drawn.lead("II"))
    seen = np.isfinite(shown)
    assert (read.layout.name, read.layout.gain_mm_mv) == ("3x4+1", 10.0)
    assert np.corrcoef(shown[seen], original[seen])[0, 1] > 0.97

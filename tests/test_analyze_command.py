"""`flask --app wsgi analyze` with a service whose answers are known."""

import json

import numpy as np
import pytest
from flask import Flask

from ecgweb.analyze_command import analyze_command
from ecgweb.ecg.page.help import ReadingHelp
from ecgweb.ecg.page.reading import Layout, PageReading, Quality
from ecgweb.ecg.recording import LEADS, Recording
from ecgweb.ecg.refusal import REASONS
from ecgweb.ecg.waves import Measurements
from ecgweb.inference.analysis import Analysis, Diagnosis, Timing
from ecgweb.inference.diagnosis import Finding
from ecgweb.inference.service import Result

LAYOUT = Layout("3x4+1", 4, 4, ("II",), 25.0, 10.0)
QUALITY = Quality("good", dict.fromkeys(LEADS, 1.0))


class Service:
    """Reads files that begin with "ecg", and finds the rest unreadable or, if told so, not an ECG."""

    def __init__(self):
        self.helps = []

    def explained(self, result):
        return result

    def analyze(self, data, filename, options=None, help=None):
        self.helps.append(help)
        if data.startswith(b"ecg"):
            return accepted(filename)
        code = "not_an_ecg" if data else "unreadable_file"
        return Result(Analysis(filename, False, Timing(1.0, 0.0, 1.0), reason=REASONS[code]), None, None)


def accepted(filename):
    analysis = Analysis(
        filename,
        True,
        Timing(1.0, 2.0, 3.0),
        kind="page",
        layout=LAYOUT,
        diagnosis=Diagnosis("normal", "Normal", 0.91, ("normal",), None),
        probabilities={"normal": 0.91, "abnormal": 0.05, "mi": 0.02, "history_mi": 0.02},
        findings=(Finding("SR", "Sinus rhythm", 0.97, True), Finding("AFIB", "Atrial fibrillation", 0.01, False)),
        measurements=Measurements(heart_rate_bpm=72.0, qrs_ms=91.6),
        quality=QUALITY,
    )
    signal = np.full((12, 1000), 0.5, np.float32)
    signal[3, :10] = np.nan
    return Result(analysis, None, PageReading(Recording(signal, 100.0), LAYOUT, (), QUALITY, 8.0))


@pytest.fixture
def analyze(tmp_path):
    app = Flask("command")
    app.extensions["analysis_service"] = Service()
    for name, data in (("good.png", b"ecg"), ("cat.png", b"cat"), ("empty.png", b"")):
        (tmp_path / name).write_bytes(data)

    def run(*words):
        run.service = app.extensions["analysis_service"]
        return app.test_cli_runner().invoke(
            analyze_command, [str(tmp_path / word) if word.endswith(".png") else word for word in words]
        )

    return run


def test_every_file_gets_a_line_in_the_order_given(analyze):
    lines = analyze("empty.png", "good.png", "cat.png", "--json").stdout.splitlines()
    codes = [(json.loads(line)["reason"] or {}).get("code") for line in lines]
    assert codes == ["unreadable_file", None, "not_an_ecg"]


def test_a_refusal_is_no_failure_of_the_command(analyze):
    assert analyze("good.png", "cat.png", "--json").exit_code == 0


def test_an_unreadable_file_fails_the_command(analyze):
    assert analyze("empty.png", "good.png", "--json").exit_code == 1


def test_a_missing_file_is_unreadable_and_has_its_line(analyze):
    result = analyze("missing.png", "--json")
    assert result.exit_code == 1
    reason = json.loads(result.stdout)["reason"]
    assert reason["code"] == "unreadable_file"
    assert reason["message"] == "The file could not be opened: No such file or directory."


def test_what_is_found_wrongly_can_be_set(analyze):
    analyze("good.png", "--layout", "6x2", "--speed", "50", "--gain", "5", "--turn", "270")
    analyze("good.png")
    assert analyze.service.helps == [ReadingHelp(None, 3, "6x2", None, 50.0, 5.0), None]


def test_what_nobody_uses_cannot_be_set(analyze):
    result = analyze("good.png", "--gain", "7")
    assert result.exit_code == 2
    assert "'7' is not one of '10', '5', '20', '2.5'" in result.output


def test_signals_are_written_with_their_gaps(analyze, tmp_path):
    analyze("good.png", "cat.png", "--json", "--signals", str(tmp_path / "signals"))
    assert [path.name for path in (tmp_path / "signals").iterdir()] == ["good.npz"]
    with np.load(tmp_path / "signals" / "good.npz") as written:
        assert written["signal"].shape == (12, 1000)
        assert written["signal"].dtype == np.float32
        assert np.isnan(written["signal"][3, :10]).all()
        assert written["fs"] == 100
        assert tuple(written["leads"]) == LEADS


def test_without_json_a_person_reads_the_result(analyze):
    said = analyze("good.png", "cat.png").stdout
    assert "Normal (confidence 91%)" in said
    assert "Heart rate 72 bpm, QRS 92 ms\n" in said
    assert "Sinus rhythm" in said
    assert "Atrial fibrillation" not in said
    assert "Medical diagnosis not available for the ECG image: No 12-lead ECG could be made out in this " in said
    assert said.count("not a medical device") == 2

"""`flask --app wsgi analyze FILE...`: analyse files on the command line, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import click
import numpy as np
from flask import current_app
from flask.cli import with_appcontext

from ecgweb.ecg.page.help import ReadingHelp
from ecgweb.ecg.page.help_checks import GAINS_MM_MV, LAYOUTS, SPEEDS_MM_S
from ecgweb.ecg.readers.signal import UNITS, SignalOptions
from ecgweb.ecg.readers.wfdb import zip_pair
from ecgweb.ecg.recording import LEADS, Recording
from ecgweb.ecg.refusal import Reason
from ecgweb.ecg.waves import Measurements
from ecgweb.inference.analysis import NOTICE, Analysis, Timing
from ecgweb.inference.service import AnalysisService, Result

TURNS = {"0": 0, "90": 1, "180": 2, "270": 3}
NOT_OPENED = "The file could not be opened:"
CHECK_NAME = "Check that its name is right and that you may read it."


def _words(values: tuple[float, ...]) -> list[str]:
    return [f"{value:g}" for value in values]


@click.command("analyze")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each file.")
@click.option(
    "--signals",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the signal read off each file to DIR/<stem>.npz.",
    metavar="DIR",
)
@click.option("--fs", "rate_hz", type=float, help="Sampling rate of signal files that do not say it.", metavar="HZ")
@click.option(
    "--units", type=click.Choice(list(UNITS)), help="Unit of signal files that do not say it; mV if not given."
)
@click.option("--layout", type=click.Choice(LAYOUTS), help="Layout of the pages, if it is found wrongly.")
@click.option("--speed", type=click.Choice(_words(SPEEDS_MM_S)), help="Paper speed in mm/s, if it is found wrongly.")
@click.option("--gain", type=click.Choice(_words(GAINS_MM_MV)), help="Gain in mm/mV, if it is found wrongly.")
@click.option("--turn", type=click.Choice(list(TURNS)), help="Degrees clockwise that set the pages upright.")
@with_appcontext
def analyze_command(
    files: tuple[Path, ...],
    as_json: bool,
    signals: Path | None,
    rate_hz: float | None,
    units: str | None,
    layout: str | None,
    speed: str | None,
    gain: str | None,
    turn: str | None,
) -> None:
    """Analyse pictures of 12-lead ECGs and signals; research and education only, not a medical device.

    Signals are .npy, .csv, .edf and .dcm files, WFDB records as a .zip or by their .hea.

    The exit status is 1 when a file could not be opened, else 0.
    """
    service: AnalysisService = current_app.extensions["analysis_service"]
    options = SignalOptions(rate_hz, units)
    help = ReadingHelp(
        quarter_turns=TURNS[turn] if turn else None,
        layout=layout,
        speed_mm_s=float(speed) if speed else None,
        gain_mm_mv=float(gain) if gain else None,
    )
    unreadable = False
    for path in files:
        result = _result(service, path, options, help)
        if signals and result.recording:
            write_signal(signals / f"{path.stem}.npz", result.recording)
        click.echo(json.dumps(result.analysis.to_dict(), ensure_ascii=False) if as_json else summary(result.analysis))
        unreadable |= result.analysis.reason is not None and result.analysis.reason.code == "unreadable_file"
    if unreadable:
        raise SystemExit(1)


def _result(service: AnalysisService, path: Path, options: SignalOptions, help: ReadingHelp) -> Result:
    """What the service says of a file; a file that cannot be opened is unreadable, too."""
    try:
        data, name = _upload(path)
    except OSError as error:
        click.echo(f"{error.filename}: {error.strerror}", err=True)
        reason = Reason("unreadable_file", f"{NOT_OPENED} {error.strerror}.", CHECK_NAME)
        return Result(Analysis(str(path), False, Timing(0.0, 0.0, 0.0), reason=reason), None, None)
    return service.explained(service.analyze(data, name, options=options, help=help or None))


def _upload(path: Path) -> tuple[bytes, str]:
    """The file's bytes and name; the `.hea` of a WFDB record stands for the record with its signal file."""
    if path.suffix.lower() != ".hea":
        return path.read_bytes(), str(path)
    signal = path.with_suffix(".dat")
    with zip_pair(path.read_bytes(), BytesIO(signal.read_bytes()), signal.name) as record:
        return record.read(), str(path.with_suffix(".zip"))


def write_signal(path: Path, recording: Recording) -> None:
    """Keep a recording as `signal` (12, n) float32 in millivolt, NaN where nothing was seen, `fs` in Hz and `leads`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path, signal=recording.signal_mv.astype(np.float32), fs=recording.sampling_rate_hz, leads=np.array(LEADS)
    )


def summary(analysis: Analysis) -> str:
    """An analysis in a few lines for a person."""
    return "\n".join((analysis.file, *(f"  {line}" for line in _lines(analysis)), f"  {NOTICE}"))


def _lines(analysis: Analysis) -> Iterator[str]:
    if analysis.reason:
        yield f"Medical diagnosis not available for the ECG image: {analysis.reason.message} {analysis.reason.advice}"
    if analysis.diagnosis and analysis.diagnosis.label:
        yield f"{analysis.diagnosis.label} (confidence {analysis.diagnosis.confidence:.0%})"
    if analysis.rhythm:
        yield f"Rhythm: {analysis.rhythm['label']}"
    if analysis.beats is not None:
        yield f"Beats: {len(analysis.beats)}"
    if analysis.time_frequency and analysis.time_frequency["class"]:
        yield f"Scalogram: {analysis.time_frequency['label']}"
    if analysis.probabilities:
        yield "Probabilities: " + ", ".join(f"{code} {p:.0%}" for code, p in analysis.probabilities.items())
    if analysis.findings is not None:
        present = [finding.label for finding in analysis.findings if finding.present]
        yield "Findings: " + (", ".join(present) or "none")
    if analysis.measurements:
        yield ", ".join(_measured(analysis.measurements)) or "Nothing could be measured"


def _measured(measurements: Measurements) -> Iterator[str]:
    """What could be measured, each with its error and its unit."""
    named = (
        ("Heart rate", "heart_rate_bpm", "bpm"),
        ("P", "p_ms", "ms"),
        ("PR", "pr_ms", "ms"),
        ("QRS", "qrs_ms", "ms"),
        ("QT", "qt_ms", "ms"),
        ("axis", "axis_deg", "degrees"),
    )
    for name, key, unit in named:
        value, error = getattr(measurements, key), (measurements.errors or {}).get(key)
        if value is not None:
            yield f"{name} {value:.0f} {unit}" if error is None else f"{name} {value:.0f} ± {error:.0f} {unit}"

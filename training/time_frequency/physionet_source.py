"""ARR, CHF and NSR from PhysioNet's own files: mitdb, chfdb and nsrdb, one database a class."""

from __future__ import annotations

import shutil
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from ecgweb.ecg.readers import wfdb_format
from ecgweb.inference.time_frequency import WINDOW_S, window_of
from training.time_frequency.windows import Window

CLASSES = {"ARR": "Arrhythmia", "CHF": "Congestive heart failure", "NSR": "Normal sinus rhythm"}
DATABASES = {"mitdb": "ARR", "chfdb": "CHF", "nsrdb": "NSR"}
SAME_PERSON = {"202": "201"}
EVERY_S = 60.0  # recordings last up to a day: ten seconds of each minute are enough
BASE_URL = "https://physionet.org/files"
VERSIONS = {"mitdb": "1.0.0", "chfdb": "1.0.0", "nsrdb": "1.0.0"}


def windows(folder: Path) -> Iterator[Window]:
    """Windows of the first lead of every record in `folder`/mitdb, chfdb and nsrdb.

    Raises
    ------
    FileNotFoundError
        If one of the three folders holds no record.
    """
    for database, label in DATABASES.items():
        headers = sorted((folder / database).glob("*.hea"))
        if not headers:
            raise FileNotFoundError(f"{folder / database} holds no WFDB record (*.hea with its *.dat)")
        for header in headers:
            yield from _of_record(header, database, label)


def _of_record(header_path: Path, database: str, label: str) -> Iterator[Window]:
    """Windows of a record's first lead."""
    header = wfdb_format.parse_header(header_path.read_text(encoding="latin-1"))
    leads, rate_hz = header.of_file(header.leads[0].file), header.sampling_rate_hz
    signal_path = header_path.parent / Path(leads[0].file).name
    length, step = round(WINDOW_S * rate_hz), round(EVERY_S * rate_hz)
    person = SAME_PERSON.get(header_path.stem, header_path.stem)
    with signal_path.open("rb") as file:
        samples = header.samples or wfdb_format.frames_in(signal_path.stat().st_size, leads)
        for start in range(0, samples - length + 1, step):
            window = window_of(wfdb_format.read_frames(file, leads, start, start + length)[:, 0], rate_hz)
            if window is not None:
                yield Window(window, label, database, person, header_path.stem)


def download(folder: Path, base_url: str = BASE_URL) -> int:
    """Fetch the three databases into `folder` and return the number of files; what is there is not fetched again."""
    fetched = 0
    for database, version in VERSIONS.items():
        (folder / database).mkdir(parents=True, exist_ok=True)
        root = f"{base_url.rstrip('/')}/{database}/{version}"
        with urllib.request.urlopen(f"{root}/RECORDS") as answer:
            records = answer.read().decode("ascii").split()
        for name in (f"{record}.{ending}" for record in records for ending in ("hea", "dat")):
            target = folder / database / name
            if target.resolve().parent != (folder / database).resolve():
                raise ValueError(f"{root}/RECORDS names a file outside its folder")
            if not target.exists():
                _fetch(f"{root}/{name}", target)
                fetched += 1
    return fetched


def _fetch(url: str, target: Path) -> None:
    partial = target.with_suffix(target.suffix + ".part")
    with urllib.request.urlopen(url) as answer, partial.open("wb") as file:
        shutil.copyfileobj(answer, file)
    partial.rename(target)

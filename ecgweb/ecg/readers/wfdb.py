"""A WFDB record in a zip: one `.hea` with the files it names."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from tempfile import TemporaryFile
from typing import IO, BinaryIO

import numpy as np
from numpy.typing import NDArray

from ecgweb.ecg.readers import wfdb_format
from ecgweb.ecg.readers.raw_signal import (
    BLOCK_SAMPLES,
    CUT_SHORT,
    RawSignal,
    distinct,
    lead_name,
    mv_per_unit_of,
    unreadable,
    unsupported,
)
from ecgweb.ecg.refusal import Refused

MAX_HEADER_BYTES = 1024 * 1024
MAX_SIGNAL_BYTES = 400 * 1024 * 1024  # unpacked
NO_HEADER = "The zip holds no .hea file. A WFDB record is a .hea file with its .dat file."


def open_wfdb(file: BinaryIO) -> RawSignal:
    """Read the header of a zipped record; the samples follow block by block.

    Raises
    ------
    Refused
        If the zip is damaged, holds several records or unpacks to too much, a file is missing, or no lead is a voltage.
    """
    archive = _opened(file)
    header = wfdb_format.parse_header(_header_text(archive))
    groups = [_members(archive, header, name) for name in dict.fromkeys(lead.file for lead in header.leads)]
    leads = tuple(lead for _, group in groups for lead in group)
    factors = [mv_per_unit_of(lead.unit) for lead in leads]
    if not any(factors):
        raise Refused("units_unknown", f"The leads of this record are in {leads[0].unit[:20]}, which is no voltage.")
    samples = min(wfdb_format.frames_in(info.file_size, group) for info, group in groups)
    if header.samples is not None and samples < header.samples:
        raise unreadable(CUT_SHORT)
    names = distinct(lead_name(lead.name) for lead, factor in zip(leads, factors, strict=True) if factor)
    return RawSignal(names, header.sampling_rate_hz, 1.0, _blocks(archive, groups, header.samples or samples, factors))


def zip_pair(header: bytes, signal: IO[bytes], signal_name: str) -> BinaryIO:
    """A `.hea` and a `.dat` that came as two files, as one zip in a temporary file."""
    target = TemporaryFile()  # noqa: SIM115 - who asked for it closes it
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("record.hea", header)
        with archive.open(PurePosixPath(signal_name).name, "w", force_zip64=True) as member:
            while block := signal.read(1 << 20):
                member.write(block)
    target.seek(0)
    return target


def _opened(file: BinaryIO) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(file)
    except Exception as error:
        raise unreadable("The file is damaged and cannot be opened as a zip.") from error
    if sum(info.file_size for info in archive.infolist()) > MAX_SIGNAL_BYTES:
        raise Refused("too_large", "The zip unpacks to more than 400 MB.", "Upload a shorter part of the recording.")
    return archive


def _header_text(archive: zipfile.ZipFile) -> str:
    headers = [info for info in archive.infolist() if info.filename.lower().endswith(".hea") and _is_visible(info)]
    if not headers:
        raise unreadable(NO_HEADER)
    if len(headers) > 1:
        raise unsupported(f"The zip holds {len(headers)} records; upload one at a time.")
    if headers[0].file_size > MAX_HEADER_BYTES:
        raise unreadable("The .hea file is no WFDB header.")
    return _read(archive, headers[0]).decode("latin-1")


def _is_visible(info: zipfile.ZipInfo) -> bool:
    """False for what some systems add to a zip by themselves."""
    return not info.filename.startswith("__MACOSX/")


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        return archive.read(info)
    except Exception as error:
        raise unreadable("The zip is damaged, or locked with a password.") from error


def _members(
    archive: zipfile.ZipFile, header: wfdb_format.Header, name: str
) -> tuple[zipfile.ZipInfo, tuple[wfdb_format.Lead, ...]]:
    """The zip's file by the name that the header gives, wherever in the zip it lies, with its leads."""
    wanted = PurePosixPath(name).name
    for info in archive.infolist():
        if PurePosixPath(info.filename).name == wanted and _is_visible(info):
            leads = header.of_file(name)
            if len({(lead.format, lead.offset) for lead in leads}) > 1:
                raise unreadable("The .hea file contradicts itself about its .dat file.")
            return info, leads
    raise unreadable(f"The header names the signal file {wanted[:60]}, which is not in the upload.")


def _blocks(
    archive: zipfile.ZipFile,
    groups: list[tuple[zipfile.ZipInfo, tuple[wfdb_format.Lead, ...]]],
    samples: int,
    factors: list[float | None],
) -> Iterator[NDArray[np.floating]]:
    """Blocks of the leads that are voltages, in mV."""
    wanted = [n for n, factor in enumerate(factors) if factor]
    scale = np.array([factors[n] for n in wanted], np.float64)
    try:
        files = [archive.open(info) for info, _ in groups]
        for start in range(0, samples, BLOCK_SAMPLES):
            stop = min(start + BLOCK_SAMPLES, samples)
            parts = [
                wfdb_format.read_frames(file, leads, start, stop)  # type: ignore[arg-type]
                for file, (_, leads) in zip(files, groups, strict=True)
            ]
            yield np.concatenate(parts, axis=1)[:, wanted] * scale
    except Refused:
        raise
    except Exception as error:
        raise unreadable("The zip is damaged, or locked with a password.") from error

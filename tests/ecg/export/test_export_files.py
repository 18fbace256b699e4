"""Files for other programs hold what was read, gaps as gaps, and read back as the same recording."""

from __future__ import annotations

import zipfile
from io import BytesIO

import numpy as np
import pytest

from ecgweb.ecg.export.csv_table import csv_table
from ecgweb.ecg.export.wfdb_record import MISSING, wfdb_zip
from ecgweb.ecg.readers.csv_text import open_csv
from ecgweb.ecg.readers.wfdb import open_wfdb
from ecgweb.ecg.recording import LEADS, Recording


@pytest.fixture
def recording() -> Recording:
    """Four seconds with a gap in each lead, the first at its very start."""
    rng = np.random.default_rng(7)
    signal = rng.normal(0, 0.5, (12, 1000)).astype(np.float32)
    for lead in range(12):
        signal[lead, 50 * lead : 50 * lead + 30] = np.nan
    return Recording(signal, 250.0)


def test_the_table_has_time_and_leads_with_units_and_blanks_for_gaps(recording):
    titles, first, *_rest, last, end = csv_table(recording).split("\n")
    assert titles.startswith("time [s],I [mV],II [mV],III [mV],aVR [mV]")
    assert first.startswith("0.000000,,")
    assert last.startswith("3.996000,")
    assert (len(last.split(",")), end) == (13, "")


@pytest.mark.parametrize(("write", "read"), [(lambda r: csv_table(r).encode(), open_csv), (wfdb_zip, open_wfdb)])
def test_what_is_written_reads_back_as_the_same(recording, write, read):
    signal = read(BytesIO(write(recording)))
    back = np.concatenate(list(signal.blocks))
    assert signal.leads == LEADS
    assert signal.mv_per_unit == 1.0
    assert signal.sampling_rate_hz == pytest.approx(250.0)
    assert np.array_equal(np.isnan(back.T), np.isnan(recording.signal_mv))
    assert np.nanmax(np.abs(back.T - recording.signal_mv)) <= 0.00051


def test_the_wfdb_header_tells_scale_first_sample_and_checksum(recording):
    with zipfile.ZipFile(BytesIO(wfdb_zip(recording, comments=("Not a medical device.",)))) as files:
        header = files.read("ecg.hea").decode().splitlines()
        samples = np.frombuffer(files.read("ecg.dat"), "<i2").reshape(-1, 12)
    assert header[0] == "ecg 12 250 1000"
    assert header[-1] == "# Not a medical device."
    for lead, line in zip(range(12), header[1:13], strict=True):
        first, checksum = samples[0, lead], samples[:, lead].sum(dtype=np.int16)
        assert line == f"ecg.dat 16 1000(0)/mV 16 0 {first} {checksum} 0 {LEADS[lead]}"


def test_voltages_beyond_the_format_do_not_become_gaps():
    signal = np.full((12, 4), -99.0, np.float32)
    with zipfile.ZipFile(BytesIO(wfdb_zip(Recording(signal, 250.0)))) as files:
        samples = np.frombuffer(files.read("ecg.dat"), "<i2")
    assert samples.min() == MISSING + 1

"""Signals of every format come out as the millivolts that went in; everything else is refused in words."""

import io
import tracemalloc
from tempfile import TemporaryFile

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from signal_files import RATE_HZ, beating, dicom, edf, header, npy, pack, wfdb_zip, zipped

from ecgweb.ecg.readers import npy as npy_module
from ecgweb.ecg.readers import signal, wfdb
from ecgweb.ecg.readers.signal import SignalOptions, is_signal, open_signal, read_signal
from ecgweb.ecg.recording import LEADS
from ecgweb.ecg.refusal import REASONS, Refused

AT_250 = SignalOptions(RATE_HZ)
ONE, TWO, TWELVE = beating(), beating(leads=2), beating(leads=12)


def csv(signal_mv, title=None, delimiter=",", time=False, comma=False):
    rows = [
        delimiter.join(([f"{n / RATE_HZ:.3f}"] if time else []) + [f"{value:.5f}" for value in values])
        for n, values in enumerate(signal_mv.T)
    ]
    text = "\n".join(rows)
    return ((title + "\n" if title else "") + (text.replace(".", ",") if comma else text)).encode()


GOOD = {
    "one row": (npy(ONE[0]), "a.npy", AT_250, ONE),
    "leads first": (npy(TWO), "a.npy", AT_250, TWO),
    "samples first": (npy(TWO.T.copy()), "a.npy", AT_250, TWO),
    "Fortran order": (npy(np.asfortranarray(TWO)), "a.npy", AT_250, TWO),
    "doubles": (npy(TWO.astype(">f8")), "a.npy", AT_250, TWO),
    "microvolts": (npy((TWO * 1000).astype(np.int16)), "A.NPY", SignalOptions(RATE_HZ, "uV"), TWO),
    "bare numbers": (csv(TWO), "a.csv", AT_250, TWO),
    "header and time": (csv(TWO, "time,I (mV),II (mV)", time=True), "a.csv", SignalOptions(), TWO),
    "no header but time": (csv(TWO, time=True), "a.csv", SignalOptions(), TWO),
    "decimal comma": (csv(TWO, "I;II", ";", comma=True), "a.csv", AT_250, TWO),
    "tabs": (csv(TWO, delimiter="\t"), "a.tsv", AT_250, TWO),
    "blanks": (csv(TWO, delimiter="  "), "a.csv", AT_250, TWO),
    "PhysioNet's": (
        csv(TWO, "'Elapsed time','MLII','V5'\n'seconds','mV','mV'", time=True),
        "a.csv",
        SignalOptions(),
        TWO,
    ),
    **{
        f"WFDB {form}": (wfdb_zip(TWO, form), "r.zip", SignalOptions(), TWO) for form in ("16", "24", "32", "80", "212")
    },
    "EDF": (edf(TWO), "a.edf", SignalOptions(), TWO),
    "EDF in mV": (edf(TWO, unit="mV"), "a.edf", SignalOptions(), TWO),
    "DICOM": (dicom(TWELVE), "a.dcm", SignalOptions(), TWELVE),
}


@pytest.mark.parametrize("case", GOOD)
def test_every_format_comes_out_as_it_went_in(case):
    data, name, options, wanted = GOOD[case]
    reading = read_signal(data, name, options)
    assert reading.sampling_rate_hz == RATE_HZ
    np.testing.assert_allclose(reading.signal_mv, wanted, atol=0.006)
    assert reading.voltage_known
    assert is_signal(name)


def test_names_of_leads_are_recognised():
    assert read_signal(npy(TWELVE), "a.npy", AT_250).leads == LEADS
    assert read_signal(dicom(TWELVE), "a.dcm").leads == LEADS
    assert read_signal(edf(TWO), "a.edf").leads == ("I", "II")
    assert read_signal(csv(TWO, "lead avr,ECG_V1"), "a.csv", AT_250).leads == ("aVR", "V1")
    assert read_signal(wfdb_zip(TWO, names=("MLII",)), "r.zip").leads == ("MLII", "MLII 2")


def test_raw_numbers_get_a_typical_height_and_say_so():
    reading = read_signal(npy((ONE * 812 + 1024).astype(np.int16)), "a.npy", SignalOptions(RATE_HZ, "adc"))
    assert not reading.voltage_known
    assert np.ptp(reading.signal_mv) == pytest.approx(1, abs=0.1)


def test_gaps_stay_gaps():
    holed = TWO.copy()
    holed[1, 100:200] = np.nan
    holed[0, 300] = np.inf
    reading = read_signal(npy(holed), "a.npy", AT_250)
    assert np.isnan(reading.signal_mv[1, 100:200]).all()
    assert np.isnan(reading.signal_mv[0, 300])
    cells = csv(TWO).replace(b"\n", b"\n,", 1).split(b"\n")
    cells[1] = b",0.1"
    assert np.isnan(read_signal(b"\n".join(cells), "a.csv", AT_250).signal_mv[0, 1])


BAD = {
    "no rate": (npy(ONE), "a.npy", SignalOptions(), "sampling_rate_missing", "samples a second"),
    "no rate in a table": (csv(TWO), "a.csv", SignalOptions(), "sampling_rate_missing", "samples a second"),
    "rate of 3 Hz": (npy(ONE), "a.npy", SignalOptions(3.0), "unsupported", "outside what is read"),
    "rate that is no number": (npy(ONE), "a.npy", SignalOptions(float("nan")), "unsupported", "outside"),
    "unit": (npy(ONE), "a.npy", SignalOptions(RATE_HZ, "furlong"), "units_unknown", "no unit that is known"),
    "unlikely unit": (npy(ONE * 1000), "a.npy", AT_250, "units_unknown", "hardly in that unit"),
    "pickled": (npy(np.array([{}, []], object), True), "a.npy", AT_250, "unsupported", npy_module.PICKLED),
    "ragged": (npy(np.array([[1], [1, 2]], object), True), "a.npy", AT_250, "unsupported", npy_module.PICKLED),
    "complex": (npy(ONE.astype(complex)), "a.npy", AT_250, "unsupported", npy_module.COMPLEX),
    "words": (npy(np.array(["a"])), "a.npy", AT_250, "unsupported", npy_module.NOT_NUMBERS),
    "three axes": (npy(np.zeros((2, 3, 4))), "a.npy", AT_250, "unsupported", "3 axes"),
    "many leads": (npy(np.zeros((100, 1000))), "a.npy", AT_250, "unsupported", "at most 64 leads"),
    "empty array": (npy(np.zeros(0)), "a.npy", AT_250, "unreadable_file", "no signal"),
    "a single number": (npy(np.float64(1)), "a.npy", AT_250, "unsupported", "0 axes"),
    "empty file": (b"", "a.npy", AT_250, "unreadable_file", "empty"),
    "not an array": (b"<html>", "a.npy", AT_250, "unreadable_file", "no array in it"),
    "array cut short": (npy(ONE)[:-9], "a.npy", AT_250, "unreadable_file", "cut short"),
    "only gaps": (npy(np.full(3000, np.nan)), "a.npy", AT_250, "unreadable_file", signal.ONLY_GAPS),
    "flat": (npy(np.ones(3000)), "a.npy", AT_250, "not_an_ecg", signal.FLAT),
    "one second": (npy(ONE[:, :250]), "a.npy", AT_250, "too_short", "1 s"),
    "ragged table": (csv(TWO) + b"\n1\n", "a.csv", AT_250, "unreadable_file", "Row 3001 has 1 columns"),
    "words in a table": (csv(TWO) + b"\n1,two\n", "a.csv", AT_250, "unreadable_file", "Row 3001"),
    "only words": (b"a,b\nc,d\n", "a.csv", AT_250, "unreadable_file", "No column of numbers"),
    "binary table": (bytes(5000), "a.csv", AT_250, "unreadable_file", "no text in it"),
    "not a zip": (b"hello", "a.zip", AT_250, "unreadable_file", "zip"),
    "zip without header": (zipped(a__txt="x"), "a.zip", AT_250, "unreadable_file", "no .hea file"),
    "two records": (zipped(a__hea="x", b__hea="y"), "a.zip", AT_250, "unsupported", "one at a time"),
    "no header": (zipped(a__hea="x"), "a.zip", AT_250, "unreadable_file", "no WFDB header"),
    "no samples": (zipped(a__hea=header(TWO)), "a.zip", AT_250, "unreadable_file", "rec.dat, which is not in the"),
    "samples cut short": (
        zipped(rec__hea=header(TWO), rec__dat=b"12"),
        "a.zip",
        AT_250,
        "unreadable_file",
        "cut short",
    ),
    "strange format": (zipped(rec__hea=header(TWO, "310"), rec__dat=b"12"), "a.zip", AT_250, "unsupported", "310"),
    "segments": (zipped(rec__hea="rec/3 2 250 9\n"), "a.zip", AT_250, "unsupported", "segments"),
    "blood pressure": (
        zipped(rec__hea=header(TWO, gain="200/mmHg"), rec__dat=pack(np.zeros(6000, int), "16")),
        "a.zip",
        AT_250,
        "units_unknown",
        "mmHg, which is no voltage",
    ),
    "not EDF": (bytes(600), "a.edf", AT_250, "unreadable_file", "its header is not one"),
    "EDF cut short": (edf(TWO)[:-900], "a.edf", AT_250, "unreadable_file", "cut short"),
    "EDF with interruptions": (edf(TWO, reserved="EDF+D"), "a.edf", AT_250, "unsupported", "interruptions"),
    "EDF of temperatures": (edf(TWO, unit="degC"), "a.edf", AT_250, "units_unknown", "no voltage"),
    "not DICOM": (b"hello" * 100, "a.dcm", AT_250, "unreadable_file", "DICOM"),
    "DICOM of pressures": (dicom(TWO, unit="mmHg"), "a.dcm", AT_250, "units_unknown", "no voltage"),
    "another kind": (b"x", "a.mat", AT_250, "unsupported", "not supported"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_read_is_refused_in_words(case):
    data, name, options, code, words = BAD[case]
    with pytest.raises(Refused) as refused:
        read_signal(data, name, options)
    assert refused.value.reason.code == code
    assert words in refused.value.reason.message
    assert refused.value.reason.advice


def test_a_pickle_is_never_run(tmp_path):
    class Trap:
        def __reduce__(self):
            return open, (str(tmp_path / "sprung"), "w")

    with pytest.raises(Refused):
        read_signal(npy(np.array([Trap()], object), True), "a.npy", AT_250)
    assert not (tmp_path / "sprung").exists()


def test_a_file_that_promises_more_than_it_holds_allocates_nothing():
    data = npy(np.zeros(4)).replace(b"(4,)", b"(99999999999,)".ljust(4)[:14])
    with pytest.raises(Refused):
        read_signal(data, "a.npy", AT_250)


def test_limits_are_told(monkeypatch):
    monkeypatch.setattr(signal, "MAX_BYTES", 1000)
    with pytest.raises(Refused, match="200 MB"):
        read_signal(npy(ONE), "a.npy", AT_250)
    monkeypatch.undo()
    monkeypatch.setattr(signal, "MAX_VALUES", 1000)
    with pytest.raises(Refused, match="100 million samples"):
        read_signal(npy(ONE), "a.npy", AT_250)
    monkeypatch.setattr(wfdb, "MAX_SIGNAL_BYTES", 1000)
    with pytest.raises(Refused, match="unpacks to more"):
        read_signal(wfdb_zip(TWO), "a.zip")


def test_a_long_recording_needs_no_more_memory_than_a_short_one():
    data = io.BytesIO(npy(np.tile(ONE[0], 1500)))  # 4.5 million samples, 18 MB
    with TemporaryFile() as target:
        tracemalloc.start()
        open_signal(data, "a.npy", AT_250, target)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 6e6


def test_a_pair_of_files_is_read_as_its_zip():
    pair = wfdb.zip_pair(
        header(TWO, file="x.dat").encode(), io.BytesIO(pack(np.round(TWO.T * 200 + 10).astype(int), "16")), "x.dat"
    )
    with pair, TemporaryFile() as target:
        np.testing.assert_allclose(open_signal(pair, "r.zip", SignalOptions(), target).signal_mv, TWO, atol=0.006)


SEEDS = {name: data for data, name, _, _ in GOOD.values()}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_whatever_the_bytes_a_file_is_read_or_refused(data):
    name = data.draw(st.sampled_from(sorted(SEEDS)))
    content = bytearray(
        data.draw(st.one_of(st.binary(max_size=600), st.just(SEEDS[name][:4000]), st.just(SEEDS[name])))
    )
    for _ in range(data.draw(st.integers(0, 6)) if content else 0):
        content[data.draw(st.integers(0, min(len(content), 1500) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_signal(bytes(content), name, SignalOptions(250.0, data.draw(st.sampled_from([None, "mV", "uV", "adc"]))))
    except Refused as refused:
        REASONS[refused.reason.code]

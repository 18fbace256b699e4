"""The scalogram recipe from files to a registered model, on small records made here and fetched over loopback."""

from __future__ import annotations

import http.server
import threading
from functools import partial

import numpy as np
import pytest

from ecgweb.inference.time_frequency import FROM_PHYSIONET, TimeFrequencyModel, window_of
from tests.ecg.readers.signal_files import adc, beating, header, pack
from training.time_frequency import __main__ as command
from training.time_frequency import physionet_source
from training.time_frequency.packs_source import label_of
from training.time_frequency.scores import recorder_probe
from training.time_frequency.windows import Window, gather, split

# Heart rates that a small network can tell apart; formats as the databases have them.
MADE = {"mitdb": (150, "212", 360.0), "chfdb": (100, "212", 250.0), "nsrdb": (55, "16", 128.0)}


@pytest.fixture
def published(tmp_path):
    """Four short records of each database, laid out as PhysioNet serves them."""
    for database, (bpm, form, rate_hz) in MADE.items():
        folder = tmp_path / "site" / database / physionet_source.VERSIONS[database]
        folder.mkdir(parents=True)
        names = [f"{database[0]}{n:02}" for n in range(4)]
        (folder / "RECORDS").write_text("\n".join(names) + "\n")
        for n, name in enumerate(names):
            signal_mv = beating(300, rate_hz, 2, bpm + 3 * n)
            head = header(signal_mv, form, rate_hz=rate_hz, file=f"{name}.dat").replace("rec ", f"{name} ", 1)
            (folder / f"{name}.hea").write_text(head)
            (folder / f"{name}.dat").write_bytes(pack(adc(signal_mv), form))
    return tmp_path / "site"


@pytest.fixture
def base_url(published):
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_words): ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(published)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # Keras saving under NumPy 2
def test_one_command_fetches_trains_and_registers(base_url, tmp_path, capsys):
    folder, models = tmp_path / "files", tmp_path / "models"
    options = ["--source", "physionet", str(folder), "--download", base_url, "--out", str(models), "--epochs", "12"]
    command.main(options)
    said = capsys.readouterr().out
    assert "24 files fetched" in said
    assert "60 windows of 12 persons" in said
    model = TimeFrequencyModel.load(models / f"{FROM_PHYSIONET}.json")
    assert model.codes == ["ARR", "CHF", "NSR"]
    assert model.manifest["figures"]["persons"] == {"train": 6, "tune": 3, "test": 3}
    lead = beating(30, 128.0, 1, 57)[0]
    answer = model.classify(lambda start, stop: lead[start:stop], lead.size, 128.0)
    assert sum(answer.probabilities.values()) == pytest.approx(1)
    command.main([*options[:3], "--out", str(models), "--epochs", "1"])
    assert "fetched" not in capsys.readouterr().out


def test_without_the_files_it_says_what_is_missing(tmp_path):
    with pytest.raises(FileNotFoundError, match="mitdb holds no WFDB record"):
        list(physionet_source.windows(tmp_path))


def made(database, person, label, count=3, seed=0):
    noise = np.random.default_rng(seed).normal(size=(count, 1000)).astype(np.float32)
    return [Window(signal, label, database, person, person) for signal in noise]


def test_no_person_stands_on_two_sides():
    windows = [w for n in range(20) for label in ("SR", "ARR") for w in made("mitdb", f"p{n}", label)]
    data = gather(windows, 2)
    parts = split(data)
    persons = {part: set(data.persons[mask].tolist()) for part, mask in parts.items()}
    assert len(data) == 80
    assert not persons["train"] & persons["test"]
    assert not persons["tune"] & persons["test"]
    assert {part: len(some) for part, some in persons.items()} == {"train": 12, "tune": 3, "test": 5}


@pytest.mark.parametrize(
    ("rhythm", "beats", "label"),
    [
        (["N"] * 10, "NNN", "SR"),
        (["N"] * 10, "NVN", "ARR"),
        (["AFIB"] * 10, "NNN", "ARR"),
        (["VFL"] * 9 + ["N"], "", "VF"),
        (["VFL"] * 5 + ["N"] * 5, "", None),
        (["P"] * 10, "//", None),
        (["NOISE"] * 10, "", None),
        ([""] * 10, "N", None),
    ],
)
def test_labels_are_given_only_where_they_are_certain(rhythm, beats, label):
    assert label_of(np.array(rhythm), list(beats)) == label


def test_the_probe_finds_a_recorder_that_leaves_a_mark():
    windows = []
    for n in range(12):
        windows += made("clean", f"a{n}", "SR", 4, n)
        humming = made("humming", f"b{n}", "SR", 4, 100 + n)
        hum = 2 * np.sin(2 * np.pi * 20 * np.arange(1000) / 100).astype(np.float32)
        windows += [Window(w.signal + hum, w.label, w.database, w.person, w.recording) for w in humming]
    assert recorder_probe(gather(windows, 10))["balanced_accuracy"] > 0.95


def test_windows_are_alike_whatever_the_rate_and_the_gain():
    slow = window_of(beating(10, 128.0)[0], 128.0)
    fast = window_of(5 * beating(10, 500.0)[0] + 3, 500.0)
    assert np.corrcoef(slow, fast)[0, 1] > 0.98
    assert window_of(np.full(1000, np.nan), 100.0) is None
    assert window_of(np.zeros(1000), 100.0) is None

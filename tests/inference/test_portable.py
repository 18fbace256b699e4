"""Copies of the networks for ONNX Runtime, and Keras where there is none."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ecgweb.inference.manifest import ManifestError, sha256_of
from ecgweb.inference.network_file import load_network
from ecgweb.inference.portable import FOLDER, MANIFEST, portable_copy

MODELS = Path(__file__).parents[2] / "models"
NETWORK = "beats_finder.keras"
LEAD = {"lead": np.random.default_rng(0).normal(size=(2, 500, 1)).astype(np.float32)}


@pytest.fixture
def folder(tmp_path):
    """A folder of networks with one in it, and its copy."""
    shutil.copytree(MODELS / FOLDER, tmp_path / FOLDER)
    shutil.copy(MODELS / NETWORK, tmp_path)
    return tmp_path


def test_a_copy_is_of_this_very_file_whatever_its_name(folder):
    renamed = (folder / NETWORK).rename(folder / "another.keras")
    assert portable_copy(renamed) == folder / FOLDER / "beats_finder.onnx"
    renamed.write_bytes(b"another network")
    assert portable_copy(renamed) is None


def test_a_damaged_copy_is_not_run(folder):
    (folder / FOLDER / "beats_finder.onnx").write_bytes(b"cut off")
    with pytest.raises(ManifestError):
        load_network(folder / NETWORK)


def test_a_format_of_later_programs_is_not_guessed_at(folder):
    (folder / FOLDER / MANIFEST).write_text(json.dumps({"format": 99}), encoding="utf-8")
    with pytest.raises(ManifestError):
        portable_copy(folder / NETWORK)


@pytest.mark.slow
def test_keras_answers_alike_where_there_is_no_copy(folder):
    by_copy = load_network(folder / NETWORK)(LEAD)
    shutil.rmtree(folder / FOLDER)
    by_keras = load_network(folder / NETWORK)(LEAD)
    assert by_copy.keys() == by_keras.keys()
    assert np.allclose(by_copy["beat"], by_keras["beat"], atol=1e-5)


def test_every_network_that_answers_has_a_copy():
    copies = json.loads((MODELS / FOLDER / MANIFEST).read_text(encoding="utf-8"))["copies"]
    not_served = ("_twin", "_naive")
    served = [path for path in MODELS.glob("*.keras") if not path.stem.endswith(not_served)]
    assert {sha256_of(path) for path in served} == set(copies), "python -m training.portable makes them anew"


@pytest.mark.slow
def test_the_site_reads_pages_without_tensorflow():
    page = Path(__file__).parent / "fixtures" / "normal-page.jpg"
    program = (
        "import sys; from pathlib import Path; from ecgweb.inference.service import AnalysisService;"
        f"done = AnalysisService(Path({str(MODELS)!r})).analyze(Path({str(page)!r}).read_bytes(), 'page.jpg');"
        "print(done.analysis.accepted, 'tensorflow' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=MODELS.parent, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["True", "False"]

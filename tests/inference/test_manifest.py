import json
from pathlib import Path

import pytest

from ecgweb.inference.manifest import SUPERCLASSES, ManifestError, load_manifest

SHIPPED = Path(__file__).parents[2] / "models/diagnosis.json"


def test_the_shipped_manifest_describes_the_shipped_network():
    manifest = load_manifest(SHIPPED)
    assert [entry.code for entry in manifest.diagnoses] == ["normal", "abnormal", "mi", "history_mi"]
    assert {finding.code for finding in manifest.findings if finding.superclass} == set(SUPERCLASSES)
    assert not {9, 10} & set(manifest.training["twin"]["folds"]), "figures and calibration come from the twin"


def test_the_shipped_network_is_small():
    assert load_manifest(SHIPPED).model_path.stat().st_size < 20e6


def test_another_file_than_the_described_one_is_refused(tmp_path):
    (tmp_path / "diagnosis.json").write_text(SHIPPED.read_text())
    (tmp_path / "diagnosis.keras").write_bytes(b"something else")
    with pytest.raises(ManifestError, match="not the file"):
        load_manifest(tmp_path / "diagnosis.json")


def test_a_missing_network_is_refused(tmp_path):
    (tmp_path / "diagnosis.json").write_text(SHIPPED.read_text())
    with pytest.raises(ManifestError, match="missing"):
        load_manifest(tmp_path / "diagnosis.json")


def test_an_unknown_format_is_refused(tmp_path):
    (tmp_path / "diagnosis.json").write_text(json.dumps({"format": 99}))
    with pytest.raises(ManifestError, match="format"):
        load_manifest(tmp_path / "diagnosis.json")

"""Networks beside each other, and which of them answers."""

import hashlib
import json

import pytest

from ecgweb.inference.catalogue import NAMES, catalogue, diagnosis_manifest, diagnosis_versions, install_beside
from ecgweb.inference.manifest import ManifestError


def put(folder, name, version, content=b"network"):
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.keras").write_bytes(content)
    fields = {"name": "diagnosis", "version": version, "file": f"{name}.keras"}
    manifest = folder / f"{name}.json"
    manifest.write_text(json.dumps({**fields, "sha256": hashlib.sha256(content).hexdigest()}), encoding="utf-8")
    return manifest


@pytest.fixture
def models(tmp_path):
    put(tmp_path / "models", "diagnosis", "2.0.0")
    return tmp_path / "models"


def versions(folder):
    return [entry.version for entry in diagnosis_versions(folder)]


def test_a_version_put_beside_the_others_can_be_chosen_and_left_again(models, tmp_path):
    put_there = install_beside(put(tmp_path / "new", "diagnosis", "2.1.0", b"newer"), models)
    assert diagnosis_manifest(models) == models / "diagnosis.json"
    assert diagnosis_manifest(models, "2.1.0") == put_there
    assert diagnosis_manifest(models, "2.0.0") == models / "diagnosis.json"
    chosen = {entry.name: entry for entry in catalogue(models, "2.1.0")}["diagnosis"]
    chosen.check()
    assert chosen.version == "2.1.0"


def test_a_version_that_is_not_there_is_refused_with_those_that_are(models):
    with pytest.raises(ManifestError, match=r"no version 9.9.9 .* only: 2.0.0"):
        diagnosis_manifest(models, "9.9.9")


def test_a_damaged_network_is_not_put_there_and_leaves_nothing_behind(models, tmp_path):
    manifest = put(tmp_path / "new", "diagnosis", "2.1.0")
    (tmp_path / "new" / "diagnosis.keras").write_bytes(b"something else")
    before = sorted(models.iterdir())
    with pytest.raises(ManifestError, match="SHA-256"):
        install_beside(manifest, models)
    assert sorted(models.iterdir()) == before


def test_one_version_names_one_network(models, tmp_path):
    with pytest.raises(ManifestError, match="another network is there as version"):
        install_beside(put(tmp_path / "new", "diagnosis", "2.0.0", b"different"), models)
    assert versions(models) == ["2.0.0"]


def test_every_network_is_listed_installed_or_not(models):
    entries = {entry.name: entry.to_dict() for entry in catalogue(models)}
    assert tuple(entries) == NAMES
    assert entries["diagnosis"]["installed"]
    assert entries["tracer"] == {"name": "tracer", "version": None, "sha256": None, "files": {}, "installed": False}


def test_a_network_of_several_files_lists_each_by_its_role(models):
    sums = {"finder": {"file": "f.keras", "sha256": "1" * 64}, "classifier": {"file": "c.keras", "sha256": "2" * 64}}
    (models / "beats.json").write_text(json.dumps({"name": "beats", "version": "1.0.0", "files": sums}))
    beats = {entry.name: entry for entry in catalogue(models)}["beats"]
    assert beats.to_dict()["files"] == {"finder": "1" * 64, "classifier": "2" * 64}
    with pytest.raises(ManifestError, match="missing"):
        beats.check()

"""Loading the delineation network."""

import json
from pathlib import Path

import numpy as np
import pytest

from ecgweb.inference.delineation import load_delineator
from ecgweb.inference.manifest import ManifestError

SHIPPED = Path(__file__).parents[2] / "models" / "delineation.json"


@pytest.mark.slow
def test_the_shipped_network_gives_probabilities_for_any_number_of_leads():
    delineate = load_delineator(SHIPPED)
    for leads in (1, 12):
        said = delineate(np.zeros((leads, 275), np.float32))
        assert said.shape == (leads, 275, 4)
        assert said.sum(axis=2) == pytest.approx(1, abs=1e-5)


def test_an_unknown_format_is_refused(tmp_path):
    (tmp_path / "delineation.json").write_text(json.dumps({"format": 99}))
    with pytest.raises(ManifestError, match="format 99"):
        load_delineator(tmp_path / "delineation.json")


def test_another_file_than_the_manifests_is_refused(tmp_path):
    (tmp_path / "delineation.keras").write_bytes(b"something else")
    manifest = {"format": 1, "file": "delineation.keras", "sha256": "0" * 64}
    (tmp_path / "delineation.json").write_text(json.dumps(manifest))
    with pytest.raises(ManifestError, match="not the file"):
        load_delineator(tmp_path / "delineation.json")

"""`flask --app wsgi models`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask import Flask

SHIPPED = Path(__file__).parents[1] / "models"


@pytest.fixture
def models_dir(app: Flask, tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    for name in ("diagnosis.json", "diagnosis.keras", "delineation.json", "delineation.keras"):
        shutil.copy(SHIPPED / name, folder)
    app.config["MODELS_DIR"] = folder
    return folder


def test_every_network_is_listed_with_its_version_and_checksum(app: Flask, models_dir: Path) -> None:
    listed = app.test_cli_runner().invoke(args=["models", "list"])
    assert listed.exit_code == 0
    assert "diagnosis" in listed.output and "in use" in listed.output
    assert "tracer          not installed" in listed.output


def test_a_damaged_network_is_told_and_makes_the_command_fail(app: Flask, models_dir: Path) -> None:
    (models_dir / "delineation.keras").write_bytes(b"cut off")
    listed = app.test_cli_runner().invoke(args=["models", "list"])
    assert listed.exit_code == 1
    assert "DAMAGED" in listed.output


def test_a_version_that_is_not_there_is_told(app: Flask, models_dir: Path) -> None:
    app.config["DIAGNOSIS_VERSION"] = "9.9.9"
    listed = app.test_cli_runner().invoke(args=["models", "list"])
    assert listed.exit_code == 1
    assert "no version 9.9.9" in listed.output

"""`flask --app wsgi models`: the networks, whether their files are whole, and another diagnosis beside."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from ecgweb.inference.catalogue import Entry, catalogue, diagnosis_versions, install_beside
from ecgweb.inference.manifest import ManifestError

models_commands = AppGroup("models", help="The networks that answer.")


@models_commands.command("list")
def list_models() -> None:
    """Name, version and checksum of every network; the exit status is 1 if a file is not what it should be."""
    folder = Path(current_app.config["MODELS_DIR"])
    try:
        chosen = catalogue(folder, current_app.config["DIAGNOSIS_VERSION"])
    except ManifestError as error:
        raise click.ClickException(str(error)) from error
    in_use = {entry.manifest for entry in chosen}
    others = [entry for entry in diagnosis_versions(folder) if entry.manifest not in in_use]
    states = [_line(entry, "in use") for entry in chosen] + [_line(entry, "beside") for entry in others]
    if not all(states):
        raise SystemExit(1)


@models_commands.command("add")
@click.argument("manifest", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def add_model(manifest: Path) -> None:
    """Put a version of the diagnosis beside the others; DIAGNOSIS_VERSION chooses it."""
    from ecgweb.inference.diagnosis import DiagnosisModel

    try:
        DiagnosisModel.load(manifest).warm_up()
        put = install_beside(manifest, Path(current_app.config["MODELS_DIR"]))
    except ManifestError as error:
        raise click.ClickException(str(error)) from error
    version = put.stem.split("-", 1)[1]
    click.echo(f"{put} is there. To let it answer, set DIAGNOSIS_VERSION={version} and restart.")


def _line(entry: Entry, state: str) -> bool:
    """Print one network and say whether its files are whole."""
    if not entry.installed:
        click.echo(f"{entry.name:15} not installed")
        return True
    try:
        entry.check()
    except ManifestError as error:
        click.echo(f"{entry.name:15} {entry.version:8} DAMAGED: {error}")
        return False
    sums = "  ".join(f"{role} {sha256[:12]}" for role, (_, sha256) in entry.files.items())
    click.echo(f"{entry.name:15} {entry.version:8} {state:7} {sums}")
    return True

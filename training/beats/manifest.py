"""Writing the manifest of a small network, as `ecgweb.inference.network_file` reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import keras

from ecgweb.inference.manifest import sha256_of
from ecgweb.inference.network_file import FORMAT


def write_manifest(
    path: Path,
    name: str,
    version: str,
    files: Mapping[str, Path],
    settings: Mapping[str, Any],
    figures: Mapping[str, Any],
    training: Mapping[str, Any],
) -> None:
    """Describe saved networks by role; the first file gives the model its SHA-256."""
    fields = {
        "format": FORMAT,
        "name": name,
        "version": version,
        "files": {role: {"file": file.name, "sha256": sha256_of(file)} for role, file in files.items()},
        "settings": settings,
        "figures": rounded(figures),
        "training": training,
    }
    path.write_text(json.dumps(fields, indent=1) + "\n", encoding="utf-8")


def save_bare(model: keras.Model, path: Path) -> keras.Model:
    """Save a network without what its training needed, which is two thirds of the file."""
    bare = keras.models.clone_model(model)
    for mine, member in zip(bare.layers, model.layers, strict=True):
        if isinstance(member, keras.Model):
            member.optimizer = mine.optimizer = None
    bare.set_weights(model.get_weights())
    bare.save(path)
    return model


def rounded(value: Any) -> Any:
    """Numbers to four decimals, for reading."""
    if isinstance(value, Mapping):
        return {key: rounded(inner) for key, inner in value.items()}
    return round(value, 4) if isinstance(value, float) else value

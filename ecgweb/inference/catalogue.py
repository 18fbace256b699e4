"""Which networks lie in a folder, by their manifests, and which version of the diagnosis is chosen.

One version of the diagnosis is `diagnosis.json`; others may lie beside it as `diagnosis-<version>.json`, each with the
network it describes. Which one answers is a setting, so that going back to an earlier one is a restart and no more.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecgweb.inference.manifest import ManifestError, check_network_file

DIAGNOSIS = "diagnosis"
NAMES = (
    DIAGNOSIS,
    "delineation",
    "beats",
    "rhythm",
    "beat_image",
    "time_frequency",
    "arr_chf_nsr",
    "tracer",
    "lettering",
)


@dataclass(frozen=True)
class Entry:
    """One network: its manifest, its files by their role with their SHA-256; version None if it is not installed."""

    name: str
    version: str | None
    files: dict[str, tuple[Path, str]]
    manifest: Path

    @property
    def installed(self) -> bool:
        return self.version is not None

    def check(self) -> None:
        """Raise `ManifestError` unless every file is the one its manifest describes."""
        for path, sha256 in self.files.values():
            check_network_file(path, sha256)

    def to_dict(self) -> dict[str, Any]:
        """For programs; `sha256` is that of the first file."""
        sums = {role: sha256 for role, (_, sha256) in self.files.items()}
        return {
            "name": self.name,
            "version": self.version,
            "sha256": next(iter(sums.values()), None),
            "files": sums,
            "installed": self.installed,
        }


def catalogue(folder: Path, diagnosis_version: str | None = None) -> list[Entry]:
    """Every network that the product knows, installed or not, and whatever else lies in the folder.

    Of the diagnosis it is the version that is chosen.
    """
    others = [path.stem for path in sorted(folder.glob("*.json")) if not path.stem.startswith(f"{DIAGNOSIS}-")]
    manifests = {name: folder / f"{name}.json" for name in dict.fromkeys((*NAMES, *others))}
    manifests[DIAGNOSIS] = diagnosis_manifest(folder, diagnosis_version)
    return [entry_of(name, path) for name, path in manifests.items()]


def diagnosis_manifest(folder: Path, version: str | None = None) -> Path:
    """The manifest of a version of the diagnosis; `diagnosis.json` if none is named.

    Raises
    ------
    ManifestError
        If no such version lies in the folder.
    """
    if not version:
        return folder / f"{DIAGNOSIS}.json"
    versions = {entry.version: entry.manifest for entry in diagnosis_versions(folder)}
    if version not in versions:
        known = ", ".join(sorted(filter(None, versions))) or "none"
        raise ManifestError(f"{folder} holds no version {version} of the diagnosis, only: {known}")
    return versions[version]


def diagnosis_versions(folder: Path) -> list[Entry]:
    """All versions of the diagnosis in a folder; where one lies there twice, that of `diagnosis.json` comes last."""
    beside = sorted(folder.glob(f"{DIAGNOSIS}-*.json"))
    paths = [*beside, folder / f"{DIAGNOSIS}.json"]
    return [entry_of(DIAGNOSIS, path) for path in paths if path.exists()]


def entry_of(name: str, manifest: Path) -> Entry:
    """What a manifest says, without opening the network."""
    if not manifest.exists():
        return Entry(name, None, {}, manifest)
    fields = json.loads(manifest.read_text(encoding="utf-8"))
    return Entry(name, fields["version"], dict(_files(fields, manifest.parent)), manifest)


def install_beside(manifest: Path, folder: Path) -> Path:
    """Put a version of the diagnosis beside the others; the manifest comes last, so half a version is never seen.

    Raises
    ------
    ManifestError
        If the network is not the file its manifest describes, or another network of that version is there.
    """
    entry = entry_of(DIAGNOSIS, manifest)
    entry.check()
    target = folder / f"{DIAGNOSIS}-{entry.version}.json"
    there = next((one for one in diagnosis_versions(folder) if one.version == entry.version), None)
    if there and there.to_dict()["sha256"] != entry.to_dict()["sha256"]:
        raise ManifestError(f"another network is there as version {entry.version}: {there.manifest}")
    fields = json.loads(manifest.read_text(encoding="utf-8"))
    ((network, _),) = entry.files.values()
    copied = target.with_suffix(network.suffix)
    _put(network.read_bytes(), copied)
    _put((json.dumps({**fields, "file": copied.name}, indent=1) + "\n").encode(), target)
    return target


def _put(content: bytes, path: Path) -> None:
    """Write a file that is either there as a whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(content)
    shutil.move(part, path)


def _files(fields: dict[str, Any], folder: Path) -> Iterator[tuple[str, tuple[Path, str]]]:
    files = fields.get("files") or {fields["name"]: fields}
    for role, entry in files.items():
        yield role, (folder / entry["file"], entry["sha256"])

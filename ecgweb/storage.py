"""The one place that knows where files lie. Names are made here and never come from a user."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_KEY = re.compile(r"[0-9a-f]{32}\.(jpg|npz|json|f32)")


class Storage:
    """Files by key in one folder, written whole or not at all."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, content: bytes, suffix: str) -> str:
        """Keep `content` and return its key; `suffix` is "jpg", "npz", "json" or "f32"."""
        with self.writing(suffix) as (key, file):
            file.write(content)
        return key

    @contextmanager
    def writing(self, suffix: str) -> Iterator[tuple[str, IO[bytes]]]:
        """A key and an empty file to write; kept when the block ends, forgotten when it raises."""
        key = f"{secrets.token_hex(16)}.{suffix}"
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial = path.with_suffix(".part")
        try:
            with open(partial, "x+b") as file:
                yield key, file
                file.flush()
                os.fsync(file.fileno())
            partial.rename(path)
        except Exception:  # what a killed process leaves is swept
            partial.unlink(missing_ok=True)
            raise

    def open(self, key: str) -> IO[bytes]:
        """The file kept under `key`, for reading and for changing in place; FileNotFoundError if there is none."""
        return open(self._path(key), "r+b")

    def size(self, key: str) -> int:
        """Bytes kept under `key`, 0 if there are none."""
        path = self._path(key)
        return path.stat().st_size if path.exists() else 0

    def get(self, key: str) -> bytes:
        """The bytes kept under `key`; FileNotFoundError if there are none."""
        return self._path(key).read_bytes()

    def delete(self, key: str) -> None:
        """Forget `key`; nothing happens if it is not there."""
        self._path(key).unlink(missing_ok=True)

    def keys(self) -> Iterator[str]:
        """Every key kept; half-written files are not among them."""
        return (path.name for path in self._root.glob("??/*") if _KEY.fullmatch(path.name))

    def sweep(self, known: set[str], older_than_s: float, now_s: float) -> int:
        """Delete files that no row knows, half-written ones too, and return how many there were."""
        stray = [
            path
            for path in self._root.glob("??/*")
            if path.name not in known and now_s - path.stat().st_mtime > older_than_s
        ]
        for path in stray:
            path.unlink(missing_ok=True)
        return len(stray)

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError("not a storage key")
        return self._root / key[:2] / key

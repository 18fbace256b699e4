"""Files are kept whole, under names made by the site."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from ecgweb.storage import Storage


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(tmp_path)


def test_what_is_put_can_be_read_until_it_is_deleted(storage: Storage) -> None:
    key = storage.put(b"picture", "jpg")
    assert storage.get(key) == b"picture"
    storage.delete(key)
    with pytest.raises(FileNotFoundError):
        storage.get(key)


@pytest.mark.parametrize("key", ["../secret.jpg", "a.jpg", "0" * 32 + ".py", "/etc/passwd", ""])
def test_a_name_that_the_site_did_not_make_is_refused(storage: Storage, key: str) -> None:
    with pytest.raises(ValueError, match="not a storage key"):
        storage.get(key)


def test_the_sweep_deletes_strays_and_half_written_files_but_no_known_or_young_one(
    storage: Storage, tmp_path: Path
) -> None:
    known, stray = storage.put(b"known", "jpg"), storage.put(b"stray", "jpg")
    (tmp_path / stray[:2] / ("0" * 32 + ".part")).write_bytes(b"half")
    assert storage.sweep({known}, older_than_s=60, now_s=time.time()) == 0
    assert storage.sweep({known}, older_than_s=60, now_s=time.time() + 120) == 2
    assert list(storage.keys()) == [known]

import numpy as np
import pytest
from PIL import Image

from ecgweb.ecg.page.reading import Layout, PageReading, Quality
from ecgweb.ecg.recording import Recording
from ecgweb.ecg.refusal import Refused
from training import digitise
from training.packs import Page


@pytest.fixture
def pages(tmp_path):
    """A dark and a bright picture; the reader of these tests refuses dark ones."""
    for name, shade in (("dark", 0), ("bright", 255)):
        Image.new("RGB", (40, 30), (shade,) * 3).save(tmp_path / f"{name}.png")
    return [Page(tmp_path / f"{name}.png", "normal", "A", None, name) for name in ("dark", "bright")]


@pytest.fixture(autouse=True)
def reader(monkeypatch):
    def read_page(picture):
        if picture.mean() < 100:
            raise Refused("unreadable_grid")
        recording = Recording(np.ones((12, 2500), np.float32), 250.0)
        return PageReading(recording, Layout("3x4", 3, 4, (), 25, 10), (), Quality("good", {}), 4.0)

    monkeypatch.setattr(digitise, "read_as_the_site", read_page)


def test_a_refused_page_leaves_its_reason_and_an_unseen_recording(pages):
    *_, digitised = digitise.digitise(pages)
    assert digitised.refused.tolist() == ["unreadable_grid", ""]
    assert np.isnan(digitised.signals_mv[0]).all()
    assert np.isfinite(digitised.signals_mv[1]).all()


def test_pages_are_read_once_for_each_reader(pages, tmp_path, monkeypatch):
    digitise.load_digitised(pages, cache=tmp_path)
    monkeypatch.setattr(digitise, "read_as_the_site", lambda picture: pytest.fail("read again"))
    assert digitise.load_digitised(pages, cache=tmp_path).read.tolist() == [False, True]


def test_an_earlier_reader_that_left_nothing_is_an_error(pages, tmp_path):
    with pytest.raises(FileNotFoundError, match="cafe"):
        digitise.load_digitised(pages, "cafe", cache=tmp_path)


def test_a_broken_run_goes_on_with_the_next_page(pages, tmp_path, monkeypatch):
    monkeypatch.setattr(digitise, "KEPT_EVERY", 1)
    kept = next(digitise.digitise(pages))
    *_, whole = digitise.digitise(pages, kept)
    assert whole.refused.tolist() == ["unreadable_grid", ""]
    assert next(digitise.digitise(pages, whole), None) is None

"""The shipped network that follows traces."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from ecgweb.ecg.page import read_page
from ecgweb.ecg.page.windows import CHANNELS, HEIGHT, WIDTH
from ecgweb.ecg.paper import Style, draw_page, synthetic_recording
from ecgweb.inference.manifest import ManifestError
from ecgweb.inference.registry import load_tracer
from ecgweb.inference.tracer import MANIFEST, Tracer

MODELS = Path(__file__).parents[2] / "models"


@pytest.fixture(scope="module")
def tracer():
    return load_tracer(MODELS)


def likeness(reading, page):
    """Correlation of the worst lead at the samples the page shows."""
    values = []
    for read, drawn in zip(reading.recording.signal_mv[:, ::5], page.recording.signal_mv, strict=True):
        both = np.isfinite(read) & np.isfinite(drawn)
        values.append(np.corrcoef(read[both], drawn[both])[0, 1])
    return min(values)


def test_nothing_is_seen_on_blank_paper(tracer):
    heights, seen = tracer(np.zeros((2, HEIGHT, WIDTH, len(CHANNELS)), np.uint8))
    assert heights.shape == (2, 2 * WIDTH)
    assert seen.shape == (2, WIDTH)
    assert (seen < 0.5).all()


def test_it_answers_alike_each_time_and_alone_as_in_company(tracer):
    windows = np.random.default_rng(0).integers(0, 255, (2, HEIGHT, WIDTH, len(CHANNELS))).astype(np.uint8)
    together, again, alone = tracer(windows), tracer(windows), tracer(windows[1:])
    assert np.array_equal(together[0], again[0])
    assert np.allclose(together[0][1:], alone[0], atol=1e-3)


def test_rows_that_reach_into_each_other_are_read_better_with_it(tracer):
    page = draw_page(synthetic_recording(), Style(layout="12x1", grid="green", row_height_mm=15.0))
    with_it, without = (likeness(read_page(page.image, trace_network=network), page) for network in (tracer, None))
    assert with_it > 0.96
    assert with_it > without


def test_a_folder_without_it_has_none_and_another_file_is_not_taken_for_it(tmp_path):
    assert load_tracer(tmp_path) is None
    shutil.copy(MODELS / MANIFEST, tmp_path)
    named = json.loads((MODELS / MANIFEST).read_text(encoding="utf-8"))["files"]["tracer"]["file"]
    (tmp_path / named).write_bytes(b"another network")
    with pytest.raises(ManifestError):
        Tracer.load(tmp_path / MANIFEST)

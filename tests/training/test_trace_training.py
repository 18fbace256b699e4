"""What the trace network learns from, and that it learns."""

import numpy as np
import pytest

keras = pytest.importorskip("keras")

from ecgweb.ecg.page.windows import HEIGHT, WIDTH, places_in_columns  # noqa: E402
from ecgweb.ecg.paper import synthetic_recording  # noqa: E402
from training.tracer.batches import CROP, Batches, disturbed  # noqa: E402
from training.tracer.fit import heights_loss, seen_loss, with_width  # noqa: E402
from training.tracer.network import build_network  # noqa: E402
from training.tracer.pages import HEIGHTS_PER_COLUMN, page_examples  # noqa: E402
from training.tracer.window_set import OTHER, OWN, Growing, collected, pictures  # noqa: E402


@pytest.fixture(scope="module")
def drawn():
    """The windows of three worn pages."""
    rng = np.random.default_rng(4)
    found = [page_examples(synthetic_recording(rate_bpm=rate).signal_mv, rng) for rate in (60, 75, 90)]
    assert sum(map(bool, found)) >= 2
    return collected(found)


def test_the_truth_runs_through_the_ink(drawn):
    on_ink, off_ink = [], []
    for darkness, heights in zip(drawn.darkness, drawn.heights, strict=True):
        there = np.flatnonzero((heights > 20) & (heights < HEIGHT - 20))
        column = np.rint(places_in_columns(heights.size)[there]).astype(int)
        line = np.rint(heights[there]).astype(int)
        on_ink.append(np.median(darkness[line, column]))
        off_ink.append(np.median(darkness[line - 12, column]))
    assert np.median(on_ink) > 120
    assert np.median(off_ink) < 40


def test_windows_come_back_from_the_disk_with_those_added_later(drawn, tmp_path):
    growing = Growing(tmp_path)
    drawn.save(tmp_path / "first.npz")
    assert len(growing()) == len(drawn)
    drawn.save(tmp_path / "second.npz")
    assert len(growing()) == 2 * len(drawn)
    assert np.array_equal(growing().heights[: len(drawn)], drawn.heights, equal_nan=True)
    assert np.array_equal(growing().darkness[-1], drawn.darkness[-1])


def test_ink_is_shown_as_the_reader_shows_it():
    claims = np.array([[[0, OWN, OTHER, OWN | OTHER]]], np.uint8)
    shown = pictures(np.full(claims.shape, 7, np.uint8), claims)
    assert shown[0, 0].tolist() == [[7, 0, 0], [7, 255, 0], [7, 0, 255], [7, 255, 255]]


def test_a_blank_stretch_has_no_truth_and_the_rest_moves_with_its_ink():
    rng = np.random.default_rng(0)
    gaps = 0
    for _ in range(40):
        darkness, claims = np.zeros((2, HEIGHT, CROP), np.uint8)
        darkness[60:63], claims[60:63] = 200, OWN
        truth = np.full(HEIGHTS_PER_COLUMN * CROP, 61, np.float32)
        level, _, heights = disturbed((darkness, claims, truth), rng)
        known = np.isfinite(heights)
        gaps += not known.all()
        columns = np.flatnonzero(known) // HEIGHTS_PER_COLUMN
        assert np.mean(level[heights[known].astype(int), columns] > 60) > 0.9
        assert known.mean() > 0.8
    assert 0 < gaps < 30


def test_batches_show_pieces_with_both_answers(drawn):
    shown, wanted = Batches(lambda: drawn, 1, 5, 0)[0]
    assert shown.shape == (5, HEIGHT, CROP, 3)
    assert shown.dtype == np.uint8
    assert wanted["heights"].shape == wanted["seen"].shape == (5, HEIGHTS_PER_COLUMN * CROP)


def test_the_right_height_costs_least_and_unknown_ones_nothing():
    heights = np.full((1, HEIGHTS_PER_COLUMN * CROP), 40.0, np.float32)
    heights[0, :100] = np.nan

    def cost(line):
        logits = np.full((1, HEIGHT, heights.shape[1]), -9.0, np.float32)
        logits[:, line] = 0
        logits[:, :, :100] = 50 * np.random.default_rng(0).standard_normal((1, HEIGHT, 100))
        return float(heights_loss(keras.ops.convert_to_tensor(heights), keras.ops.convert_to_tensor(logits)))

    assert cost(40) < cost(41) < cost(60)
    known = keras.ops.convert_to_tensor(np.where(np.isnan(heights[:, ::2]), -8.0, 8.0).astype(np.float32))
    truth = keras.ops.convert_to_tensor(heights)
    assert float(seen_loss(truth, known)) < 0.01 < float(seen_loss(truth, -known))


def test_the_same_network_reads_windows_of_any_width():
    network = build_network(CROP)
    piece = np.random.default_rng(1).integers(0, 255, (1, HEIGHT, CROP, 3)).astype(np.float32)
    window = np.zeros((1, HEIGHT, 2 * CROP, 3), np.float32)
    window[:, :, :CROP] = piece
    wide = with_width(network, 2 * CROP)
    assert build_network(WIDTH).count_params() == network.count_params() < 400_000
    near, far = network(piece)["heights"], wide(window)["heights"]
    assert np.allclose(near[..., : CROP // 4], far[..., : CROP // 4], atol=1e-4)

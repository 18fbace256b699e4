import numpy as np
import pytest

keras = pytest.importorskip("keras")

from ecgweb.inference.preparation import INPUT_SHAPES  # noqa: E402
from training.batches import MixedBatches, prepared  # noqa: E402
from training.fit import fit_signals, page_learning, signal_learning, together, tune_on_pages  # noqa: E402
from training.network import build_network, diagnosis_loss, findings_loss  # noqa: E402
from training.recipe import Recipe  # noqa: E402

TINY = Recipe(members=1, width=4, views=1, batch=4, epochs=2, page_views=1, page_batch=4, page_epochs=2)


@pytest.fixture
def signals_mv():
    return np.random.default_rng(0).normal(0, 0.2, (8, 12, 1000)).astype(np.float32)


@pytest.fixture
def targets():
    return {"findings": np.tile([[1, 0, 0], [0, 1, 1]], (4, 1)).astype(np.float32), "diagnosis": np.eye(4)[[0, 1] * 4]}


def test_the_loss_of_an_unknown_stage_asks_for_either_infarction():
    logits = np.array([[0.0, 0, 5, 5]], np.float32)
    either = float(diagnosis_loss(np.array([[0, 0, 1, 1.0]], np.float32), logits)[0])
    recent = float(diagnosis_loss(np.array([[0, 0, 1, 0.0]], np.float32), logits)[0])
    assert either == pytest.approx(0, abs=0.02)
    assert recent == pytest.approx(np.log(2), abs=0.02)


def test_a_record_without_a_known_diagnosis_costs_nothing():
    assert float(diagnosis_loss(np.zeros((1, 4), np.float32), np.ones((1, 4), np.float32))[0]) == 0


def test_an_unknown_finding_costs_nothing():
    logits = np.array([[3.0, -2.0]], np.float32)
    known = float(findings_loss(np.array([[1, -1.0]], np.float32), logits)[0])
    assert known == pytest.approx(np.log1p(np.exp(-3)), abs=1e-5)


def test_a_batch_joins_rows_of_both_sources(signals_mv, targets):
    learning = signal_learning(signals_mv, targets, TINY)
    inputs, known = MixedBatches([learning, learning], [2, 3], seed=0)[0]
    assert inputs["trace"].shape == (5, *INPUT_SHAPES["trace"])
    assert known["findings"].shape == (5, 3)


def test_training_reaches_the_pages_and_comes_back_as_one_network(signals_mv, targets):
    signals = signal_learning(signals_mv, targets, TINY)
    pages = page_learning(signals_mv, {**targets, "findings": -np.ones((8, 3), np.float32)}, TINY)
    member = fit_signals(signals, TINY, member=0)
    tuned = tune_on_pages(member, signals, pages, np.arange(6), TINY)
    model = together([tuned, tuned])
    inputs = {name: value.astype(np.float32) for name, value in prepared(signals_mv).items()}
    answer, alone = model.predict(inputs, verbose=0), tuned.predict(inputs, verbose=0)
    np.testing.assert_allclose(answer["diagnosis"], alone["diagnosis"], atol=1e-5)
    assert model.name == "diagnosis"


def test_the_shipped_width_stays_small():
    assert build_network(40).count_params() < 1_000_000

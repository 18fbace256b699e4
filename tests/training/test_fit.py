from dataclasses import replace

import numpy as np
import pytest

keras = pytest.importorskip("keras")

from ecgweb.inference.preparation import INPUT_SHAPES  # noqa: E402
from training.batches import Batches, prepared  # noqa: E402
from training.familiarity import with_familiarity  # noqa: E402
from training.fit import fit_signals, signal_learning  # noqa: E402
from training.learn_pages import PageSet, cross_fitted_logits, head_of, shown  # noqa: E402
from training.network import KINDS, apart, build_network, diagnosis_loss, findings_loss  # noqa: E402
from training.page_head import earlier_members, feature_model, measured_of, rhythm_in_numbers, with_head  # noqa: E402
from training.recipe import Recipe  # noqa: E402

TINY = Recipe(
    members=2,
    kinds=("leads together", "lead by lead"),
    width=4,
    views=1,
    batch=4,
    epochs=2,
    page_views=1,
    page_folds=2,
    head_bags=2,
    head_epochs=2,
)


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


def test_a_batch_holds_inputs_and_targets_of_the_same_records(signals_mv, targets):
    inputs, known = Batches(signal_learning(signals_mv, targets, TINY), 5, seed=0)[0]
    assert {name: value.shape for name, value in inputs.items()} == {k: (5, *v) for k, v in INPUT_SHAPES.items()}
    assert known["findings"].shape == (5, 3)


def test_views_that_were_kept_are_not_made_again(signals_mv, targets, tmp_path):
    made = signal_learning(signals_mv, targets, TINY, tmp_path)
    kept = signal_learning(np.zeros_like(signals_mv), targets, TINY, tmp_path)
    np.testing.assert_array_equal(kept.views[0]["trace"], made.views[0]["trace"])


def test_only_chosen_records_are_learned_from(signals_mv, targets):
    batches = Batches(replace(signal_learning(signals_mv, targets, TINY), rows=np.array([0, 2])), 2, seed=0)
    assert len(batches) == 1
    assert batches[0][1]["findings"].tolist() == [[1, 0, 0]] * 2


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # Keras saving under NumPy 2
def test_signals_and_pages_become_one_network_that_can_be_saved(signals_mv, targets, tmp_path):
    learning = signal_learning(signals_mv, targets, TINY)
    members = [fit_signals(learning, TINY, member) for member in range(TINY.members)]
    groups = np.array([f"{k // 2}" for k in range(8)])
    pages = PageSet(signals_mv, np.eye(4)[[0, 1] * 4], groups, np.arange(8) > 0)
    features = feature_model(members)
    seen = shown(features, pages, signals_mv, TINY)
    logits = cross_fitted_logits(seen, pages, targets["diagnosis"], TINY)
    head = head_of(seen, pages, np.arange(8), targets["diagnosis"], TINY)
    model = with_familiarity(with_head(features, head), signals_mv, signals_mv)
    model.save(tmp_path / "diagnosis.keras")
    inputs = {name: value.astype(np.float32) for name, value in prepared(signals_mv).items()}
    asked = {**inputs, "measured": measured_of(signals_mv)}
    answer = model.predict(asked, verbose=0)
    again = keras.models.load_model(tmp_path / "diagnosis.keras", compile=False).predict(asked, verbose=0)
    assert logits.shape == answer["diagnosis"].shape == (8, 4)
    each = [member.predict(inputs, verbose=0)["findings"] for member in members]
    np.testing.assert_allclose(answer["findings"], np.mean(each, axis=0), atol=1e-5)
    np.testing.assert_allclose(answer["diagnosis"], again["diagnosis"], atol=1e-5)
    for taken, known in zip(earlier_members(tmp_path / "diagnosis.keras"), each, strict=True):
        np.testing.assert_allclose(taken.predict(inputs, verbose=0)["findings"], known, atol=1e-5)


def test_rhythm_in_numbers_finds_the_early_beat():
    rhythm = np.zeros((1, 32, 8), np.float32)
    rhythm[0, :6, 0] = 1
    rhythm[0, 1:6, 1] = [1, 1, 0.5, 1.5, 1]
    rhythm[0, 1:6, 3] = [1, 1, 0.5, 1.5, 1]
    rhythm[0, :6, 5] = [1, 1, 1, 0.2, 1, 1]
    mean_s, rate, spread, earliest, latest, unlike, _, beats = np.asarray(rhythm_in_numbers(rhythm))[0]
    assert (mean_s, rate, earliest, latest) == pytest.approx((1, 1, 0.5, 1.5))
    assert (unlike, beats) == pytest.approx((0.8, 0.6))
    assert spread == pytest.approx(np.sqrt(0.1), abs=1e-3)


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_width_stays_small(kind):
    assert build_network(40, kind=kind).count_params() < 1_000_000


def test_the_same_layers_read_each_lead():
    """A bump in one lead is a bump in another, whichever channels follow, until the leads are put side by side."""
    given = keras.Input((90, 24))
    leads_apart = keras.Model(given, apart(given))
    bump = np.zeros((2, 90, 24), np.float32)
    bump[0, 40:50, 2] = bump[1, 40:50, 7] = 1
    rows = np.asarray(leads_apart(bump)).reshape(2, 12, 90, 2)
    np.testing.assert_array_equal(rows[0, 2], rows[1, 7])
    assert rows.any(axis=(2, 3)).sum() == 2

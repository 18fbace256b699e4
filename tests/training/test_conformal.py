"""Sets that keep their promise class by class."""

import numpy as np
import pytest

from ecgweb.inference.calibration import prediction_set
from ecgweb.inference.manifest import DecisionRule
from training.conformal import class_cuts, set_coverage, state_coverage, sure_cuts


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def likely(rng, n, rare=0.1):
    """Probabilities and the truth of an imperfect classifier with one rare class."""
    truth = rng.choice(4, n, p=[0.5, 0.3, rare, 0.2 - rare])
    logits = rng.normal(0, 1, (n, 4))
    logits[np.arange(n), truth] += np.array([2.5, 2.0, 0.8, 1.0])[truth]
    powers = np.exp(logits)
    return powers / powers.sum(axis=1, keepdims=True), np.eye(4)[truth]


def test_every_class_is_covered_on_new_records_the_hard_one_too(rng):
    probability, allowed = likely(rng, 4000)
    rule = DecisionRule(0.3, 0.6, 0.8, class_cuts(probability, allowed), 0.9)
    asked, known = likely(rng, 4000)
    fresh = set_coverage([prediction_set(row, rule) for row in asked], known)
    assert all(float(fresh[code].split()[0]) == pytest.approx(0.9, abs=0.025) for code in ("normal", "abnormal", "mi"))


def test_a_class_with_too_few_cases_is_never_ruled_out(rng):
    probability, allowed = likely(rng, 300)
    few = np.flatnonzero(allowed[:, 2])[5:]
    cuts = class_cuts(np.delete(probability, few, axis=0), np.delete(allowed, few, axis=0))
    assert cuts[2] == 0
    assert min(cuts[0], cuts[1]) > 0


def test_a_finding_is_covered_with_and_without_it(rng):
    def drawn(n):
        truth = rng.random(n) < 0.3
        return 1 / (1 + np.exp(-rng.normal(np.where(truth, 1.0, -1.5), 1.2))), truth

    cuts = sure_cuts(*drawn(3000))
    found = state_coverage(*drawn(3000), 0.5, cuts)
    assert found["covered_with"] == pytest.approx(0.9, abs=0.02)
    assert found["covered_without"] == pytest.approx(0.9, abs=0.02)
    assert 0 < found["undecided"] < 0.5


@pytest.mark.parametrize("examples", [40, 104])
def test_hardly_any_draw_of_few_examples_breaks_the_promise(rng, examples):
    truth = np.arange(1000) < examples
    cuts = [
        sure_cuts(rng.random(1000), truth) for _ in range(400)
    ]  # of values evenly spread a cut covers 1 less itself
    assert np.mean([1 - one.absent_below < 0.9 for one in cuts]) < 0.13
    assert np.mean([one.present_above < 0.9 for one in cuts]) < 0.13
    assert np.mean([one.present_above for one in cuts]) < 0.93


def test_a_rare_finding_has_no_cuts():
    assert sure_cuts(np.linspace(0, 1, 100), np.arange(100) < 5) is None

"""What a network whose gradients are known by heart adds where."""

import numpy as np
import pytest

from ecgweb.ecg.paper import synthetic_recording
from ecgweb.ecg.recording import LEADS
from ecgweb.inference.alignment import BEFORE, beat_samples
from ecgweb.inference.attribution import (
    contributions,
    most_telling,
    parts_of_beats,
    seen_in,
    spans,
    without_each,
)
from ecgweb.inference.preparation import on_network_axis, three_by_four, view_input

V2 = LEADS.index("V2")


@pytest.fixture(scope="module")
def view():
    return view_input(three_by_four(on_network_axis(synthetic_recording())))


def likes(lead, first=None, last=None):
    """A network whose only finding is the size of one lead, or of a stretch of its typical beat."""

    def network(inputs):
        shown = inputs["trace"][:, :, lead] if first is None else inputs["beat"][:, first:last, lead]
        return {"findings": np.sum(shown**2, axis=1, keepdims=True)}

    return network


def weights(*values):
    return {"findings": np.array(values, np.float32)[:, None]}


def test_only_the_lead_that_decides_gets_something(view):
    (added,) = contributions(view, weights(1.0), likes(V2))
    assert added[V2].sum() == pytest.approx(np.sum(view["trace"][:, V2] ** 2), rel=0.1)
    assert np.abs(np.delete(added, V2, axis=0)).max() == 0


def test_a_part_of_the_typical_beat_is_marked_in_every_beat_of_the_lead(view):
    qrs = BEFORE - 6, BEFORE + 6
    (added,) = contributions(view, weights(1.0), likes(V2, *qrs))
    peaks = beat_samples(view["trace"][:, 24])
    shown = [peak for peak in peaks if seen_in(view)[V2, peak]]
    assert len(shown) >= 2
    assert all(added[V2, peak] > 0 for peak in shown)
    assert all(abs(added[V2, peak + 20]) < 0.1 * added[V2, peak] for peak in shown)


def test_each_answer_has_its_own_and_a_part_that_speaks_against_is_not_marked(view):
    forwards, backwards = contributions(view, weights(1.0, -1.0), likes(V2))
    assert np.allclose(forwards, -backwards)
    assert spans("MI", backwards, seen_in(view)) == ()


def test_spans_lie_where_the_answer_comes_from_and_say_how_much_of_it(view):
    (added,) = contributions(view, weights(1.0), likes(V2))
    found = spans("MI", added, seen_in(view))
    assert {span.lead for span in found} == {"V2"}
    assert all(5.0 <= span.start_s < span.end_s <= 7.5 for span in found)
    assert 0.5 < sum(span.weight for span in found) <= 1.001


def test_hiding_a_part_hides_that_it_was_seen_too_and_nothing_else(view):
    parts = list(parts_of_beats(view))
    rows = without_each(view, parts)
    assert np.array_equal(rows["trace"][0], view["trace"])
    changed = np.argwhere(rows["trace"][1] != view["trace"])
    assert set(changed[:, 1]) <= {parts[0].lead, 12 + parts[0].lead}
    assert set(changed[:, 0]) == set(parts[0].samples)


def test_without_beats_nothing_can_be_said():
    silent = {"trace": np.zeros((1000, 25), np.float32), "beat": np.zeros((90, 24), np.float32)}
    assert not contributions(silent, weights(1.0), likes(V2)).any()


def test_a_tenth_is_marked_and_only_of_what_was_seen():
    rng = np.random.default_rng(0)
    added, seen = rng.random((12, 1000)), np.zeros((12, 1000), bool)
    seen[:, :250] = True
    marked = most_telling(added, seen)
    assert marked.sum() == 300
    assert not marked[~seen].any()
    assert added[marked].min() > added[seen & ~marked].max()


def test_where_nothing_was_seen_nothing_is_marked():
    nothing = np.zeros((12, 1000), bool)
    assert not most_telling(np.ones((12, 1000)), nothing).any()

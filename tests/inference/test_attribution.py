"""What a network whose gradients are known by heart adds where."""

import numpy as np
import pytest

from ecgweb.ecg.paper import synthetic_recording
from ecgweb.ecg.recording import LEADS
from ecgweb.inference.attribution import contributions, most_telling, spans
from ecgweb.inference.preparation import on_network_axis, three_by_four, view_input

V2 = LEADS.index("V2")


@pytest.fixture(scope="module")
def view():
    return view_input(three_by_four(on_network_axis(synthetic_recording())))


def likes(name, channel):
    """Gradients of a network that adds up the squares of one channel of one input."""

    def gradients(inputs, weights):
        slopes = {key: np.zeros_like(value) for key, value in inputs.items()}
        slopes[name][:, :, channel] = 2 * inputs[name][:, :, channel] * weights["findings"][:, :1]
        return slopes

    return gradients


def weights(*values):
    return {"findings": np.array(values, np.float32)[:, None]}


def test_the_lead_that_decides_gets_all_and_what_it_gets_adds_up_to_the_answer(view):
    (added,) = contributions(view, weights(1.0), likes("trace", V2))
    others = np.delete(added, V2, axis=0)
    assert np.abs(others).max() == 0
    assert added.sum() == pytest.approx(np.sum(view["trace"][:, V2] ** 2), rel=0.02)


def test_what_the_typical_beat_adds_is_put_on_the_beats_it_was_made_of(view):
    (added,) = contributions(view, weights(1.0), likes("beat", V2))
    seen = view["trace"][:, 12 + V2] > 0
    assert np.abs(np.delete(added, V2, axis=0)).max() == 0
    assert not added[V2][~seen].any()
    assert added[V2].sum() == pytest.approx(np.sum(view["beat"][:, V2] ** 2), rel=0.1)


def test_each_answer_has_its_own_and_a_part_that_speaks_against_is_not_marked(view):
    forwards, backwards = contributions(view, weights(1.0, -1.0), likes("trace", V2))
    assert np.allclose(forwards, -backwards)
    assert spans("MI", backwards, view["trace"][:, 12:24].T > 0) == ()


def test_spans_lie_where_the_answer_comes_from_and_say_how_much_of_it(view):
    (added,) = contributions(view, weights(1.0), likes("trace", V2))
    found = spans("MI", added, view["trace"][:, 12:24].T > 0)
    assert {span.lead for span in found} == {"V2"}
    assert all(5.0 <= span.start_s < span.end_s <= 7.5 for span in found)
    assert 0.5 < sum(span.weight for span in found) <= 1


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

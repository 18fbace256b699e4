"""Copying a network for ONNX Runtime."""

import numpy as np
import pytest

keras = pytest.importorskip("keras")
pytest.importorskip("tf2onnx")

from ecgweb.inference.network_file import named_graph, run_by_keras, single_graph  # noqa: E402
from ecgweb.inference.portable import run_portable  # noqa: E402
from training.portable import in_onnx, largest_difference, noise_for  # noqa: E402

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # of TensorFlow's own, while it converts


@pytest.fixture(scope="module")
def model():
    """Two inputs, and two outputs whose names are not in the order in which they were given."""
    left, right = keras.Input((8, 1), name="left"), keras.Input((8, 1), name="right")
    outputs = {"sum": keras.layers.Conv1D(2, 3)(left + right), "difference": keras.layers.Dense(3)(left - right)}
    return keras.Model({"left": left, "right": right}, outputs)


def test_a_copy_has_the_names_and_the_answers_of_its_network(model, tmp_path):
    graph, copy = named_graph(model), tmp_path / "copy.onnx"
    copy.write_bytes(in_onnx(graph))
    inputs = noise_for(graph)
    answers = run_portable(copy)(inputs)
    assert {name: value.shape for name, value in answers.items()} == {"sum": (3, 6, 2), "difference": (3, 8, 3)}
    assert largest_difference(run_by_keras(graph), run_portable(copy), inputs) < 1e-6


def test_another_network_is_told_from_it(model, tmp_path):
    graph, copy = named_graph(model), tmp_path / "copy.onnx"
    copy.write_bytes(in_onnx(graph))
    for weight in model.trainable_weights:
        weight.assign(weight + 0.1)
    assert largest_difference(run_by_keras(graph), run_portable(copy), noise_for(graph)) > 1e-2


def test_a_network_of_one_input_is_asked_whatever_its_names_are():
    given = keras.Input((4,), name="anything")
    graph = single_graph(keras.Model(given, keras.layers.Rescaling(2.0)(given)))
    assert np.array_equal(run_by_keras(graph)({"given": np.ones((1, 4), np.float32)})["answer"], [[2, 2, 2, 2]])

"""Copies of the shipped networks for ONNX Runtime: `python -m training.portable` after any of them has changed.

Each copy is made of the graph that the site asks and has to answer as Keras does: on noise no output may be farther
off than `LARGEST_DIFFERENCE`, counted in the size of that output. A network that has its copy is left alone: delete
the folder to make all anew.
"""

from __future__ import annotations

import argparse
import json
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgweb.inference import lettering, tracer
from ecgweb.inference.manifest import sha256_of
from ecgweb.inference.network_file import GraphOf, load_model, named_graph, run_by_keras, single_graph
from ecgweb.inference.portable import FOLDER, FORMAT, MANIFEST, Network, portable_copy, run_portable

OPSET = 18
LARGEST_DIFFERENCE = 1e-4
ROWS, ANY_SIZE = 3, 400  # of the noise, where a network takes any
GRAPHS: dict[str, GraphOf] = {
    "diagnosis": named_graph,
    "delineation": single_graph,
    "beats_finder": named_graph,
    "beats": named_graph,
    "rhythm": named_graph,
    "rhythm_ventricular": named_graph,
    "beat_image": named_graph,
    "time_frequency": single_graph,
    "arr_chf_nsr": single_graph,
    "tracer": tracer.traced_graph,
    "lettering_names": lettering.traced_graph,
    "lettering_lines": lettering.traced_graph,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, default=Path("models"))
    models: Path = parser.parse_args().models
    folder = models / FOLDER
    folder.mkdir(exist_ok=True)
    copies = {}
    for name, graph_of in GRAPHS.items():
        path, copy = models / f"{name}.keras", folder / f"{name}.onnx"
        if not path.exists():
            continue
        if portable_copy(path) is None:
            graph = graph_of(load_model(path))
            copy.write_bytes(in_onnx(graph))
            largest = largest_difference(run_by_keras(graph), run_portable(copy), noise_for(graph))
            print(f"{name:20}{copy.stat().st_size / 1e6:6.2f} MB, {largest:.1e} from Keras")
            if largest > LARGEST_DIFFERENCE:
                raise SystemExit(f"the copy of {path} does not answer as it does")
        copies[sha256_of(path)] = {"file": copy.name, "sha256": sha256_of(copy)}
    told = json.dumps({"format": FORMAT, "copies": copies}, indent=1)
    (folder / MANIFEST).write_text(told + "\n", encoding="utf-8")


def in_onnx(graph: Any) -> bytes:
    """A `tf.function` from named tensors to named tensors in ONNX's format, under the same names."""
    import tf2onnx
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

    traced = graph.get_concrete_function()
    frozen = convert_variables_to_constants_v2(traced)
    inputs, outputs = ([tensor.name for tensor in side] for side in (frozen.inputs, frozen.outputs))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model, _ = tf2onnx.convert.from_graph_def(
            frozen.graph.as_graph_def(), input_names=inputs, output_names=outputs, opset=OPSET
        )
    names = {name: name.split(":")[0] for name in inputs}
    names |= dict(zip(outputs, sorted(traced.structured_outputs), strict=True))  # flattened in the order of their names
    for node in model.graph.node:
        node.input[:] = [names.get(name, name) for name in node.input]
        node.output[:] = [names.get(name, name) for name in node.output]
    for end in (*model.graph.input, *model.graph.output):
        end.name = names[end.name]
    return bytes(model.SerializeToString())


def noise_for(graph: Any) -> dict[str, NDArray[Any]]:
    """Inputs that fit a graph, drawn at random."""
    rng = np.random.default_rng(0)
    (signature,) = graph.input_signature
    drawn = {}
    for name, spec in signature.items():
        rows, *rest = spec.shape.as_list()
        shape = (rows or ROWS, *(size or ANY_SIZE for size in rest))
        values = rng.uniform(0, 255, shape) if spec.dtype == "uint8" else rng.normal(size=shape)
        drawn[name] = values.astype(spec.dtype.as_numpy_dtype)
    return drawn


def largest_difference(one: Network, other: Network, inputs: dict[str, NDArray[Any]]) -> float:
    """How far two networks differ at most, as a share of the largest value of the output, or of 1 if that is more."""
    expected, found = one(inputs), other(inputs)
    return max(
        float(np.abs(expected[name] - found[name]).max() / max(1.0, np.abs(expected[name]).max())) for name in expected
    )


if __name__ == "__main__":
    main()

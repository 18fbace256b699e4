"""Copies of the shipped Keras networks for ONNX Runtime, which loads them in a moment and without TensorFlow.

`models/portable/manifest.json` names them by the SHA-256 of the Keras file that each is a copy of:

```
{"format": 1, "copies": {"<SHA-256 of beats.keras>": {"file": "beats.onnx", "sha256": "..."}}}
```

The Keras files are what was trained and tested. `python -m training.portable` makes the copies and sees to it that they
answer alike; a Keras file without a copy is run by Keras.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgweb.inference.manifest import ManifestError, check_network_file, sha256_of

FOLDER = "portable"
MANIFEST = "manifest.json"
FORMAT = 1
THREADS = 2  # for one answer: more would keep the networks of other uploads waiting
_DTYPES = {"tensor(float)": np.float32, "tensor(uint8)": np.uint8}

Arrays = Mapping[str, NDArray]
Network = Callable[[Arrays], dict[str, NDArray[np.float32]]]
"""Inputs by name to outputs by name, the first axis of each the batch."""


def portable_copy(path: Path) -> Path | None:
    """The copy of a Keras file beside it; None if there is none of this very file, or nothing to run it with.

    Raises
    ------
    ManifestError
        If the copy is missing or not the file that its manifest describes.
    """
    manifest = path.parent / FOLDER / MANIFEST
    if not manifest.exists() or importlib.util.find_spec("onnxruntime") is None:
        return None
    fields = json.loads(manifest.read_text(encoding="utf-8"))
    if fields.get("format") != FORMAT:
        raise ManifestError(f"{manifest} has format {fields.get('format')}, this program reads {FORMAT}")
    entry = fields["copies"].get(sha256_of(path))
    if entry is None:
        return None
    copy = manifest.parent / entry["file"]
    check_network_file(copy, entry["sha256"])
    return copy


def run_portable(path: Path) -> Network:
    """A network in ONNX's format as a plain function on arrays; safe to call from many threads."""
    import onnxruntime  # held back until a network is really wanted

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # it would keep what the largest page once needed
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # requests share the processors
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    wanted = {one.name: _DTYPES[one.type] for one in session.get_inputs()}
    given = [one.name for one in session.get_outputs()]

    def network(inputs: Arrays) -> dict[str, NDArray[np.float32]]:
        answers = session.run(given, {name: np.asarray(inputs[name], dtype) for name, dtype in wanted.items()})
        return dict(zip(given, answers, strict=True))

    return network

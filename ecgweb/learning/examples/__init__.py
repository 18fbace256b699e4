"""Small attributed recordings to teach with; README.md here says where each comes from."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np

from ecgweb.ecg.recording import LEADS, Recording

FOLDER = Path(__file__).parent
STRIP_SOURCES = {
    "vf": "CU Ventricular Tachyarrhythmia Database (Nolle and others, 1986), record cu05, ODC-BY 1.0",
    "vt": "MIT-BIH Malignant Ventricular Ectopy Database (Greenwald, 1986), record 421, ODC-BY 1.0",
}
STRIP_LEAD = "II"  # the lead of a strip is not stated in its source; it is drawn without a name


@cache
def recording(name: str) -> Recording:
    """An example by the name of its file; a strip fills one lead and leaves the others unseen."""
    if name in STRIP_SOURCES:
        with np.load(FOLDER / "strips" / f"{name}.npz") as stored:
            signal_uv, rate_hz = stored["signal_uv"], float(stored["sampling_rate_hz"])
        signal_mv = np.full((len(LEADS), signal_uv.shape[1]), np.nan, dtype=np.float32)
        signal_mv[LEADS.index(STRIP_LEAD)] = signal_uv[0] / 1000
        return Recording(signal_mv, rate_hz)
    with np.load(FOLDER / f"{name}.npz") as stored:
        return Recording((stored["signal_uv"] / 1000).astype(np.float32), float(stored["sampling_rate_hz"]))


@cache
def source(name: str) -> str:
    """Where an example comes from, in the words of a caption."""
    if name in STRIP_SOURCES:
        return STRIP_SOURCES[name]
    listed = {entry["file"]: entry for entry in json.loads((FOLDER / "examples.json").read_text())}
    return f"PTB-XL (Wagner and others, 2020), record {listed[f'{name}.npz']['ecg_id']}, CC BY 4.0"

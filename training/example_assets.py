"""Make the example of the home page: a recording in sinus rhythm drawn as a worn page, uploaded, and what came back.

    python -m training.example_assets

writes the picture, the trace that was read off it and the analysis, exactly as the shipped networks gave it. The
record was kept out of all training (see ecgweb/learning/examples/README.md).
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

import config
from ecgweb.ecg.page.reading import PageReading
from ecgweb.ecg.paper import Style, draw_page
from ecgweb.ecg.paper.line import seen_runs, thin_out
from ecgweb.ecg.paper.wear import Wear, wear_out
from ecgweb.ecg.recording import Recording
from ecgweb.inference.manifest import load_manifest
from ecgweb.inference.service import AnalysisService

ROOT = Path(config.ROOT)
EXAMPLE = ROOT / "ecgweb" / "learning" / "examples" / "sinus.npz"
PICTURE = ROOT / "static" / "img" / "example-page.jpg"
TRACE = ROOT / "static" / "img" / "example-trace.svg"
ANALYSIS = ROOT / "ecgweb" / "site" / "example.json"

STYLE = Style(grid="red", full_bleed=True, header=("Example  PTB-XL 3174",), footer=True)
WEAR = Wear(turn_deg=0.8, light=0.12, blur_px=0.4, noise=1.5)
SEED = 3
PIXELS_PER_MM = 5.0
JPEG_QUALITY = 72
TOLERANCE_PX = 0.4


def main() -> None:
    recording = load_recording(EXAMPLE)
    picture = wear_out(draw_page(recording, STYLE, PIXELS_PER_MM).image, WEAR, SEED)
    upload = as_jpeg(picture)
    service = AnalysisService(ROOT / "models")
    service.warm_up()
    service.analyze(upload, PICTURE.name)  # the first one pays for warming up; the second is timed
    result = service.analyze(upload, PICTURE.name)
    if result.reading is None:
        raise SystemExit(f"the example was refused: {result.analysis.reason}")
    PICTURE.write_bytes(upload)
    TRACE.write_text(trace_svg(result.reading, picture.shape[1], picture.shape[0]) + "\n")
    labels = {entry.code: entry.label for entry in load_manifest(ROOT / "models" / "diagnosis.json").diagnoses}
    ANALYSIS.write_text(json.dumps({"labels": labels, "analysis": result.analysis.to_dict()}, indent=1) + "\n")


def load_recording(path: Path) -> Recording:
    """One of the example recordings, microvolt turned into millivolt."""
    with np.load(path) as stored:
        signal_mv = stored["signal_uv"].astype(np.float32) / 1000
        return Recording(signal_mv, float(stored["sampling_rate_hz"]))


def as_jpeg(picture: np.ndarray) -> bytes:
    """The picture as a phone would send it."""
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    return buffer.getvalue()


def trace_svg(reading: PageReading, width_px: int, height_px: int) -> str:
    """What was read, in pixels of the picture, to be laid over it."""
    lines = "".join(f'<polyline points="{points}"/>' for points in _polylines(reading))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width_px} {height_px}" width="{width_px}" '
        f'height="{height_px}"><g fill="none" stroke="#0a5cff" stroke-width="3" stroke-linejoin="round">{lines}</g>'
        "</svg>"
    )


def _polylines(reading: PageReading) -> Iterator[str]:
    for trace in reading.traces:
        for run in seen_runs(trace.y_px):
            x_px, y_px = trace.x_px[run].astype(np.float64), trace.y_px[run].astype(np.float64)
            yield " ".join(f"{x_px[n]:.1f},{y_px[n]:.1f}" for n in thin_out(x_px, y_px, TOLERANCE_PX))


if __name__ == "__main__":
    main()

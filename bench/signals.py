"""How fast long signals are read, and in how much memory: `python -m bench.signals [--models DIR]`.

A synthetic heart at 360 Hz in ADC numbers, half an hour and a day long, through the gate and all networks, one thread.
"""

from __future__ import annotations

import argparse
import os
import time
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np

from ecgweb.ecg.readers.signal import SignalOptions, open_signal
from ecgweb.inference.service import AnalysisService

RATE_HZ = 360.0
HOURS = (0.5, 24.0)


def made_up(hours: float) -> bytes:
    """A `.npy` file of int16: one minute with a beat every 0.8 s and some noise, over and over."""
    time_s = np.arange(round(60 * RATE_HZ)) / RATE_HZ
    phase_s = (time_s - 0.4) % 0.8
    beat = np.exp(-0.5 * ((phase_s - 0.1) / 0.012) ** 2) + 0.2 * np.exp(-0.5 * ((phase_s - 0.38) / 0.05) ** 2)
    minute = 200 * (beat + 0.02 * np.random.default_rng(1).normal(size=beat.size)) + 1024
    out = BytesIO()
    np.save(out, np.tile(minute.astype(np.int16), round(60 * hours)))
    return out.getvalue()


def anonymous_mb() -> float:
    """Memory of this process that is no page of a file."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("RssAnon:")[1].split()[0]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, default=Path("models"))
    options = parser.parse_args()
    os.environ |= {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1"}
    service = AnalysisService(options.models)
    service.warm_up()
    for hours in HOURS:
        with TemporaryFile() as upload, TemporaryFile() as kept:
            upload.write(made_up(hours))
            before_mb, started_s = anonymous_mb(), time.process_time()
            signal = open_signal(upload, "signal.npy", SignalOptions(RATE_HZ, "adc"), kept)
            read_s = time.process_time()
            found = service.analyze_signal(signal, "signal.npy").analysis
            done_s = time.process_time()
        print(
            f"{hours:g} h: read {read_s - started_s:.2f} s, analysed {done_s - read_s:.2f} s of one core, "
            f"{hours * 3600 / (done_s - started_s):,.0f} times real time, "
            f"{anonymous_mb() - before_mb:.0f} MB more memory, {len(found.beats or ()):,} beats"
        )


if __name__ == "__main__":
    main()

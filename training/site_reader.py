"""Reading and measuring as the site does it, with its networks, and what the reader goes by in caches."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import ecgweb.ecg.page
from ecgweb.ecg.page import read_page
from ecgweb.ecg.page.reading import PageReading
from ecgweb.ecg.waves.delineation import Delineator
from ecgweb.inference import delineation, lettering
from ecgweb.inference.tracer import MANIFEST, Tracer

MODELS = Path(__file__).resolve().parents[1] / "models"


def read_as_the_site(picture_rgb: NDArray[np.uint8]) -> PageReading:
    """Read a page as an upload is read; raises `Refused`."""
    return read_page(picture_rgb, trace_network=_tracer(), print_networks=_print_reader())


def reader_digest() -> str:
    """Twelve hexadecimal digits that change with the reader's source and with its networks."""
    folder = Path(str(ecgweb.ecg.page.__file__)).parent
    digest = hashlib.sha256()
    for path in [*sorted(folder.rglob("*.py")), MODELS / MANIFEST, MODELS / lettering.MANIFEST]:
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()[:12]


@cache
def site_delineator() -> Delineator:
    """The network that tells waves apart."""
    return delineation.load_delineator(MODELS / delineation.MANIFEST)


@cache
def _tracer() -> Tracer | None:
    return Tracer.load(MODELS / MANIFEST) if (MODELS / MANIFEST).exists() else None


@cache
def _print_reader() -> lettering.PrintReader | None:
    manifest = MODELS / lettering.MANIFEST
    return lettering.PrintReader.load(manifest) if manifest.exists() else None

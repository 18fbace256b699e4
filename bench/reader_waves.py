"""Intervals of LUDB records that were drawn as pages and read back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ecgweb.ecg.paper import Style, draw_page
from ecgweb.ecg.recording import Recording
from ecgweb.ecg.refusal import Refused
from ecgweb.ecg.waves import measure
from training.evaluate_reader import Reader
from training.evaluate_waves import as_page, lines, network_without
from training.ludb import Annotated, load_ludb
from training.wave_scores import Pair, count_beats

FOLDS = 5


def interval_lines(reader: Reader, packs: Path, count: int) -> Iterator[str]:
    """At most one fold of LUDB, measured by a delineator that never saw it, beside the same leads never drawn."""
    if not count:
        return
    records = load_ludb(packs)
    delineate, held_out = network_without(0, FOLDS, records), records[0::FOLDS][:count]
    read = {record.name: _drawn_and_read(reader, record) for record in held_out}
    for name, view in (("drawn and read", lambda record: read[record.name]), ("cut, never drawn", as_page)):
        pairs = [Pair(record, measure(seen, delineate) if (seen := view(record)) else None) for record in held_out]
        yield f"{name} ({len(held_out)} records)"
        yield from lines(count_beats(held_out, view), pairs)


def _drawn_and_read(reader: Reader, record: Annotated) -> Recording | None:
    try:
        return reader(draw_page(record.recording(), Style()).image).recording
    except Refused:
        return None

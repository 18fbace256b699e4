"""How well beats are told apart: sensitivity and PPV of each class, all records together and each on its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from ecgweb.inference.beat_decision import decided
from ecgweb.inference.beats import AAMI_CLASSES, CONDUCTIONS
from training.beats.beat_set import BeatSet
from training.beats.classifier import settled_answers, targets
from training.beats.databases import AAMI, DS2, PACED, SAME_PERSON_AS_201

REPORTED = tuple(name for name in DS2 if name != SAME_PERSON_AS_201)
MOSTLY_SUPRAVENTRICULAR = "232"
FORGIVEN = {"V": "FQ", "S": "Q"}

Classes = NDArray[np.int64]
Row = dict[str, float | None]


def beat_figures(model: keras.Model, bias: NDArray[np.float64], whole: BeatSet, page_strips: BeatSet) -> dict[str, Any]:
    """All figures of a classifier that learned on DS1 and weak labels only."""
    ds2, answers, conduction = answered(model, bias, whole.from_records(REPORTED))
    truth, _ = targets(ds2.symbols)
    without = ds2.records != MOSTLY_SUPRAVENTRICULAR
    strips, strip_answers, _ = answered(model, bias, page_strips.from_records(REPORTED))
    paced, paced_answers, _ = answered(model, bias, whole.from_records(PACED))
    return {
        "ds2": by_class(truth, answers),
        "ds2_without_232": by_class(truth[without], answers[without]),
        "ds2_strips_of_10_s_disturbed": by_class(targets(strips.symbols)[0], strip_answers),
        "paced_records": by_class(targets(paced.symbols)[0], paced_answers),
        "ds2_conduction": by_conduction(ds2.symbols, answers, conduction),
        "ds2_records": {name: by_class(*_of(ds2.records == name, truth, answers)) for name in REPORTED},
    }


def answered(model: keras.Model, bias: NDArray[np.float64], beats: BeatSet) -> tuple[BeatSet, Classes, Classes]:
    """The beats that were marked, with the AAMI class and the conduction that the network gives each."""
    aami, conduction = settled_answers(model, beats)
    marked = np.isin(beats.symbols, list(AAMI))
    return beats.of(marked), decided(aami, bias).argmax(axis=1)[marked], conduction[marked]


def by_class(truth: Classes, answers: Classes) -> dict[str, Row]:
    """Counts, sensitivity and PPV of each class that occurs or is answered.

    As ANSI/AAMI EC57 has it, a fusion or unknown beat called V, and an unknown beat called S, is not held against the
    PPV of V and S: a fusion beat is half ventricular.
    """
    found = {}
    for k, name in enumerate(AAMI_CLASSES):
        forgiven = np.isin(truth, [AAMI_CLASSES.index(other) for other in FORGIVEN.get(name, "")])
        found[name] = counted((truth == k)[~forgiven], (answers == k)[~forgiven])
    return {name: row for name, row in found.items() if row["marked"] or row["answered"]}


def counted(truth: NDArray[np.bool_], answer: NDArray[np.bool_]) -> Row:
    """How many were marked, answered and both; sensitivity and PPV, None without any."""
    marked, given, right = int(truth.sum()), int(answer.sum()), int((truth & answer).sum())
    return {
        "marked": marked,
        "answered": given,
        "right": right,
        "sensitivity": right / marked if marked else None,
        "ppv": right / given if given else None,
    }


def by_conduction(symbols: NDArray[np.str_], answers: Classes, conduction: Classes) -> dict[str, Row]:
    """As `by_class` for normal conduction and the bundle branch blocks, among beats marked N, L or R."""
    among = np.isin(symbols, CONDUCTIONS) & (answers == 0)
    return {name: counted(symbols[among] == name, conduction[among] == k) for k, name in enumerate(CONDUCTIONS)}


def line(name: str, row: Mapping[str, float | None]) -> str:
    """One class as a row of a table."""
    shares = [row[key] for key in ("sensitivity", "ppv")]
    sensitivity, ppv = ("-" if share is None else f"{100 * share:.1f}" for share in shares)
    return f"{name:<28}{row['marked']:>8}{row['answered']:>9}{row['right']:>8}{sensitivity:>13}{ppv:>7}"


def _of(chosen: NDArray[np.bool_], *arrays: Classes) -> list[Classes]:
    return [array[chosen] for array in arrays]

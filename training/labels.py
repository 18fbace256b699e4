"""What a network learns of each record: SCP statements, and which of the four diagnoses it may be."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ecgweb.inference.manifest import SUPERCLASSES
from training.packs import Page, PtbXl

DIAGNOSES = ("normal", "abnormal", "mi", "history_mi")
PAGE_DIAGNOSES = {"normal": "normal", "abnormal": "abnormal", "mi": "mi", "post_mi": "history_mi"}
RECENT_STAGES = frozenset({"Stadium I", "Stadium I-II", "Stadium II"})
OLD_STAGES = frozenset({"Stadium II-III", "Stadium III"})
LEAST_POSITIVES = 30


def statement_codes(data: PtbXl) -> tuple[str, ...]:
    """All statements of the label table, in its order."""
    columns = list(data.rows[0])
    return tuple(columns[columns.index("strat_fold") + 1 : columns.index("super_NORM")])


def trained_codes(data: PtbXl, training: NDArray[np.bool_], least: int = LEAST_POSITIVES) -> tuple[str, ...]:
    """The superclasses, then every other statement with at least `least` positives among the training records."""
    rows = [row for row, chosen in zip(data.rows, training, strict=True) if chosen]
    often = [code for code in statement_codes(data) if sum(_is_true(row[code]) for row in rows) >= least]
    return SUPERCLASSES + tuple(code for code in often if code not in SUPERCLASSES)


def finding_targets(data: PtbXl, codes: tuple[str, ...]) -> NDArray[np.float32]:
    """0 or 1 for each record and code, shape (n, codes)."""
    columns = [f"super_{code}" if code in SUPERCLASSES else code for code in codes]
    return np.array([[_is_true(row[column]) for column in columns] for row in data.rows], np.float32)


def diagnosis_targets(data: PtbXl) -> NDArray[np.float32]:
    """Which diagnoses each record may be, shape (n, 4): an infarction of unknown stage may be recent or old."""
    return np.array([_one_hot(*_diagnoses(row)) for row in data.rows], np.float32)


def page_targets(pages: list[Page]) -> NDArray[np.float32]:
    """The diagnosis of each page, shape (n, 4)."""
    return np.array([_one_hot(PAGE_DIAGNOSES[page.label]) for page in pages], np.float32)


def _diagnoses(row: dict[str, str]) -> tuple[str, ...]:
    if _is_true(row["super_MI"]):
        return _infarction(row)
    others = any(_is_true(row[f"super_{code}"]) for code in SUPERCLASSES if code != "NORM")
    only_normal = _is_true(row["super_NORM"]) and not others and _regular(row)
    return ("normal",) if only_normal else ("abnormal",)


def _infarction(row: dict[str, str]) -> tuple[str, ...]:
    stages = {row["mi_stage1"], row["mi_stage2"]}
    recent, old = bool(stages & RECENT_STAGES), bool(stages & OLD_STAGES)
    if recent == old:
        return ("mi", "history_mi")
    return ("mi",) if recent else ("history_mi",)


def _regular(row: dict[str, str]) -> bool:
    """No ectopic beats and no arrhythmia beside the sinus rhythm and its normal variation."""
    return not any(_is_true(row.get(code, "0")) for code in ("PVC", "PAC", "AFIB", "AFLT", "PACE", "BIGU", "TRIGU"))


def _one_hot(*names: str) -> list[float]:
    return [float(name in names) for name in DIAGNOSES]


def _is_true(value: str) -> bool:
    return value in ("1", "1.0")

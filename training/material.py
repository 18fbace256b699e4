"""What one run works on: the packs, the recipe, the signals and what is known of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.labels import diagnosis_targets, finding_targets, trained_codes
from training.packs import PtbXl, load_ptbxl, twelve_leads
from training.recipe import SIGNAL_TRAINING_FOLDS, Recipe

EXAMPLES = Path(__file__).resolve().parents[1] / "ecgweb" / "learning" / "examples" / "examples.json"


@dataclass(frozen=True)
class Material:
    """Everything a run works on."""

    packs: Path
    out: Path
    recipe: Recipe
    data: PtbXl
    signals_mv: NDArray[np.float32]
    codes: tuple[str, ...]
    findings: NDArray[np.float32]
    diagnosis: NDArray[np.float32]

    def rows(self, *folds: int) -> NDArray[np.intp]:
        """Rows of the records in these folds."""
        return np.flatnonzero(np.isin(self.data.folds(), folds))

    def learned_rows(self, *folds: int) -> NDArray[np.intp]:
        """Rows of these folds to learn from: in folds 9 and 10 no patient of the site's own examples."""
        shown = {entry["ecg_id"] for entry in json.loads(EXAMPLES.read_text(encoding="utf-8"))}
        patients = {row["patient_id"] for row in self.data.rows if int(row["ecg_id"]) in shown} - {""}
        is_shown = [int(row["ecg_id"]) in shown or row["patient_id"] in patients for row in self.data.rows]
        free = np.isin(self.data.folds(), SIGNAL_TRAINING_FOLDS) | ~np.array(is_shown)
        return np.flatnonzero(np.isin(self.data.folds(), folds) & free)


def load_material(packs: Path, out: Path, recipe: Recipe) -> Material:
    """Signals of PTB-XL and what is known of them."""
    data = load_ptbxl(packs)
    codes = trained_codes(data, np.isin(data.folds(), SIGNAL_TRAINING_FOLDS))
    signals_mv = twelve_leads(data.signals_uv)
    return Material(packs, out, recipe, data, signals_mv, codes, finding_targets(data, codes), diagnosis_targets(data))

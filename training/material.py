"""What one run works on: the packs, the recipe, the signals and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.labels import diagnosis_targets, finding_targets, trained_codes
from training.packs import PtbXl, load_ptbxl, twelve_leads
from training.recipe import SIGNAL_TRAINING_FOLDS, Recipe


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


def load_material(packs: Path, out: Path, recipe: Recipe) -> Material:
    """Signals of PTB-XL and what is known of them."""
    data = load_ptbxl(packs)
    codes = trained_codes(data, np.isin(data.folds(), SIGNAL_TRAINING_FOLDS))
    signals_mv = twelve_leads(data.signals_uv)
    return Material(packs, out, recipe, data, signals_mv, codes, finding_targets(data, codes), diagnosis_targets(data))

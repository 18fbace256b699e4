"""How the diagnosis network is made: every number a run depends on."""

from __future__ import annotations

from dataclasses import dataclass

SIGNAL_TRAINING_FOLDS = tuple(range(1, 9))
CALIBRATION_FOLD = 9
REPORT_FOLD = 10


@dataclass(frozen=True)
class Recipe:
    """Learning from signals first, then from signals and pages together."""

    seed: int = 0
    members: int = 2
    width: int = 32
    views: int = 8
    diagnosis_view_share: float = 0.3
    batch: int = 64
    epochs: int = 40
    learning_rate: float = 2e-3
    weight_decay: float = 0.02
    average_momentum: float = 0.995
    findings_weight: float = 5.0
    diagnosis_weight: float = 0.3
    page_folds: int = 5
    page_views: int = 6
    page_batch: int = 32
    page_epochs: int = 12
    page_learning_rate: float = 5e-4
    page_average_momentum: float = 0.98
    page_findings_weight: float = 2.0
    signal_diagnosis_weight: float = 0.3
    coverage: float = 0.9
    minimum_confidence: float = 0.5

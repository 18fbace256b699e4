"""How the diagnosis network is made: every number a run depends on."""

from __future__ import annotations

from dataclasses import dataclass

SIGNAL_TRAINING_FOLDS = tuple(range(1, 9))  # of the twin, which every figure and all calibration come from
CALIBRATION_FOLD = 9
REPORT_FOLD = 10
ALL_FOLDS = (*SIGNAL_TRAINING_FOLDS, CALIBRATION_FOLD, REPORT_FOLD)  # of the network that is shipped


@dataclass(frozen=True)
class Recipe:
    """Learning from signals first, then small layers on top from real pages and signals together."""

    seed: int = 0
    members: int = 3  # of the twin, and of what is shipped
    whole_members: int = 2  # of what is shipped that learn from all folds; the others are the twin's last
    kinds: tuple[str, ...] = ("leads together", "leads together", "lead by lead")  # of the members in turn
    width: int = 32
    views: int = 8
    worn_views: int = 2
    diagnosis_view_share: float = 0.3
    worn_share: float = 0.35
    batch: int = 64
    epochs: int = 45
    whole_epochs: int = 20
    learning_rate: float = 2e-3
    weight_decay: float = 0.02
    average_momentum: float = 0.995
    findings_weight: float = 5.0
    diagnosis_weight: float = 0.3
    page_folds: int = 5
    page_views: int = 3
    signal_share: float = 0.1  # weight of all signals against all pages in the head
    familiar_every: int = 3
    head_bags: int = 5  # of those that read everything, and of those that read measurements alone
    head_width: int = 128
    head_input_dropout: float = 0.5
    measured_input_dropout: float = 0.15
    head_epochs: int = 16
    head_batch: int = 128
    head_learning_rate: float = 2e-3
    head_weight_decay: float = 0.05
    coverage: float = 0.8
    minimum_confidence: float = 0.6

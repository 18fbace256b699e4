"""Score the trivial baselines on the same pages and records as the network."""

from __future__ import annotations

from typing import Any

import numpy as np

from ecgweb.inference.manifest import SUPERCLASSES
from training.baselines import cross_fitted, page_features, regression_scores, signal_features
from training.evaluate import page_figures
from training.labels import page_targets
from training.material import Material
from training.packs import Page
from training.recipe import REPORT_FOLD, SIGNAL_TRAINING_FOLDS, Recipe
from training.scores import bootstrap, macro_auroc

MANY_FEATURES = 400


def baseline_figures(material: Material, pages: list[Page]) -> dict[str, Any]:
    """Figures of the baselines by name: four classes of real pages, superclasses of fold 10."""
    return {"pages": _page_baselines(pages, material.recipe), "fold 10": _signal_baselines(material)}


def _page_baselines(pages: list[Page], recipe: Recipe) -> dict[str, dict[str, str]]:
    truth = page_targets(pages).argmax(axis=1)
    template, groups = np.array([page.template for page in pages]), np.array([page.group for page in pages])
    guesses = {"majority": np.full(len(truth), np.bincount(truth).argmax())}
    for name, features in page_features(pages).items():
        strength = 0.001 if features.shape[1] > MANY_FEATURES else 1.0
        guesses[name] = cross_fitted(features, truth, groups, recipe.page_folds, recipe.seed, strength)
    return {name: page_figures(truth, guess, groups, template) for name, guess in guesses.items()}


def _signal_baselines(material: Material) -> dict[str, str]:
    learn, held_back = material.rows(*SIGNAL_TRAINING_FOLDS), material.rows(REPORT_FOLD)
    truth = material.findings[:, : len(SUPERCLASSES)]
    features = signal_features(material.signals_mv)
    scores = regression_scores(features[learn], truth[learn], features[held_back])
    known = truth[held_back]
    area = bootstrap(lambda rows: macro_auroc(known[rows], scores[rows]), len(known), rounds=200)
    return {"majority": "0.500", "logistic regression on extremes, spread and slopes of each lead, uncut": str(area)}

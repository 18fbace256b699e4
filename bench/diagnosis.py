"""How well ECGs are diagnosed: `python -m bench.diagnosis --packs DIR` (or ECG_PACKS), baselines beside figures.

Every figure is of a network that never saw the patients it is scored on: the twin beside the shipped network, and for
the four diagnoses of real pages layers on top that are cross-fitted by group, which this command trains. It refuses to
score a network on folds or groups that its manifest lists as learned.

Pages are drawn, worn and read on the first run (about a second each) and kept in `--cache` for this reader; a broken
run goes on where it stopped.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np

from bench.analyze import beside_predict
from bench.pages import ROOT
from ecgweb.inference.calibration import finding_probabilities
from ecgweb.inference.manifest import Manifest, load_manifest
from ecgweb.inference.worth import PREVALENCES, Share
from training.conformal import state_coverage
from training.digitise import load_digitised
from training.evaluate import finding_figures, load_twin, logits_of
from training.evaluate_paper import paper_figures
from training.fit import as_page
from training.labels import page_targets
from training.learn_pages import PageSet, cross_fitted_logits, shown
from training.material import Material, load_material
from training.other_databases import other_database_figures
from training.packs import load_pages, packs_folder
from training.page_answers import PageAnswers, cross_fitted, page_report
from training.pixel_networks import pixel_network_figures
from training.recipe import ALL_FOLDS, REPORT_FOLD, Recipe
from training.score_baselines import baseline_figures

PARTS = ("signals", "paper", "pages", "worth", "baselines", "pixels", "others", "speed")
ALWAYS = tuple(part for part in PARTS if part != "pixels")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs")
    parser.add_argument("--models", type=Path, default=ROOT / "models")
    parser.add_argument(
        "--cache", type=Path, default=ROOT / "runs" / "bench", help="where pages that were read are kept"
    )
    parser.add_argument("--records", type=int, default=120, help="how many records are printed (default: %(default)s)")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=ALWAYS, help="pixels trains for half an hour")
    asked = parser.parse_args()

    manifest = load_manifest(asked.models / "diagnosis.json")
    twin = load_twin(manifest, {REPORT_FOLD})
    material = load_material(packs_folder(asked.packs), asked.cache, Recipe())
    print(f"diagnosis {manifest.version}; twin of folds {manifest.training['twin']['folds']}, scored on {REPORT_FOLD}")
    if "signals" in asked.parts:
        signals(twin, manifest, material)
    if "paper" in asked.parts:
        show("printed, worn, read back", paper_figures(twin, manifest, material, asked.cache, asked.records))
    if "pages" in asked.parts:
        show("real pages, cross-fitted by group", real_pages(manifest, material))
    if "worth" in asked.parts:
        show("what an answer is worth, from the pages cross-fitted at export", worth(manifest))
    if "baselines" in asked.parts:
        show("baselines", baseline_figures(material, load_pages(material.packs)))
    if "pixels" in asked.parts:
        pages = load_pages(material.packs)
        show("networks on pixels", pixel_network_figures(pages, material.recipe, asked.cache / "pixels.json"))
    if "others" in asked.parts:
        show("hospitals never seen", other_database_figures(twin, manifest, material.packs))
    if "speed" in asked.parts:
        print("\nspeed and memory, beside predict() for each request")
        beside_predict(17, 2, asked.models)


def signals(twin: keras.Model, manifest: Manifest, material: Material) -> None:
    """Fold 10 as it was recorded and as a page shows it: ranking, calibration, coverage of the three states."""
    rows = material.rows(REPORT_FOLD)
    truth, recorded = material.findings[rows], material.signals_mv[rows]
    for title, shown_mv in (("uncut", recorded), ("cut as a 3x4+1 page", as_page(recorded))):
        probability = finding_probabilities(logits_of(twin, shown_mv)["findings"], manifest.findings)
        show(f"{len(rows)} signals, {title}", finding_figures(truth, probability, material.codes))
    covered = {
        finding.code: state_coverage(probability[:, k], truth[:, k] > 0, finding.threshold, finding.sure)
        for k, finding in enumerate(manifest.findings)
        if finding.sure
    }
    show("present, absent or undecided: share that holds the truth, cut as a page", _summary(covered))


def _summary(covered: Mapping[str, Mapping[str, float | int | None]]) -> dict[str, str]:
    def mean(name: str) -> str:
        values = [row[name] for row in covered.values() if row[name] is not None]
        return f"{np.mean(np.array(values, float)):.3f}"

    kinds = {"with the finding": "covered_with", "without it": "covered_without", "undecided": "undecided"}
    return {"findings": str(len(covered)), **{title: mean(name) for title, name in kinds.items()}}


def real_pages(manifest: Manifest, material: Material) -> dict[str, Any]:
    """Each page asked of layers on top that have not seen its group; what is below never learned from any page."""
    pages = load_pages(material.packs)
    digitised = load_digitised(pages)
    model = keras.models.load_model(manifest.model_path, compile=False)
    groups = np.array([page.group for page in pages])
    page_set = PageSet(digitised.signals_mv, page_targets(pages), groups, digitised.read)
    rows = material.learned_rows(*ALL_FOLDS)
    seen = shown(model.get_layer("features"), page_set, material.signals_mv[rows], material.recipe)
    logits = cross_fitted_logits(seen, page_set, material.diagnosis[rows], material.recipe)
    findings = logits_of(model, digitised.signals_mv)["findings"]
    present = finding_probabilities(findings, manifest.findings) >= np.array([f.threshold for f in manifest.findings])
    answers = PageAnswers(pages, logits, findings, digitised.read)
    return page_report(answers, cross_fitted(answers, present, material.codes, material.recipe))


def worth(manifest: Manifest) -> dict[str, Any]:
    """Sensitivity, specificity and worth where few or many have it, of each diagnosis, with 95 % intervals."""
    return {
        row.diagnosis: {
            "sensitivity": _share(row.sensitivity),
            "specificity": _share(row.specificity),
            **{f"PPV where {common:.0%} have it": _share(row.predictive_value(common)) for common in PREVALENCES},
        }
        for row in manifest.accuracy
    }


def _share(share: Share) -> str:
    return f"{share.value:.2f} ({share.low:.2f} to {share.high:.2f})"


def show(title: str, figures: Mapping[str, Any], indent: int = 0) -> None:
    """One figure a line, groups of figures below their name."""
    print(f"{' ' * indent}{title}" if indent else f"\n{title}", flush=True)
    for name, value in figures.items():
        if isinstance(value, Mapping):
            show(name, value, indent + 2)
        else:
            print(f"{' ' * (indent + 2)}{name:<50} {value}", flush=True)


if __name__ == "__main__":
    main()

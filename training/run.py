"""Make the diagnosis network from the packs: `python -m training.run --packs PACKS --out runs/NAME`.

Steps, each kept in the folder of the run so that the next can start from it:

    signals   learn from PTB-XL, shown as pages show it, folds 1 to 8 and all: twin_*.keras, whole_*.keras
    pages     cross-fit on the real pages, then learn from all of them: pages.npz, twin.keras, diagnosis.keras
    export    calibrate the twin on fold 9 and the cross-fitted pages, score it on fold 10: models/, report.json
    baselines score the trivial baselines on the same pages and records: baselines.json
    pixels    train and score what others do, networks on the pages' pixels: pixels.json
    paper     score fold 10 printed by our renderer, worn, and read back by our reader: paper.json
"""

from __future__ import annotations

import argparse
import os
from dataclasses import asdict, replace
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np

from ecgweb.inference.manifest import load_manifest, sha256_of
from training import fit
from training.digitise import load_digitised
from training.evaluate import load_twin, logits_of
from training.evaluate_paper import paper_figures
from training.familiarity import with_familiarity
from training.labels import DIAGNOSES, page_targets
from training.learn_pages import PageSet, cross_fitted_logits, head_of, shown
from training.material import Material, load_material
from training.packs import PTBXL_SIGNALS, load_pages, packs_folder
from training.page_answers import CONFUSION, PageAnswers
from training.page_head import earlier_members, feature_model, with_head
from training.pixel_networks import pixel_network_figures
from training.recipe import ALL_FOLDS, REPORT_FOLD, SIGNAL_TRAINING_FOLDS, Recipe
from training.report import draw_confusion, draw_curves, write_report
from training.score_baselines import baseline_figures
from training.ship import export_model

STEPS = ("signals", "pages", "export", "baselines", "pixels", "paper")


def learn_signals(material: Material, start: Path | None) -> None:
    """Train the twin's members on folds 1 to 8, and on all folds those that take the place of its first when shipped.

    The twin's first are the members of the network `start`, where one is named, which learned from no other folds.
    What a broken run has kept is not trained again.
    """
    recipe, taken = material.recipe, earlier_members(start) if start else []
    for member, model in enumerate(taken[: recipe.members]):
        model.save(material.out / f"twin_{member}.keras")
    targets = {"findings": material.findings, "diagnosis": material.diagnosis}
    records = fit.signal_learning(material.signals_mv, targets, recipe, material.out)
    roles = [("twin", member, SIGNAL_TRAINING_FOLDS, recipe.epochs) for member in range(recipe.members)]
    roles += [("whole", recipe.members + k, ALL_FOLDS, recipe.whole_epochs) for k in range(recipe.whole_members)]
    for role, member, folds, epochs in roles:
        path = material.out / f"{role}_{member}.keras"
        if not path.exists():
            learning = replace(records, rows=material.learned_rows(*folds))
            fit.fit_signals(learning, recipe, member, epochs, path.with_suffix(".csv")).save(path)


def learn_pages(material: Material, reader: str | None) -> None:
    """Put the layers for pages on top of the twin and of the network to ship; ask each page of layers new to it."""
    pages, recipe = load_pages(material.packs), material.recipe
    digitised = load_digitised(pages, reader)
    groups = np.array([page.group for page in pages])
    page_set = PageSet(digitised.signals_mv, page_targets(pages), groups, digitised.read)
    twin, whole = (sorted(material.out.glob(f"{role}_*.keras")) for role in ("twin", "whole"))
    shipped = [*twin[len(whole) :], *whole]
    for name, members, folds in (("twin", twin, SIGNAL_TRAINING_FOLDS), ("diagnosis", shipped, ALL_FOLDS)):
        features = feature_model([keras.models.load_model(path, compile=False) for path in members])
        rows = material.learned_rows(*folds)
        signals_mv, allowed = material.signals_mv[rows], material.diagnosis[rows]
        seen = shown(features, page_set, signals_mv, recipe)
        model = with_head(features, head_of(seen, page_set, np.arange(len(pages)), allowed, recipe))
        model = with_familiarity(model, signals_mv[:: recipe.familiar_every], page_set.signals_mv[page_set.read])
        model.save(material.out / f"{name}.keras")
    logits = cross_fitted_logits(seen, page_set, allowed, recipe)
    findings = logits_of(model, digitised.signals_mv)["findings"]
    digest = np.array(digitised.reader)
    np.savez(material.out / "pages.npz", logits=logits, findings=findings, read=digitised.read, reader=digest)


def export(material: Material, models: Path, version: str) -> None:
    """Calibrate and score the twin, and write the shipped files."""
    twin = keras.models.load_model(material.out / "twin.keras", compile=False)
    model = keras.models.load_model(material.out / "diagnosis.keras", compile=False)
    kept = np.load(material.out / "pages.npz")
    answers = PageAnswers(load_pages(material.packs), kept["logits"], kept["findings"], kept["read"])
    report = export_model(material, twin, model, answers, models, version)
    report["recipe"] = asdict(material.recipe)
    report["data"] = {"ptbxl": sha256_of(material.packs / PTBXL_SIGNALS), "reader": str(kept["reader"])}
    write_report(material.out / "report.json", report)
    draw_curves(material.out / "curves.png", sorted(material.out.glob("*.csv")))
    draw_confusion(material.out / "confusion.png", report["pages, cross-fitted"][CONFUSION], DIAGNOSES)


def score_on_paper(material: Material, models: Path, count: int) -> None:
    """Score records of fold 10 that were printed, worn and read back."""
    manifest = load_manifest(models / "diagnosis.json")
    twin = load_twin(manifest, {REPORT_FOLD})
    write_report(material.out / "paper.json", paper_figures(twin, manifest, material, material.out, count))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs", help="folder of the data packs (else ECG_PACKS)")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument(
        "--start", type=Path, help="begin with the members of this network, which learned from folds 1 to 8"
    )
    parser.add_argument("--steps", nargs="+", choices=STEPS, default=STEPS)
    parser.add_argument("--models", type=Path, help="where the shipped files go (else OUT/models)")
    parser.add_argument("--model-version", default="0.0.0")
    parser.add_argument("--reader", help="take the pages as this earlier reader, by its digest, has read them")
    parser.add_argument("--printed", type=int, default=120, help="how many records of fold 10 are printed and read")
    parser.add_argument("--epochs", type=int, default=Recipe.epochs)
    parser.add_argument("--members", type=int, default=Recipe.members)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    recipe = Recipe(epochs=options.epochs, members=options.members)
    material = load_material(packs_folder(options.packs), options.out, recipe)
    models = options.models or options.out / "models"
    if "signals" in options.steps:
        learn_signals(material, options.start)
    if "pages" in options.steps:
        learn_pages(material, options.reader)
    if "export" in options.steps:
        export(material, models, options.model_version)
    if "baselines" in options.steps:
        write_report(options.out / "baselines.json", baseline_figures(material, load_pages(material.packs)))
    if "pixels" in options.steps:
        pixel_network_figures(load_pages(material.packs), recipe, options.out / "pixels.json")
    if "paper" in options.steps:
        score_on_paper(material, models, options.printed)


if __name__ == "__main__":
    main()

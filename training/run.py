"""Make the diagnosis network from the packs: `python -m training.run --packs PACKS --out runs/NAME`.

Steps, each kept in the folder of the run so that the next can start from it:

    signals   learn from PTB-XL folds 1 to 8, shown as pages show them: member_*.keras
    pages     cross-fit on the real pages, then learn from all of them: pages.npz, diagnosis.keras
    export    calibrate on fold 9 and the cross-fitted pages, score on fold 10, write the manifest: models/, report.json
    baselines score the trivial baselines on the same pages and records: baselines.json
    rendered  score fold 10 printed by our renderer and read back by our reader: rendered.json
"""

from __future__ import annotations

import argparse
import os
from dataclasses import asdict
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np

from ecgweb.ecg.paper import Style
from ecgweb.inference.manifest import load_manifest
from training import fit
from training.digitise import load_digitised
from training.evaluate import Logits, logits_of, refuse_what_was_learned, score_rendered
from training.familiarity import with_familiarity
from training.labels import page_targets
from training.learn_pages import PageSet, learn
from training.material import Material, load_material
from training.packs import PTBXL_SIGNALS, load_pages, packs_folder, sha256_of
from training.recipe import REPORT_FOLD, SIGNAL_TRAINING_FOLDS, Recipe
from training.rendered import load_printed
from training.report import write_report
from training.score_baselines import baseline_figures
from training.ship import PageAnswers, export_model

STEPS = ("signals", "pages", "export", "baselines", "rendered")


def learn_signals(material: Material) -> None:
    """Train the members on folds 1 to 8."""
    rows = material.rows(*SIGNAL_TRAINING_FOLDS)
    targets = {"findings": material.findings[rows], "diagnosis": material.diagnosis[rows]}
    learning = fit.signal_learning(material.signals_mv[rows], targets, material.recipe)
    for member in range(material.recipe.members):
        model = fit.fit_signals(learning, material.recipe, member)
        model.save(material.out / f"member_{member}.keras")


def learn_pages(material: Material, reader: str | None) -> None:
    """Ask every page of layers that have not seen its group, then learn from all pages."""
    pages = load_pages(material.packs)
    digitised = load_digitised(pages, reader)
    members = [keras.models.load_model(path, compile=False) for path in sorted(material.out.glob("member_*.keras"))]
    groups = np.array([page.group for page in pages])
    page_set = PageSet(digitised.signals_mv, page_targets(pages), groups, digitised.read)
    rows = material.rows(*SIGNAL_TRAINING_FOLDS)
    logits, model = learn(members, page_set, material.signals_mv[rows], material.diagnosis[rows], material.recipe)
    model = with_familiarity(model, material.signals_mv[rows], digitised.signals_mv[digitised.read])
    findings = logits_of(model, digitised.signals_mv)["findings"]
    digest = np.array(digitised.reader)
    np.savez(material.out / "pages.npz", logits=logits, findings=findings, read=digitised.read, reader=digest)
    model.save(material.out / "diagnosis.keras")


def export(material: Material, models: Path, version: str) -> None:
    """Calibrate, score and write the shipped files."""
    model = keras.models.load_model(material.out / "diagnosis.keras", compile=False)
    kept = np.load(material.out / "pages.npz")
    answers = PageAnswers(load_pages(material.packs), kept["logits"], kept["findings"], kept["read"])
    report = export_model(material, model, answers, models, version)
    report["recipe"] = asdict(material.recipe)
    report["data"] = {"ptbxl": sha256_of(material.packs / PTBXL_SIGNALS), "reader": str(kept["reader"])}
    write_report(material.out / "report.json", report)


def score_on_paper(material: Material, models: Path, count: int) -> None:
    """Score records of fold 10 that were printed and read back."""
    manifest = load_manifest(models / "diagnosis.json")
    refuse_what_was_learned(manifest.training, {REPORT_FOLD}, set())
    model = keras.models.load_model(manifest.model_path, compile=False)
    rows = np.sort(np.random.default_rng(material.recipe.seed).permutation(material.rows(REPORT_FOLD))[:count])
    printed = load_printed(material.signals_mv[rows], Style(), material.out / f"printed_{count}.npz")
    known = material.findings[rows]
    both: dict[str, Logits] = {
        "printed and read back": logits_of(model, printed.signals_mv),
        "cut as a page shows them": logits_of(model, fit.as_page(material.signals_mv[rows])),
    }
    report = score_rendered(manifest, known, both, printed.read)
    report["pages"]["reader"] = printed.reader
    write_report(material.out / "rendered.json", report)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs", help="folder of the data packs (else ECG_PACKS)")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--steps", nargs="+", choices=STEPS, default=STEPS)
    parser.add_argument("--models", type=Path, help="where the shipped files go (else OUT/models)")
    parser.add_argument("--model-version", default="0.0.0")
    parser.add_argument("--reader", help="take the pages as this earlier reader, by its digest, has read them")
    parser.add_argument("--rendered", type=int, default=400, help="how many records of fold 10 are printed and read")
    parser.add_argument("--epochs", type=int, default=Recipe.epochs)
    parser.add_argument("--members", type=int, default=Recipe.members)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    recipe = Recipe(epochs=options.epochs, members=options.members)
    material = load_material(packs_folder(options.packs), options.out, recipe)
    models = options.models or options.out / "models"
    if "signals" in options.steps:
        learn_signals(material)
    if "pages" in options.steps:
        learn_pages(material, options.reader)
    if "export" in options.steps:
        export(material, models, options.model_version)
    if "baselines" in options.steps:
        write_report(options.out / "baselines.json", baseline_figures(material, load_pages(material.packs)))
    if "rendered" in options.steps:
        score_on_paper(material, models, options.rendered)


if __name__ == "__main__":
    main()

from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("keras")

from training import evaluate_paper
from training.recipe import Recipe
from training.rendered import PrintedAndRead

CODES = ("NORM", "MI", "STTC", "CD", "HYP")
RECORDS, REFUSED = 60, 12


@pytest.fixture
def material():
    rng = np.random.default_rng(0)
    findings = (rng.random((RECORDS, 5)) < 0.4).astype(np.float32)
    signals = np.zeros((RECORDS, 12, 1000), np.float32)
    signals[:, :5, 0] = findings  # the signal says what it is
    return SimpleNamespace(recipe=Recipe(), rows=lambda fold: np.arange(RECORDS), signals_mv=signals, findings=findings)


def figures(material, monkeypatch, tmp_path):
    def printed(signals_mv, regime, folder, seed):
        read_mv = signals_mv.copy()
        read_mv[:REFUSED] = np.nan
        refused = np.array(["unreadable_grid"] * REFUSED + [""] * (RECORDS - REFUSED), "U20")
        return PrintedAndRead(signals_mv, read_mv, refused, "digest")

    def answered(model, signals_mv):
        return {"findings": np.nan_to_num(signals_mv[:, :5, 0].astype(float), nan=0.5)}

    monkeypatch.setattr(evaluate_paper, "load_printed", printed)
    monkeypatch.setattr(evaluate_paper, "logits_of", answered)
    monkeypatch.setattr(evaluate_paper, "finding_probabilities", lambda logits, findings: 0.1 + 0.8 * logits)
    manifest = SimpleNamespace(findings=[SimpleNamespace(code=code) for code in CODES])
    return evaluate_paper.paper_figures(None, manifest, material, tmp_path, RECORDS)


def test_refused_pages_are_counted_and_score_as_silence(material, monkeypatch, tmp_path):
    found = figures(material, monkeypatch, tmp_path)["worn"]
    area = "superclasses, macro AUROC"
    assert found["refused"] == {"unreadable_grid": REFUSED}
    assert found["read back, pages that were read"][area].startswith("1.000")
    assert float(found["read back, refused pages as silence"][area].split()[0]) < 0.995


def test_the_loss_is_laid_to_what_caused_it(material, monkeypatch, tmp_path):
    lost = figures(material, monkeypatch, tmp_path)["worn"]["superclass macro AUROC lost"]
    values = {cause: float(figure.split()[0]) for cause, figure in lost.items()}
    assert values["to what a page leaves out"] == values["to reading, where read"] == 0
    assert 0.005 < values["to refusals"] < 0.05

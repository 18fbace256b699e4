import os
from pathlib import Path

import numpy as np
import pytest

from training.labels import diagnosis_targets, trained_codes
from training.packs import load_pages, load_ptbxl, load_signals, packs_folder, save_signals


def test_signals_survive_being_stored_as_differences(tmp_path):
    signals = np.random.default_rng(0).integers(-32000, 32000, (2, 8, 50), np.int16)
    save_signals(tmp_path / "signals.npy.xz", signals)
    np.testing.assert_array_equal(load_signals(tmp_path / "signals.npy.xz"), signals)


def test_without_a_folder_the_command_says_how_to_name_one(monkeypatch):
    monkeypatch.delenv("ECG_PACKS", raising=False)
    with pytest.raises(SystemExit, match="ECG_PACKS"):
        packs_folder()


@pytest.mark.packs
def test_the_packs_hold_what_the_recipe_expects():
    if "ECG_PACKS" not in os.environ:
        pytest.skip("ECG_PACKS names no folder of data packs")
    packs = Path(os.environ["ECG_PACKS"])
    data = load_ptbxl(packs)
    assert data.signal_mv(0).shape == (12, 1000)
    assert set(data.folds()) == set(range(1, 11))
    assert {"AFIB", "PVC", "CLBBB"} <= set(trained_codes(data, data.folds() <= 8))
    assert diagnosis_targets(data).any(axis=1).all()
    assert {page.label for page in load_pages(packs)} == {"normal", "abnormal", "mi", "post_mi"}

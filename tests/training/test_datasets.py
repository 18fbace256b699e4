import csv

import numpy as np
import pytest
from PIL import Image

from training.datasets import build_pages, build_ptbxl
from training.packs import load_pages, load_ptbxl, twelve_leads
from training.wfdb16 import read_record

LEADS = ("I", "II", "III", "AVR", "AVL", "AVF", "V1", "V2", "V3", "V4", "V5", "V6")


@pytest.fixture
def published(tmp_path):
    """Two records of PTB-XL as PhysioNet lays them out, 20 samples long."""
    folder = tmp_path / "published"
    (folder / "records100").mkdir(parents=True)
    rng = np.random.default_rng(1)
    for number in (1, 2):
        samples = rng.integers(-900, 900, (20, 12)).astype("<i2")
        samples.tofile(folder / f"records100/{number:05}_lr.dat")
        lines = [f"{number:05}_lr 12 100 20"]
        lines += [f"{number:05}_lr.dat 16 1000.0(0)/mV 16 0 {samples[0, k]} 0 0 {lead}" for k, lead in enumerate(LEADS)]
        (folder / f"records100/{number:05}_lr.hea").write_text("\n".join(lines))
    write(folder / "scp_statements.csv", [["", "diagnostic_class"], ["NORM", "NORM"], ["IMI", "MI"], ["SR", ""]])
    columns = "ecg_id patient_id age sex strat_fold filename_lr scp_codes infarction_stadium1 infarction_stadium2"
    write(
        folder / "ptbxl_database.csv",
        [
            columns.split(),
            ["1", "7", "50", "0", "3", "records100/00001_lr", "{'NORM': 100.0, 'SR': 0.0}", "", ""],
            ["2", "8", "60", "1", "10", "records100/00002_lr", "{'IMI': 35.0}", "Stadium III", ""],
        ],
    )
    return folder


def write(path, rows):
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)


def test_a_record_of_16_bit_samples_reads_back_in_microvolt(published):
    leads, rate_hz = read_record(published / "records100/00001_lr.hea")
    raw = np.fromfile(published / "records100/00001_lr.dat", "<i2").reshape(-1, 12)
    assert rate_hz == 100
    np.testing.assert_array_equal(leads["V6"], raw[:, 11])


def test_the_ptbxl_pack_keeps_signals_folds_and_statements(published, tmp_path):
    assert build_ptbxl(published, tmp_path / "packs") == 2
    data = load_ptbxl(tmp_path / "packs")
    assert data.folds().tolist() == [3, 10]
    assert data.signals_uv.shape == (2, 8, 20)
    assert (data.rows[1]["IMI"], data.rows[1]["super_MI"], data.rows[1]["mi_stage1"]) == ("1", "1", "Stadium III")


def test_limb_leads_follow_from_the_first_two():
    signals = np.zeros((1, 8, 3), np.int16)
    signals[0, 0], signals[0, 1] = 1000, 3000
    first_six = twelve_leads(signals)[0, :6, 0]
    np.testing.assert_allclose(first_six, [1, 3, 2, -2, -0.5, 2.5])


def test_a_picture_found_twice_is_kept_once(tmp_path):
    folder = tmp_path / "published"
    for name, shade in (
        ("Normal Person ECG Images/a", 10),
        ("Normal Person ECG Images/b", 10),
        ("History of MI/c", 90),
    ):
        path = folder / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (8, 6), (shade, 0, 0)).save(path)
    assert build_pages(folder, tmp_path / "packs") == 2
    pages = load_pages(tmp_path / "packs")
    assert sorted(page.label for page in pages) == ["normal", "post_mi"]
    assert all(page.path.exists() for page in pages)

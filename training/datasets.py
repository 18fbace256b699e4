"""Build the data packs from the published files: `python -m training.datasets FOLDER --out PACKS`.

FOLDER holds, as their publishers lay them out, one or both of

- PTB-XL 1.0.3 (https://physionet.org/content/ptb-xl/1.0.3/): `ptbxl_database.csv`, `scp_statements.csv`, `records100/`;
- the ECG images of Khan and Hussain (https://data.mendeley.com/datasets/gwbz3fsgp8/2): one folder of pictures a class.

Their printed numbers are not read here, so each picture gets a group of its own; pictures with the same pixels are
kept once. Pages of one patient may then stand on both sides of a split, which flatters every figure.
"""

from __future__ import annotations

import argparse
import ast
import csv
import hashlib
import shutil
from pathlib import Path

import numpy as np
from PIL import Image

from ecgweb.inference.manifest import SUPERCLASSES
from training.packs import PAGES, PTBXL_LABELS, PTBXL_SIGNALS, save_signals
from training.wfdb16 import read_record

LEADS = ("I", "II", "V1", "V2", "V3", "V4", "V5", "V6")
PICTURES = {".jpg", ".jpeg", ".png", ".webp"}
CLASS_WORDS = (("history", "post_mi"), ("abnormal", "abnormal"), ("normal", "normal"), ("infarction", "mi"))
PAGE_COLUMNS = ("file", "original", "label", "template", "layout", "printed_hr", "group")


def build_ptbxl(source: Path, packs: Path) -> int:
    """Write the PTB-XL pack and return the number of records."""
    statements, superclass = _statements(source / "scp_statements.csv")
    with (source / "ptbxl_database.csv").open(newline="", encoding="utf-8") as file:
        records = list(csv.DictReader(file))
    signals = np.stack([_signals(source / f"{record['filename_lr']}.hea") for record in records])
    save_signals(packs / PTBXL_SIGNALS, signals)
    rows = [_label_row(record, statements, superclass) for record in records]
    _write_rows(packs / PTBXL_LABELS, rows, tuple(rows[0]))
    return len(rows)


def build_pages(source: Path, packs: Path) -> int:
    """Copy each distinct picture of the class folders into the pack and return how many there are."""
    rows: dict[str, dict[str, str]] = {}
    for path in sorted(source.rglob("*")):
        label = _label_of(path.parent.name)
        if path.suffix.lower() not in PICTURES or label is None:
            continue
        digest = _pixel_digest(path)
        name = f"half/{digest}{path.suffix.lower()}"
        if digest not in rows:
            (packs / "pages/half").mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, packs / "pages" / name)
            rows[digest] = {**dict.fromkeys(PAGE_COLUMNS, ""), "file": name, "label": label, "group": digest}
    _write_rows(packs / PAGES, list(rows.values()), PAGE_COLUMNS)
    return len(rows)


def _statements(path: Path) -> tuple[list[str], dict[str, str]]:
    """All statement codes, and the superclass of each diagnostic one."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    codes = [row[""] for row in rows]
    return codes, {row[""]: row["diagnostic_class"] for row in rows if row["diagnostic_class"]}


def _signals(header: Path) -> np.ndarray:
    leads, _ = read_record(header)
    return np.stack([leads[name] for name in LEADS])


def _label_row(record: dict[str, str], statements: list[str], superclass: dict[str, str]) -> dict[str, str]:
    given = ast.literal_eval(record["scp_codes"])
    classes = {superclass[code] for code in given if code in superclass}
    return {
        "ecg_id": record["ecg_id"],
        "fs_source": "500",
        "age": record["age"],
        "sex": record["sex"],
        "strat_fold": record["strat_fold"],
        **{code: str(int(code in given)) for code in statements},
        **{f"super_{name}": str(int(name in classes)) for name in SUPERCLASSES},
        "mi_stage1": record["infarction_stadium1"],
        "mi_stage2": record["infarction_stadium2"],
        "patient_id": record["patient_id"],
    }


def _label_of(folder: str) -> str | None:
    words = folder.lower()
    return next((label for word, label in CLASS_WORDS if word in words), None)


def _pixel_digest(path: Path) -> str:
    with Image.open(path) as picture:
        return hashlib.sha256(picture.convert("RGB").tobytes()).hexdigest()[:12]


def _write_rows(path: Path, rows: list[dict[str, str]], columns: tuple[str, ...]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the published files")
    parser.add_argument("--out", type=Path, required=True, help="where the packs go")
    options = parser.parse_args()
    if (options.folder / "ptbxl_database.csv").exists():
        print(build_ptbxl(options.folder, options.out), "records of PTB-XL")
    if any(_label_of(folder.name) for folder in options.folder.rglob("*") if folder.is_dir()):
        print(build_pages(options.folder, options.out), "distinct pages")


if __name__ == "__main__":
    main()

"""Whether absent P waves and irregular rhythms are reported as such: `python -m training.evaluate_p_waves --packs DIR`.

PTB-XL, which the delineation network never saw, as 3x4 pages with a rhythm strip: how often a PR interval is given
in atrial fibrillation, where there is none, and in sinus rhythm, where there is one; and how often the rhythm is called
irregular. Paced records are left out.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from ecgweb.ecg.recording import Recording
from ecgweb.ecg.waves import measure
from ecgweb.inference.delineation import MANIFEST, load_delineator
from training.packs import load_ptbxl, packs_folder
from training.views import SAMPLING_RATE_HZ, cut

FOLD = 10
Labels = dict[str, str]

GROUPS: dict[str, Callable[[Labels], bool]] = {
    "atrial fibrillation": lambda row: has(row, "AFIB"),
    "sinus rhythm": lambda row: has(row, "SR") and not has(row, "AFIB") and not has(row, "AFLT"),
    "sinus tachycardia": lambda row: has(row, "STACH"),
}


def has(row: Labels, statement: str) -> bool:
    return float(row[statement] or 0) > 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs")
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--most", type=int, default=200, help="records of each group at most (default: %(default)s)")
    asked = parser.parse_args()
    data = load_ptbxl(packs_folder(asked.packs))
    delineate = load_delineator(asked.models / MANIFEST)
    print(f"PTB-XL fold {FOLD} as 3x4+1 pages: share with a PR interval, and share called irregular")
    for name, belongs in GROUPS.items():
        rows = [
            index
            for index, row in enumerate(data.rows)
            if row["strat_fold"] == str(FOLD) and belongs(row) and not has(row, "PACE")
        ][: asked.most]
        pages = [Recording(cut(data.signal_mv(index), "3x4+1"), SAMPLING_RATE_HZ) for index in rows]
        measured = [measure(page, delineate) for page in pages]
        given = sum(one.pr_ms is not None for one in measured)
        irregular = sum(one.regularity == "irregular" for one in measured)
        print(f"  {name:<20} {given:>4} of {len(rows):>4} ({given / len(rows):.1%}), ", end="")
        print(f"irregular {irregular:>4} ({irregular / len(rows):.1%})")


if __name__ == "__main__":
    main()

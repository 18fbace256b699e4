"""How often answers and measurements contradict each other, and which was right: `... --packs DIR --fold 9`.

Records as 3x4+1 pages show them are answered and measured as on the site. A contradiction is a false alarm when the
statement that it doubts is right by the record's labels; of a diagnosis or finding that is wrong it is a good catch.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import numpy as np

from ecgweb.ecg.recording import Recording
from ecgweb.ecg.waves import measure
from ecgweb.inference import delineation
from ecgweb.inference.consistency import contradictions
from ecgweb.inference.diagnosis import DiagnosisModel
from ecgweb.inference.manifest import load_manifest
from ecgweb.inference.network_file import load_network
from training.evaluate import twin_path
from training.fit import as_page
from training.labels import DIAGNOSES, diagnosis_targets, finding_targets
from training.packs import load_ptbxl, packs_folder, twelve_leads
from training.report import write_report
from training.scores import wilson

RATE_HZ = 100.0


def doubted(code: str) -> list[str]:
    """The statements that a contradiction doubts: one beside a measurement, or two beside each other."""
    said, _, other = code.rpartition("_")
    return [said, other] if other.isupper() or other[:1].isdigit() else [said]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs", help="folder of the data packs (else ECG_PACKS)")
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--fold", type=int, default=9)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--out", type=Path, default=Path("runs/consistency.json"))
    options = parser.parse_args()
    manifest = load_manifest(options.models / "diagnosis.json")
    delineate = delineation.load_delineator(options.models / delineation.MANIFEST)
    model = DiagnosisModel(manifest, load_network(twin_path(manifest, {options.fold})), delineate)
    data = load_ptbxl(packs_folder(options.packs))
    rows = np.flatnonzero(data.folds() == options.fold)[: options.records]
    codes = tuple(entry.code for entry in model.manifest.findings)
    true = np.concatenate([diagnosis_targets(data), finding_targets(data, codes)], axis=1)[rows] > 0
    names = (*DIAGNOSES, *codes)
    labels = {entry.code: entry.label for entry in model.manifest.diagnoses}
    labels |= {entry.code: entry.label for entry in model.manifest.findings}
    flagged, wrong = Counter[str](), Counter[str]()
    records = false_alarms = 0
    for page_mv, known in zip(as_page(twelve_leads(data.signals_uv[rows])), true, strict=True):
        recording = Recording(page_mv, RATE_HZ)
        answer = model.answer(recording)
        present = [finding.code for finding in answer.findings if finding.present]
        found = contradictions(answer.code, present, measure(recording, delineate), labels)
        right = {name for name, is_true in zip(names, known, strict=True) if is_true}
        caught = [not right.issuperset(doubted(one.code)) for one in found]
        flagged.update(one.code for one in found)
        wrong.update(one.code for one, catch in zip(found, caught, strict=True) if catch)
        records += bool(found)
        false_alarms += bool(found) and not any(caught)
    write_report(
        options.out,
        {
            "network": model.manifest.version,
            "records": len(rows),
            "with a contradiction": str(wilson(records, len(rows))),
            "with nothing but false alarms": str(wilson(false_alarms, len(rows))),
            "by rule: flagged, of these the answer was wrong": {
                code: [count, wrong[code]] for code, count in flagged.most_common()
            },
        },
    )


if __name__ == "__main__":
    main()

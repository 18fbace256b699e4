import numpy as np
import pytest

from training.labels import DIAGNOSES, diagnosis_targets, finding_targets, trained_codes
from training.packs import PtbXl

CODES = ("strat_fold", "NORM", "IMI", "PVC", "AFIB", "super_NORM", "super_MI", "super_STTC", "super_CD", "super_HYP")


def record(stage="", **given):
    return {**dict.fromkeys(CODES, "0"), "mi_stage1": stage, "mi_stage2": "", **given}


def data_of(*rows):
    return PtbXl(np.zeros((len(rows), 8, 10), np.int16), rows)


def allowed(row):
    return [name for name, value in zip(DIAGNOSES, diagnosis_targets(data_of(row))[0], strict=True) if value]


@pytest.mark.parametrize(
    ("stage", "diagnoses"),
    [
        ("Stadium I", ["mi"]),
        ("Stadium II", ["mi"]),
        ("Stadium II-III", ["history_mi"]),
        ("Stadium III", ["history_mi"]),
        ("unknown", ["mi", "history_mi"]),
        ("", ["mi", "history_mi"]),
    ],
)
def test_the_stage_of_an_infarction_says_which_it_may_be(stage, diagnoses):
    assert allowed(record(stage, super_MI="1")) == diagnoses


def test_a_normal_ecg_is_normal_only_without_other_findings():
    assert allowed(record(super_NORM="1", NORM="1")) == ["normal"]
    assert allowed(record(super_NORM="1", NORM="1", PVC="1")) == ["abnormal"]
    assert allowed(record(super_CD="1")) == ["abnormal"]


def test_rare_statements_are_not_trained():
    data = data_of(*[record(NORM="1", AFIB="1")] * 3, record(PVC="1"))
    codes = trained_codes(data, np.ones(4, bool), least=2)
    assert codes == ("NORM", "MI", "STTC", "CD", "HYP", "AFIB")


def test_a_superclass_is_read_from_its_own_column():
    targets = finding_targets(data_of(record(IMI="1", super_MI="1")), ("MI", "IMI", "AFIB"))
    assert targets.tolist() == [[1, 1, 0]]

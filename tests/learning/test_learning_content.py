"""What is told about conditions: whole, findable, and within what was looked up."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import fields
from pathlib import Path

import pytest

from ecgweb.learning import content, references
from ecgweb.learning.conditions import CONDITIONS, Condition, Group
from ecgweb.learning.figures import names

ROOT = Path(__file__).parents[2]
STATEMENTS = """
SR ISCIL LOWT IPLMI CLBBB ILBBB INJAL PVC ALMI NT_ NST_ ILMI STD_ NDT SVTAC IPMI LNGQT LPR 3AVB WPW PACE PAC
CRBBB DIG ANEUR NORM LVOLT ISC_ HVOLT INJLA PMI LAO/LAE INJIN RVH ISCAN ASMI VCLVH EL TAB_ AMI PSVT ABQRS IVCD
LVH QWAVE LPFB AFLT IRBBB RAO/RAE SVARR SEHYP LAFB SBRAD AFIB STACH TRIGU LMI PRC(S) INVT ISCLA SARRH STE_ IMI
1AVB INJIL ISCIN ISCAL 2AVB INJAS BIGU ISCAS MI STTC CD HYP
""".split()  # noqa: SIM905 - seventy words read better than seventy quoted words

each_condition = pytest.mark.parametrize("entry", CONDITIONS, ids=lambda entry: entry.slug)


@pytest.mark.parametrize("code", ["normal", "abnormal", "mi", "history_mi"])
def test_every_diagnosis_is_explained(code: str) -> None:
    entry = content.for_diagnosis(code)
    assert entry is not None
    assert entry.group is Group.DIAGNOSES


def test_a_withheld_diagnosis_has_no_explanation() -> None:
    assert content.for_diagnosis(None) is None
    assert content.for_diagnosis("unheard of") is None


@pytest.mark.parametrize("code", STATEMENTS)
def test_every_statement_of_ptb_xl_is_explained(code: str) -> None:
    assert content.for_finding(code) is not None


def test_every_finding_of_the_shipped_network_is_explained() -> None:
    manifest = json.loads((ROOT / "models" / "diagnosis.json").read_text())
    assert [entry["code"] for entry in manifest["findings"] if content.for_finding(entry["code"]) is None] == []


def test_no_statement_is_explained_twice() -> None:
    codes = Counter(code for entry in CONDITIONS for code in entry.finding_codes)
    assert [code for code, count in codes.items() if count > 1] == []


@pytest.mark.parametrize(
    "slug",
    ["myocardial-infarction", "ventricular-fibrillation", "ventricular-tachycardia", "stroke", "high-degree-av-block"],
)
def test_what_may_kill_within_hours_is_marked_as_an_emergency(slug: str) -> None:
    entry = content.condition(slug)
    assert entry is not None
    assert entry.emergency
    assert "call" in entry.urgent.lower()


@each_condition
def test_a_condition_gives_precautions_and_says_when_to_call(entry: Condition) -> None:
    assert len(entry.precautions) >= 2
    assert "emergency" in entry.urgent or "call" in entry.urgent.lower()
    assert 80 < len(entry.summary) < 420


@each_condition
def test_a_condition_leads_only_to_what_is_there(entry: Condition) -> None:
    assert [other.slug for other in content.neighbours(entry)] == list(entry.also)
    assert set(entry.figures) <= set(names())
    assert set(entry.references) <= set(references.ALL)
    assert entry.slug not in entry.also


@each_condition
def test_lists_are_lists_and_sentences_end(entry: Condition) -> None:
    for field in fields(entry):
        value = getattr(entry, field.name)
        if field.name in ("what", "symptoms", "causes", "on_ecg", "treatment", "precautions"):
            assert isinstance(value, tuple), field.name
            assert [words for words in value if words[-1] not in ".?"] == []


def test_slugs_are_unique() -> None:
    assert len({entry.slug for entry in CONDITIONS}) == len(CONDITIONS)


def test_sources_are_named_with_an_address() -> None:
    for reference in references.ALL:
        assert reference.url.startswith("https://")
        assert reference.title
        assert reference.issuer

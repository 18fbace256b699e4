"""Look a condition up: by its address, by a diagnosis of ours or by a statement of the SCP vocabulary.

>>> for_diagnosis("mi").name
'Myocardial infarction'
>>> for_finding("AMI").slug
'myocardial-infarction'
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ecgweb.learning.conditions import CONDITIONS, Condition, Group

_BY_SLUG: Mapping[str, Condition] = MappingProxyType({entry.slug: entry for entry in CONDITIONS})
_BY_DIAGNOSIS = MappingProxyType({entry.diagnosis_code: entry for entry in CONDITIONS if entry.diagnosis_code})
_BY_FINDING = MappingProxyType({code: entry for entry in CONDITIONS for code in entry.finding_codes})


def condition(slug: str) -> Condition | None:
    """The condition with this address, None if there is none."""
    return _BY_SLUG.get(slug)


def for_diagnosis(code: str | None) -> Condition | None:
    """The condition of a diagnosis: normal, abnormal, mi or history_mi; None for a withheld or unknown one."""
    return _BY_DIAGNOSIS.get(code) if code else None


def for_finding(scp_code: str) -> Condition | None:
    """The condition that explains an SCP statement such as AFIB; None for an unknown one."""
    return _BY_FINDING.get(scp_code)


def shelves() -> tuple[tuple[Group, tuple[Condition, ...]], ...]:
    """The conditions by group, in the order of the conditions page."""
    return tuple((group, tuple(entry for entry in CONDITIONS if entry.group is group)) for group in Group)


def neighbours(entry: Condition) -> tuple[Condition, ...]:
    """The conditions named in `also`."""
    return tuple(_BY_SLUG[slug] for slug in entry.also)

"""What is told about a condition: the same fields for all, so that every page of them reads alike."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ecgweb.learning.references import Reference


class Group(StrEnum):
    """The shelves of the conditions page, in the order in which they stand."""

    DIAGNOSES = "diagnoses"
    CORONARY = "coronary"
    RHYTHM = "rhythm"
    CONDUCTION = "conduction"
    MUSCLE = "muscle"
    STRUCTURE = "structure"
    VESSELS = "vessels"

    @property
    def label(self) -> str:
        return _LABELS[self][0]

    @property
    def about(self) -> str:
        return _LABELS[self][1]


_LABELS = {
    Group.DIAGNOSES: (
        "The four diagnoses of this site",
        "What an uploaded 12-lead page is sorted into.",
    ),
    Group.CORONARY: (
        "Coronary artery disease",
        "Narrowed or blocked arteries of the heart itself: the most frequent cause of death worldwide.",
    ),
    Group.RHYTHM: (
        "Disorders of rhythm",
        "The heart beats too fast, too slowly or irregularly.",
    ),
    Group.CONDUCTION: (
        "Disorders of conduction and recovery",
        "The electrical signal is delayed or blocked on its way, or the muscle recharges in an unusual way.",
    ),
    Group.MUSCLE: (
        "Diseases of the heart muscle",
        "The muscle is thickened, weakened, stretched or inflamed.",
    ),
    Group.STRUCTURE: (
        "Diseases of the valves and of the shape of the heart",
        "Valves that leak or do not open, and hearts that formed differently before birth.",
    ),
    Group.VESSELS: (
        "Diseases of the blood vessels",
        "Arteries and veins outside the heart, and the pressure inside them.",
    ),
}


@dataclass(frozen=True)
class Kind:
    """One type of a condition."""

    name: str
    words: str


@dataclass(frozen=True)
class Condition:
    """A disease, an ECG finding or a diagnosis, told in plain English.

    Parameters
    ----------
    slug, name : str
        Its address under `/conditions/` and its title.
    group : Group
        Where it stands on the conditions page.
    summary : str
        Two or three sentences for somebody who has just read the name for the first time.
    precautions : tuple of str
        What a professional would tell the person to do and to avoid.
    emergency : bool
        True where the condition may kill within hours: a result that shows it says so before anything else.
    urgent : str
        When to call the emergency number, or what makes help urgent.
    what, symptoms, causes, on_ecg, treatment : tuple of str
        Paragraphs (what) and lists; `on_ecg` is empty where the ECG has no part in it.
    kinds : tuple of Kind
        Types of the condition.
    diagnosis_code : str, optional
        The diagnosis of a page that it explains: normal, abnormal, mi or history_mi.
    finding_codes : tuple of str
        The SCP statements that it explains.
    figures : tuple of str
        Names of the traces that show it, see `ecgweb.learning.figures`.
    references : tuple of Reference
        Where to read on.
    also : tuple of str
        Slugs of neighbouring conditions.
    """

    slug: str
    name: str
    group: Group
    summary: str
    precautions: tuple[str, ...]
    urgent: str
    what: tuple[str, ...]
    emergency: bool = False
    symptoms: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    on_ecg: tuple[str, ...] = ()
    treatment: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    diagnosis_code: str | None = None
    finding_codes: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    also: tuple[str, ...] = ()

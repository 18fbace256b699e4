"""Sex and age of the person whose ECG it is: both may be left out, and they choose the ranges of the measurements."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ecgweb.analyses.models import Analysis
from ecgweb.extensions import db

SEXES = {"female": "Female", "male": "Male"}
OLDEST_YEARS = 120
ADULT_YEARS = 18
UNKNOWN_SEX = "Choose female, male, or leave the sex open."
NO_AGE = f"Give the age in whole years, from 0 to {OLDEST_YEARS}, or leave it empty."
_AGE = re.compile(r"[0-9]{1,3}", re.ASCII)


class NotAPerson(ValueError):
    """The words say what is wrong, for the person who typed it."""


@dataclass(frozen=True)
class Person:
    """What is known of the person; None where it was not given."""

    sex: str | None = None
    age_years: int | None = None

    @property
    def is_child(self) -> bool:
        return self.age_years is not None and self.age_years < ADULT_YEARS

    @property
    def words(self) -> str:
        """Such as "female, 54 years"; empty if nothing is known."""
        age = "" if self.age_years is None else "1 year" if self.age_years == 1 else f"{self.age_years} years"
        return ", ".join(part for part in (self.sex or "", age) if part)


def person_of(form: Mapping[str, str]) -> Person:
    """Sex and age as a form gives them.

    Raises
    ------
    NotAPerson
        If the sex is not one of `SEXES` or the age no whole number up to 120.
    """
    sex, age = form.get("sex", "").strip(), form.get("age_years", "").strip()
    if sex and sex not in SEXES:
        raise NotAPerson(UNKNOWN_SEX)
    if age and (not _AGE.fullmatch(age) or int(age) > OLDEST_YEARS):
        raise NotAPerson(NO_AGE)
    return Person(sex or None, int(age) if age else None)


def of(analysis: Analysis) -> Person:
    return Person(analysis.sex, analysis.age_years)


def keep(analysis: Analysis, person: Person) -> None:
    """Keep sex and age with the analysis, or forget what is no longer given."""
    analysis.sex, analysis.age_years = person.sex, person.age_years
    db.session.commit()

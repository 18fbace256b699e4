"""Why a diagnosis was withheld, in words."""

from __future__ import annotations

from collections.abc import Sequence

from ecgweb.ecg.refusal import REASONS, Reason
from ecgweb.inference.manifest import DiagnosisClass


def undecided_between(candidates: Sequence[str], diagnoses: Sequence[DiagnosisClass]) -> Reason:
    """The reason `undecided`, naming the diagnoses that could not be told apart.

    Parameters
    ----------
    candidates : sequence of str
        Codes of the prediction set, likeliest first; with a single one it was not likely enough to be given.
    diagnoses : sequence of DiagnosisClass
        All diagnoses with their words.
    """
    words = {diagnosis.code: diagnosis.label for diagnosis in diagnoses}
    names = [words[code] for code in candidates]
    if len(names) == 1:
        message = f"“{names[0]}” is the likeliest diagnosis, but not likely enough to be given."
    else:
        message = f"The answer is undecided between {', '.join(names[:-1])} and {names[-1]}."
    return Reason("undecided", message, REASONS["undecided"].advice)


def unfamiliar(message: str) -> Reason:
    """The reason `unfamiliar`, with the sentence that says in which way the input is unlike those in testing."""
    return Reason("unfamiliar", message, REASONS["unfamiliar"].advice)

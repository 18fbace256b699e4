"""All conditions, in the order of the conditions page."""

from ecgweb.learning.conditions.diagnoses import DIAGNOSES
from ecgweb.learning.conditions.model import Condition, Group, Kind

CONDITIONS: tuple[Condition, ...] = (*DIAGNOSES,)

__all__ = ["CONDITIONS", "Condition", "Group", "Kind"]

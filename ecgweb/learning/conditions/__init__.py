"""All conditions, in the order of the conditions page."""

from ecgweb.learning.conditions.conduction import CONDUCTION
from ecgweb.learning.conditions.coronary import CORONARY
from ecgweb.learning.conditions.diagnoses import DIAGNOSES
from ecgweb.learning.conditions.model import Condition, Group, Kind
from ecgweb.learning.conditions.muscle import MUSCLE
from ecgweb.learning.conditions.recovery import RECOVERY
from ecgweb.learning.conditions.rhythm_atrial import ATRIAL_RHYTHMS
from ecgweb.learning.conditions.rhythm_ventricular import VENTRICULAR_RHYTHMS
from ecgweb.learning.conditions.structure import STRUCTURE
from ecgweb.learning.conditions.vessels import VESSELS

CONDITIONS: tuple[Condition, ...] = (
    *DIAGNOSES,
    *CORONARY,
    *ATRIAL_RHYTHMS,
    *VENTRICULAR_RHYTHMS,
    *CONDUCTION,
    *RECOVERY,
    *MUSCLE,
    *STRUCTURE,
    *VESSELS,
)

__all__ = ["CONDITIONS", "Condition", "Group", "Kind"]

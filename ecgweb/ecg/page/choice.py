"""Which arrangement a page has: by Einthoven's law, rhythm strips, bars, and the names printed beside the traces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ecgweb.ecg.page.help import ReadingHelp
from ecgweb.ecg.page.labels import Evidence, Places, evidence
from ecgweb.ecg.page.layout import Arrangement, arrangements, bar_misfit, can_be_tested, disagreement, has_bars
from ecgweb.ecg.page.leads import Voltages, named_strips, strip_misfit
from ecgweb.ecg.recording import LEADS
from ecgweb.ecg.refusal import Refused

_UNUSUAL = 0.2
_NAMED_BREACH = 0.1
_PLAIN_BREACH = 0.1
_ROWS_OF_BOTH = (4, 5)
_DOUBTED_AGREEMENT = 0.5
_MUCH = 0.8
_DOUBTED_BREACH = 0.35
_ASSUMED_MISFIT, _UNCLEAR_MISFIT = 0.15, 0.3
NAMES_DISAGREE = "The printed names of the leads do not fit the order in which the leads were taken."
ORDER_ASSUMED = "No names of leads could be read, and the traces alone do not tell their order for sure."
LIMBS_DISAGREE = "The limb leads do not add up as the printed names say: a name, a trace or an electrode may be wrong."


@dataclass(frozen=True)
class Choice:
    """An arrangement, how badly it fits the page, and how far its limb leads break Einthoven's law.

    `strips` names its rhythm strips; `names_from` is "printed", "help" or "assumed", and `doubts` are sentences.
    `is_unclear` where four or five rows may as well be four rows of three leads, of which nothing tells but names.
    """

    arrangement: Arrangement
    misfit: float
    breach: float
    strips: tuple[str, ...]
    names_from: str
    doubts: tuple[str, ...] = ()
    is_unclear: bool = False


def choose(voltages: Voltages, bars: tuple[float, ...], help: ReadingHelp, places: Places | None = None) -> Choice:
    """The arrangement that fits the page best.

    Raises
    ------
    Refused
        "not_an_ecg" if none that could be tested is left.
    """
    named = help.arrangement()
    candidates = (named,) if named else tuple(one for one in arrangements(voltages.shape[0]) if help.fits(one))
    found = [_tested(voltages, bars, one, evidence(places, one), help) for one in candidates]
    known = [one for one in found if one is not None]
    if not known:
        raise Refused("not_an_ecg")
    return min(known, key=lambda one: one[0])[1]


def _tested(
    voltages: Voltages, bars: tuple[float, ...], arrangement: Arrangement, said: Evidence, help: ReadingHelp
) -> tuple[float, Choice] | None:
    """How unlikely an arrangement is, and what is known if it is taken; None if nothing speaks for a rare one."""
    strips = help.strip_names or named_strips(voltages, arrangement, said.strips)
    breach = disagreement(voltages, arrangement, strips)
    confirmed = said.confirms and not help.lead_names
    if arrangement.columns == 3 and not (confirmed or help.layout or breach < _PLAIN_BREACH):
        return None
    is_tested = can_be_tested(arrangement, strips)
    misfit = (breach if is_tested or not confirmed else _NAMED_BREACH) + strip_misfit(voltages, arrangement)
    if not help.layout:  # bars and names are not held against a layout that was set
        misfit += bar_misfit(bars, arrangement) + (arrangement.order != LEADS and not confirmed) * _UNUSUAL
    assumed = not confirmed and not help.layout and not has_bars(bars) and voltages.shape[0] in _ROWS_OF_BOTH
    doubts = () if help.lead_names else tuple(_doubts(said, breach if is_tested else 0.0))
    if assumed and misfit > _ASSUMED_MISFIT:
        doubts = (*doubts, ORDER_ASSUMED)
    names_from = "help" if help.lead_names else "printed" if confirmed else "assumed"
    unclear = assumed and misfit > _UNCLEAR_MISFIT
    return misfit + said.doubt, Choice(arrangement, misfit, breach, strips, names_from, doubts, unclear)


def _doubts(said: Evidence, breach: float) -> Iterator[str]:
    if said.weight >= _MUCH and said.agreement < _DOUBTED_AGREEMENT:
        yield NAMES_DISAGREE
    if said.confirms and breach > _DOUBTED_BREACH:
        yield LIMBS_DISAGREE

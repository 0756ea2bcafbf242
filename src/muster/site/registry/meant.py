"""Which thing somebody means: by its name, its id, or the first letters of that."""

from collections.abc import Mapping
from typing import TypeVar

from muster.ground.people.ids import LiftId, read_prefix
from muster.ground.people.problems import IdUnreadable
from muster.ground.problem import Problem
from muster.site.problems import Ambiguous, NothingKnown
from muster.site.record.kinds import LIFT
from muster.site.registry import stories
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

Id = TypeVar("Id", bound=bytes)


def lift(site: Site, by: Operator, text: str) -> LiftId:
    """Return the one lift of that name, else of that id; raise ``NothingKnown``, ``Ambiguous``.

    Of several with one name, as a carrier gives one each day anew, the one that is still open is
    meant.
    """
    require(by, Right.SEE_LIFT)
    wanted = text.strip().casefold()
    with site.view() as view:
        named = [(one, state) for one, state in view.scan(LIFT) if state.name.casefold() == wanted]
        waiting = [one for one, state in named if state.departed is None is state.cancelled]
        found = waiting if len(waiting) == 1 else [one for one, _ in named]
        if len(found) > 1:
            raise Ambiguous(found=len(found))
        if found:
            return LiftId(found[0])
        try:
            return LiftId(stories.beginning(view, (("lift", LIFT),), text)[1])
        except IdUnreadable:  # it was meant as a name, and nothing is called so
            raise NothingKnown from None


def one(known: Mapping[Id, str], text: str, unknown: type[Problem] = NothingKnown) -> Id:
    """Return the one id of ``known`` whose name is ``text``, else that begins with it.

    Raises ``Ambiguous``; ``unknown`` where nothing is meant.
    """
    wanted = text.strip().casefold()
    named = [each for each, name in known.items() if name.casefold() == wanted]
    found = named or [each for each in known if _begins(each, text)]
    if len(found) > 1:
        raise Ambiguous(found=len(found))
    if not found:
        raise unknown
    return found[0]


def _begins(identity: bytes, text: str) -> bool:
    try:
        low, high = read_prefix(text)
    except Problem:
        return False
    return low <= identity <= high

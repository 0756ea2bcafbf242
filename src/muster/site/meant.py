"""Which lift somebody means: by its id, the first letters of it, or its name."""

from muster.ground.people.ids import LiftId
from muster.ground.people.problems import IdUnreadable
from muster.site import stories
from muster.site.kinds import LIFT
from muster.site.problems import Ambiguous, NothingKnown
from muster.site.rights import Operator, Right, require
from muster.site.site import Site


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

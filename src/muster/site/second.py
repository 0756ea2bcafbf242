"""Acts that two people sign: who acts, and a second person who signed in beside them (T24).

The fact of such an act carries both: ``operator`` acts, ``second`` stands for the other. A door
signs the second person in with name and PIN for this one act; no session comes of it.
"""

from muster.ground.people.ids import OperatorId
from muster.site.problems import SecondMissing, SecondSame
from muster.site.rights import Operator, Right, require


def signed_by_two(by: Operator, second: Operator | None, right: Right) -> OperatorId:
    """Return the id of ``second``, who must be another person; both need ``right``.

    Raises:
        NotAllowed: one of the two has not the right.
        SecondMissing: nobody signed beside the operator.
        SecondSame: the same person signed twice.
    """
    require(by, right)
    if second is None:
        raise SecondMissing
    if second.id == by.id:
        raise SecondSame
    require(second, right)
    return second.id

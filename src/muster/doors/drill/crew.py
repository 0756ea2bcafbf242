"""Who works in a drill: one operator per post, as a real site would have them."""

from typing import Self

from msgspec import Struct

from muster.ground.people.ids import OperatorId
from muster.site import operators
from muster.site.rights import Operator, Role
from muster.site.site import Site

_POSTS = (
    ("Registrar", Role.REGISTRAR),
    ("Planner", Role.PLANNER),
    ("Ramp controller", Role.RAMP),
    ("Receiving officer", Role.RECEIVING),
    ("Head of operation", Role.HEAD),
)


class Crew(Struct, frozen=True):
    """The operators who act, by post."""

    registrar: Operator
    planner: Operator
    ramp: Operator
    receiving: Operator
    head: Operator

    @classmethod
    def of_lead(cls, site: Site) -> Self:
        """Return a crew in which the site's lead does everything."""
        return cls(*(site.lead for _ in _POSTS))

    @classmethod
    def enrolled(cls, site: Site, pin: str) -> Self:
        """Enrol an operator per post, all with ``pin``; raise ``PinShort``, ``NameTaken``."""
        return cls(*(_enrol(site, name, role, pin) for name, role in _POSTS))


def _enrol(site: Site, name: str, role: Role, pin: str) -> Operator:
    identity: OperatorId = operators.enrol(site, site.lead, name, (role.value,), pin)
    return Operator(identity, name, (role,))

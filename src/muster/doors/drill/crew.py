"""Who works in a drill: one operator per post, as a real site would have them."""

from typing import Self

from msgspec import Struct

from muster.ground.people.ids import OperatorId, spell
from muster.site import operators
from muster.site.rights import Operator, Role
from muster.site.site import Site

POSTS = (
    ("Registrar", Role.REGISTRAR),
    ("Planner", Role.PLANNER),
    ("Ramp controller", Role.RAMP),
    ("Receiving officer", Role.RECEIVING),
    ("Head of operation", Role.HEAD),
    ("Liaison", Role.LIAISON),
    ("Gate guard", Role.GATE),
    ("Deputy lead", Role.LEAD),
)

_SECOND = "Second signature"


class Crew(Struct, frozen=True):
    """The operators who act, by post; ``second`` signs beside the head what takes two."""

    registrar: Operator
    planner: Operator
    ramp: Operator
    receiving: Operator
    head: Operator
    liaison: Operator
    guard: Operator
    deputy: Operator
    second: Operator

    @classmethod
    def of_lead(cls, site: Site, second: str = _SECOND) -> Self:
        """Return a crew in which the site's lead does everything, beside a second who only signs.

        The second is enrolled with a PIN that nobody knows: nobody can sign in as them.
        """
        signs = _enrol(site, second, Role.LEAD, spell(site.new_id()))
        return cls(*[*(site.lead for _ in POSTS), signs])

    @classmethod
    def enrolled(cls, site: Site, pin: str) -> Self:
        """Enrol an operator per post, all with ``pin``; raise ``PinShort``, ``NameTaken``.

        The site's lead is the second.
        """
        return cls(*[*(_enrol(site, name, role, pin) for name, role in POSTS), site.lead])

    @classmethod
    def again(cls, site: Site) -> Self:
        """Return the crew that worked here before; the lead does what nobody else did."""
        known = {
            one.name: Operator(one.id, one.name, tuple(map(Role, one.roles)))
            for one in operators.roster(site, site.lead)
            if not one.revoked
        }
        posts = [known.get(name, site.lead) for name, _ in POSTS]
        return cls(*[*posts, known.get(_SECOND, site.lead)])

    @classmethod
    def renewed(cls, site: Site, pin: str) -> Self:
        """Enrol the crew anew with another ``pin``; nobody can sign in by the one before."""
        names = {name for name, _ in POSTS}
        for one in operators.roster(site, site.lead):
            if one.name in names and not one.revoked:
                operators.revoke(site, site.lead, one.id, "the drill goes on with another PIN")
        return cls.enrolled(site, pin)


def _enrol(site: Site, name: str, role: Role, pin: str) -> Operator:
    identity: OperatorId = operators.enrol(site, site.lead, name, (role.value,), pin)
    return Operator(identity, name, (role,))

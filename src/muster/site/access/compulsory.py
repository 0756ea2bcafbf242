"""Who must show more than a PIN here: a word of two people, for the roles they name (T23).

A site begins without it, so that the first can sign in at all. Once it is said, nobody in one of
these roles gets further than to enrolling a key or a telephone. It is this site's own word: another
site says it for itself. A shift over http, which takes no PIN, does not ask for it.
"""

from collections.abc import Collection

from muster.ground.people.access.credential import Required
from muster.ground.people.access.facts import FactorRequired
from muster.site.access import credentials
from muster.site.problems import RoleUnknown
from muster.site.record.kinds import REQUIRED
from muster.site.rights import RIGHTS, Operator, Right, Role, require
from muster.site.second import signed_by_two
from muster.site.site import Site

_WEIGHTY = frozenset({Right.SEE_PERSON, Right.COMMAND, Right.ENROL})
USUAL = tuple(role for role in Role if RIGHTS[role] & _WEIGHTY)
"""The roles that open people's records, command, or enrol others: the ones to begin with."""


def require_more(
    site: Site, by: Operator, second: Operator | None, roles: Collection[str]
) -> tuple[str, ...]:
    """Let whoever has one of ``roles`` sign in with more than a PIN; none takes it back.

    Return the roles in their order. Raises ``NotAllowed``, ``SecondMissing``, ``SecondSame``,
    ``RoleUnknown``.
    """
    beside = signed_by_two(by, second, Right.ENROL)
    if not {*roles} <= {role.value for role in Role}:
        raise RoleUnknown(expected=len(Role))
    wanted = tuple(role.value for role in Role if role.value in roles)
    with site.writing() as journal:
        journal.put([FactorRequired(site.keys.site, site.now(), by.id, beside, wanted)])
    return wanted


def required(site: Site, by: Operator) -> tuple[str, ...]:
    """Return the roles that show more than a PIN here."""
    require(by, Right.ENROL)
    return _held(site).roles


def lacks_factor(site: Site, operator: Operator) -> bool:
    """Return whether ``operator`` has to enrol something before anything else here."""
    asked = _held(site).roles
    if not any(role.value in asked for role in operator.roles):
        return False
    return not credentials.needed(site, operator.id)


def _held(site: Site) -> Required:
    with site.view() as view:
        return view.state(REQUIRED, site.keys.site) or Required()

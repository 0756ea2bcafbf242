"""Recipients that files may be sealed to: whose key it is, and who compared its fingerprint."""

import msgspec

from muster.adapters.formats import sealed
from muster.ground.people.ids import RecipientId
from muster.ground.people.leaving import Recipient, RecipientDropped, RecipientVerified
from muster.site.problems import ReasonEmpty, RecipientMismatch, RecipientUnknown, RecipientUnsaid
from muster.site.record.kinds import RECIPIENT
from muster.site.registry import meant
from muster.site.rights import Operator, Right, require
from muster.site.second import signed_by_two
from muster.site.site import Site


class RecipientRow(msgspec.Struct, frozen=True):
    """One recipient."""

    id: RecipientId
    recipient: Recipient


def verify(
    site: Site,
    by: Operator,
    second: Operator | None,
    name: str,
    key: str,
    read_out: str,
    how: str,
) -> RecipientId:
    """Put a recipient's public key on record, two people signing; return the recipient's id.

    ``read_out`` is the fingerprint that the recipient read to us in another way than the key came.
    A key of a name that is known takes the place of the one before.

    Raises:
        NotAllowed, SecondMissing, SecondSame: it is not signed by two who may export.
        RecipientUnreadable: ``key`` is no public key of age.
        RecipientMismatch: what was read out is not its fingerprint.
        RecipientUnsaid: a name, or how it was compared, is missing.
    """
    beside = signed_by_two(by, second, Right.EXPORT)
    name, key, how = name.strip(), key.strip(), how.strip()
    fingerprint = sealed.fingerprint(key)
    if not name or not how:
        raise RecipientUnsaid
    if not sealed.same_fingerprint(read_out, fingerprint):
        raise RecipientMismatch
    with site.writing() as journal:
        named = {it.name.casefold(): RecipientId(one) for one, it in _known(site)}
        identity = named.get(name.casefold()) or RecipientId(site.new_id())
        said = (name, key, fingerprint, how, beside)
        journal.put([RecipientVerified(identity, site.now(), by.id, *said)])
    return identity


def drop(site: Site, by: Operator, recipient: RecipientId, reason: str) -> None:
    """Seal nothing to a recipient any more; raise ``RecipientUnknown``, ``ReasonEmpty``."""
    require(by, Right.EXPORT)
    if not reason.strip():
        raise ReasonEmpty
    with site.writing() as journal:
        known(site, recipient)
        journal.put([RecipientDropped(recipient, site.now(), by.id, reason.strip())])


def recipients(site: Site, by: Operator) -> list[RecipientRow]:
    """Return every recipient by name, those that were dropped last."""
    require(by, Right.EXPORT)
    rows = [RecipientRow(RecipientId(one), it) for one, it in _known(site)]
    return sorted(rows, key=lambda row: (row.recipient.dropped is not None, row.recipient.name))


def find(site: Site, by: Operator, text: str) -> RecipientId:
    """Return the one recipient of that name, else of that id; raise ``RecipientUnknown``."""
    require(by, Right.EXPORT)
    named = {RecipientId(one): it.name for one, it in _known(site) if it.dropped is None}
    return meant.one(named, text, RecipientUnknown)


def known(site: Site, recipient: RecipientId) -> Recipient:
    """Return a recipient that files may be sealed to; raise ``RecipientUnknown``."""
    found: Recipient | None = site.rows.state(RECIPIENT, recipient)
    if found is None or found.dropped is not None or not found.key:
        raise RecipientUnknown
    return found


def _known(site: Site) -> list[tuple[bytes, Recipient]]:
    with site.view() as view:
        return list(view.scan(RECIPIENT))

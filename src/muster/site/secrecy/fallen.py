"""A site has fallen: two officers say so, and nothing counts that it writes on (T14, T15).

By one command, in one transaction: the writers and tablets of the site are cut where this site's
record of them ends, or at an earlier vector that was given; the issuers of passes that it appointed
are dismissed; every epoch that it held turns here, and at each other site before that site's next
fact (``epochs``); nothing is told to it any more. Whose keys it could open is ``captor``'s to say.

The receipt of a scuttle changes what is presumed, and never whom it concerns.
"""

from collections.abc import Iterator, Mapping

import msgspec

from muster.adapters.store import LogRow, Store
from muster.ground.people.ids import IssuerId, OperatorId, SiteId
from muster.ground.people.keyholders import Fall
from muster.ground.people.keys import SiteFallen, SiteScuttled
from muster.ground.record import receipt as receipts
from muster.ground.record.certificate import DEVICE, read_writer
from muster.ground.record.receipt import Receipt
from muster.journey.passes import rules
from muster.journey.passes.state import Issuer
from muster.site import members
from muster.site.closing.scuttle import read_receipt
from muster.site.problems import FallenBefore, OwnSite
from muster.site.record.branches import entries_at
from muster.site.record.journal import Journal
from muster.site.record.kinds import FALL, ISSUER
from muster.site.record.rows import places
from muster.site.rights import Operator, Right, require
from muster.site.second import signed_by_two
from muster.site.site import Site


class Fallen(msgspec.Struct, frozen=True):
    """What was done about a site that fell.

    ``writers`` and ``tablets`` were cut, in ``logs`` logs of which ``entries`` entries count;
    ``issuers`` of passes were dismissed.
    """

    site: SiteId
    name: str
    writers: int
    tablets: int
    logs: int
    entries: int
    issuers: int


def fall(
    site: Site,
    by: Operator,
    second: Operator | None,
    other: SiteId,
    reason: str,
    *,
    upto: Mapping[bytes, int] | None = None,
    nothing: bool = False,
) -> Fallen:
    """Record that ``other`` has fallen, and do what follows from it here; return what that was.

    Each of its logs held here counts up to what is held now, or up to the sequence that ``upto``
    says; ``nothing`` of it counts at all. Logs that are not held here count in nothing.

    Raises ``NotAllowed``, ``SecondMissing``, ``SecondSame``, ``ReasonMissing``, ``NotMember``,
    ``OwnSite``, ``FallenBefore``.
    """
    signer = signed_by_two(by, second, Right.ENROL)
    if other == site.keys.site:
        raise OwnSite
    said = rules.reasoned(reason)
    with site.writing() as journal:
        journal.flush()
        card = members.card_of(site, site.rows, other)
        if members.has_fallen(site.rows, other):
            raise FallenBefore
        logs = [row for row in site.store.logs() if _of(row) == other]
        wanted = dict.fromkeys((row.id for row in logs), 0) if nothing else (upto or {})
        cut = tuple(_end(site.store, row, wanted) for row in sorted(logs))
        journal.put([SiteFallen(other, site.now(), by.id, signer, said, cut)])
        issuers = _dismiss(site, journal, by, signer, other)
        journal.put(())  # every epoch that it held turns now
    posts = {row.writer: read_writer(row.certificate).post for row in logs}
    tablets = sum(post == DEVICE for post in posts.values())
    return Fallen(
        other,
        card.site.name,
        len(posts) - tablets,
        tablets,
        len(logs),
        sum(sequence for _, sequence, _ in cut),
        issuers,
    )


def _of(row: LogRow) -> bytes:
    """Return which site's writer a log is of."""
    return read_writer(row.certificate).site.site


def _end(store: Store, row: LogRow, upto: Mapping[bytes, int]) -> tuple[bytes, int, bytes]:
    sequence = min(upto.get(row.id, row.head_sequence), row.head_sequence)
    if sequence == row.head_sequence:
        return row.id, sequence, row.head_hash
    held = entries_at(store, row.number, sequence) if sequence else []
    return (row.id, sequence, held[0].hash) if held else (row.id, 0, bytes(32))


def _dismiss(site: Site, journal: Journal, by: Operator, second: OperatorId, other: SiteId) -> int:
    """Dismiss the site itself and its delegates as issuers; known passes stay good until then."""
    if not members.holds(site, site.rows, "gates"):
        return 0
    wanted = list(_issuers(site, other))
    now = site.now()
    journal.put(
        rules.dismiss(state, identity, "its site fell", now, by.id, second, known_stay=True)
        for identity, state in wanted
    )
    return len(wanted)


def _issuers(site: Site, other: SiteId) -> Iterator[tuple[IssuerId, Issuer]]:
    """Yield the issuers whose secret keys lie at a site: itself, and those that it appointed."""
    theirs = {row.number for row in site.store.logs() if _of(row) == other}
    for identity, state in site.rows.scan(ISSUER):
        folded = site.rows.folded(ISSUER, identity)
        logs = {log for log, _ in places(folded.places)} if folded is not None else set()
        if state.keys and state.dismissed is None and (identity == other or logs & theirs):
            yield IssuerId(identity), state


def keep_receipt(site: Site, by: Operator, text: str) -> Receipt:
    """Put the receipt of a scuttle on record, once it holds; again changes nothing.

    Raises ``NotAllowed``, ``ReceiptWrong``.
    """
    require(by, Right.CLOSE)
    receipt, writer = read_receipt(site, by, text)
    of, spelled = writer.site.site, receipts.written(receipt)
    with site.writing() as journal:
        state: Fall | None = site.rows.state(FALL, of)
        if state is None or spelled not in state.receipts:
            journal.put([SiteScuttled(of, site.now(), by.id, spelled)])
    return receipt

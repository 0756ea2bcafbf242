"""Who issues passes: this site by a key of the day, and delegates by a key and a quota.

The site's own issuer has the id of the site; its key of the day is made when the first pass needs
one.
"""

import msgspec

from muster.ground.people.ids import IssuerId, PartyId, PassId, PlaceId
from muster.ground.people.moment import DAY, HOUR, Instant
from muster.journey.passes import known, rules, signature, statuses, trust
from muster.journey.passes.inner import MOST_SOULS
from muster.journey.passes.problems import QuotaWrong
from muster.journey.passes.rules import MOST_QUOTA, Scope
from muster.journey.passes.state import Issuer
from muster.site.passes import signers
from muster.site.record.kinds import BEARER, ISSUER, PASS, PLACE
from muster.site.rights import Operator, Right, require, require_any
from muster.site.second import signed_by_two
from muster.site.site import Site

LIST_LIVES = 36 * HOUR


class Appointed(msgspec.Struct, frozen=True):
    """An issuer and the key it has now; ``quota`` is how many passes a delegate may issue."""

    id: IssuerId
    public: bytes
    quota: int = 0


class Dismissed(msgspec.Struct, frozen=True):
    """What a dismissal leaves to do: the parties whose passes are turned back from now on."""

    passes: int
    to_tell: tuple[PartyId, ...]


class IssuerRow(msgspec.Struct, frozen=True):
    """One issuer in the list; passes are those on record here."""

    id: IssuerId
    name: str
    delegate: bool
    gates: tuple[str, ...]
    opens: Instant
    closes: Instant
    most_souls: int
    quota: int
    issued: int
    live: int
    dismissed: Instant | None


def appoint(
    site: Site,
    by: Operator,
    name: str,
    gate: PlaceId,
    *,
    quota: int,
    days: int = 1,
    most_souls: int = MOST_SOULS,
    public: bytes | None = None,
    issuer: IssuerId | None = None,
) -> Appointed:
    """Appoint a delegate: a key for one gate, so many passes and so many souls on each.

    ``public`` is the delegate's own key; without one the key is made and kept here, and this site
    issues for them. ``issuer`` gives an appointed delegate another gate.

    Raises ``ScopeWrong``, ``QuotaWrong``, ``IssuerGone``.
    """
    require(by, Right.APPOINT)
    if not 1 <= quota <= MOST_QUOTA:
        raise QuotaWrong(limit=MOST_QUOTA, found=quota)
    identity = issuer or IssuerId(site.new_id())
    slots = signers.draw_quota(site, quota, frozenset())
    with site.writing() as journal:
        now = site.now()
        opens = signers.begins_of(now)
        scope = Scope(
            (gate,), opens, opens + signers.SPAN + (days - 1) * DAY, most_souls=most_souls
        )
        secret = b""
        if public is None:
            public, secret = signature.pair(site.entropy.draw(signature.SEED))
        state = site.rows.state(ISSUER, identity)
        said = rules.appoint(state, identity, name, public, scope, now, by.id, quota=slots)
        journal.put([said])
        if secret:
            signers.keep(site, public, secret)
    return Appointed(identity, public, quota)


def grant(site: Site, by: Operator, issuer: IssuerId, more: int) -> int:
    """Open more slots of a delegate's latest key: the next version of its list; return all."""
    require(by, Right.APPOINT)
    if not 1 <= more <= MOST_QUOTA:
        raise QuotaWrong(limit=MOST_QUOTA, found=more)
    with site.writing() as journal:
        state: Issuer = rules.appointed(site.rows.state(ISSUER, issuer))
        key = state.keys[-1]
        before = frozenset(state.quota(key.public))
        slots = signers.draw_quota(site, more, before)
        said = rules.grant(state, issuer, key.public, slots, site.now(), by.id)
        journal.put([said])
    return len(before) + more


def dismiss(
    site: Site,
    by: Operator,
    second: Operator | None,
    issuer: IssuerId,
    *,
    reason: str,
    fallen: bool = False,
) -> Dismissed:
    """Close every pass of an issuer, two people signing; return whom to tell (R3).

    ``fallen``: its site fell. Passes on record here stay good until they are issued again.

    Raises ``IssuerUnknown``, ``IssuerGone``, ``ReasonMissing``, ``SecondMissing``, ``SecondSame``.
    """
    other = signed_by_two(by, second, Right.APPOINT)
    with site.writing() as journal:
        state = site.rows.state(ISSUER, issuer)
        now = site.now()
        journal.put([rules.dismiss(state, issuer, reason, now, by.id, other, known_stay=fallen)])
        publics = {key.public for key in state.keys}
        live = {
            PassId(one)
            for one, found in site.rows.scan(PASS)
            if found.public in publics and found.live(now.latest)
        }
        parties = _holders(site, live)
    return Dismissed(len(live), parties)


def listed(site: Site, by: Operator) -> list[IssuerRow]:
    """Return every issuer with its latest key, delegates last, by name."""
    _require_either(by)
    now = site.now().latest
    with site.view() as view:
        places = {one: place.name for one, place in view.scan(PLACE)}
        issued: dict[bytes, list[int]] = {}
        for _, found in view.scan(PASS):
            if found.issued is not None:
                count = issued.setdefault(found.public, [0, 0])
                count[0] += 1
                count[1] += found.live(now)
        rows = [
            _row(IssuerId(one), state, places, issued)
            for one, state in view.scan(ISSUER)
            if state.keys
        ]
    return sorted(rows, key=lambda row: (row.delegate, row.name.casefold(), row.id))


def trust_list(site: Site, by: Operator, *, version: int) -> bytes:
    """Return the keys that check passes, signed by this site, for a post without the record."""
    _require_either(by)
    now = site.now().earliest
    with site.view() as view:
        keys = signers.keys_known(site, view)
    return trust.write(keys, version, now, now + LIST_LIVES, signers.site_secret(site))


def status_lists(site: Site, by: Operator, *, version: int) -> dict[bytes, bytes]:
    """Return the list of every key by its public key, signed by this site."""
    _require_either(by)
    now = site.now().earliest
    with site.view() as view:
        keys = signers.keys_known(site, view)
        issuers = [state for _, state in view.scan(ISSUER)]
        passes = ((PassId(one), found) for one, found in view.scan(PASS))
        closed = known.closed_of(issuers, passes, now)
    secret = signers.site_secret(site)
    return {
        key.public: statuses.write(
            known.listed(key, closed[key.public], version, now + LIST_LIVES),
            keys.operation,
            secret,
        )
        for key in keys.all
    }


def _row(
    identity: IssuerId, state: Issuer, places: dict[bytes, str], issued: dict[bytes, list[int]]
) -> IssuerRow:
    key = state.keys[-1]
    counts = [issued.get(one.public, [0, 0]) for one in state.keys]
    gates = dict.fromkeys(gate for one in state.keys for gate in one.gates)
    return IssuerRow(
        identity,
        state.name,
        key.delegate,
        tuple(places.get(gate, "") for gate in gates),
        min(one.opens for one in state.keys),
        key.closes,
        key.most_souls,
        sum(len(slots) for _, slots in state.quotas),
        sum(count[0] for count in counts),
        sum(count[1] for count in counts) if state.dismissed is None else 0,
        state.dismissed,
    )


def _require_either(by: Operator) -> None:
    require_any(by, Right.ISSUE, Right.APPOINT, Right.GUARD)


def _holders(site: Site, passes: set[PassId]) -> tuple[PartyId, ...]:
    return tuple(
        PartyId(party)
        for party, given in site.rows.scan(BEARER)
        if any(one in passes for one, _ in given.passes)
    )

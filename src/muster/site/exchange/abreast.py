"""Up to when this site knows what each other site knew of the gates, over however many hands.

A session that went to its end, or a parcel that left nothing open, makes this site know all that
the other held of ``gates`` when it spoke. The other says besides how old its own knowledge of third
sites is; an age needs no clock but the teller's and ours, so clocks that are days apart do no harm.
What is kept is by our clock, durable, and never later than it was: a lower bound.

``alone_since`` is the least of these over the sites that matter at a gate: whoever has written in
``gates`` (issued, opened, shut, scanned), or was admitted for a part of the record with ``gates``
in it, a laptop for a gate. A site counts no more once it has fallen or was scuttled, or the writers
known of it are revoked.
"""

from collections.abc import Iterable
from typing import NamedTuple
from weakref import WeakKeyDictionary

import msgspec

from muster.adapters.store import View as Snapshot
from muster.ground.people.ids import SiteId
from muster.ground.people.moment import Instant
from muster.ground.people.state import Member
from muster.ground.record.certificate import DEVICE, read_writer
from muster.ground.record.compartment import Compartment
from muster.site import members
from muster.site.record.kinds import MEMBER
from muster.site.record.view import View
from muster.site.rights import Operator, Right, require_any
from muster.site.site import Site

_KEY = "abreast"
Known = dict[SiteId, Instant]
Ages = dict[bytes, int]
"""By site, how many milliseconds ago the teller knew all that it knew of the gates."""


class Apart(NamedTuple):
    """A site that matters at gates, and up to when this one knows what it knew."""

    site: SiteId
    since: Instant


def known(reader: Snapshot) -> Known:
    """Return up to when what each site knew of the gates is known here, by our clock."""
    raw = reader.meta_get(_KEY)
    kept: dict[str, Instant] = {} if raw is None else msgspec.msgpack.decode(raw)
    return {SiteId(bytes.fromhex(one)): at for one, at in kept.items()}


def ages(site: Site, peer: bytes) -> Ages:
    """Return how old what is known here of third sites is: what ``peer`` is told of them."""
    now = site.now().latest
    with site.store.reader() as reader:
        kept = known(reader)
    return {one: max(0, now - at) for one, at in sorted(kept.items()) if one != peer}


def note(site: Site, peer: bytes, at: Instant, told: Ages) -> None:
    """Keep that all is here which ``peer`` knew ``at`` this moment, by our clock at the latest now.

    ``told`` is what the peer said of third sites. Nothing that is kept goes back.
    """
    at, own = min(at, site.now().latest), site.keys.site
    news = {peer: at, **{one: at - age for one, age in told.items() if one not in {own, peer}}}
    with site.writing():
        kept = known(site.store)
        later = {SiteId(one): max(when, kept.get(SiteId(one), when)) for one, when in news.items()}
        raw = {one.hex(): when for one, when in {**kept, **later}.items()}
        site.store.meta_put(_KEY, msgspec.msgpack.encode(raw))
    _answers.pop(site, None)


def apart(site: Site, view: View) -> list[Apart]:
    """Return the other sites that matter at a gate, the one heard of longest ago first.

    One that was never heard counts from when the operation issued its card.
    """
    heard, writers = known(view.reader), _writers(view.reader)
    found = []
    for other, card in members.cards(site, view).items():
        mine = other == site.keys.site or Compartment.GATES not in card.compartments
        if not mine and _matters(site, view, other, card.compartments, writers):
            found.append(Apart(other, heard.get(other, card.issued)))
    return sorted(found, key=lambda one: (one.since, one.site))


def alone_since(site: Site) -> Instant | None:
    """Return since when this site has no word of every other that matters; none where none does."""
    with site.view() as view:
        found = apart(site, view)
    answer = min(found[0].since, site.now().latest) if found else None
    _answers[site] = answer
    return answer


def last_answer(site: Site) -> Instant | None:
    """Return ``alone_since`` as it was worked out last: what comes by an exchange is in it."""
    return _answers[site] if site in _answers else alone_since(site)


def unasked_since(site: Site, by: Operator) -> Instant | None:
    """Return ``alone_since`` for whoever works at a gate, commands it, or links sites."""
    require_any(by, Right.GUARD, Right.COMMAND, Right.PLAN_LIFT, Right.LINK)
    return alone_since(site)


class _Writer(NamedTuple):
    site: bytes
    writer: bytes
    in_gates: bool


def _writers(reader: Snapshot) -> list[_Writer]:
    """Return the writers of site servers that anything is held of."""
    found = []
    for row in reader.logs():
        one = read_writer(row.certificate)
        in_gates = row.compartment == Compartment.GATES and row.head_sequence > 0
        if one.post != DEVICE or in_gates:
            found.append(_Writer(one.site.site, one.writer, in_gates))
    return found


def _matters(
    site: Site,
    view: View,
    other: SiteId,
    compartments: Iterable[str],
    writers: Iterable[_Writer],
) -> bool:
    own = [one for one in writers if one.site == other]
    is_laptop = tuple(compartments) != members.EVERY
    if not is_laptop and not any(one.in_gates for one in own):
        return False
    state: Member = view.state(MEMBER, other) or Member()
    revoked = {one.writer for one in state.revoked}
    gone = bool(own) and all(one.writer in revoked for one in own)
    return not (gone or _has_ended(site, view, other))


def _has_ended(site: Site, view: View, other: SiteId) -> bool:
    end = members.ended(site, view, other)
    return end.since is not None or end.scuttled is not None


_answers: WeakKeyDictionary[Site, Instant | None] = WeakKeyDictionary()

"""R3: a delegate's template leaked. Its own key, its quota and its scope bound what can be made.

Dismissing it turns back all its unused passes after one exchange, and lists whom to tell.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.ground.people.moment import HOUR, SECOND
from muster.journey.passes import inner, letters
from muster.journey.passes.binding import Binding
from muster.journey.passes.inner import SLOTS, Inner
from muster.journey.passes.rules import Withheld
from muster.journey.passes.signature import kid, pair
from muster.site.gate import gatepost
from muster.site.gate.readings import Sign
from muster.site.passes import issuers, issuing, signers
from muster.site.passes.issuers import Appointed
from muster.site.passes.issuing import Wanted
from muster.site.record.kinds import ISSUER
from tests.world.gates import Gates, Ticket
from tests.world.sites import Joined, tell

PUBLIC, SECRET = pair(b"a delegate's own key, 32 bytes!!")
QUOTA = 20


@pytest.fixture
def gates(tmp_path: Path) -> Iterator[Gates]:
    made = Gates(tmp_path / "site")
    yield made
    made.site.close()


def forged(gates: Gates, slot: int, souls: int = 2) -> str:
    """Return what whoever has the delegate's key can make."""
    now = gates.clock.at // SECOND
    ends = now + HOUR // SECOND
    said = Inner(kid(PUBLIC), slot, souls, 0, 0, now, ends, Binding.NONE, b"abc")
    raw = inner.write(said, signers.operation_of(gates.site), SECRET)
    return inner.PREFIX + letters.spell(raw)


def appointed(gates: Gates) -> Appointed:
    site, by = gates.site, gates.by
    return issuers.appoint(
        site, by, "Example airline", gates.gate, quota=QUOTA, most_souls=3, public=PUBLIC
    )


def test_of_all_that_can_be_made_only_the_quota_goes_in(gates: Gates) -> None:
    appointed(gates)
    post = gates.post()
    with gates.site.view() as view:
        (state,) = [one for _, one in view.scan(ISSUER) if one.name == "Example airline"]
    opened = state.quota(PUBLIC)
    slots = {*opened, *range(0, SLOTS, SLOTS // 300)}
    found = {slot: post.scan(forged(gates, slot)).sign for slot in sorted(slots)}
    assert {slot for slot, sign in found.items() if sign is Sign.GO} == {*opened}
    assert len(opened) == QUOTA


def test_more_souls_than_its_cap_is_no_pass(gates: Gates) -> None:
    appointed(gates)
    told = gates.post().scan(forged(gates, 0, souls=4))
    assert told.reasons == ("passes.out-of-scope",)


def test_once_dismissed_its_unused_passes_are_turned_back_after_one_exchange(
    gates: Gates, tmp_path: Path
) -> None:
    site, by = gates.site, gates.by
    delegate = issuers.appoint(site, by, "Example ministry", gates.gate, quota=QUOTA)
    tickets = [issued_by(gates, delegate) for _ in range(6)]
    other = gates.issued(4)
    with Joined(gates, tmp_path / "gate laptop").site as laptop:
        tell(gates, laptop)
        post = gatepost.take_post(laptop, laptop.lead, gates.gate, "lane 1")
        assert post.scan(tickets[0].text).sign is Sign.GO
        told = issuers.dismiss(site, by, gates.colleague(), delegate.id, reason="leaked")
        assert post.scan(tickets[1].text).sign is Sign.GO  # not heard of yet
        tell(gates, laptop)
        found = [post.scan(ticket.text).reasons for ticket in tickets[2:]]
        assert found == [("gate.revoked",)] * 4
        assert post.scan(other.text).sign is Sign.GO
    assert {*told.to_tell} == {ticket.party for ticket in tickets}


def issued_by(gates: Gates, delegate: Appointed) -> Ticket:
    party = gates.called(2)
    made = issuing.issue(gates.site, gates.by, Wanted(party), issuer=delegate.id)
    assert not isinstance(made, Withheld)
    return gates.ticket(made, party)

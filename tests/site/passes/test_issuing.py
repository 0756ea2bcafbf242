"""The desk that issues passes: when it does, when not, what closes one, and whom it tells."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.ground.people.moment import DAY, HOUR
from muster.journey.passes import statuses, trust
from muster.journey.passes.binding import Binding
from muster.journey.passes.facts import Withholding
from muster.journey.passes.problems import (
    DocumentMissing,
    IssuerGone,
    KeyNotHere,
    PassOver,
    PassUnknown,
    ReasonMissing,
)
from muster.journey.passes.rules import Withheld
from muster.journey.passes.statuses import SlotList
from muster.journey.passes.verifying import Genuine, Lists, verify
from muster.site import command
from muster.site.gate.readings import Sign
from muster.site.passes import issuers, issuing, passbook, signers
from muster.site.passes.issuing import Made, Tie, Wanted
from muster.site.plan import calls
from muster.site.problems import SecondMissing, SecondSame
from muster.site.record.kinds import RECORD
from tests.world.gates import Gates


@pytest.fixture
def gates(tmp_path: Path) -> Iterator[Gates]:
    made = Gates(tmp_path / "site")
    yield made
    made.site.close()


def withheld(made: Made | Withheld) -> Withholding | None:
    return made.reason if isinstance(made, Withheld) else None


def test_a_called_party_is_given_one_pass_for_its_gate_and_window(gates: Gates) -> None:
    ticket = gates.issued(4)
    page = passbook.page(gates.site, gates.by, ticket.id)
    assert (page.party, page.gate, page.found.souls) == (ticket.party, "North gate", 4)
    assert page.found.closes - page.found.opens == 4 * HOUR
    assert passbook.whose(gates.site, gates.by, [ticket.id]) == {ticket.id: ticket.party}


def test_the_reasons_for_which_a_pass_is_withheld(gates: Gates) -> None:
    site, by = gates.site, gates.by
    uncalled = gates.confirmed()
    assert withheld(issuing.issue(site, by, Wanted(uncalled))) is Withholding.NOT_CALLED
    called = gates.called()
    assert withheld(issuing.issue(site, by, Wanted(called))) is None
    assert withheld(issuing.issue(site, by, Wanted(called))) is Withholding.LIVE
    long = gates.called(hours=13)
    assert withheld(issuing.issue(site, by, Wanted(long))) is Withholding.WINDOW_TOO_LONG
    command.open_gate(site, by, gates.gate, 4)
    assert withheld(issuing.issue(site, by, Wanted(gates.called(40)))) is Withholding.OVER_RATE


def test_a_party_that_nobody_heard_gets_no_pass(gates: Gates) -> None:
    people = gates.party(2)
    with gates.site.view() as view:
        party = view.state(RECORD, people[0]).party
    now = gates.clock.at
    calls.call(gates.site, gates.by, [party], gates.gate, (now, now + HOUR))
    assert withheld(issuing.issue(gates.site, gates.by, Wanted(party))) is Withholding.INCOMPLETE


def test_two_people_may_set_a_rule_aside_and_that_is_on_record(gates: Gates) -> None:
    site, by = gates.site, gates.by
    party, now = gates.confirmed(), gates.clock.at
    wanted = Wanted(party, gates.gate, (now, now + HOUR))
    with pytest.raises(SecondSame):
        issuing.issue(site, by, wanted, second=by, reason="an old man alone")
    second = gates.colleague()
    with pytest.raises(ReasonMissing):
        issuing.issue(site, by, wanted, second=second)
    made = issuing.issue(site, by, wanted, second=second, reason="an old man alone")
    assert isinstance(made, Made)
    assert made.overridden == (Withholding.NOT_CALLED,)


def test_nobody_sets_aside_what_would_make_a_pass_that_no_gate_believes(gates: Gates) -> None:
    party, now = gates.confirmed(), gates.clock.at
    for window in ((now, now + 13 * HOUR), (now + 9 * DAY, now + 9 * DAY + HOUR)):
        made = issuing.issue(
            gates.site,
            gates.by,
            Wanted(party, gates.gate, window),
            second=gates.colleague(f"Colleague {window[1]}"),
            reason="please",
        )
        assert withheld(made) is Withholding.WINDOW_TOO_LONG


def test_everybody_called_is_given_a_pass_in_one_go(gates: Gates) -> None:
    parties = [gates.called(size) for size in (1, 2, 3, 4)]
    made = issuing.issue_called(gates.site, gates.by)
    assert {*made} == {*parties}
    assert all(isinstance(one, Made) for one in made.values())
    assert issuing.issue_called(gates.site, gates.by) == {}
    rows = passbook.listed(gates.site, gates.by, gate=gates.gate, live=True)
    assert sorted(row.found.souls for row in rows) == [1, 2, 3, 4]


def test_a_pass_is_another_text_each_time_it_is_issued_and_the_same_when_shown(
    gates: Gates,
) -> None:
    one, other = gates.issued(4), gates.issued(4)
    assert one.text != other.text
    assert passbook.text(gates.site, gates.by, one.id) == one.text
    assert len(one.text) == len(other.text) == 181
    gates.reopen()
    assert passbook.text(gates.site, gates.by, one.id) == one.text


def test_the_length_is_the_same_with_a_document_and_without(gates: Gates) -> None:
    tied = Tie(Binding.KEYED, "UTO", "L898902C3")
    assert len(gates.issued(4, tie=tied).text) == len(gates.issued(4).text)
    with pytest.raises(DocumentMissing):
        gates.issued(4, tie=Tie(Binding.KEYED, "UTO", " "))


def test_a_pass_issued_again_kills_the_old_one_and_both_are_one_admission(gates: Gates) -> None:
    old = gates.issued(4)
    post = gates.post()
    made = issuing.reissue(gates.site, gates.by, old.id, reason="lost on the way")
    new = gates.ticket(made, old.party)
    assert post.scan(old.text).reasons == ("gate.revoked",)
    assert post.scan(new.text).sign is Sign.GO
    with pytest.raises(PassOver):
        issuing.reissue(gates.site, gates.by, old.id, reason="again")
    with pytest.raises(PassOver):
        passbook.text(gates.site, gates.by, old.id)


def test_whoever_went_in_on_the_old_pass_is_known_of_the_new_one(gates: Gates) -> None:
    old = gates.issued(4)
    post = gates.post()
    assert post.scan(old.text).sign is Sign.GO
    made = issuing.reissue(gates.site, gates.by, old.id, reason="said to be lost")
    new = gates.ticket(made, old.party)
    assert post.scan(new.text).reasons == ("gate.already-used",)


def test_passes_are_closed_one_by_one_or_in_a_batch(gates: Gates) -> None:
    tickets = [gates.issued(2) for _ in range(5)]
    site, by = gates.site, gates.by
    assert issuing.revoke(site, by, [tickets[0].id], reason="seen for sale") == 1
    with pytest.raises(PassOver):
        issuing.revoke(site, by, [tickets[0].id], reason="seen for sale")
    assert issuing.revoke(site, by, [one.id for one in tickets], reason="seen for sale") == 4
    with pytest.raises(ReasonMissing):
        issuing.revoke(site, by, [tickets[0].id], reason=" ")
    post = gates.post()
    assert {post.scan(one.text).reasons for one in tickets} == {("gate.revoked",)}


def test_closing_a_gate_recalls_the_passes_to_it_and_says_where_to_go(gates: Gates) -> None:
    ticket = gates.issued(4)
    south = gates.other_gate()
    post = gates.post(gate=south)
    command.shut_gate(gates.site, gates.by, gates.gate, "crush", to=south)
    told = post.scan(ticket.text)
    assert (told.reasons, told.to) == (("gate.recalled",), "South gate")
    assert gates.post().scan(ticket.text).reasons == ("gate.gate-closed",)
    made = issuing.issue_called(gates.site, gates.by)[ticket.party]
    assert post.scan(gates.ticket(made, ticket.party).text).sign is Sign.GO


def test_a_recall_by_hand_closes_the_pass_too(gates: Gates) -> None:
    ticket = gates.issued(4)
    calls.recall(gates.site, gates.by, [ticket.party])
    assert gates.post().scan(ticket.text).reasons == ("gate.recalled",)


def test_lists_of_a_site_verify_at_a_post_that_holds_no_record(gates: Gates) -> None:
    good, bad = gates.issued(4), gates.issued(3)
    issuing.revoke(gates.site, gates.by, [bad.id], reason="seen for sale")
    operation, key = signers.operation_of(gates.site), signers.site_key(gates.site)
    signed = issuers.trust_list(gates.site, gates.by, version=7)
    keys, _ = trust.read(signed, operation, key)
    raw = issuers.status_lists(gates.site, gates.by, version=7)
    lists: Lists = {one: statuses.read(each, operation, key) for one, each in raw.items()}
    for ticket, revoked in ((good, False), (bad, True)):
        answer = verify(ticket.text, keys, lists)
        assert isinstance(answer, Genuine)
        assert (answer.claim.id, answer.claim.revoked) == (ticket.id, revoked)
        assert answer.claim.listed == gates.clock.at - gates.clock.at % 1000
    assert all(isinstance(one, SlotList) for one in lists.values())


def test_a_key_is_of_one_day(gates: Gates) -> None:
    first = gates.issued(4)
    gates.hours(24)
    second = gates.issued(4)
    assert first.id[:4] != second.id[:4]
    rows = [row for row in issuers.listed(gates.site, gates.by) if not row.delegate]
    assert [(row.name, row.issued, row.live) for row in rows] == [("Test site", 2, 1)]


def test_a_window_that_was_open_over_midnight_gets_a_pass(gates: Gates) -> None:
    gates.hours(17)
    party = gates.called(2)
    gates.hours(2)
    assert gates.clock.at % DAY < 2 * HOUR
    ticket = gates.ticket(issuing.issue(gates.site, gates.by, Wanted(party)), party)
    assert gates.post().scan(ticket.text).sign is Sign.GO


def test_a_gate_named_later_gets_a_key_that_knows_it(gates: Gates) -> None:
    gates.issued(4)
    south = gates.other_gate()
    party = gates.called(2, gate=south)
    ticket = gates.ticket(issuing.issue(gates.site, gates.by, Wanted(party)), party)
    assert gates.post(gate=south).scan(ticket.text).sign is Sign.GO


def test_a_delegate_issues_within_its_quota_and_no_further(gates: Gates) -> None:
    site, by = gates.site, gates.by
    delegate = issuers.appoint(site, by, "Example ministry", gates.gate, quota=3, most_souls=4)
    made = [issuing.issue(site, by, Wanted(gates.called(2)), issuer=delegate.id) for _ in range(4)]
    assert [withheld(one) for one in made] == [None, None, None, Withholding.OVER_QUOTA]
    large = issuing.issue(site, by, Wanted(gates.called(5)), issuer=delegate.id)
    assert withheld(large) is Withholding.OUT_OF_SCOPE
    assert issuers.grant(site, by, delegate.id, 1) == 4
    assert isinstance(issuing.issue(site, by, Wanted(gates.called(2)), issuer=delegate.id), Made)


def test_a_delegate_with_a_key_of_its_own_is_not_issued_for_here(gates: Gates) -> None:
    site, by = gates.site, gates.by
    delegate = issuers.appoint(site, by, "Airline", gates.gate, quota=3, public=b"k" * 32)
    with pytest.raises(KeyNotHere):
        issuing.issue(site, by, Wanted(gates.called(2)), issuer=delegate.id)


def test_dismissing_takes_two_and_says_whom_to_tell(gates: Gates) -> None:
    site, by = gates.site, gates.by
    delegate = issuers.appoint(site, by, "Example ministry", gates.gate, quota=9)
    parties = [gates.called(2) for _ in range(3)]
    for party in parties:
        issuing.issue(site, by, Wanted(party), issuer=delegate.id)
    kept = gates.issued(4)
    with pytest.raises(SecondMissing):
        issuers.dismiss(site, by, None, delegate.id, reason="template leaked")
    told = issuers.dismiss(site, by, gates.colleague(), delegate.id, reason="template leaked")
    assert (told.passes, {*told.to_tell}) == (3, {*parties})
    with pytest.raises(IssuerGone):
        issuing.issue(site, by, Wanted(gates.called(2)), issuer=delegate.id)
    assert gates.post().scan(kept.text).sign is Sign.GO


def test_a_site_that_fell_leaves_good_what_was_on_record(gates: Gates) -> None:
    site, by = gates.site, gates.by
    ticket = gates.issued(4)
    own = issuers.listed(site, by)[0]
    issuers.dismiss(site, by, gates.colleague(), own.id, reason="taken", fallen=True)
    assert gates.post().scan(ticket.text).sign is Sign.GO


def test_an_outer_pass_leads_to_its_record(gates: Gates) -> None:
    checkpoint = gates.other_gate("Their checkpoint")
    ticket = gates.issued(4, checkpoint=checkpoint)
    outer = passbook.outer_text(gates.site, gates.by, ticket.id)
    assert outer is not None
    assert passbook.lookup(gates.site, gates.by, outer) == ticket.id
    assert passbook.lookup(gates.site, gates.by, ticket.code) == ticket.id
    assert passbook.outer_text(gates.site, gates.by, gates.issued(2).id) is None
    with pytest.raises(PassUnknown):
        passbook.lookup(gates.site, gates.by, "nothing")

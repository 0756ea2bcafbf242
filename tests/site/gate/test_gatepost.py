"""A gate guard's post: what is shown, what is on record, and what happens twice."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from muster.ground.people.moment import HOUR, MINUTE
from muster.journey.gate.deciding import Ask
from muster.journey.gate.looking import Document
from muster.journey.gate.problems import NothingWaits, ReasonMissing
from muster.journey.gate.uses import Scans
from muster.journey.passes import aloud
from muster.journey.passes.binding import Binding
from muster.journey.plan.state import Outcome
from muster.site.exchange import exchanging
from muster.site.gate import gatepost
from muster.site.gate.readings import Reading, Sign, digest
from muster.site.passes import cards, issuing, passbook
from muster.site.passes.issuing import Tie
from muster.site.plan import calls
from muster.site.problems import SecondMissing
from muster.site.record.kinds import ENTRIES, SCANS
from tests.world.gates import Gates
from tests.world.sites import Joined

PAPER = Document("UTO", "L898902C3")


@pytest.fixture
def gates(tmp_path: Path) -> Iterator[Gates]:
    made = Gates(tmp_path / "site")
    yield made
    made.site.close()


def scans(gates: Gates, identity: bytes) -> Scans:
    with gates.site.view() as view:
        found: Scans = view.state(SCANS, identity)
    return found


def test_a_verdict_is_on_record_when_it_is_shown(gates: Gates) -> None:
    ticket = gates.issued(4)
    assert gates.post().scan(ticket.text).sign is Sign.GO
    gates.reopen()
    assert scans(gates, ticket.id).inside == 4
    assert gates.post().scan(ticket.text).reasons == ("gate.already-used",)


def test_the_same_code_at_once_is_one_scan_and_later_another(gates: Gates) -> None:
    ticket = gates.issued(4)
    post = gates.post()
    first = post.scan(ticket.text)
    again = post.scan(ticket.text)
    assert (first.again, again.again, again.sign) == (False, True, Sign.GO)
    assert len(scans(gates, ticket.id).uses) == 1
    gates.tick(6_000)
    assert post.scan(ticket.text).reasons == ("gate.already-used",)


def test_another_post_at_once_is_another_scan(gates: Gates) -> None:
    ticket = gates.issued(4)
    assert gates.post("lane 1").scan(ticket.text).sign is Sign.GO
    assert gates.post("lane 2").scan(ticket.text).reasons == ("gate.already-used",)


def test_three_of_four_go_in_and_the_fourth_is_asked_about(gates: Gates) -> None:
    ticket = gates.issued(4)
    post = gates.post()
    assert post.scan(ticket.text, heads=3).heads == 3
    gates.tick()
    waiting = post.scan(ticket.text)
    assert (waiting.sign, waiting.heads) == (Sign.CHECK, 1)
    assert waiting.reasons == ("gate.rest-of-party",)
    second = gates.colleague()
    with pytest.raises(SecondMissing):
        post.settle(ticket.id, None, let_through=True, heads=1, reason="her mother said so")
    with pytest.raises(ReasonMissing):
        post.settle(ticket.id, second, let_through=True, heads=1, reason="")
    settled = post.settle(ticket.id, second, let_through=True, heads=1, reason="her mother said so")
    assert settled.sign is Sign.GO
    assert scans(gates, ticket.id).inside == 4
    assert not cards.second_uses(gates.site, gates.by)
    with pytest.raises(NothingWaits):
        post.settle(ticket.id, second, let_through=True, heads=1, reason="again")


def test_a_supervisor_may_decide_against_a_party(gates: Gates) -> None:
    ticket = gates.issued(2)
    post = gates.post()
    post.scan(ticket.text, heads=5)
    told = post.settle(
        ticket.id, gates.colleague(), let_through=False, heads=5, reason="nobody knows them"
    )
    assert told.reasons == ("gate.settled-against",)
    assert scans(gates, ticket.id).inside == 0


def test_a_code_read_aloud_is_a_doubt_with_its_record(gates: Gates) -> None:
    ticket = gates.issued(4)
    told = gates.post().scan(ticket.code.lower())
    assert (told.sign, told.reasons) == (Sign.CHECK, ("gate.typed-code",))


def test_a_code_read_aloud_is_good_with_the_document_that_fits(gates: Gates) -> None:
    ticket = gates.issued(4, tie=Tie(Binding.KEYED, PAPER.state, PAPER.number))
    post, other = gates.post(), Document(PAPER.state, "Z9999999")
    few = post.scan(ticket.code, document=PAPER, heads=3)
    assert (few.sign, few.reasons) == (Sign.CHECK, ("gate.typed-code",))
    assert "gate.typed-code" in gates.post("lane 2").scan(ticket.code, document=other).reasons
    assert gates.post("lane 3").scan(ticket.code, document=PAPER).sign is Sign.GO


def test_a_code_read_aloud_without_a_record_is_never_good(gates: Gates) -> None:
    told = gates.post().scan(aloud.spell(b"none", 7))
    assert (told.sign, told.reasons) == (Sign.CHECK, ("gate.typed-code",))


def test_an_outer_pass_is_good_by_its_record_and_uses_up_the_inner_one(gates: Gates) -> None:
    ticket = gates.issued(4, checkpoint=gates.other_gate("Their checkpoint"))
    outer = passbook.outer_text(gates.site, gates.by, ticket.id) or ""
    post = gates.post()
    assert post.scan(outer).sign is Sign.GO
    assert post.scan(ticket.text).reasons == ("gate.already-used",)
    other = ("A" if outer[10] != "A" else "B").join((outer[:10], outer[11:]))
    told = post.scan(other)
    assert (told.sign, told.reasons) == (Sign.CHECK, ("gate.outer-only",))


def test_what_is_no_pass_is_turned_back_on_record(gates: Gates) -> None:
    text = "https://example.org/ticket/1"
    told = gates.post().scan(text)
    assert (told.sign, told.reasons) == (Sign.STOP, ("passes.not-a-pass",))
    assert scans(gates, digest(text)).refusals == 1


def test_what_cannot_be_judged_leaves_no_fact_and_is_counted(gates: Gates) -> None:
    post = gates.post()
    told = post.scan("MP2AAAA")
    assert (told.sign, told.reasons) == (Sign.CANNOT_CHECK, ("passes.newer-format",))
    assert post.cannot_check == 1
    with gates.site.view() as view:
        assert view.state(SCANS, digest("MP2AAAA")) is None


@pytest.mark.parametrize("kind", [Binding.KEYED, Binding.DOCUMENT])
def test_a_real_holder_does_not_lose_to_a_copy(gates: Gates, kind: Binding) -> None:
    ticket = gates.issued(4, tie=Tie(kind, PAPER.state, PAPER.number))
    post = gates.post()
    assert post.scan(ticket.text).sign is Sign.GO  # a copy, nobody asked
    gates.tick()
    assert post.scan(ticket.text).reasons == ("gate.already-used",)
    assert post.scan(ticket.text, document=Document("UTO", "X1")).sign is Sign.STOP
    told = post.scan(ticket.text, document=PAPER)
    assert (told.sign, told.reasons) == (Sign.CHECK, ("gate.used-without-document",))
    second = gates.colleague()
    post.settle(ticket.id, second, let_through=True, heads=4, reason="the document fits")
    gates.tick()
    assert post.scan(ticket.text, document=PAPER).reasons == ("gate.already-used",)


def test_where_copies_are_about_a_document_is_asked_for(gates: Gates) -> None:
    ticket = gates.issued(4, tie=Tie(Binding.KEYED, PAPER.state, PAPER.number))
    post = gatepost.take_post(gates.site, gates.by, gates.gate, "lane 1", ask=Ask.ALWAYS)
    assert post.scan(ticket.text).reasons == ("gate.document-not-shown",)
    assert post.scan(ticket.text, document=PAPER).sign is Sign.GO


def test_a_pass_on_hold_waits_without_a_reason_and_goes_when_freed(gates: Gates) -> None:
    ticket = gates.issued(4)
    issuing.hold(gates.site, gates.by, ticket.id, on=True)
    post = gates.post()
    assert post.scan(ticket.text).reasons == ("gate.held",)
    issuing.hold(gates.site, gates.by, ticket.id, on=False)
    gates.tick()
    assert post.scan(ticket.text).sign is Sign.GO


def test_the_window_holds_offline_with_its_grace(gates: Gates) -> None:
    late, later = gates.issued(4), gates.issued(4)
    post = gates.post()
    gates.tick(4 * HOUR + 30 * MINUTE)
    assert post.scan(late.text).reasons == ("gate.late",)
    gates.tick(HOUR)
    assert post.scan(later.text).reasons == ("gate.window-over",)


def test_news_that_is_too_old_is_a_doubt_and_the_age_is_said(gates: Gates) -> None:
    with Joined(gates, gates.folder.parent / "laptop", "Laptop", ("gates",)).site as laptop:
        since = gates.clock.at
        exchanging.meet(gates.site, gates.by, laptop)
        gates.tick(2 * HOUR)
        post = gates.post()
        assert post.scan(gates.issued(4).text).heard == since
        gates.tick(11 * HOUR)
        late = gates.issued(4)
        assert post.scan(late.text).reasons == ("gate.news-stale",)
        exchanging.meet(gates.site, gates.by, laptop)
        gates.tick()
        assert post.scan(late.text).sign is Sign.GO


def test_whoever_has_no_pass_goes_in_by_two_people_and_is_counted_apart(gates: Gates) -> None:
    post = gates.post()
    with pytest.raises(SecondMissing):
        post.walk_in(None, heads=3, reason="a woman in labour")
    post.walk_in(gates.colleague(), heads=3, reason="a woman in labour")
    with gates.site.view() as view:
        found = view.state(ENTRIES, gates.gate)
    assert (found.walked_in, found.times) == (3, 1)


def test_thirty_tablets_at_once_let_each_party_in_once(gates: Gates) -> None:
    tickets = [gates.issued(2) for _ in range(8)]
    found: list[Reading] = []

    def shift(number: int) -> None:
        post = gates.post(f"lane {number}")
        found.extend(post.scan(ticket.text) for ticket in tickets)

    threads = [Thread(target=shift, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 64
    assert sum(one.sign is Sign.GO for one in found) == 8
    assert {one.sign for one in found} == {Sign.GO, Sign.STOP}
    assert all(scans(gates, ticket.id).inside == 2 for ticket in tickets)


def test_the_plan_learns_at_the_desk_who_came(gates: Gates) -> None:
    ticket, _absent = gates.issued(4), gates.issued(4)
    gates.post().scan(ticket.text)
    assert cards.note_arrivals(gates.site, gates.by) == 1
    assert cards.note_arrivals(gates.site, gates.by) == 0
    came = calls.listed(gates.site, gates.by, outcome=Outcome.CAME)
    assert [row.party for row in came] == [ticket.party]


def test_a_post_learns_a_key_that_was_made_since_from_a_code_that_names_none(gates: Gates) -> None:
    post = gates.post()
    tie = Tie(Binding.KEYED, PAPER.state, PAPER.number)
    ticket = gates.issued(4, tie=tie, checkpoint=gates.other_gate("Their checkpoint"))
    outer = passbook.outer_text(gates.site, gates.by, ticket.id) or ""
    assert post.scan(outer, document=PAPER).sign is Sign.GO

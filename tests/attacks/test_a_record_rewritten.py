"""Somebody with the key of the file rewrites what lies in it, but has no key of a writer.

T1, T2, T5, T9: whatever he changes in logs, keys or rows, ``verify`` says so; ``rebuild`` never
folds a record that does not verify, and mends rows that the record does not bear out.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from muster.adapters.store import LogRow, SegmentRow, transaction
from muster.ground.people.ids import PersonId
from muster.ground.problem import Problem
from muster.ground.record import segment as segments
from muster.ground.record.certificate import log_id
from muster.site import upkeep
from muster.site.opening import open_site
from muster.site.problems import RecordFaulty
from muster.site.registry import desk
from tests.world.copies import closed_site, copy
from tests.world.site import PHRASE, World


class Book:
    """A site with somebody inside who may write to its file."""

    def __init__(self, world: World, people: list[PersonId]) -> None:
        self.world = world
        self.people = people
        self.store = world.site.store

    def write(self, sql: str, *values: bytes | int | str) -> None:
        """Change the file in a way that the store has no method for."""
        with transaction(self.store):
            assert self.store._writer.write(sql, values)  # type: ignore[attr-defined]

    def log(self, compartment: str) -> LogRow:
        """Return the log of a compartment."""
        return next(row for row in self.store.logs() if row.compartment == compartment)

    def segments(self, compartment: str) -> list[SegmentRow]:
        """Return all segments of a compartment."""
        return list(self.store.segments(self.log(compartment).number))

    def put(self, compartment: str, at: SegmentRow, data: bytes) -> None:
        """Put other bytes in the place of a segment."""
        number = self.log(compartment).number
        where = "WHERE log = ? AND first = ? AND head_hash = ?"
        self.write(f"UPDATE segment SET data = ? {where}", data, number, at.first, at.head_hash)  # noqa: S608

    def drop(self, compartment: str, at: SegmentRow) -> None:
        """Take a segment out."""
        number = self.log(compartment).number
        self.write("DELETE FROM segment WHERE log = ? AND first = ?", number, at.first)

    def codes(self) -> set[str]:
        """Return the codes of all that ``verify`` finds."""
        return {one.code for one in upkeep.verify(self.world.site, self.world.by).findings}


@pytest.fixture
def book(world: World) -> Book:
    """A record of several segments in several logs."""
    people = world.people(12)
    lift = world.lift(people[:6])
    world.land(lift, people[:6])
    return Book(world, people)


def changed_body(book: Book) -> None:
    at = book.segments("desk")[1]
    segment = segments.decode(at.data)
    link = segment.links[0]
    sealed = link.sealed[:-1] + bytes((link.sealed[-1] ^ 1,))
    links = (replace(link, sealed=sealed), *segment.links[1:])
    book.put("desk", at, segments.encode(replace(segment, links=links)))


def entries_out_of_order(book: Book) -> None:
    at = next(one for one in book.segments("desk") if one.last > one.first)
    segment = segments.decode(at.data)
    book.put("desk", at, segments.encode(replace(segment, links=segment.links[::-1])))


def no_bytes_of_a_segment(book: Book) -> None:
    book.put("desk", book.segments("desk")[1], b"nothing")


def first_taken_out(book: Book) -> None:
    book.drop("desk", book.segments("desk")[0])


def middle_taken_out(book: Book) -> None:
    book.drop("desk", book.segments("desk")[1])


def last_taken_out(book: Book) -> None:
    book.drop("desk", book.segments("desk")[-1])


def all_taken_out(book: Book) -> None:
    for at in book.segments("desk"):
        book.drop("desk", at)


def swapped_within_a_log(book: Book) -> None:
    one, two = book.segments("desk")[:2]
    book.put("desk", one, two.data)
    book.put("desk", two, one.data)


def swapped_between_logs(book: Book) -> None:
    one, two = book.segments("desk")[0], book.segments("lifts")[0]
    book.put("desk", one, two.data)
    book.put("lifts", two, one.data)


def a_log_called_otherwise(book: Book) -> None:
    book.write("UPDATE log SET compartment = 'plan' WHERE compartment = 'lifts'")


def a_log_with_another_id(book: Book) -> None:
    book.write("UPDATE log SET id = ? WHERE compartment = 'lifts'", b"x" * 16)


def another_wrap(book: Book) -> None:
    """T5: the key of one person is offered under the id of another."""
    one, two = (book.store.wraps_of(person)[0] for person in book.people[:2])
    with transaction(book.store):
        book.store.put_wraps([one._replace(wrap=two.wrap), two._replace(wrap=one.wrap)])


def a_wrap_under_another_name(book: Book) -> None:
    """T9: shredding one person would destroy another's keys and miss their own."""
    one, two = (book.store.wraps_of(person)[0] for person in book.people[:2])
    with transaction(book.store):
        book.store.put_wraps([one._replace(owner=two.owner), two._replace(owner=one.owner)])


def a_wrap_that_is_none(book: Book) -> None:
    one = book.store.wraps_of(book.people[0])[0]
    with transaction(book.store):
        book.store.put_wraps([one._replace(wrap=b"x" * 40)])


def a_wrap_gone(book: Book) -> None:
    one = book.store.wraps_of(book.people[0])[0]
    with transaction(book.store):
        book.store.drop_wraps([one.key_id])


FAULTS: dict[Callable[[Book], None], str] = {
    changed_body: "record.signature-wrong",
    entries_out_of_order: "record.signature-wrong",
    no_bytes_of_a_segment: "record.segment-unreadable",
    first_taken_out: "record.chain-broken",
    middle_taken_out: "record.chain-broken",
    last_taken_out: "record.chain-broken",
    all_taken_out: "record.chain-broken",
    swapped_within_a_log: "record.chain-broken",
    swapped_between_logs: "record.chain-broken",
    a_log_called_otherwise: "record.certificate-wrong",
    a_log_with_another_id: "record.certificate-wrong",
    another_wrap: "secrecy.key-mismatch",
    a_wrap_under_another_name: "secrecy.key-mismatch",
    a_wrap_that_is_none: "secrecy.key-mismatch",
    a_wrap_gone: "site.key-lost",
}


def test_before_anything_is_rewritten_nothing_is_found(book: Book) -> None:
    assert book.codes() == set()
    assert len(book.segments("desk")) > 2


@pytest.mark.parametrize("deed", FAULTS, ids=lambda one: one.__name__)
def test_a_rewritten_record_is_found_and_not_folded(
    book: Book, deed: Callable[[Book], None]
) -> None:
    deed(book)
    before = book.store.digest_rows()
    assert FAULTS[deed] in book.codes()
    with pytest.raises(RecordFaulty) as told:
        upkeep.rebuild(book.world.site, book.world.by)
    assert told.value.facts["found"]
    assert book.store.digest_rows() == before
    book.world.reopen()
    assert FAULTS[deed] in {
        one.code for one in upkeep.verify(book.world.site, book.world.by).findings
    }


def test_a_finding_says_where_and_nothing_of_anybody(book: Book) -> None:
    changed_body(book)
    (finding,) = [
        one
        for one in upkeep.verify(book.world.site, book.world.by).findings
        if one.code == "record.signature-wrong"
    ]
    assert (finding.log, finding.sequence) == (
        book.log("desk").number,
        book.segments("desk")[1].first,
    )
    assert "Given" not in finding.text


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[World]:
    """A site of another operation."""
    made = World(tmp_path / "stranger")
    yield made
    made.site.close()


def test_a_log_of_another_operation_is_found_and_not_folded(book: Book, stranger: World) -> None:
    """Anybody can found an operation, sign with it, and name its log as the format wants."""
    stranger.people(3)
    certificate = stranger.site.keys.certificate
    theirs = next(row for row in stranger.site.store.logs() if row.compartment == "desk")
    assert theirs.id == log_id(certificate, "desk")
    with transaction(book.store):
        number = book.store.add_log(theirs)
        for one in stranger.site.store.segments(theirs.number):
            book.store.append_segment(
                number, one.first, one.last, one.head_hash, theirs.head_lamport, one.data
            )
    assert book.codes() == {"record.certificate-wrong"}
    with pytest.raises(RecordFaulty):
        upkeep.rebuild(book.world.site, book.world.by)


def row_edited(book: Book) -> None:
    row = book.store.rows_get("registry_person", book.people[0])
    other = book.store.rows_get("registry_person", book.people[1])
    assert row is not None
    assert other is not None
    with transaction(book.store):
        book.store.rows_put("registry_person", [row._replace(state=other.state)])


def row_moved_on(book: Book) -> None:
    row = book.store.rows_get("registry_person", book.people[0])
    assert row is not None
    with transaction(book.store):
        book.store.rows_put("registry_person", [row._replace(places=b"")])


def row_removed(book: Book) -> None:
    with transaction(book.store):
        book.store.rows_delete("lift_person", [book.people[0]])


def row_added(book: Book) -> None:
    row = book.store.rows_get("lift_person", book.people[0])
    assert row is not None
    with transaction(book.store):
        book.store.rows_put("lift_person", [row._replace(subject=b"n" * 16)])


def tally_edited(book: Book) -> None:
    with transaction(book.store):
        book.store.tally_add("standing", dict.fromkeys(book.store.tally("standing"), 1))


def entry_edited(book: Book) -> None:
    with transaction(book.store):
        book.store.tally_add("entry", dict.fromkeys(book.store.tally("entry"), 1))


def account_exchanged(book: Book) -> None:
    """Two people change places in the account, so that every tally stays."""
    one, two = book.store.account_get(book.people[0]), book.store.account_get(book.people[-1])
    assert one is not None
    assert two is not None
    assert one.account != two.account
    with transaction(book.store):
        book.store.accounts_put(
            [one._replace(account=two.account), two._replace(account=one.account)]
        )


def account_removed(book: Book) -> None:
    with transaction(book.store):
        book.store.accounts_delete([book.people[0]])


EDITS = (
    row_edited,
    row_moved_on,
    row_removed,
    row_added,
    tally_edited,
    entry_edited,
    account_exchanged,
    account_removed,
)


@pytest.mark.parametrize("deed", EDITS, ids=lambda one: one.__name__)
def test_edited_rows_are_found_and_rebuilding_mends_them(
    book: Book, deed: Callable[[Book], None]
) -> None:
    whole = book.store.digest_rows()
    deed(book)
    assert book.codes() == {upkeep.ROW_DIFFERS}
    assert not upkeep.rebuild(book.world.site, book.world.by).equal
    assert book.store.digest_rows() == whole
    assert book.codes() == set()


def test_a_key_put_on_the_shred_list_by_hand_shows_in_the_rows(book: Book) -> None:
    """A fact cannot be hidden by calling it shredded: what it did is still in the rows."""
    keys = [row.key_id for row in book.store.wraps_of(book.people[0])]
    with transaction(book.store):
        book.store.add_shredded(keys)
    assert book.codes() == {upkeep.ROW_DIFFERS}


def test_an_exchanged_epoch_key_stops_the_site_from_opening(tmp_path: Path) -> None:
    """T5, T16."""
    folder = copy(closed_site(tmp_path / "whole"), tmp_path / "site")
    with open_site(folder, PHRASE) as site, transaction(site.store):
        one, two = site.store.epochs()[:2]
        site.store.put_epoch(one.key_id, one.compartment, one.number, 0, two.sealed)
    with pytest.raises(Problem) as told:
        open_site(folder, PHRASE)
    assert told.value.code == "secrecy.key-mismatch"


def test_the_site_goes_on_after_the_rows_were_mended(book: Book) -> None:
    row_edited(book)
    upkeep.rebuild(book.world.site, book.world.by)
    more = book.world.party()
    desk.withdraw(book.world.site, book.world.by, more, "own wish")
    assert book.codes() == set()

"""Lists come in: good rows kept, bad rows said, repeats known, notes never states."""

from hashlib import sha256
from pathlib import Path

import pytest

from muster.adapters.formats.problems import TooManyErrors
from muster.ground.people.ids import PersonId
from muster.journey.figures.books import Mark
from muster.journey.lift.problems import LiftFull
from muster.journey.registry.facts import ListReceived, NoteTaken, PersonClaimed
from muster.journey.registry.state import Record
from muster.site import upkeep
from muster.site.record.kinds import LIST, RECORD
from muster.site.record.walk import Walk
from muster.site.registry import importing, stories
from muster.site.registry.importing import Imported, Request
from muster.site.registry.taking import CATEGORY_OPEN
from tests.world.site import World

MARK = "Zyxwmarked"
REQUEST = Request(sender="Example office", name="August list")
HEADER = "id,family,name,sex,birth"


def listed(*rows: str) -> bytes:
    return "\n".join((HEADER, *rows)).encode()


def rows(count: int, start: int = 0) -> list[str]:
    return [
        f"N{n},P{n // 3},Given{n} Family{n // 3},{'fm'[n % 2]},1990-05-{n % 28 + 1:02d}"
        for n in range(start, start + count)
    ]


def take(world: World, source: bytes | Path, request: Request = REQUEST) -> Imported:
    world.tick()
    return importing.import_list(world.site, world.by, source, request)


def records(world: World) -> dict[bytes, Record]:
    with world.site.view() as view:
        return view.states(RECORD)


def received(world: World) -> list[ListReceived]:
    """Return the facts of lists, in order."""
    with world.site.store.reader() as reader:
        walk = Walk(reader, world.site.keyring.opener(reader), world.site.operation)
        return [step.fact for step in walk if isinstance(step.fact, ListReceived)]


def story(world: World, person: PersonId) -> list[str]:
    return [line.kind for line in stories.person(world.site, world.by, person).story]


def test_every_good_row_is_a_person_with_list_and_row(world: World) -> None:
    done = take(world, listed(*rows(9)))
    assert (done.rows, done.accepted, done.repeated, done.changed) == (9, 9, 0, 0)
    assert [line for line, _ in done.persons] == list(range(2, 11))
    held = records(world)
    for line, person in done.persons:
        record = held[person]
        assert record.name is not None
        assert record.name.full == f"Given{line - 2} Family{(line - 2) // 3}"
        assert (record.source, record.row, record.row_id) == (done.list, line, f"N{line - 2}")
        assert record.row_key
        assert story(world, person) == ["person-claimed"]


def test_rows_of_one_family_are_one_party(world: World) -> None:
    done = take(world, listed(*rows(9)))
    parties = [records(world)[person].party for _, person in done.persons]
    assert len(set(parties)) == 3
    assert parties[0] == parties[1] == parties[2]


def test_the_list_is_on_record_with_the_hash_of_its_file(world: World, tmp_path: Path) -> None:
    source = listed(*rows(4), "N9,P9,,f,1990-05-01")
    path = tmp_path / "list.csv"
    path.write_bytes(source)
    done = take(world, path)
    (fact,) = received(world)
    assert fact.subject == done.list
    assert fact.sha256 == sha256(source).digest()
    assert (fact.sender, fact.format) == ("Example office", "csv")
    assert (fact.rows, fact.accepted, fact.rejected, fact.repeated) == (5, 4, 1, 0)
    assert fact.mapping
    with world.site.view() as view:
        assert view.state(LIST, done.list or b"").accepted == 4


def test_a_repeated_list_is_here_already(world: World) -> None:
    first = take(world, listed(*rows(9)))
    before = records(world)
    again = take(world, listed(*rows(9)))
    assert (again.accepted, again.repeated, again.changed, again.persons) == (0, 9, 0, ())
    assert again.list == first.list
    assert records(world) == before
    assert [fact.repeated for fact in received(world)] == [0, 9]


def test_only_the_new_rows_of_a_longer_list_come_in(world: World) -> None:
    take(world, listed(*rows(9)))
    done = take(world, listed(*rows(12)))
    assert (done.accepted, done.repeated) == (3, 9)
    assert len(records(world)) == 12


def test_a_changed_row_with_the_senders_own_id_is_one_more_claim_of_the_same_person(
    world: World,
) -> None:
    first = take(world, listed(*rows(3)))
    (_, person), *_ = first.persons
    party = records(world)[person].party
    changed = listed("N0,P0,Given0 Corrected,f,1991-05-01", *rows(2, 1))
    done = take(world, changed)
    assert (done.accepted, done.repeated, done.changed, done.persons) == (1, 2, 1, ())
    record = records(world)[person]
    assert record.name is not None
    assert record.name.full == "Given0 Corrected"
    assert record.party == party
    assert len(records(world)) == 3
    assert story(world, person) == ["person-claimed", "person-claimed"]
    assert take(world, changed).repeated == 3


def test_the_same_id_from_another_sender_is_another_person(world: World) -> None:
    take(world, listed(*rows(3)))
    other = take(world, listed(*rows(3)), Request(sender="Another office", name="August list"))
    assert other.accepted == 3
    assert len(records(world)) == 6


def test_a_row_that_comes_twice_in_one_list_is_taken_once(world: World) -> None:
    done = take(world, listed(*rows(3), *rows(1)))
    assert (done.rows, done.accepted, done.repeated) == (4, 3, 1)


def test_a_dry_run_says_the_same_and_writes_nothing(world: World) -> None:
    source = listed(*rows(9), "N9,P9,,f,1990-05-01")
    heads, digest = world.site.store.logs(), world.site.store.digest_rows()
    dry = take(world, source, Request("Example office", "August list", dry_run=True))
    assert (world.site.store.logs(), world.site.store.digest_rows()) == (heads, digest)
    real = take(world, source)
    assert (dry.rows, dry.accepted, dry.repeated, dry.changed) == (10, 9, 0, 0)
    assert (dry.rows, dry.accepted, dry.list) == (real.rows, real.accepted, real.list)
    assert dry.reading.rejected == real.reading.rejected
    assert dry.persons == ()


def test_bad_rows_come_back_by_line_and_column_and_good_ones_stay(world: World) -> None:
    bad = ("N90,P9,,f,1990-05-01", f"N91,P9,Given {MARK},{MARK},1990-05-01")
    done = take(world, listed(*rows(10), *bad, *rows(10, 10)))
    assert (done.rows, done.accepted) == (22, 20)
    found = [(one.line, one.column, one.code.value) for one in done.reading.rejected]
    assert found == [(12, 3, "formats.name-missing"), (13, 4, "formats.sex-unreadable")]
    assert all(MARK not in one.text() for one in done.reading.rejected)
    assert done.corrections.startswith(b"\xef\xbb\xbf") or b"N91" in done.corrections
    assert len(records(world)) == 20
    assert upkeep.verify(world.site, world.by).findings == ()


def test_the_rows_that_came_back_come_in_when_they_are_mended(world: World) -> None:
    take(world, listed(*rows(10), "N90,P9,,f,1990-05-01"))
    done = take(world, listed(*rows(10), "N90,P9,Given90 Family9,f,1990-05-01"))
    assert (done.accepted, done.repeated) == (1, 10)


def test_a_list_with_too_many_bad_rows_writes_nothing(world: World) -> None:
    bad = [f"N{n},P9,,f,1990-05-01" for n in range(90, 96)]
    heads, digest = world.site.store.logs(), world.site.store.digest_rows()
    with pytest.raises(TooManyErrors) as told:
        take(world, listed(*rows(20), *bad))
    assert told.value.facts["found"] == 6
    assert (world.site.store.logs(), world.site.store.digest_rows()) == (heads, digest)
    assert take(world, listed(*rows(20), *bad[:5])).accepted == 20


def test_a_list_that_fails_half_way_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads, digest = world.site.store.logs(), world.site.store.digest_rows()

    def break_down(done: int, total: int) -> None:
        del done, total
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        importing.import_list(world.site, world.by, listed(*rows(9)), REQUEST, break_down)
    monkeypatch.undo()
    assert (world.site.store.logs(), world.site.store.digest_rows()) == (heads, digest)
    assert take(world, listed(*rows(9))).accepted == 9
    assert upkeep.verify(world.site, world.by).findings == ()


def test_a_category_outside_the_rule_is_remarked_and_not_taken(world: World) -> None:
    source = b"name,category\nGiven0 Family0,Citizen\nGiven1 Family1,nonsense\n"
    done = take(world, source)
    one, two = (records(world)[person] for _, person in done.persons)
    assert (one.category, two.category) == ("citizen", "")
    with world.site.store.reader() as reader:
        walk = Walk(reader, world.site.keyring.opener(reader), world.site.operation)
        claims = [step.fact for step in walk if isinstance(step.fact, PersonClaimed)]
    flags = {claim.subject: claim.flags for claim in claims}
    assert CATEGORY_OPEN in flags[done.persons[1][1]]
    assert CATEGORY_OPEN not in flags[done.persons[0][1]]


def pfif(*notes: str) -> bytes:
    person = (
        "<pfif:person><pfif:person_record_id>example.org/p1</pfif:person_record_id>"
        "<pfif:source_date>2021-08-16T00:00:00Z</pfif:source_date>"
        "<pfif:full_name>Given One</pfif:full_name></pfif:person>"
    )
    body = person + "".join(notes)
    return f'<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4">{body}</pfif:pfif>'.encode()


def note(number: int, status: str, text: str) -> str:
    return (
        f"<pfif:note><pfif:note_record_id>example.org/n{number}</pfif:note_record_id>"
        "<pfif:person_record_id>example.org/p1</pfif:person_record_id>"
        "<pfif:author_name>Example author</pfif:author_name>"
        "<pfif:source_date>2021-08-17T00:00:00Z</pfif:source_date>"
        f"<pfif:status>{status}</pfif:status><pfif:text>{text}</pfif:text></pfif:note>"
    )


def test_notes_of_pfif_become_notes_with_their_author_and_never_states(world: World) -> None:
    """R: ``believed_dead`` is a task for somebody, and nobody is dead by it."""
    done = take(world, pfif(note(1, "believed_dead", "Heard it"), note(2, "is_note_author", "Me")))
    ((_, person),) = done.persons
    page = stories.person(world.site, world.by, person)
    notes = [line.fact for line in page.story if isinstance(line.fact, NoteTaken)]
    assert [(one.author, one.status, one.text, one.opens_task) for one in notes] == [
        ("Example author", "believed_dead", "Heard it", True),
        ("Example author", "is_note_author", "Me", False),
    ]
    assert page.death is None
    assert page.line.mark is not Mark.DEAD
    assert page.record is not None
    assert page.record.task
    assert world.span("dead") == (0, 0)


def test_notes_that_are_here_already_are_not_taken_again(world: World) -> None:
    ((_, person),) = take(world, pfif(note(1, "believed_alive", "Seen"))).persons
    take(world, pfif(note(1, "believed_alive", "Seen")))
    assert story(world, person) == ["person-claimed", "note-taken"]
    take(world, pfif(note(1, "believed_alive", "Seen"), note(2, "believed_alive", "Again")))
    assert story(world, person) == ["person-claimed", "note-taken", "note-taken"]


def test_a_file_of_person_finder_comes_in(world: World, shared: Path) -> None:
    folder = shared / "vectors" / "pfif" / "tests"
    for name in ("test.pfif-1.1.xml", "test.pfif-1.2.xml", "test.pfif-1.4.xml"):
        source = (folder / name).read_bytes()
        done = take(world, source, Request(name=name))
        assert done.accepted == done.rows > 0
        assert take(world, source, Request(name=name)).repeated == done.rows
    assert world.span("dead") == (0, 0)
    assert upkeep.verify(world.site, world.by).findings == ()


MANIFEST = (
    "UNA:+.? 'UNB+UNOA:4+CARRIER:ZZ+DESK:ZZ+210826:1306+7++PAXLST'UNH+7+PAXLST:D:02B:UN:IATA'"
    "BGM+745'NAD+MS+++EXAMPLE AIR'TDT+20+EX101+++EX'LOC+125+AAA'DTM+189:2108261400:201'"
    "LOC+87+BBB'DTM+232:2108261900:201'{people}CNT+42:{count}'UNT+99+7'UNZ+1+7'"
)
TRAVELLER = (
    "NAD+{role}+++{name}'ATT+2++F'DTM+329:900531'LOC+178+AAA'LOC+179+BBB'RFF+AVF:{booking}'"
    "DOC+P:110:111+{number}'DTM+36:270531'LOC+91+UTO'"
)


def passengers(*people: tuple[str, str, str], role: str = "FL") -> bytes:
    told = "".join(
        TRAVELLER.format(role=role, name=name, booking=booking, number=number)
        for name, booking, number in people
    )
    return MANIFEST.format(people=told, count=len(people)).encode()


THREE = (
    ("BOLTE:ADELA:MIA", "QX1", "P1234501"),
    ("BOLTE:BERO", "QX1", "P1234502"),
    ("CORIN:CILLA", "QX2", "P1234503"),
)


def test_a_passenger_list_brings_people_with_their_transport(world: World) -> None:
    done = take(world, passengers(*THREE))
    assert (done.rows, done.accepted, done.crew) == (3, 3, 0)
    held = [records(world)[person] for _, person in done.persons]
    assert [one.name.full for one in held if one.name] == [
        "ADELA MIA BOLTE",
        "BERO BOLTE",
        "CILLA CORIN",
    ]
    assert held[0].party == held[1].party != held[2].party
    assert held[0].documents[0].number == "P1234501"
    assert held[0].birth is not None
    assert held[0].birth.spelled() == "1990-05-31"
    assert [one.number for one in done.transports] == ["EX101"]
    (fact,) = received(world)
    assert (fact.format, fact.lifts) == ("paxlst D.02B", ("EX101 AAA-BBB 2108261400",))
    assert [one.code.value for one in done.notices] == ["formats.paxlst-segments"]
    assert take(world, passengers(*THREE)).repeated == 3


def test_crew_make_no_claim_and_are_counted(world: World) -> None:
    done = take(world, passengers(*THREE, role="FM"))
    assert (done.rows, done.accepted, done.crew) == (0, 0, 3)
    assert not records(world)


def test_a_list_can_be_the_planned_manifest_of_a_lift(world: World) -> None:
    lift = world.lift(leave=False)
    request = Request(sender="Example air", name="EX101", lift=lift)
    first = take(world, passengers(*THREE[:2]), request)
    assert first.manifested == 2
    again = take(world, passengers(*THREE), request)
    assert (again.repeated, again.manifested) == (2, 1)
    page = stories.lift(world.site, world.by, lift)
    assert len(page.planned) == 3
    assert take(world, passengers(*THREE), request).manifested == 0


def test_a_manifest_with_more_people_than_places_puts_nothing_on_record(world: World) -> None:
    lift = world.lift(leave=False, seats=2)
    with pytest.raises(LiftFull):
        take(world, passengers(*THREE), Request(sender="Example air", lift=lift))
    assert not records(world)


def test_a_traveller_cut_in_two_by_an_apostrophe_comes_back_alone(world: World) -> None:
    many = [(f"PERSON{n}:ADELA", "", f"P12345{n:02d}") for n in range(9)]
    done = take(world, passengers(*many, ("O'GRADY:BERO", "", "P1234599")))
    assert (done.rows, done.accepted) == (10, 9)
    (back,) = done.reading.rejected
    assert (back.line, back.code) == (10, "formats.row-broken")
    assert "GRADY" not in back.text()


PFIF = '<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4">{}</pfif:pfif>'
PERSON = (
    "<pfif:person><pfif:person_record_id>a.example/1</pfif:person_record_id>"
    "<pfif:expiry_date>2022-01-01T00:00:00Z</pfif:expiry_date>"
    "<pfif:full_name>Adela Bolte</pfif:full_name></pfif:person>"
)
NOTE = (
    "<pfif:note><pfif:person_record_id>{}</pfif:person_record_id>"
    "<pfif:author_name>Bero</pfif:author_name><pfif:text>Seen</pfif:text></pfif:note>"
)


def test_notes_about_people_whom_nobody_knows_are_said(world: World) -> None:
    source = PFIF.format(PERSON + NOTE.format("a.example/1") + NOTE.format("a.example/9")).encode()
    dry = take(world, source, Request("Example office", "notes", dry_run=True))
    assert (dry.unplaced, dry.expiring, dry.notes) == (1, 1, 0)
    done = take(world, source)
    assert (done.accepted, done.notes, done.unplaced, done.expiring) == (1, 1, 1, 1)


def test_a_note_finds_its_person_in_another_list_by_the_records_id(world: World) -> None:
    first = take(world, PFIF.format(PERSON).encode())
    other = Request("Another office", "notes")
    done = take(world, PFIF.format(NOTE.format("a.example/1")).encode(), other)
    assert (done.notes, done.unplaced) == (1, 0)
    (_, person) = first.persons[0]
    assert story(world, person) == ["person-claimed", "note-taken"]

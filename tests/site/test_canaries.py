"""A canary reads like a person where people are looked for, and is in nothing else (T25)."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.ids import CanaryId, PartyId, PersonId, read, spell
from muster.ground.people.name import Name
from muster.ground.people.need import Need
from muster.journey.figures.books import Mark
from muster.journey.registry.facts import PersonCorrected
from muster.journey.registry.problems import PersonUnknown
from muster.site import operators
from muster.site.access import canaries, playing
from muster.site.access.canaries import Invented
from muster.site.closing import left
from muster.site.export.people import Filters
from muster.site.figures import reporting
from muster.site.plan import calls
from muster.site.problems import CanaryUnknown, NameEmpty, NotAllowed, NothingKnown, SecondMissing
from muster.site.record.kinds import PARTY, RECORD
from muster.site.registry import desk, importing, masks, matching, search, stories
from muster.site.registry.importing import Request
from muster.site.rights import Operator, Role
from muster.site.upkeep import verify
from tests.world.leaving import taken as export
from tests.world.site import World

WHO = Invented(
    "Canaria Examplova",
    "Canarius",
    category="citizen",
    born=1971,
    document="Q7654321",
    contact="+00 555 0199",
)


def second(world: World, role: Role = Role.AUDITOR) -> Operator:
    name = f"Example {role.value}"
    identity = operators.enrol(world.site, world.by, name, (role.value,), "24681357")
    return Operator(identity, name, (role,))


@pytest.fixture
def canary(world: World) -> CanaryId:
    return canaries.plant(world.site, world.by, second(world), WHO)


def met(world: World) -> list[tuple[str, str]]:
    (row,) = canaries.canaries(world.site, world.by)
    return [(one.how, one.operator) for one in row.met]


def test_it_takes_two_who_may_and_a_name(world: World) -> None:
    with pytest.raises(SecondMissing):
        canaries.plant(world.site, world.by, None, WHO)
    with pytest.raises(NotAllowed):
        canaries.plant(world.site, world.by, second(world, Role.REGISTRAR), WHO)
    with pytest.raises(NameEmpty):
        canaries.plant(world.site, world.by, second(world), Invented(" "))


@pytest.mark.parametrize("words", ["Canaria Examplova", "Kanaria", "Q7654321", "+00 555 0199"])
def test_whoever_searches_finds_it_and_is_told(world: World, canary: CanaryId, words: str) -> None:
    clerk = second(world, Role.REGISTRAR)
    world.people(8)
    found = search.find(world.site, clerk, words)
    assert PersonId(canary) in {one.id for one in found}
    assert met(world) == [("found", "Example registrar")]


def test_whoever_opens_it_sees_a_person_and_is_told(world: World, canary: CanaryId) -> None:
    clerk = second(world, Role.REGISTRAR)
    page = stories.person(world.site, clerk, PersonId(canary))
    assert page.record is not None
    assert page.record.name is not None
    assert page.record.name.full == WHO.name
    assert [one.kind for one in page.story] == ["person-claimed"]
    assert met(world) == [("opened", "Example registrar")]
    hidden = masks.open_field(world.site, clerk, PersonId(canary), "documents", "asked at the gate")
    assert hidden == ("passport Q7654321",)


def test_it_is_in_no_figure_match_plan_list_or_call(world: World) -> None:
    everybody = world.people(9)

    def state() -> tuple[object, ...]:
        report = reporting.report(world.site, world.by)
        figures = tuple((one.id, one.lo, one.hi) for one in report.figures)
        lined = [one.id for one in left.open_lines(world.site, world.by)]
        called = calls.listed(world.site, world.by)
        matched = matching.run(world.site, world.by, dry_run=True)
        return figures, lined, called, matched.people, matched.unsure + matched.same

    before = state()
    canary = canaries.plant(world.site, world.by, second(world), WHO)
    canaries.plant(world.site, world.by, second(world, Role.LEAD), WHO)  # two alike: no pair
    assert state() == before
    assert PersonId(canary) not in everybody
    with world.site.view() as view:
        assert sum(view.lines().values()) == len(everybody)
        assert view.reader.account_get(canary) is None


def test_a_rebuild_of_the_rows_gives_the_same_rows(world: World, canary: CanaryId) -> None:
    search.find(world.site, world.by, WHO.name)
    stories.person(world.site, world.by, PersonId(canary))
    assert verify(world.site, world.by).findings == ()


def test_each_export_has_a_row_of_its_own_that_says_which_it_was(
    world: World, canary: CanaryId
) -> None:
    world.people(12)
    taken = [export(world.site, world.by, ("id", "name")) for _ in range(2)]
    marks = [next(read(cells[0]) for cells in one.rows if cells[1] == WHO.name) for one in taken]
    assert marks[0] != marks[1]
    assert canary not in marks
    assert all(len(one.rows) == 13 for one in taken)
    first = canaries.seen_outside(world.site, world.by, canary, "a market", marks[0])
    assert [one.mark for one in first] == [marks[0]]
    assert len(canaries.seen_outside(world.site, world.by, canary, "a rumour")) == 2
    with pytest.raises(NothingKnown):
        stories.person(world.site, world.by, PersonId(marks[0]))


def test_columns_that_tell_nobody_apart_carry_no_canary(world: World, canary: CanaryId) -> None:
    del canary
    world.people(5)
    counted = export(world.site, world.by, ("stage", "category"))
    assert len(counted.rows) == 5


def test_an_export_of_another_group_carries_no_canary(world: World, canary: CanaryId) -> None:
    del canary
    world.people(5, "staff")
    asked = Filters(categories=("staff",))
    assert len(export(world.site, world.by, filters=asked).rows) == 5


def test_a_canary_that_was_withdrawn_is_met_no_more(world: World, canary: CanaryId) -> None:
    other = second(world, Role.LEAD)
    search.find(world.site, world.by, WHO.name)
    canaries.withdraw(world.site, world.by, other, canary, "everybody knows it")
    assert search.find(world.site, world.by, WHO.name) == []
    assert search.find(world.site, world.by, WHO.document) == []
    with pytest.raises(NothingKnown):
        stories.person(world.site, world.by, PersonId(canary))
    with pytest.raises(CanaryUnknown):
        canaries.withdraw(world.site, world.by, other, canary, "again")
    (row,) = canaries.canaries(world.site, world.by)
    assert (row.withdrawn, len(row.met)) == (True, 1)


def test_an_alert_stays_until_somebody_asked(world: World, canary: CanaryId) -> None:
    search.find(world.site, world.by, WHO.name)
    assert canaries.canaries(world.site, world.by)[0].unanswered == 1
    canaries.answer(world.site, world.by, canary, "a slip of the pen")
    assert canaries.canaries(world.site, world.by)[0].unanswered == 0
    stories.person(world.site, world.by, PersonId(canary))
    assert canaries.canaries(world.site, world.by)[0].unanswered == 1


def test_a_canary_is_spelled_like_anybody(canary: CanaryId) -> None:
    assert len(spell(canary)) == 26


def test_it_is_found_after_the_site_was_closed_and_opened(world: World, canary: CanaryId) -> None:
    world.reopen()
    assert PersonId(canary) in {one.id for one in search.find(world.site, world.by, WHO.name)}


def listed(columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> bytes:
    return "\n".join(",".join(cells) for cells in (columns, *rows)).encode()


@pytest.mark.parametrize(
    "columns", [("id", "name"), ("name", "birth", "category"), ("name", "contacts")]
)
def test_one_that_comes_back_in_a_list_is_told_and_becomes_nobody(
    world: World, canary: CanaryId, columns: tuple[str, ...]
) -> None:
    world.people(3)
    clerk = second(world, Role.REGISTRAR)
    taken = export(world.site, world.by, columns)
    heads = tuple("phone" if one == "contacts" else one for one in columns)
    done = importing.import_list(
        world.site, clerk, listed(heads, taken.rows), Request(sender="A market", name="bought")
    )
    assert (done.rows, done.accepted, done.repeated) == (4, 3, 1)
    (row,) = canaries.canaries(world.site, world.by)
    outside = next(one for one in row.met if one.how == "outside")
    assert outside.where == "in a list of A market"
    assert row.unanswered >= 1
    if "id" in columns:
        left_with = [one for one in row.met if one.how == "exported" and one.mark == outside.mark]
        assert [one.operator for one in left_with] == ["Site lead"]
    found = search.find(world.site, world.by, WHO.name)
    assert [one.id for one in found] == [PersonId(canary)]
    assert sum(world.site.store.tally("standing").values()) == 6, "three, and three from the list"
    assert verify(world.site, world.by).findings == ()


def test_somebody_of_the_same_name_is_not_lost(world: World, canary: CanaryId) -> None:
    done = importing.import_list(
        world.site, world.by, f"name,birth\n{WHO.name},1980\n".encode(), Request(name="list")
    )
    assert (done.accepted, done.repeated) == (1, 0)
    assert len(search.find(world.site, world.by, WHO.name)) == 2
    assert PersonId(canary) in {one.id for one in search.find(world.site, world.by, WHO.name)}


def test_a_look_at_a_list_beforehand_tells_nobody(world: World, canary: CanaryId) -> None:
    assert canary
    raw = f"name,birth\n{WHO.name},{WHO.born}\n".encode()
    done = importing.import_list(world.site, world.by, raw, Request(name="list", dry_run=True))
    assert (done.accepted, done.repeated) == (0, 1)
    assert met(world) == []


def test_whoever_writes_on_it_sees_that_done_and_is_told(world: World, canary: CanaryId) -> None:
    clerk, person = second(world, Role.REGISTRAR), PersonId(canary)
    (real,) = world.people(1)
    deeds = deeds_on(world, clerk)
    for deed in deeds:
        deed(person)
        deed(real)
        told, beside = (stories.person(world.site, clerk, one) for one in (person, real))
        assert [one.kind for one in told.story] == [one.kind for one in beside.story]
        assert told.line.stage == beside.line.stage
        assert told.line.mark == beside.line.mark
        assert told.record is not None
        assert beside.record is not None
        assert told.record.name == beside.record.name
        assert told.record.needs == beside.record.needs
    assert [how for how, _ in met(world)].count("changed") == len(deeds)
    with world.site.view() as view:
        assert sum(view.lines().values()) == 1
        assert view.reader.account_get(canary) is None
        assert view.state(RECORD, canary) is None
    assert verify(world.site, world.by).findings == ()


def deeds_on(world: World, clerk: Operator) -> list[Callable[[PersonId], None]]:
    """Return what a clerk may put on record of somebody, one after another."""
    site, now = world.site, world.site.now()
    seen = Document(DocumentType.PASSPORT, "Q1", Evidence.SEEN)
    corrected = replace(PersonCorrected(PersonId(b""), now, clerk.id, "misread"), name=Name("Ann"))
    return [
        lambda one: desk.correct(site, clerk, replace(corrected, subject=one)),
        lambda one: desk.see_documents(site, clerk, [(one, seen)]),
        lambda one: desk.record_needs(site, clerk, one, (Need.WHEELCHAIR,)),
        lambda one: desk.search_people(site, clerk, [one]),
        lambda one: desk.lose_trace(site, clerk, [one], now.latest),
        lambda one: desk.hear_from(site, clerk, [one], "by telephone"),
        lambda one: desk.withdraw(site, clerk, [one], "own wish"),
        lambda one: desk.hear_from(site, clerk, [one], "by telephone"),
    ]


def test_it_is_found_by_the_name_it_was_corrected_to(world: World, canary: CanaryId) -> None:
    clerk = second(world, Role.REGISTRAR)
    correct, *_rest = deeds_on(world, clerk)
    correct(PersonId(canary))
    assert PersonId(canary) in {one.id for one in search.find(world.site, clerk, "Ann")}


def test_it_has_a_party_like_anybody_and_that_is_confirmed_and_withdrawn(
    world: World, canary: CanaryId
) -> None:
    clerk = second(world, Role.REGISTRAR)
    (found,) = (
        one for one in search.find(world.site, clerk, WHO.name) if one.id == PersonId(canary)
    )
    assert found.party is not None
    assert found.party != canary
    party = PartyId(found.party)
    assert stories.lookup(world.site, clerk, spell(party)) == ("party", party)
    desk.confirm_parties(world.site, clerk, [party])
    page = stories.party(world.site, clerk, party)
    assert page.party.confirmed
    (member,) = page.members
    assert (member.id, member.name) == (PersonId(canary), WHO.name)
    desk.withdraw(world.site, clerk, [member.id], "own wish")
    (gone,) = stories.party(world.site, clerk, party).members
    assert gone.mark == Mark.WITHDREW
    with world.site.view() as view:
        assert view.state(PARTY, party) is None
    assert {"opened", "changed"} <= {how for how, _ in met(world)}


def test_one_that_was_withdrawn_by_its_planters_takes_nothing_more(
    world: World, canary: CanaryId
) -> None:
    clerk = second(world, Role.REGISTRAR)
    canaries.withdraw(world.site, world.by, second(world, Role.LEAD), canary, "seen through")
    for deed in deeds_on(world, clerk):
        with pytest.raises(PersonUnknown):
            deed(PersonId(canary))
    with pytest.raises(NothingKnown):
        stories.party(world.site, clerk, playing.party_of(canary))


def test_its_row_in_an_export_has_a_party_like_the_others(world: World, canary: CanaryId) -> None:
    world.people(3)
    columns = ("id", "name", "party")
    told = export(world.site, world.by, columns).rows
    row = next(one for one in told if WHO.name in one)
    real = next(one for one in told if WHO.name not in one)
    assert [bool(cell) for cell in row] == [bool(cell) for cell in real]
    assert spell(canary) not in row

"""A1, R4: whoever holds the road is to be given names, or what names can be guessed from.

A name has nowhere to be on the sheet that leaves: the type is walked, and marked people are looked
for in its bytes. A name is told only by two people with a reason, and both stand in the audit.
"""

import base64
import inspect
import json
import re
import typing
from collections.abc import Callable, Iterator

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.adapters.formats.counterpart import WRITERS, Sheet, Written
from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.facts import RecordsExported
from muster.ground.people.ids import ArrangementId, PartyId, spell
from muster.ground.people.kin import Relation
from muster.ground.people.moment import HOUR, Instant
from muster.ground.people.name import named
from muster.journey.passage import problems
from muster.journey.passage.facts import DisclosureMade, PersonsNamed
from muster.journey.passage.rules import Flag
from muster.journey.passage.terms import Channel, Disclosable
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site.passage import disclosures, liaison, told
from muster.site.problems import NotAllowed, SecondMissing, SecondSame
from muster.site.record.walk import Walk
from muster.site.registry import desk
from muster.site.rights import Operator, Role
from tests.site.passage.test_liaison import agreed, colleague
from tests.world.site import World

ALLOWED = {
    "count": int,
    "vehicles": int,
    "window": tuple[int, int],
    "lane": int,
    "tokens": tuple[str, ...],
}
PLAIN = {int, str, type(None)}
TOKEN = r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}"


def leaves(annotation: object) -> Iterator[object]:
    """Yield every type that a value of ``annotation`` can be made of."""
    inner = [one for one in typing.get_args(annotation) if one is not Ellipsis]
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        inner = [field.type for field in msgspec.structs.fields(annotation)]
    if not inner:
        yield annotation
    for one in inner:
        yield from leaves(one)


def test_the_sheet_has_five_fields_and_a_name_fits_in_none() -> None:
    """R4, T31: an allow-list; a field more is a decision, not a slip."""
    found = {field.name: field.type for field in msgspec.structs.fields(Sheet)}
    without_none = {name: _given(kind) for name, kind in found.items()}
    assert without_none == ALLOWED
    assert set(leaves(Sheet)) <= PLAIN
    texts = [name for name, kind in found.items() if str in set(leaves(kind))]
    assert texts == ["tokens"], "the one text that leaves is made of chance"


def _given(kind: object) -> object:
    given_ = [one for one in typing.get_args(kind) if one is not type(None)]
    return given_[0] if type(None) in typing.get_args(kind) else kind


def test_nobody_can_hand_a_text_to_the_sheet() -> None:
    """R4: of what an operator gives, only numbers and times reach the sheet."""
    asked = inspect.signature(disclosures.disclose).parameters
    texts = {name for name, one in asked.items() if one.annotation is str}
    assert texts == {"recipient"}, "and the recipient is not on it"


def test_a_sheet_written_in_any_way_says_no_more_than_its_fields() -> None:
    sheet = Sheet(count=40, vehicles=2, window=(HOUR, 2 * HOUR), lane=3, tokens=("A", "B"))
    assert json.loads(disclosures.spelled(sheet, Written.JSON)) == {
        "count": 40,
        "vehicles": 2,
        "window": {"from": "1970-01-01T01:00:00Z", "until": "1970-01-01T02:00:00Z"},
        "lane": 3,
        "tokens": ["A", "B"],
    }
    assert disclosures.spelled(sheet, Written.CSV).decode("utf-8-sig").splitlines() == [
        "count,vehicles,from,until,lane,tokens",
        "40,2,1970-01-01T01:00:00Z,1970-01-01T02:00:00Z,3,A B",
    ]
    assert disclosures.spelled(sheet, Written.TEXT).decode().splitlines() == [
        "PEOPLE 40",
        "VEHICLES 2",
        "FROM 1970-01-01 01:00 UTC",
        "UNTIL 1970-01-01 02:00 UTC",
        "LANE 3",
        "TOKEN 1 OF 2: A",
        "TOKEN 2 OF 2: B",
    ]


def test_what_was_not_told_is_not_there() -> None:
    bare = Sheet(count=40)
    assert disclosures.spelled(bare, Written.TEXT) == b"PEOPLE 40\n"
    assert disclosures.spelled(bare, Written.CSV).endswith(b"40,,,,,\r\n")


# --------------------------------------------------------------------------- marked people, fuzzed


@pytest.fixture(scope="module")
def road(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A site whose arrangement is agreed; shared, so that a fuzz can run on it."""
    made = World(tmp_path_factory.mktemp("road") / "site")
    yield made
    made.site.close()


def claimed(world: World, sizes: list[int], mark: str, phone: str) -> list[PartyId]:
    """Let marked parties claim; the mark is in every text that a claim has."""
    parties = []
    for size in sizes:
        persons = tuple(
            PersonClaim(
                named(f"{mark}given{one}", f"{mark}family", father=f"{mark}father"),
                relation=Relation.HEAD if one == 0 else Relation.OTHER_KIN,
                category="citizen",
                documents=(Document(DocumentType.PASSPORT, f"{mark}D{one}", Evidence.SEEN),),
                contacts=(phone, f"{mark}@example.org"),
            )
            for one in range(size)
        )
        (ids,) = desk.claim(world.site, world.by, [PartyClaim(persons)])
        parties.append(ids)
    return [PartyId(ids.party) for ids in parties]


ENCODINGS: tuple[Callable[[str], bytes], ...] = (
    lambda text: text.encode(),
    lambda text: text.upper().encode(),
    lambda text: text.encode("utf-16-le"),
    lambda text: text.encode("utf-16-be"),
    lambda text: text.encode().hex().encode(),
)


def traces(secret: str) -> Iterator[bytes]:
    """Yield ``secret`` in each encoding, and what base 64 keeps of it wherever it begins."""
    for encoded in ENCODINGS:
        yield encoded(secret)
    for before in range(3):
        raw = bytes(before) + secret.encode()
        yield base64.b64encode(raw)[-(-before * 8 // 6) : len(raw) * 8 // 6]


@settings(max_examples=15)
@given(
    sizes=st.lists(st.integers(1, 4), min_size=1, max_size=4),
    mark=st.text("qzxjkvw", min_size=10, max_size=14),
    phone=st.text("0123456789", min_size=11, max_size=14),
    vehicles=st.integers(1, 9),
    tokened=st.booleans(),
)
def test_no_mark_of_a_person_is_in_any_sheet(
    road: World, sizes: list[int], mark: str, phone: str, vehicles: int, *, tokened: bool
) -> None:
    """R4, T31: searched in every spelling of every writer, plain and encoded."""
    arrangement = agreed(road)
    parties = claimed(road, sizes, mark, phone)
    now = road.clock.at
    sheet = disclosures.disclose(
        road.site,
        road.by,
        arrangement,
        count=sum(sizes),
        vehicles=vehicles,
        window=(now, now + HOUR),
        tokens=vehicles if tokened else 0,
        lane=1,
        parties=parties,
    )
    secrets = [mark, phone, "citizen", "passport", road.by.name, *map(spell, parties)]
    for written in Written:
        raw = disclosures.spelled(sheet, written)
        assert not any(bytes(party) in raw for party in parties)
        for secret in secrets:
            assert not [trace for trace in traces(secret) if trace in raw], written


def test_the_search_finds_what_it_looks_for() -> None:
    """The control: a planted mark is found in every encoding, or the fuzz proves nothing."""
    mark = "qzxjkvwqzxj"
    planted = [b"before " + encoded(mark) + b" after" for encoded in ENCODINGS]
    planted += [base64.b64encode(f"{'x' * pad}{mark} after".encode()) for pad in range(3)]
    assert all(any(trace in raw for trace in traces(mark)) for raw in planted)


@given(st.permutations([1, 2, 3, 4]), st.sampled_from(Written))
def test_sheets_of_two_lists_look_alike(sizes: list[int], written: Written) -> None:
    """T31: the same people in other families and another order leave the same bytes."""
    one = Sheet(count=sum(sizes), vehicles=2, lane=1)
    other = Sheet(count=10, vehicles=2, lane=1)
    assert WRITERS[written](one) == WRITERS[written](other)


def test_sheets_about_other_families_differ_in_their_tokens_alone(world: World) -> None:
    """T31: nothing on the sheet follows from who travels."""
    arrangement = agreed(world)
    sheets = [
        disclosures.disclose(
            world.site,
            world.by,
            arrangement,
            count=4,
            vehicles=2,
            tokens=2,
            parties=claimed(world, sizes, "Mark", "1"),
        )
        for sizes in ([4], [1, 1, 2], [2, 1, 1])
    ]
    blank = {msgspec.structs.replace(sheet, tokens=()) for sheet in sheets}
    assert len(blank) == 1
    assert len({len(disclosures.spelled(sheet, Written.JSON)) for sheet in sheets}) == 1
    assert len({token for sheet in sheets for token in sheet.tokens}) == 6


def test_a_token_is_made_of_chance_and_can_be_read_out(world: World) -> None:
    sheet = disclosures.disclose(world.site, world.by, agreed(world), count=30, tokens=30)
    assert len(set(sheet.tokens)) == 30
    assert all(re.fullmatch(TOKEN, token) for token in sheet.tokens)


# ----------------------------------------------------------------------- the fact is first, always


class PowerCut(Exception):
    """The commit did not come about."""


def test_the_fact_is_durable_before_a_byte_leaves(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T30: a commit that fails leaves no sheet; nothing leaves without one."""
    arrangement = agreed(world)

    def fails(*_: object) -> None:
        raise PowerCut

    monkeypatch.setattr(world.site.journal, "flush", fails)
    monkeypatch.setattr(world.site.commits, "_flush", fails)
    with pytest.raises(PowerCut):
        disclosures.disclose(world.site, world.by, arrangement, count=3)
    monkeypatch.undo()
    assert told.ledger(world.site, world.by) == []


def facts_of(world: World, kind: type) -> list[object]:
    """Return every fact of ``kind`` in the record, read back from the log itself."""
    with world.site.view() as view:
        keys = world.site.keyring.opener(view.reader)
        walk = Walk(view.reader, keys, world.site.operation)
        return [step.fact for step in walk if isinstance(step.fact, kind)]


def test_an_export_is_a_disclosure_on_record_and_in_the_audit(world: World) -> None:
    """T30, T25."""
    arrangement = agreed(world)
    disclosures.disclose(world.site, world.by, arrangement, count=3, tokens=1)
    (made,) = facts_of(world, DisclosureMade)
    assert isinstance(made, DisclosureMade)
    assert (made.subject, made.count, made.tokens, made.exported) == (arrangement, 3, 1, True)
    (out,) = facts_of(world, RecordsExported)
    assert isinstance(out, RecordsExported)
    assert (out.subject, out.columns) == (world.by.id, ("count", "tokens"))


# ------------------------------------------------------------------------- a name takes two people


class Naming:
    """A site, an arrangement, somebody to be named, and a second person."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.arrangement = agreed(world, Disclosable.COUNT)
        self.person = world.party(1)[0]
        self.second = colleague(world)

    def name(
        self,
        second: Operator | None,
        reason: str = "held there",
        happened: Instant | None = None,
    ) -> tuple[Flag, ...]:
        """Name the person."""
        world, persons = self.world, [self.person]
        return disclosures.name_people(
            world.site,
            world.by,
            second,
            self.arrangement,
            persons,
            reason=reason,
            happened=happened,
        )


@pytest.fixture
def naming(world: World) -> Naming:
    return Naming(world)


def test_a_name_takes_two_people_and_a_reason_and_the_audit_shows_both(naming: Naming) -> None:
    """R4, T24."""
    world = naming.world
    assert naming.name(naming.second) == ()
    (named_,) = facts_of(world, PersonsNamed)
    assert isinstance(named_, PersonsNamed)
    assert (named_.operator, named_.second) == (world.by.id, naming.second.id)
    assert (named_.persons, named_.reason) == ((naming.person,), "held there")
    out = [one for one in facts_of(world, RecordsExported) if isinstance(one, RecordsExported)]
    assert {one.operator for one in out} == {world.by.id, naming.second.id}
    assert {(one.purpose, one.rows, one.columns) for one in out} == {("held there", 1, ("names",))}
    (row,) = told.ledger(world.site, world.by, about=naming.person)
    assert (row.persons, row.reason) == ((naming.person,), "held there")
    assert (row.operator, row.second) == (world.by.name, naming.second.name)


def test_a_name_is_not_told_by_one(naming: Naming) -> None:
    """T24."""
    powerless = Operator(naming.second.id, "Example colleague", (Role.RAMP,))
    for second, problem in (
        (None, SecondMissing),
        (naming.world.by, SecondSame),
        (powerless, NotAllowed),
    ):
        with pytest.raises(problem):
            naming.name(second)
    with pytest.raises(problems.ReasonMissing):
        naming.name(naming.second, reason="  ")
    assert facts_of(naming.world, PersonsNamed) == []
    assert facts_of(naming.world, RecordsExported) == []


def test_a_name_is_not_told_under_what_has_lapsed_unless_it_was_already(naming: Naming) -> None:
    """T30."""
    world = naming.world
    world.hours(13)
    with pytest.raises(problems.HasLapsed):
        naming.name(naming.second)
    assert naming.name(naming.second, happened=world.clock.at) == (Flag.AFTER_LAPSE,)


def test_the_name_itself_is_in_no_fact_of_the_naming(naming: Naming) -> None:
    naming.name(naming.second)
    (named_,) = facts_of(naming.world, PersonsNamed)
    assert b"Given" not in msgspec.msgpack.encode(named_)
    assert b"Family" not in msgspec.msgpack.encode(named_)


def test_an_arrangement_cannot_allow_a_name() -> None:
    """R4: the closed list has no word for it."""
    assert {kind.value for kind in Disclosable} == {"count", "vehicles", "window", "tokens"}


def test_a_made_up_arrangement_is_no_way_round(world: World) -> None:
    """T30."""
    with pytest.raises(problems.ArrangementUnknown):
        disclosures.disclose(world.site, world.by, ArrangementId(b"x" * 16), count=3)
    disclosures.report(
        world.site, world.by, channel=Channel.RADIO, count=3, recipient="Guard at the bridge"
    )
    (row,) = told.ledger(world.site, world.by)
    with pytest.raises(problems.ArrangementUnknown):
        disclosures.disclose(world.site, world.by, row.arrangement, count=3)
    with pytest.raises(problems.ArrangementUnknown):
        liaison.use(world.site, world.by, row.arrangement)

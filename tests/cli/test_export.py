"""Rows leave few at a time, or by two people; always on record, never with a hidden cell."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from muster.adapters.formats.limits import Limits
from muster.adapters.formats.paxlst.reader import read as read_paxlst
from muster.adapters.formats.pfif.reader import read as read_pfif
from muster.doors.cli.intake import Listed
from muster.doors.cli.leaving import Leaving
from muster.doors.cli.refusal import Refused
from muster.ground.people.facts import RecordsExported
from muster.ground.people.name import Name
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site import operators, upkeep
from muster.site.export import lifts, people
from muster.site.export.cells import WITHHELD
from muster.site.export.people import Filters, Table
from muster.site.export.signing import MOST
from muster.site.incident import roll
from muster.site.problems import (
    ExportColumnUnknown,
    ExportNeedsTwo,
    NotAllowed,
    SecondIsFirst,
)
from muster.site.record.walk import Walk
from muster.site.registry import desk
from muster.site.rights import Operator, Role
from muster.site.site import Site
from tests.cli.conftest import PIN, Muster
from tests.world.leaving import taken as export
from tests.world.site import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A site with eight people, open."""
    made = World(tmp_path / "open-site")
    made.party()
    made.party(category="resident")
    yield made
    made.site.close()


def crowd(world: World, count: int = MOST) -> None:
    """Let so many people claim, each alone."""
    claims = [PartyClaim((PersonClaim(Name(f"Someone {n:04d}")),)) for n in range(count)]
    desk.claim(world.site, world.by, claims)


def enrolled(world: World, name: str, role: Role) -> Operator:
    """Return an operator enrolled with the PIN of the tests."""
    return Operator(operators.enrol(world.site, world.by, name, (role,), PIN), name, (role,))


def on_record(site: Site) -> list[RecordsExported]:
    """Return what the record says of rows that left."""
    with site.store.reader() as reader:
        steps = list(Walk(reader, site.keyring.opener(reader), site.operation))
    return [step.fact for step in steps if isinstance(step.fact, RecordsExported)]


def test_who_took_what_is_on_record(world: World) -> None:
    taken = export(world.site, world.by, ("id", "stage"), purpose="for a test")
    assert len(taken.rows) == 8
    (fact,) = on_record(world.site)
    assert (fact.operator, fact.subject) == (world.by.id, world.by.id)
    assert (fact.rows, fact.columns, fact.purpose) == (8, ("id", "stage"), "for a test")


def test_more_than_the_cap_takes_two_people_and_both_are_on_record(world: World) -> None:
    crowd(world)
    second = enrolled(world, "Second Lead", Role.LEAD)
    with pytest.raises(ExportNeedsTwo):
        export(world.site, world.by)
    assert not on_record(world.site)
    taken = export(world.site, world.by, second=second)
    assert len(taken.rows) == MOST + 8
    assert [fact.operator for fact in on_record(world.site)] == [world.by.id, second.id]


def test_as_many_as_the_cap_take_one(world: World) -> None:
    crowd(world, MOST - 8)
    assert len(export(world.site, world.by).rows) == MOST


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEAD])
def test_a_second_person_without_the_right_is_none(world: World, role: Role) -> None:
    crowd(world)
    second = enrolled(world, "Second One", role)
    with pytest.raises(NotAllowed):
        export(world.site, world.by, second=second)
    with pytest.raises(NotAllowed):
        export(world.site, second, second=world.by)
    assert not on_record(world.site)


def test_one_person_is_not_two(world: World) -> None:
    crowd(world)
    with pytest.raises(SecondIsFirst):
        export(world.site, world.by, second=world.by)


@pytest.mark.parametrize("columns", [("name", "shoe-size"), ("name", "name"), ("departed",)])
def test_only_columns_that_exist_leave_each_once(world: World, columns: tuple[str, ...]) -> None:
    with pytest.raises(ExportColumnUnknown):
        export(world.site, world.by, columns)


def test_filters_let_through_who_is_asked_for(world: World) -> None:
    people = world.party()
    world.land(world.lift(people, counted=4), people)
    site, by = world.site, world.by
    safe = export(site, by, ("stage", "place"), Filters(stages=("safe",)))
    residents = export(site, by, ("category",), Filters(categories=("resident",)))
    assert set(safe.rows) == {("safe", "Example base")}
    assert len(safe.rows) == len(residents.rows) == 4
    assert not export(site, by, ("id",), Filters(marks=("withdrew",))).rows


def test_the_name_of_the_dead_stays_until_the_next_of_kin_know(world: World) -> None:
    (dead, *_) = world.party()
    told = Filters(marks=("dead",))
    roll.report_deaths(world.site, world.by, [dead], "hospital", authority=True)
    assert export(world.site, world.by, ("name",), told).rows == ((WITHHELD,),)
    roll.tell_kin(world.site, world.by, [dead], "liaison")
    (shown,) = export(world.site, world.by, ("name",), told).rows
    assert shown != (WITHHELD,)


def test_a_shredded_person_does_not_leave_and_is_not_missed(world: World) -> None:
    (gone, *_) = world.party()
    upkeep.shred(world.site, world.by, gone, "on request")
    assert len(export(world.site, world.by).rows) == 11


def test_every_column_can_be_read_back_from_the_file(world: World) -> None:
    party = world.party()
    world.land(world.lift(party, counted=4), party)
    tables: tuple[Table, ...] = (
        export(world.site, world.by, people.COLUMNS),
        lifts.take_out(world.site, world.by),
    )
    for taken in tables:
        rows = list(csv.reader(io.StringIO(taken.csv().decode("utf-8-sig"))))
        assert rows == [list(taken.columns), *map(list, taken.rows)]


def test_no_cell_is_a_formula(world: World) -> None:
    claim = PartyClaim((PersonClaim(Name("=HYPERLINK(1)")),))
    desk.claim(world.site, world.by, [claim])
    said = export(world.site, world.by, ("name",)).csv().decode("utf-8-sig")
    assert "\n=" not in said
    assert "'=HYPERLINK(1)" in said


def test_on_the_command_line_the_second_person_signs_with_a_pin(
    world: World, muster: Muster
) -> None:
    crowd(world)
    enrolled(world, "Second Lead", Role.LEAD)
    world.site.close()
    place, signed = ("--site", str(world.folder)), ("--second", "second lead")
    alone = muster("export", "people", *place)
    assert alone.exit_code == 1
    assert not alone.stdout
    assert "One person may export 500 rows; these are 508." in alone.stderr
    wrong = muster("export", *signed, "--second-pin-file", "secret", *place)
    assert wrong.exit_code == 6
    assert not wrong.stdout
    both = muster("export", *signed, "--second-pin-file", "pin", *place)
    assert both.exit_code == 0
    assert len(both.stdout.splitlines()) == 509


def test_hxl_tags_stand_under_the_header_and_the_list_comes_in_again(
    muster: Muster, tmp_path: Path
) -> None:
    out = tmp_path / "people.csv"
    words = ("export", "--columns", "id,name,sex,birth,category", "--hxl", "--output", str(out))
    assert muster(*words).exit_code == 0
    rows = [*csv.reader(io.StringIO(out.read_text("utf-8-sig")))]
    assert rows[1] == [
        "#affected+id",
        "#affected+name",
        "#affected+sex",
        "#affected+birth",
        "#affected+category",
    ]
    said = msgspec.json.decode(
        muster("import", str(out), "--dry-run", "--json").stdout, type=Listed
    )
    assert (said.rows, said.accepted) == (8, 8)
    assert [one.target for one in said.mapping] == ["row-id", "name", "sex", "birth", "category"]


def test_pfif_leaves_field_by_field(muster: Muster) -> None:
    ended = muster("export", "--format", "pfif", "--columns", "given_name,sex,notes")
    assert ended.exit_code == 0
    assert len(read_pfif(ended.stdout_bytes, Limits()).persons) == 8
    assert "8 people left" in ended.stderr
    refused = muster("export", "--format", "pfif", "--json")
    assert msgspec.json.decode(refused.stdout, type=Refused).error.code == (
        "site.export-fields-unsaid"
    )


def test_a_lift_leaves_as_the_passenger_list_of_its_carrier(muster: Muster, tmp_path: Path) -> None:
    words = ("--format", "paxlst", "--lift", "example 1", "--from", "KBL", "--to", "DOH")
    out = tmp_path / "list.edi"
    ended = muster("export", *words, "--manifest", "boarded", "--output", str(out), "--json")
    said = msgspec.json.decode(ended.stdout, type=Leaving)
    assert (said.format, said.people, said.withheld, said.text) == ("paxlst", 4, 0, "")
    assert out.stat().st_mode & 0o777 == 0o600
    lists = read_paxlst(out.read_bytes(), Limits())
    assert len(lists.travellers) == 4
    assert lists.transports[0].legs() == (("KBL", "DOH"),)
    shown = msgspec.json.decode(
        muster("import", str(out), "--dry-run", "--json").stdout, type=Listed
    )
    assert (shown.accepted, [one.number for one in shown.transports]) == (4, ["EXAMPLE1"])


@pytest.mark.parametrize(
    "words",
    [
        "--format paxlst",
        "--lift x",
        "--format pfif --hxl",
        "lifts --format pfif --columns sex",
        "lifts --format paxlst --lift x",
    ],
)
def test_options_that_do_not_go_together_let_nothing_leave(muster: Muster, words: str) -> None:
    ended = muster("export", *words.split(), "--json")
    assert ended.exit_code == 2
    assert msgspec.json.decode(ended.stdout, type=Refused).error.code == "cli.usage"

"""PFIF that leaves: only chosen fields, with whoever said what and when, and always on record."""

import pytest

from muster.adapters.formats.limits import Limits
from muster.adapters.formats.pfif.reader import read
from muster.adapters.formats.pfif.records import Records
from muster.ground.people.birth import Birth, Precision
from muster.ground.people.facts import RecordsExported
from muster.ground.people.moment import read_iso
from muster.ground.people.name import Name
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site import operators
from muster.site.export.making import Made
from muster.site.export.people import Filters
from muster.site.export.signing import MOST
from muster.site.export.tracing import DOMAIN, FIELDS, Asked
from muster.site.incident import roll
from muster.site.problems import (
    ExportColumnUnknown,
    ExportDomainUnreadable,
    ExportFieldsUnsaid,
    ExportNeedsTwo,
    NotAllowed,
)
from muster.site.record.walk import Walk
from muster.site.registry import desk, importing
from muster.site.registry.importing import Request
from muster.site.rights import Operator, Role
from tests.world import leaving
from tests.world.site import World

ALL = Asked(FIELDS)
PFIF = '<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.3">{}</pfif:pfif>'
PERSON = (
    "<pfif:person><pfif:person_record_id>a.example/1</pfif:person_record_id>"
    "<pfif:source_date>2021-08-01T00:00:00Z</pfif:source_date>"
    "<pfif:full_name>Adela Bolte</pfif:full_name><pfif:first_name>Adela</pfif:first_name>"
    "<pfif:last_name>Bolte</pfif:last_name><pfif:sex>female</pfif:sex>"
    "<pfif:date_of_birth>1990-05</pfif:date_of_birth></pfif:person>"
)
NOTE = (
    "<pfif:note><pfif:note_record_id>a.example/n{0}</pfif:note_record_id>"
    "<pfif:person_record_id>a.example/1</pfif:person_record_id>"
    "<pfif:linked_person_record_id>b.example/2</pfif:linked_person_record_id>"
    "<pfif:author_name>Bero</pfif:author_name>"
    "<pfif:source_date>2021-08-02T10:00:00Z</pfif:source_date>"
    "<pfif:status>{1}</pfif:status><pfif:text>Seen {0} &amp; well</pfif:text></pfif:note>"
)


def traced(world: World, asked: Asked = ALL, filters: Filters | None = None) -> Made:
    world.tick()
    return leaving.traced(world.site, world.by, asked, filters)


def records(done: Made) -> Records:
    return read(done.content, Limits())


def came(world: World, *notes: str) -> None:
    """Import one person and notes on them."""
    world.tick()
    source = PFIF.format(PERSON + "".join(notes)).encode()
    importing.import_list(world.site, world.by, source, Request("Example office", "august"))


def claimed(world: World, *claims: PersonClaim) -> None:
    world.tick()
    desk.claim(world.site, world.by, [PartyClaim((one,)) for one in claims])


def on_record(world: World) -> list[RecordsExported]:
    with world.site.store.reader() as reader:
        steps = list(Walk(reader, world.site.keyring.opener(reader), world.site.operation))
    return [step.fact for step in steps if isinstance(step.fact, RecordsExported)]


def test_what_came_as_pfif_leaves_as_pfif_with_its_id_author_and_time(world: World) -> None:
    came(world, NOTE.format(1, "believed_alive"), NOTE.format(2, ""))
    done = traced(world)
    assert (done.rows, done.notes, done.withheld, done.kept) == (1, 2, 0, 0)
    got = records(done)
    assert got.version == "1.4"
    (person,) = got.persons
    assert person["person_record_id"] == "a.example/1"
    assert person["full_name"] == "Adela Bolte"
    assert (person["given_name"], person["family_name"]) == ("Adela", "Bolte")
    assert (person["sex"], person["date_of_birth"]) == ("female", "1990-05")
    assert (person["author_name"], person["source_name"]) == ("Example office", "Test site")
    note = next(one for one in got.notes if one.get("status"))
    assert note["person_record_id"] == "a.example/1"
    assert note["linked_person_record_id"] == "b.example/2"
    assert (note["author_name"], note["source_date"]) == ("Bero", "2021-08-02T10:00:00Z")
    assert (note["status"], note["text"]) == ("believed_alive", "Seen 1 & well")


def test_what_leaves_comes_in_again_elsewhere_and_says_the_same(world: World) -> None:
    came(world, NOTE.format(1, "believed_alive"))
    document = traced(world).content
    again = importing.import_list(world.site, world.by, document, Request("Other", "again"))
    (row,) = again.reading.rows
    assert row.name == Name("Adela Bolte", "Adela", "Bolte")
    assert row.birth == Birth("1990-05-01", "1990-05-31", Precision.MONTH)
    assert row.row_id == "a.example/1"
    assert again.notes == 1


def test_a_statement_keeps_its_id_from_export_to_export(world: World) -> None:
    came(world, NOTE.format(1, ""), NOTE.format(2, ""))
    first, second = ([note["note_record_id"] for note in records(traced(world)).notes]
                     for _ in range(2))  # fmt: skip
    assert first == second
    assert len(set(first)) == 2


def test_nothing_is_written_that_nobody_chose(world: World) -> None:
    came(world, NOTE.format(1, ""))
    got = records(traced(world, Asked(("sex",))))
    assert got.notes == ()
    assert set(got.persons[0]) == {"person_record_id", "source_date", "full_name", "sex"}
    with pytest.raises(ExportFieldsUnsaid):
        traced(world, Asked(()))
    for wrong in (("phone",), ("sex", "sex"), ("category",)):
        with pytest.raises(ExportColumnUnknown):
            traced(world, Asked(wrong))
    assert len(on_record(world)) == 1


def test_who_took_it_is_on_record_before_it_leaves(world: World) -> None:
    came(world)
    traced(world, Asked(("sex", "notes")))
    (fact,) = on_record(world)
    assert (fact.operator, fact.rows, fact.purpose) == (world.by.id, 1, "for a test")
    assert fact.columns == (
        "pfif:person_record_id",
        "pfif:source_date",
        "pfif:full_name",
        "pfif:sex",
        "pfif:notes",
    )


def test_only_who_may_export_does_and_many_people_take_two(world: World) -> None:
    claimed(world, *(PersonClaim(Name(f"Someone {n:04d}")) for n in range(MOST + 1)))
    with pytest.raises(ExportNeedsTwo):
        traced(world)
    by = Operator(world.by.id, "Planner", (Role.PLANNER,))
    with pytest.raises(NotAllowed):
        leaving.traced(world.site, by, ALL)
    assert not on_record(world)
    two = operators.enrol(world.site, world.by, "Second Lead", (Role.LEAD,), "73219586")
    second = Operator(two, "Second Lead", (Role.LEAD,))
    done = leaving.traced(world.site, world.by, ALL, second=second)
    assert done.rows == MOST + 1
    assert [fact.operator for fact in on_record(world)] == [world.by.id, two]


def test_a_record_that_is_ours_has_an_id_under_the_domain_that_was_named(world: World) -> None:
    claimed(world, PersonClaim(Name("Adela")))
    for asked, domain in ((ALL, DOMAIN), (Asked(("sex",), "desk.example.org"), "desk.example.org")):
        (person,) = records(traced(world, asked)).persons
        assert person["person_record_id"].startswith(f"{domain}/person.")
    for wrong in ("", "nodots", "two words.org", "Ünï.example", "a/b.org", "a.org/"):
        with pytest.raises(ExportDomainUnreadable):
            traced(world, Asked(("sex",), wrong))


def test_dates_keep_the_precision_they_have(world: World) -> None:
    births = (
        Birth.on("1990-05-31"),
        Birth.in_year(1991),
        Birth("1975-08-16", "1986-08-15", Precision.CIRCA),
        None,
    )
    claimed(world, *(PersonClaim(Name(f"P{n}"), birth=born) for n, born in enumerate(births)))
    told = {one["full_name"]: (one.get("date_of_birth", ""), one.get("age", ""))
            for one in records(traced(world)).persons}  # fmt: skip
    assert told == {
        "P0": ("1990-05-31", ""),
        "P1": ("1991", ""),
        "P2": ("", "35-45"),
        "P3": ("", ""),
    }


def test_readers_are_told_when_to_forget(world: World) -> None:
    claimed(world, PersonClaim(Name("Adela")))
    asked = Asked(("sex",), expires=read_iso("2021-12-31T00:00Z"))
    assert records(traced(world, asked)).persons[0]["expiry_date"] == "2021-12-31T00:00:00Z"


def test_that_somebody_is_dead_is_not_passed_on(world: World) -> None:
    came(world, NOTE.format(1, "believed_dead"), NOTE.format(2, "believed_alive"))
    done = traced(world)
    assert (done.notes, done.kept) == (1, 1)
    assert b"believed_dead" not in done.content


def test_whoever_died_is_left_out_until_the_kin_know(world: World) -> None:
    (dead, *_) = world.party(3)
    roll.report_deaths(world.site, world.by, [dead], "hospital", authority=True)
    done = traced(world)
    assert (done.rows, done.withheld) == (2, 1)
    roll.tell_kin(world.site, world.by, [dead], "liaison")
    done = traced(world)
    assert (done.rows, done.withheld) == (3, 0)


def test_filters_say_who(world: World) -> None:
    claimed(world, PersonClaim(Name("Adela"), category="citizen"), PersonClaim(Name("Bero")))
    got = records(traced(world, ALL, Filters(categories=("citizen",))))
    assert [one["full_name"] for one in got.persons] == ["Adela"]


def test_names_that_xml_has_signs_for_survive(world: World) -> None:
    name = "Ade\"la <b> & 'Bolte' ]]> آنا"
    claimed(world, PersonClaim(Name(name)))
    assert records(traced(world)).persons[0]["full_name"] == name

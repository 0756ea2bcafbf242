"""The sheets of a receiving state: blocks of columns, filled from the record."""

import pytest

from muster.ground.people.birth import Birth
from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.kin import Relation
from muster.ground.people.name import Name
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site.arrival import haven
from muster.site.export import leaving
from muster.site.export.asking import Asked, Form
from muster.site.export.cells import CELLS
from muster.site.export.profiles import BLOCKS, NAMED, Profile, headings
from muster.site.incident import roll
from muster.site.registry import desk
from tests.world.site import World

PAPERS = (
    Document(DocumentType.RESIDENCE, "R1", Evidence.SEEN, "USA"),
    Document(DocumentType.PASSPORT, "P1", Evidence.CLAIMED, "UTO", "2027-05-31"),
)


def family(world: World) -> list[dict[str, str]]:
    """Let a family of two come out and one of them leave; return their rows of the sheet."""
    head = PersonClaim(
        Name("Zohra Example"),
        relation=Relation.HEAD,
        birth=Birth.on("1990-05-31"),
        documents=PAPERS,
        contacts=("+93700111222", "zohra@example.org"),
        address="Karte Seh 5",
    )
    (ids,) = desk.claim(world.site, world.by, [PartyClaim((head, PersonClaim(Name("Kian"))))])
    people = list(ids.persons)
    world.land(world.lift(people, counted=2), people)
    world.tick()
    haven.leave(world.site, world.by, people[:1], "an aunt, +15550100")
    return rows(world)


def rows(world: World) -> list[dict[str, str]]:
    """Return the repatriation sheet as it leaves."""
    asked = Asked(profile=Profile.REPATRIATION, form=Form.CSV)
    table = leaving.leave(world.site, world.by, asked).made.table
    found = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return sorted(found, key=lambda one: one["name"], reverse=True)


def test_a_family_stands_on_the_sheet_of_a_repatriation_centre(world: World) -> None:
    head, child = family(world)
    assert head["name"] == "Zohra Example"
    assert (head["citizenship"], head["document-type"]) == ("UTO", "passport")
    assert head["party"] == child["party"]
    assert (head["family-number"], head["family-size"]) == ("1", "2")
    assert (child["family-number"], child["family-size"]) == ("2", "2")
    assert (head["address"], head["phone"], head["mail"]) == (
        "Karte Seh 5",
        "+93700111222",
        "zohra@example.org",
    )
    assert head["removed-by"] == "EXAMPLE 1"
    assert head["arrived-at"] > head["removed-at"] > ""
    assert head["onward-contact"] == "an aunt, +15550100"
    assert child["onward-contact"] == child["citizenship"] == ""
    assert {head["marital-status"], head["sponsor"]} == {""}


def test_what_leads_to_the_dead_waits_for_the_next_of_kin(world: World) -> None:
    (ids,) = desk.claim(
        world.site,
        world.by,
        [PartyClaim((PersonClaim(Name("Zohra"), documents=PAPERS, address="Karte Seh 5"),))],
    )
    roll.report_deaths(world.site, world.by, list(ids.persons), "hospital", authority=True)
    (row,) = rows(world)
    assert row["name"] == "withheld"
    covered = ("document-number", "citizenship", "address", "phone", "mail", "onward-contact")
    assert {row[column] for column in covered} == {""}


@pytest.mark.parametrize("profile", BLOCKS)
def test_every_block_has_a_heading_above_columns_that_exist(profile: Profile) -> None:
    columns = NAMED[profile]
    assert len(headings(profile)) == len(columns) == len({*columns})
    assert {*columns} <= {*CELLS}
    assert [said for said in headings(profile) if said] == [said for said, _ in BLOCKS[profile]]

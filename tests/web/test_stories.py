"""A person's page tells every fact: what, when, by whom, where in the record."""

import re

from muster.ground.people.ids import spell
from muster.ground.people.moment import iso
from muster.site.registry import stories
from tests.web.conftest import As
from tests.web.operation import Operation


def test_the_story_has_every_fact_with_its_time_its_operator_and_its_place_in_the_record(
    operation: Operation, role: As
) -> None:
    site = operation.site
    page = role("lead").get(f"/person/{spell(operation.known)}").text
    told = stories.person(site, site.lead, operation.known).story
    lines = page.partition('<ol class="story">')[2].split("<li>")[1:]
    assert len(lines) == len(told) > 8
    for line, fact in zip(lines, told, strict=True):
        assert f'datetime="{iso(fact.at)}"' in line
        assert "<bdi>Site lead</bdi>" in line
        assert f"log {fact.log} <bdi>{fact.sequence}</bdi>" in line
        assert re.search(r"<h3>[A-Z][a-z ,]+</h3>", line)


def test_a_correction_stands_beside_what_was_said_before(operation: Operation, role: As) -> None:
    page = role("lead").get(f"/person/{spell(operation.known)}").text
    story = page.partition('<ol class="story">')[2]
    assert "<h1><bdi>Amina Testany 000</bdi></h1>" in page
    assert "spelled as in the passport" in story
    assert "Testani 000, Testani 000 senior" in story


def test_a_person_found_on_arrival_without_a_name_has_a_page(
    operation: Operation, role: As
) -> None:
    site = operation.site
    found = stories.lift(site, site.lead, operation.lifts[0]).found
    nameless = next(one for one in found if not one.name)
    page = role("lead").get(f"/person/{spell(nameless.id)}").text
    assert "No name given" in page
    assert "Found on arrival" in page


def test_opening_a_person_goes_on_record(operation: Operation, role: As) -> None:
    before = operation.site.commit_count
    role("lead").get(f"/person/{spell(operation.people[7])}")
    assert operation.site.commit_count == before + 1


def test_a_party_leads_to_its_people(operation: Operation, role: As) -> None:
    site = operation.site
    page = role("registrar").get(f"/party/{spell(operation.parties[0])}").text
    for member in stories.party(site, site.lead, operation.parties[0]).members:
        assert f'href="/person/{spell(member.id)}"' in page
        assert member.name in page


def test_a_lift_shows_its_ledger_and_its_differences_first(operation: Operation, role: As) -> None:
    page = role("ramp").get(f"/lift/{spell(operation.lifts[0])}").text
    ledger = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page))
    assert ledger["Planned"] == "90"
    assert ledger["Scanned"] == ledger["Head count"] == "88"
    assert (ledger["Arrived"], ledger["Found on arrival"]) == ("87", "2")
    assert (ledger["Missing on arrival"], ledger["Bumped"]) == ("1", "2")
    rows = page.partition("<tbody>")[2].split("<tr")[1:]
    differs = ['class="differs"' in row for row in rows]
    assert differs == sorted(differs, reverse=True)
    assert sum(differs) == 5
    assert "The counts are 2 people apart. Nobody has settled it." in page


def test_an_id_that_is_none_and_an_id_that_leads_nowhere_are_said_alike(role: As) -> None:
    for way in ("/person/short", "/person/" + "0" * 26, "/lift/" + "0" * 26, "/party/" + "z" * 26):
        answer = role("lead").get(way)
        assert answer.status == 404
        assert "<h1>" in answer.text

"""A search beside a drill that goes on writing finds everybody once they are durable."""

from muster.ground.people.name import named
from muster.journey.registry.facts import PersonCorrected
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site.registry import desk, search
from tests.web.operation import Operation


def found(operation: Operation, words: str) -> set[bytes]:
    return {one.id for one in search.find(operation.site, operation.site.lead, words)}


def test_a_person_claimed_while_somebody_searched_is_found_afterwards(
    operation: Operation,
) -> None:
    site, by = operation.site, operation.site.lead
    search.warm(site)
    with site.batch():
        party = PartyClaim((PersonClaim(named("Quintilla", "Beforehand")),))
        (ids,) = desk.claim(site, by, [party])
        assert ids.persons[0] not in found(operation, "Quintilla Beforehand")
    assert ids.persons[0] in found(operation, "Quintilla Beforehand")


def test_a_name_corrected_while_somebody_searched_is_found_afterwards(
    operation: Operation,
) -> None:
    site, by, person = operation.site, operation.site.lead, operation.people[5]
    search.warm(site)
    with site.batch():
        corrected = PersonCorrected(person, site.now(), by.id, "heard", named("Xenokrates", "Anew"))
        desk.correct(site, by, corrected)
        assert person not in found(operation, "Xenokrates Anew")
    assert person in found(operation, "Xenokrates Anew")


def test_the_board_changes_when_work_is_durable_and_not_before(operation: Operation) -> None:
    site, by = operation.site, operation.site.lead
    before = site.commit_count
    with site.batch():
        desk.claim(site, by, [PartyClaim((PersonClaim(named("Later", "Durable")),))])
        assert site.commit_count == before
    assert site.commit_count == before + 1

"""Invented people look like a registry's people, and reach nobody real."""

import re
from collections import Counter
from itertools import islice, repeat

import pytest

from muster.doors.drill.moves import Claimant, ClaimedParty
from muster.doors.drill.names import SETS, name_set
from muster.doors.drill.population import Population
from muster.doors.drill.scenario import Scenario
from muster.doors.drill.seed import Streams
from muster.ground.people.birth import Precision
from muster.ground.people.kin import Relation
from muster.ground.people.need import Need
from muster.ground.people.sex import Sex


@pytest.fixture(scope="module")
def parties(kabul: Scenario) -> list[ClaimedParty]:
    return Population(kabul, Streams(3)).fill(20_000, repeat("at-risk"))


@pytest.fixture(scope="module")
def people(parties: list[ClaimedParty]) -> list[Claimant]:
    return [person for party in parties for person in party.people]


def test_parties_add_up_to_the_souls_asked_for(people: list[Claimant]) -> None:
    assert [person.number for person in people] == list(range(20_000))


def test_children_alone_are_parties_of_their_own_among_the_souls(kabul: Scenario) -> None:
    made = Population(kabul, Streams(3)).fill(50, repeat("at-risk"), alone=4)
    assert sum(len(party.people) for party in made) == 50
    assert [party.people[0].child for party in made[:4]] == [True] * 4
    assert not any(party.people[0].child for party in made[4:])


def test_every_party_has_one_head_who_is_no_child(parties: list[ClaimedParty]) -> None:
    for party in parties:
        relations = [person.relation for person in party.people]
        assert relations[0] is Relation.HEAD
        assert Relation.HEAD not in relations[1:]
        assert not party.people[0].child


def test_parties_have_the_sizes_that_were_asked_for(parties: list[ClaimedParty]) -> None:
    sizes = Counter(len(party.people) for party in parties)
    assert set(sizes) == set(range(1, 13))
    assert sizes[1] / len(parties) == pytest.approx(0.16, abs=0.015)
    assert sum(size * number for size, number in sizes.items()) / len(parties) == pytest.approx(
        4.08, abs=0.1
    )


def test_a_family_shares_its_name_in_more_than_one_spelling(parties: list[ClaimedParty]) -> None:
    spellings = [
        {person.name.family for person in party.people if person.name.family}
        for party in parties
        if len(party.people) > 4
    ]
    assert all(len(one) <= 4 for one in spellings)
    assert 0.3 < sum(len(one) > 1 for one in spellings) / len(spellings) < 0.95


def test_a_name_stands_in_both_scripts(people: list[Claimant]) -> None:
    for person in people:
        (native,) = person.name.other
        assert person.name.full.isascii()
        assert all("\u0600" <= letter <= "\u06ff" or letter == " " for letter in native)


def test_one_name_alone_is_never_repeated(people: list[Claimant]) -> None:
    alone = [one.name for one in people if not (one.name.given and one.name.family)]
    assert alone
    assert all(name.full in (name.given, name.family) for name in alone)


def test_1_january_is_kept_as_the_year_alone(people: list[Claimant]) -> None:
    for person in people:
        is_year = person.birth.precision is Precision.YEAR
        assert person.birth.earliest.endswith("-01-01") == is_year


def test_phones_reach_nobody_and_documents_are_no_states(parties: list[ClaimedParty]) -> None:
    for party in parties:
        assert re.fullmatch(r"\+9300\d{7}", party.phone)
        for person in party.people:
            for paper in person.documents:
                assert re.fullmatch(r"(Z\d{8})?", paper.number)


def test_a_paper_of_undefined_type_is_refused_and_not_invented(people: list[Claimant]) -> None:
    for person in people:
        assert bool(person.documents) != person.undefined_document


def test_documented_people_carry_no_undefined_paper(kabul: Scenario) -> None:
    made = Population(kabul, Streams(3)).fill(2_000, repeat("citizen"))
    assert not any(person.undefined_document for party in made for person in party.people)


def test_needs_fit_their_people(people: list[Claimant]) -> None:
    infants = [one for one in people if Need.INFANT in one.needs]
    assert infants
    assert all(one.birth.latest >= "2019" for one in infants)
    assert all(not one.child for one in people if Need.PREGNANT in one.needs)


def test_a_pregnant_man_is_nobody(people: list[Claimant]) -> None:
    expecting = [one.sex for one in people if Need.PREGNANT in one.needs]
    assert set(expecting) == {Sex.FEMALE}


@pytest.mark.parametrize("identity", SETS)
def test_a_set_of_names_holds_each_spelling_once(identity: str) -> None:
    names = name_set(identity)
    for some in (names.male, names.female, names.family):
        natives = [one.native for one in some]
        assert len(set(natives)) == len(natives)
        assert all(one.latin and len(set(one.latin)) == len(one.latin) for one in some)


def test_the_afghan_names_are_many_and_spelled_in_several_ways() -> None:
    names = name_set("afghan")
    assert len(names.male) > 1_000
    assert len(names.female) >= 120
    assert len(names.family) >= 120
    assert all(2 <= len(one.latin) <= 4 for some in (names.female, names.family) for one in some)
    ends = [one.latin[0] for one in names.family]
    assert sum(one.endswith("zai") for one in ends) >= 10
    assert sum(one.endswith(("khel", "khail")) for one in ends) >= 8


def test_streams_of_one_seed_are_independent() -> None:
    def first(name: str, before: int) -> list[float]:
        streams = Streams(1)
        list(islice(iter(streams.named("other").random, None), before))
        stream = streams.named(name)
        return [stream.random() for _ in range(5)]

    assert first("a", 0) == first("a", 100) != first("b", 0)

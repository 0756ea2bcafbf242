"""The matcher: what comes and goes leaves what a fresh one finds; what no machine may judge."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.ground.people.birth import Birth
from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.sex import Sex
from muster.journey.matching.change import Pair
from muster.journey.matching.facts import Judgement
from muster.journey.matching.familiar import Familiar
from muster.journey.matching.grounds import WORDS, Bar, Ground
from muster.journey.matching.matcher import Found, Matcher
from muster.journey.matching.traits import Traits, number, reach
from muster.journey.matching.weights import WEIGHTS

SAME, UNSURE = Judgement.SAME, Judgement.UNSURE
ONE, OTHER, THIRD, FOURTH = (bytes([n]) * 16 for n in range(1, 5))


def passport(text: str, state: str = "UTO") -> tuple[Document, ...]:
    return (Document(DocumentType.PASSPORT, text, Evidence.CLAIMED, state),)


def person(**other: Any) -> Traits:  # noqa: ANN401 - any field of Traits
    told: dict[str, Any] = {
        "names": ("Zarmina Example",),
        "father": "Wakil",
        "birth": Birth.on("1990-05-31"),
        "sex": Sex.FEMALE,
    }
    return Traits(**(told | other))


def judged(one: Traits, other: Traits, *more: Traits) -> Judgement | None:
    matcher = Matcher()
    ids = (ONE, OTHER, THIRD, FOURTH)
    matcher.fill(dict(zip(ids, (one, other, *more), strict=False)))
    found = matcher.found((ONE, OTHER))
    return found.judgement if found else None


def bars(one: Traits, other: Traits) -> tuple[Bar, ...]:
    matcher = Matcher()
    matcher.fill({ONE: one, OTHER: other})
    told = matcher.explain(ONE, OTHER)
    assert told is not None
    return told.bars


NAMES = st.sampled_from(
    ["Karim Ahmadi", "Kareem Ahmady", "کریم احمدی", "Karim", "Ali Ahmadi", "Rashid Noor Zadran", ""]
)
BIRTHS = st.sampled_from(
    [None, Birth.on("1990-05-31"), Birth.on("1990-05-30"), Birth.in_year(1990), Birth.in_year(1991)]
)
TRAITS = st.builds(
    Traits,
    names=NAMES.map(lambda name: (name,)),
    father=st.sampled_from(["", "Wakil", "Noor"]),
    sex=st.sampled_from([Sex.UNSTATED, Sex.MALE]),
    birth=BIRTHS,
    documents=st.sampled_from([(), passport("P123981"), passport("P123982")]),
    contacts=st.sampled_from([(), ("+93 700 111 223",), ("0700111223", "x@example.org")]),
    party=st.sampled_from([None, b"p" * 16, b"q" * 16]),
)
IDS = st.integers(0, 11).map(lambda n: bytes([n + 1]) * 16)


def all_found(matcher: Matcher) -> dict[Pair, Found]:
    return dict(matcher.all())


@settings(deadline=None)
@given(st.lists(st.tuples(IDS, st.one_of(st.none(), TRAITS)), max_size=30), st.integers(2, 4))
def test_whatever_came_and_went_the_same_is_found_as_from_nothing(
    steps: list[tuple[bytes, Traits | None]], most: int
) -> None:
    matcher = Matcher(most=most)
    here: dict[bytes, Traits] = {}
    known: dict[Pair, Found] = {}
    for identity, traits in steps:
        if traits is None:
            matcher.drop(identity)
            here.pop(identity, None)
        else:
            matcher.put(identity, traits)
            here[identity] = traits
        for pair in matcher.touched():
            if (found := matcher.found(pair)) is None:
                known.pop(pair, None)
            else:
                known[pair] = found
    fresh = Matcher(most=most)
    fresh.fill(here)
    assert all_found(matcher) == all_found(fresh) == known
    assert len(matcher) == len(here)


FEW_KEYS = st.builds(
    Traits,
    names=st.sampled_from([("Karim",), ("Karim",), ("Kareem",)]),
    father=st.sampled_from(["", "", "Wakil"]),
    contacts=st.just(("0700 111 223",)),
    party=st.sampled_from([None, b"p" * 16, b"q" * 16, b"r" * 16]),
)


@settings(deadline=None)
@given(
    st.lists(FEW_KEYS, min_size=3, max_size=7),
    st.lists(st.integers(0, 6), max_size=6),
    st.integers(2, 4),
)
def test_a_key_that_too_many_bore_counts_again_when_some_of_them_are_gone(
    people: list[Traits], leaving: list[int], most: int
) -> None:
    here = {bytes([at + 1]) * 16: one for at, one in enumerate(people)}
    matcher = Matcher(most=most)
    for identity, one in here.items():
        matcher.put(identity, one)
    for at in leaving:
        matcher.drop(bytes([at + 1]) * 16)
        here.pop(bytes([at + 1]) * 16, None)
    fresh = Matcher(most=most)
    fresh.fill(here)
    assert all_found(matcher) == all_found(fresh)


@settings(deadline=None)
@given(st.lists(TRAITS, min_size=2, max_size=8))
def test_the_order_of_records_has_no_part_in_what_is_found(people: list[Traits]) -> None:
    told = {bytes([at + 1]) * 16: one for at, one in enumerate(people)}
    one, other = Matcher(), Matcher()
    one.fill(told)
    other.fill(dict(reversed(told.items())))
    assert all_found(one) == all_found(other)


@settings(deadline=None)
@given(TRAITS, TRAITS)
def test_the_reasons_of_a_score_add_up_to_it(one: Traits, other: Traits) -> None:
    matcher = Matcher()
    matcher.fill({ONE: one, OTHER: other})
    told = matcher.explain(OTHER, ONE)
    assert told is not None
    assert sum(reason.weight for reason in told.reasons) * 1000 == pytest.approx(told.value, abs=30)
    assert all(reason.weight for reason in told.reasons)


def test_every_ground_and_bar_has_words() -> None:
    assert set(WORDS) == {*Ground, *Bar}


def test_one_person_on_two_lists_is_judged_by_the_rule() -> None:
    again = person(names=("Zarmeena Exampel",), contacts=("+93 700 111 223",))
    assert judged(person(contacts=("0700 111 223",)), again) is SAME


def test_a_name_in_two_scripts_is_one_name() -> None:
    one = person(names=("Mohammad Zarmina",), documents=passport("P771203"))
    other = person(names=("زرمینه محمد",), documents=passport("p-771203"))
    assert judged(one, other) is SAME


@pytest.mark.parametrize(
    ("one", "other", "bar"),
    [
        ({"documents": passport("P1234598")}, {"documents": passport("P7654321")}, Bar.DOCUMENTS),
        ({"wristbands": ("AB12",)}, {"wristbands": ("CD34",)}, Bar.WRISTBANDS),
        ({"party": b"p" * 16}, {"party": b"p" * 16}, Bar.PARTY),
        ({}, {"names": ("Khalid Example",)}, Bar.NAMES),
        ({}, {"sex": Sex.MALE}, Bar.SEX),
        ({}, {"birth": Birth.on("1961-02-11")}, Bar.BIRTH),
    ],
)
def test_no_machine_judges_two_records_the_same_that(
    one: Mapping[str, object], other: Mapping[str, object], bar: Bar
) -> None:
    surely = {"contacts": ("0700111223",), "place": "12 Rose Garden Road Kabul 1001"}
    left, right = person(**(surely | dict(one))), person(**(surely | dict(other)))
    assert bar in bars(left, right)
    assert judged(left, right) is not SAME


def test_documents_of_two_states_or_kinds_bar_nothing() -> None:
    other = (Document(DocumentType.NATIONAL_ID, "7654321", Evidence.CLAIMED, "UTO"),)
    assert not bars(person(documents=passport("P1234598")), person(documents=other))
    assert not bars(
        person(documents=passport("P1234598")), person(documents=passport("P7654321", "XXA"))
    )


def test_a_renewed_passport_beside_the_old_one_bars_nothing() -> None:
    both = passport("P1234598") + passport("P7654321")
    assert Bar.DOCUMENTS not in bars(person(documents=both), person(documents=passport("P7654321")))


def test_siblings_are_not_asked_about() -> None:
    home = {"contacts": ("0700111223",), "party": b"p" * 16}
    brother = person(names=("Khalid Example",), birth=Birth.on("1993-02-11"), **home)
    assert judged(person(**home), brother) is None


def test_a_twin_is_not_asked_about_once_the_other_twin_is_known() -> None:
    home = {"contacts": ("0700111223",)}
    twin, here = person(names=("Khatera Example",), **home), person(**home)
    alone = judged(here, twin)
    assert alone is UNSURE
    left = {"party": b"p" * 16}
    told = [
        person(**home, **left),
        person(names=("Khatera Example",), **home, party=b"q" * 16),
        person(names=("Khatera Example",), **home, **left),
    ]
    assert judged(*told) is None


def test_who_moves_with_nobody_has_no_family_that_speaks_against_a_pair() -> None:
    told = {
        ONE: person(documents=passport("P771203")),
        OTHER: person(documents=passport("P771203")),
        THIRD: person(names=("Khatera Example",), documents=passport("P771203")),
    }
    matcher = Matcher()
    matcher.fill(told)
    assert matcher.found((ONE, THIRD)) is not None
    assert matcher.found((OTHER, THIRD)) is not None


def test_families_that_are_one_help_whoever_is_known_by_little() -> None:
    def child(party: bytes) -> Traits:
        return person(names=("Basira Example",), father="", birth=Birth.in_year(2015), party=party)

    head = {"documents": passport("P771203")}
    assert judged(child(b"p"), child(b"q")) is UNSURE
    heads = [person(**head, party=b"p"), person(**head, party=b"q")]
    assert judged(child(b"p"), child(b"q"), *heads) is SAME


def test_the_first_of_january_says_next_to_nothing() -> None:
    one, other = (person(birth=Birth.on("1990-01-01")) for _ in range(2))
    matcher = Matcher()
    matcher.fill({ONE: one, OTHER: other})
    told = matcher.explain(ONE, OTHER)
    assert told is not None
    (birth,) = [reason for reason in told.reasons if "birth" in reason.ground]
    assert birth.ground is Ground.BIRTH_YEAR
    assert birth.weight < 1


def test_a_word_that_half_a_country_bears_is_worth_less() -> None:
    learned = Familiar(100_000, {"krm": 9_000})
    assert learned.worth("krm") < learned.worth("jrgn")
    assert Familiar().worth("mhmd") < Familiar().worth("jrgn")


def test_a_word_that_few_bear_is_not_kept_in_what_was_learned() -> None:
    matcher = Matcher()
    people = {bytes([n]) * 16: person(names=("Karim",)) for n in range(1, 31)}
    matcher.fill({**people, b"x" * 16: person(names=("Jorgenson",))}, learn=True)
    assert matcher.familiar.people == len(people) + 1
    assert all(borne >= 20 for borne in matcher.familiar.borne.values())
    assert len(matcher.familiar.borne) == 2  # Karim and the father that person() gives


def test_a_record_that_comes_again_as_it_was_changes_nothing() -> None:
    matcher = Matcher()
    matcher.fill({ONE: person(), OTHER: person()})
    matcher.touched()
    matcher.put(ONE, person())
    assert matcher.touched() == set()
    matcher.put(ONE, person(names=("Somebody Else",)))
    assert matcher.touched() == {(ONE, OTHER)}


def test_nothing_is_left_of_a_record_that_went() -> None:
    matcher = Matcher()
    matcher.put(ONE, person(names=("Marked Jorgenson",), documents=passport("P999777555")))
    matcher.put(OTHER, person())
    matcher.drop(ONE)
    assert ONE not in matcher
    assert "jorgenson" not in repr(vars(matcher._lineup.words))
    assert "P999777555" not in repr(matcher._lineup.numbers)


@pytest.mark.parametrize(
    "nothing", ["", "-", "12", "0000000", "12345678", "N/A", "unknown", "XXXX"]
)
def test_a_number_that_tells_nobody_from_anybody_is_none(nothing: str) -> None:
    assert number(nothing) == ""


def test_two_spellings_of_one_number_or_phone_are_one() -> None:
    assert number("p 123-981") == number("P123981") == "P123981"
    assert reach("+93 (0)700 111 223") == reach("0700111223") == reach("0093700111223")
    assert reach(" Some@Example.org") == "some@example.org"
    assert reach("12345") == reach("99999999") == ""


def test_the_thresholds_leave_a_band_for_a_person() -> None:
    assert WEIGHTS.lower < WEIGHTS.upper
    assert WEIGHTS.name_most + WEIGHTS.sex_same < WEIGHTS.upper, "a name alone is never enough"

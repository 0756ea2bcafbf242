"""People found by the words of their names, and nothing left of whoever is removed."""

import gc
import random
from collections.abc import Iterable
from threading import Thread

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.journey.matching.forms import _token
from muster.journey.matching.latin import _parts
from muster.site.memory.index import MOST, Index

LATIN = ["Karim", "Rahim", "Ahmad", "Mahmud", "Salma", "Lina", "Omar", "Yusuf", "Tamim", "Zarif"]
NATIVE = ["کریم", "رحیم", "احمد", "محمود", "سلما", "لینا", "عمر", "یوسف", "تمیم", "ظریف"]
PLAIN = [*LATIN, *NATIVE]
WORDS = [*PLAIN, "Haji", "Abdul", "Ullah"]
NAME = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
PEOPLE = st.dictionaries(
    st.integers(0, 40).map(lambda number: number.to_bytes(16, "big")),
    st.lists(NAME, min_size=1, max_size=3),
    max_size=12,
)


def person(number: int) -> bytes:
    return number.to_bytes(16, "big")


def filled(people: dict[bytes, list[str]]) -> Index:
    index = Index()
    for one, names in people.items():
        index.add(one, names)
    return index


def found(index: Index, words: str) -> list[bytes]:
    return [hit.person for hit in index.find(words)]


@given(PEOPLE, st.lists(st.sampled_from(PLAIN), max_size=4).flatmap(st.permutations))
def test_the_order_of_words_is_not_meaning(
    people: dict[bytes, list[str]], words: list[str]
) -> None:
    index = filled(people)
    assert index.find(" ".join(words)) == index.find(" ".join(sorted(words)))


@given(st.lists(st.sampled_from(PLAIN), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_words_in_a_name_is_not_meaning(name: list[str], order: random.Random) -> None:
    other = order.sample(name, len(name))
    asked = " ".join(name)
    index, again = filled({person(1): [asked]}), filled({person(1): [" ".join(other)]})
    assert index.find(asked) == again.find(asked)


@given(PEOPLE)
def test_everybody_is_found_by_each_of_their_names(people: dict[bytes, list[str]]) -> None:
    index = filled(people)
    for one, names in people.items():
        for name in names:
            scores = {hit.person: hit.score for hit in index.find(name)}
            assert scores[one] == max(scores.values())


@given(PEOPLE, PEOPLE, NAME, st.randoms(use_true_random=False))
def test_removed_people_leave_the_index_as_if_they_had_never_come(
    stay: dict[bytes, list[str]], go: dict[bytes, list[str]], words: str, order: random.Random
) -> None:
    index = Index()
    steps = [*stay.items(), *((one, names) for one, names in go.items() if one not in stay)]
    order.shuffle(steps)
    for one, names in steps:
        index.add(one, names)
    for one in go:
        if one not in stay:
            index.remove(one)
    alone = filled(stay)
    assert index.find(words) == alone.find(words)
    assert len(index) == len(alone) == len(stay)
    assert index.words == alone.words


@given(PEOPLE, st.lists(NAME, max_size=3), NAME)
def test_names_given_again_replace_the_former(
    people: dict[bytes, list[str]], names: list[str], words: str
) -> None:
    index = filled(people)
    index.add(person(1), names)
    index.add(person(1), names)
    anew = filled({**people, person(1): names})
    assert index.find(words) == anew.find(words)
    assert (len(index), index.words) == (len(anew), anew.words)


def everything(root: object) -> Iterable[object]:
    """Yield all that can be reached from ``root`` and belongs to it."""
    seen: set[int] = set()
    ahead = [root]
    while ahead:
        one = ahead.pop()
        if id(one) in seen or isinstance(one, type):
            continue
        seen.add(id(one))
        yield one
        ahead += gc.get_referents(one)
        if isinstance(one, msgspec.Struct):  # not seen by the garbage collector, hence by name
            ahead += msgspec.structs.astuple(one)


def test_the_walk_through_the_index_sees_a_name_that_is_there() -> None:
    index = filled({person(1): ["Quondam Zephyrine"], person(2): ["Quondam"]})
    assert "zephyrine" in list(everything(index))
    assert person(1) in list(everything(index))


def test_nothing_of_a_removed_person_is_left_in_memory() -> None:
    index = filled({person(1): ["Quondam Zephyrine", "زفیرین"], person(2): ["Quondam"]})
    assert found(index, "zephirine") == found(index, "زفیرین") == [person(1)]
    index.find("quondam")
    index.remove(person(1))
    left = list(everything(index))
    assert person(1) not in left
    for word in ("zephyrine", "zfyryn", "زفیرین", "zfrn", "zhrn", "zephyrin"):
        assert not [one for one in left if isinstance(one, str | bytes) and one == word]
    assert _token.cache_info().currsize == _parts.cache_info().currsize == 0
    assert found(index, "quondam") == [person(2)]
    assert index.words == 1


def test_a_corrected_name_leaves_no_word_of_the_wrong_one() -> None:
    index = filled({person(1): ["Zephyrine"]})
    index.add(person(1), ["Salma"])
    assert "zephyrine" not in list(everything(index))
    assert _token.cache_info().currsize == 0
    assert found(index, "zephyrine") == []


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("محمد رحیمی", "Mohammad Rahimi"),
        ("محمد رحیمی", "rahimi mohamed"),
        ("Mohammad Rahimi", "محمد رحيمي"),
        ("عبدالرحمان کریمی", "Abdul Rahman Karimi"),
        ("Saifullah Noori", "سیف الله نوری"),
        ("Рашид Каримов", "Rashid Karimov"),
        ("Mohammad Rahimi", "Mohamad Rahmi"),
        ("Mohammad Rahimi", "Muhammed Raheemi"),
        ("Mohammad Rahimi", "Moham Rah"),
        ("Haji Mohammad Rahimi", "Mohammad Rahimi"),
    ],
)
def test_a_name_is_found_across_scripts_spellings_and_slips(stored: str, asked: str) -> None:
    others = ["Lina Omar", "Yusuf Tamim", "یوسف تمیم", "لینا عمر", "Salma Zarif", "سلما ظریف"]
    index = filled({person(number): [name] for number, name in enumerate(others)})
    index.add(person(99), [stored])
    assert found(index, asked)[0] == person(99)


def test_the_rarer_word_weighs_more() -> None:
    index = filled({person(number): [f"Ahmad {name}"] for number, name in enumerate(WORDS)})
    index.add(person(98), ["Ahmad Quondam"])
    index.add(person(99), ["Lina Zephyrine"])
    assert found(index, "ahmad zephyrine")[0] == person(99)


def test_an_exact_name_comes_before_one_that_has_more_words() -> None:
    longer = {person(number): [f"Karim Rahim {name}"] for number, name in enumerate(PLAIN)}
    index = filled(longer)
    index.add(person(99), ["Karim Rahim"])
    assert found(index, "rahim karim")[0] == person(99)
    assert index.find("rahim karim")[0].score == 1


@pytest.mark.parametrize("limit", [-1, 0, 1, MOST, MOST + 1, 10_000])
def test_no_answer_is_longer_than_the_most(limit: int) -> None:
    index = filled({person(number): ["Karim Rahim"] for number in range(3 * MOST)})
    assert len(index.find("karim", limit)) == max(0, min(limit, MOST))


@pytest.mark.parametrize("words", ["", "   ", "'--", "\x00", "q" * 5_000, "karim " * 2_000])
def test_odd_questions_have_short_answers(words: str) -> None:
    assert Index().find(words) == []
    assert found(filled({person(1): ["Karim"]}), words) in ([], [person(1)])


@pytest.mark.parametrize("name", ["", "--", "\u200c"])
def test_a_name_without_a_word_finds_nobody(name: str) -> None:
    index = filled({person(1): [name]})
    assert len(index) == 0
    index.add(person(1), ["Karim"])
    index.add(person(1), [name])
    assert len(index) == index.words == 0


def test_a_title_alone_finds_who_bears_it() -> None:
    index = filled({person(1): ["Haji Karim"], person(2): ["Karim"]})
    assert found(index, "haji") == [person(1)]
    assert found(index, "haji karim") == [person(1), person(2)]


def test_an_identity_is_not_searched() -> None:
    index = filled({b"karim-rahim-0001": ["Lina Omar"]})
    assert found(index, "karim-rahim-0001") == []


def test_questions_are_answered_while_people_come_and_go() -> None:
    index = filled({person(number): ["Karim Rahim"] for number in range(5)})
    stay = {person(number) for number in range(5)}
    answers: list[list[bytes]] = []

    def come_and_go(start: int) -> None:
        chance = random.Random(start)
        for number in range(start, start + 300):
            index.add(person(number), [" ".join(chance.sample(WORDS, 2))])
            if number % 3:
                index.remove(person(number))

    def ask() -> None:
        answers.extend(found(index, "karim rahim") for _ in range(100))

    threads = [Thread(target=come_and_go, args=(start,)) for start in (1_000, 2_000)]
    threads += [Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 200
    assert all(stay <= set(answer) for answer in answers)
    assert len(index) == 5 + 2 * 100


@pytest.mark.parametrize("half", ["Khor", "Khors", "خورش"])
def test_half_a_name_finds_whoever_is_called_so_before_whoever_is_called_alike(half: str) -> None:
    people = ["Khorsheed Kandahari", "Khyber Shinwari", "Ziya Takhari", "Khatira Samii"]
    index = filled({person(at): [name] for at, name in enumerate(people)})
    assert found(index, half)[0] == person(0)

"""The code of a family page, and the answers in the file that a public machine holds."""

from hashlib import sha256
from itertools import combinations
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.ids import CallId, OperatorId, PartyId, PlaceId
from muster.ground.people.kin import Relation
from muster.ground.people.moment import DAY, HOUR, Moment
from muster.ground.secrecy import sealing
from muster.journey.passes import answers, facts, family, pages
from muster.journey.passes.answers import WAIT, Desk, Line, Said
from muster.journey.passes.family import Digests
from muster.journey.passes.letters import ALPHABET
from muster.journey.passes.problems import (
    AnswersUnreadable,
    PageTooLong,
    PageUnknown,
    PartyNotAsked,
    ReasonMissing,
)
from muster.journey.passes.state import Pages, fold_pages
from muster.journey.plan.facts import Cause, Channel, Instruction
from muster.journey.plan.state import Call, Calls, Recall

NOW = 1_629_981_960_000
GATE = PlaceId(b"g" * 16)
PARTY, BY = PartyId(b"p" * 16), OperatorId(b"o" * 16)
GATES = {bytes(GATE): "North gate"}
CALLED = Line(Said.CALLED, "North gate", NOW, NOW + 4 * HOUR)

tokens = st.binary(min_size=16, max_size=16)


@given(tokens)
def test_a_code_is_read_as_it_was_printed(token: bytes) -> None:
    assert family.read(family.spell(token)) == token
    assert family.read(family.typed(token).lower()) == token
    assert len(family.typed(token).split(" ")) == 7


@given(tokens, st.data())
def test_up_to_two_wrong_letters_are_noticed(token: bytes, data: st.DataObject) -> None:
    code = list(family.spell(token))
    places = data.draw(st.lists(st.integers(0, 27), min_size=1, max_size=2, unique=True))
    for at in places:
        code[at] = data.draw(st.sampled_from(sorted(set(ALPHABET) - {code[at]})))
    assert family.read("".join(code)) is None


@given(tokens, st.sampled_from([*combinations(range(28), 2)]))
def test_letters_that_changed_places_are_noticed(token: bytes, pair: tuple[int, int]) -> None:
    code = list(family.spell(token))
    one, other = pair
    code[one], code[other] = code[other], code[one]
    said = "".join(code)
    assert family.read(said) == (token if said == family.spell(token) else None)


@pytest.mark.parametrize("text", ["", "A" * 27, "A" * 29, "ü" * 28, "A" * 27 + "9", "٣" * 28])
def test_what_is_no_code_is_none(text: str) -> None:
    assert family.read(text) is None


def test_the_two_digests_are_of_texts_of_their_own() -> None:
    kept = family.digests(bytes(16))
    assert kept.mark == sha256(b"muster/family-mark/1" + bytes(16)).digest()
    assert kept.lock == sha256(b"muster/family-lock/1" + bytes(16)).digest()


def draw(seed: int = 7) -> Random:
    return Random(seed)


def file(*rows: tuple[bytes, Line], seed: int = 7) -> bytes:
    said = [(family.digests(token), line) for token, line in rows]
    return answers.sealed(said, NOW, 270, draw(seed).randbytes)


def desk(*rows: tuple[bytes, Line]) -> Desk:
    return Desk(answers.read(file(*rows)), draw().randbytes)


def test_a_bearer_is_told_their_own_line_and_a_stranger_to_wait() -> None:
    one, other = bytes(16), b"1" * 16
    found = desk((one, CALLED), (other, Line(Said.SAFE)))
    assert found.answer(one, NOW) == CALLED
    assert found.answer(other, NOW).said is Said.SAFE
    assert found.answer(b"2" * 16, NOW) == WAIT


def test_a_call_whose_window_is_over_is_none_though_nobody_brought_a_new_file() -> None:
    found = desk((bytes(16), CALLED))
    assert found.answer(bytes(16), CALLED.closes - 1) == CALLED
    assert found.answer(bytes(16), CALLED.closes) == WAIT


def test_one_answer_is_opened_whoever_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    found = desk((bytes(16), WAIT))
    opened: list[int] = []
    unseal = sealing.unseal

    def counted(sealed: bytes, place: bytes, key: bytes) -> bytes:
        opened.append(len(sealed))
        return unseal(sealed, place, key)

    monkeypatch.setattr(sealing, "unseal", counted)
    for token in (bytes(16), b"2" * 16):
        assert found.answer(token, NOW) == WAIT
    assert len(opened) == 2
    assert opened[0] == opened[1]


def test_the_file_says_neither_how_many_there_are_nor_who_is_called() -> None:
    few = answers.read(file((bytes(16), WAIT)))
    many = answers.read(file(*((bytes([at]) * 16, CALLED) for at in range(50))))
    assert len(few.sealed) == len(many.sealed) == 64
    raw = file((bytes(16), CALLED))
    assert b"North gate" not in raw
    assert bytes(16) not in raw
    lengths = {len(one) for one in many.sealed.values()}
    assert len(lengths) == 1
    again = answers.read(file((bytes(16), WAIT), seed=8)).sealed
    assert few.sealed[family.digests(bytes(16)).mark] != again[family.digests(bytes(16)).mark]


def test_an_answer_that_was_moved_or_altered_says_wait() -> None:
    one, other = bytes(16), b"1" * 16
    told = answers.read(file((one, CALLED), (other, WAIT)))
    marks = [family.digests(token).mark for token in (one, other)]
    swapped = {**told.sealed, marks[0]: told.sealed[marks[1]], marks[1]: told.sealed[marks[0]]}
    moved = Desk(msgspec.structs.replace(told, sealed=swapped), draw().randbytes)
    assert [moved.answer(token, NOW) for token in (one, other)] == [WAIT, WAIT]
    later = Desk(msgspec.structs.replace(told, at=NOW + 1), draw().randbytes)
    assert later.answer(one, NOW) == WAIT


@given(st.binary(max_size=200))
def test_what_is_no_file_of_answers_is_a_problem(raw: bytes) -> None:
    with pytest.raises(AnswersUnreadable):
        answers.read(raw)


@given(st.integers(0, 8_000), st.integers(1, 255))
def test_a_file_that_was_spoilt_never_says_more_than_it_did(at: int, flip: int) -> None:
    raw = bytearray(file((bytes(16), CALLED)))
    raw[at % len(raw)] ^= flip
    try:
        found = Desk(answers.read(bytes(raw)), draw().randbytes)
    except AnswersUnreadable:
        return
    assert found.answer(bytes(16), NOW) in (WAIT, CALLED)
    assert found.answer(b"2" * 16, NOW) == WAIT


def call(**fields: object) -> Call:
    said: dict[str, object] = {"gate": GATE, "opens": NOW, "closes": NOW + 4 * HOUR, "called": NOW}
    return Call(CallId(b"c" * 16), **{**said, **fields})  # type: ignore[arg-type]


def test_a_party_is_told_of_a_live_call_alone() -> None:
    recall = Recall(NOW, Cause.GATE, Instruction.STAY)
    told = {
        Said.CALLED: call(),
        Said.ELSEWHERE: call(replaces=CallId(b"d" * 16)),
        Said.WAIT: call(recalls=(recall,)),
    }
    for said, one in told.items():
        assert answers.of_party(Calls((one,)), GATES, NOW).said is said
    assert answers.of_party(None, GATES, NOW) == WAIT
    assert answers.of_party(Calls((call(came=NOW),)), GATES, NOW) == WAIT


def test_a_relative_is_told_neither_where_nor_when() -> None:
    assert answers.of_relative(all_safe=True) == Line(Said.SAFE, "", 0, 0)
    assert answers.of_relative(all_safe=False) == WAIT


def kept(token: bytes = bytes(16)) -> Digests:
    return family.digests(token)


def test_a_page_lasts_its_days_and_no_longer() -> None:
    fact = pages.give(PARTY, kept(), 3, Moment.at(NOW), BY)
    state = fold_pages(None, fact)
    assert state.pages[0].live(NOW + 3 * DAY - 1)
    assert not state.pages[0].live(NOW + 3 * DAY)
    for days in (0, 91):
        with pytest.raises(PageTooLong):
            pages.give(PARTY, kept(), days, Moment.at(NOW), BY)


def test_a_relative_holds_a_page_only_where_the_party_was_asked() -> None:
    said = (PARTY, kept(), 3, Relation.SIBLING)
    with pytest.raises(PartyNotAsked):
        pages.give_relative(*said, None, Moment.at(NOW), BY)
    fact = pages.give_relative(*said, Channel.PHONE, Moment.at(NOW), BY)
    assert fold_pages(None, fact).pages[0].relation is Relation.SIBLING


def test_what_was_taken_back_stays_so_in_any_order() -> None:
    given_, at = pages.give(PARTY, kept(), 3, Moment.at(NOW), BY), Moment.at(NOW + HOUR)
    state = fold_pages(None, given_)
    ended = next(pages.take_back(state, PARTY, None, "lost", at, BY))
    one = fold_pages(fold_pages(None, given_), ended)
    assert one == fold_pages(fold_pages(None, ended), given_)
    assert not one.pages[0].live(at.latest)
    with pytest.raises(PageUnknown):
        pages.take_back(one, PARTY, None, "again", at, BY)
    with pytest.raises(ReasonMissing):
        pages.take_back(state, PARTY, None, " ", at, BY)


def test_taking_back_one_page_leaves_the_others() -> None:
    other = kept(b"1" * 16)
    state: Pages | None = None
    for one in (kept(), other):
        state = fold_pages(state, pages.give(PARTY, one, 3, Moment.at(NOW), BY))
    ended = list(pages.take_back(state, PARTY, other.mark, "lost", Moment.at(NOW), BY))
    assert [one.mark for one in ended] == [other.mark]
    assert isinstance(ended[0], facts.FamilyPageTakenBack)

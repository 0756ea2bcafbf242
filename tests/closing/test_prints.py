"""The register of prints: a number, a holder, an end (R19)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.fact import Observation
from muster.ground.people.ids import OperatorId, PrintId
from muster.ground.people.moment import Moment
from muster.journey.closing import prints
from muster.journey.closing.facts import (
    PrintDestroyed,
    PrintKind,
    PrintLost,
    PrintRegistered,
    PrintReturned,
)
from muster.journey.closing.prints import Sheet
from muster.journey.closing.problems import (
    CountImpossible,
    DescriptionMissing,
    MethodMissing,
    PrintGone,
    PrintNumberTaken,
    PrintUnknown,
    WitnessMissing,
)
from muster.journey.closing.state import Print, PrintEnd, fold_print

PRINT = PrintId(b"print".ljust(16))
BY = OperatorId(b"operator".ljust(16))
LIST = Sheet(PrintKind.LIST, "gate post", 40, 600_000)


def at(minute: int) -> Moment:
    return Moment.at(minute * 60_000)


def folded(*facts: Observation) -> Print:
    sheet: Print | None = None
    for fact in facts:
        sheet = fold_print(sheet, fact)
    assert sheet is not None
    return sheet


def test_numbers_run_on_by_site_without_a_gap() -> None:
    assert prints.next_number("abcd", []) == "abcd-0001"
    taken = ["abcd-0001", "abcd-0009", "wxyz-0044", "abcd-old", "by hand"]
    assert prints.next_number("abcd", taken) == "abcd-0010"


@given(st.lists(st.text(max_size=12)))
def test_the_next_number_is_never_taken(taken: list[str]) -> None:
    assert prints.next_number("abcd", taken) not in taken


def test_a_number_is_used_once() -> None:
    with pytest.raises(PrintNumberTaken):
        prints.register(PRINT, "ABCD-0001", LIST, ["abcd-0001"], at(1), BY)


def test_a_print_has_a_holder_and_a_number_of_people() -> None:
    with pytest.raises(DescriptionMissing):
        prints.register(PRINT, "1", Sheet(PrintKind.LIST, " ", 1, 0), [], at(1), BY)
    with pytest.raises(CountImpossible):
        prints.register(PRINT, "1", Sheet(PrintKind.LIST, "post", -1, 0), [], at(1), BY)


def test_a_print_comes_back_is_destroyed_or_is_lost() -> None:
    sheet = folded(prints.register(PRINT, "1", LIST, [], at(1), BY))
    assert sheet.end is PrintEnd.OPEN
    back = fold_print(sheet, prints.give_back(sheet, PRINT, "desk", at(2), BY))
    assert (back.end, back.said) == (PrintEnd.RETURNED, "desk")
    lost = fold_print(back, prints.lose(back, PRINT, "left on a table", at(3), BY))
    assert lost.end is PrintEnd.LOST
    gone = fold_print(lost, prints.destroy(lost, PRINT, "burned", "Guard 2", at(4), BY))
    assert (gone.end, gone.witness) == (PrintEnd.DESTROYED, "Guard 2")
    with pytest.raises(PrintGone):
        prints.give_back(gone, PRINT, "desk", at(5), BY)


def test_an_end_says_how_and_destroying_takes_a_witness() -> None:
    sheet = folded(prints.register(PRINT, "1", LIST, [], at(1), BY))
    with pytest.raises(PrintUnknown):
        prints.lose(Print(), PRINT, "gone", at(2), BY)
    with pytest.raises(MethodMissing):
        prints.lose(sheet, PRINT, "", at(2), BY)
    with pytest.raises(DescriptionMissing):
        prints.give_back(sheet, PRINT, "", at(2), BY)
    with pytest.raises(MethodMissing):
        prints.destroy(sheet, PRINT, " ", "Guard 2", at(2), BY)
    with pytest.raises(WitnessMissing):
        prints.destroy(sheet, PRINT, "burned", " ", at(2), BY)


ENDS: tuple[Observation, ...] = (
    PrintRegistered(PRINT, at(1), BY, "1", PrintKind.LIST, "gate post", 40, 600_000),
    PrintReturned(PRINT, at(2), BY, "desk"),
    PrintLost(PRINT, at(3), BY, "left on a table"),
    PrintReturned(PRINT, at(4), BY, "desk"),
    PrintDestroyed(PRINT, at(5), BY, "burned", "Guard 2"),
    PrintLost(PRINT, at(6), BY, "not in the safe"),
)


@given(st.permutations(ENDS))
def test_a_print_is_the_same_in_whatever_order_its_facts_come(facts: list[Observation]) -> None:
    assert folded(*facts) == folded(*ENDS)


@given(st.lists(st.sampled_from(ENDS)))
def test_destroyed_is_for_good(facts: list[Observation]) -> None:
    burned = PrintDestroyed(PRINT, at(5), BY, "burned", "Guard 2")
    assert folded(*facts, burned).end is PrintEnd.DESTROYED
    assert folded(burned, *facts).end is PrintEnd.DESTROYED

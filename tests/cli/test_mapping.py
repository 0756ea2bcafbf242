"""An operator's word for a column outweighs the guess, and is refused where it makes no sense."""

import pytest

from muster.adapters.formats.dates import Order
from muster.adapters.formats.mapping import Calendar, Families, Mapped
from muster.adapters.formats.proposal import propose
from muster.adapters.formats.tables import table
from muster.adapters.formats.targets import Target
from muster.site.problems import ListColumnUnknown, TargetUnknown
from muster.site.registry.columns import FAMILIES, TARGETS, Adjustment

LIST = table(
    ["Name", "Born", "Paper", "Paper"],
    [["Karim Example", "03/04/1990", "P1234567", "yes"]],
)


def taken(*said: tuple[str, str], families: str = "") -> dict[int, Mapped]:
    """Return what each column is taken for."""
    adjustment = Adjustment(said, families)
    mapping = adjustment(LIST, propose(LIST))
    assert adjustment.mapping is mapping
    return {one.column: one for one in mapping.fields}


def test_nothing_said_leaves_the_proposal() -> None:
    assert Adjustment([])(LIST, propose(LIST)) == propose(LIST).mapping


def test_a_column_is_meant_by_its_number_or_its_header_however_written() -> None:
    for said in ("2", "Born", "BORN", " born "):
        assert 1 not in taken((said, "nothing"))


def test_a_guess_that_is_right_only_gets_its_order() -> None:
    column = taken(("2", "birth:month-first"))[1]
    assert (column.target, column.order) == (Target.BIRTH_DATE, Order.MONTH_FIRST)


def test_dates_in_a_column_nobody_guessed_are_asked_for_their_order() -> None:
    assert taken(("3", "document-expiry"))[2].order is Order.OPEN
    assert taken(("3", "document-expiry:day-first"))[2].order is Order.DAY_FIRST


def test_a_calendar_and_a_group_follow_the_colon() -> None:
    column = taken(("2", "birth:day-first:gregorian"))[1]
    assert (column.order, column.calendar) == (Order.DAY_FIRST, Calendar.GREGORIAN)
    assert taken(("3", "document-number:passport"))[2].group == "passport"
    assert taken(("4", "needs:wheelchair"))[3].group == "wheelchair"


def test_families_are_found_as_was_said() -> None:
    for families in FAMILIES:
        mapping = Adjustment([], families)(LIST, propose(LIST))
        assert mapping.families is Families(families)


@pytest.mark.parametrize("column", ["0", "5", "99999", "Shoe size", "", "-1"])
def test_a_column_that_is_not_there_is_refused(column: str) -> None:
    with pytest.raises(ListColumnUnknown) as refused:
        taken((column, "name"))
    assert refused.value.facts == {"columns": 4, "found": 0}


def test_a_header_that_stands_twice_means_neither() -> None:
    with pytest.raises(ListColumnUnknown) as refused:
        taken(("Paper", "document-number"))
    assert refused.value.facts["found"] == 2


@pytest.mark.parametrize("target", ["", "shoe-size", "religion", ":day-first"])
def test_a_target_that_there_is_none_of_is_refused(target: str) -> None:
    with pytest.raises(TargetUnknown) as refused:
        taken(("1", target))
    assert refused.value.facts == {"known": ", ".join(TARGETS)}

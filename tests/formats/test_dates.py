"""Dates as people write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.adapters.formats.births import in_year, of_age, read_birth, read_expiry
from muster.adapters.formats.dates import DateFlag, Day, Order, read_day, votes
from muster.ground.people.birth import Birth, Precision
from tests.formats.lists import RECEIVED

DAY, MONTH = Order.DAY_FIRST, Order.MONTH_FIRST


def birth(text: str, order: Order = DAY) -> Birth | None:
    """The birth that a text says."""
    found = read_birth(text, order, RECEIVED)
    return found[0] if found else None


@pytest.mark.parametrize(
    "text",
    [
        "1990-05-31",
        "1990/5/31",
        "1990.05.31",
        "31/05/1990",
        "31.5.1990",
        "31-05-1990",
        "31 05 1990",
        "31 May 1990",
        "31st May 1990",
        "31-May-90",
        "May 31, 1990",
        "31. Mai 1990",
        "31 may. 1990",
        "31 мая 1990 г.",
        "31 травня 1990",
        "31 de mayo de 1990",
        "31 Mayıs 1990",
        "19900531",
        "31051990",
        "33024",
        "33024.4180",
        "1990-05-31T00:00:00",
        "1990-05-31 10:02",
        "۱۹۹۰-۰۵-۳۱",
        "٣١/٠٥/١٩٩٠",
    ],
)
def test_one_day_in_many_spellings(text: str) -> None:
    assert birth(text) == Birth.on("1990-05-31")


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("1990", Birth.in_year(1990)),
        ("1990-00-00", Birth.in_year(1990)),
        ("00/00/1990", Birth.in_year(1990)),
        ("1990-05", Birth("1990-05-01", "1990-05-31", Precision.MONTH)),
        ("05/1990", Birth("1990-05-01", "1990-05-31", Precision.MONTH)),
        ("May 1990", Birth("1990-05-01", "1990-05-31", Precision.MONTH)),
        ("00/05/1990", Birth("1990-05-01", "1990-05-31", Precision.MONTH)),
        ("Dec. 1990", Birth("1990-12-01", "1990-12-31", Precision.MONTH)),
        ("c. 1990", Birth("1989-01-01", "1991-12-31", Precision.CIRCA)),
        ("~1990", Birth("1989-01-01", "1991-12-31", Precision.CIRCA)),
        ("1990?", Birth("1989-01-01", "1991-12-31", Precision.CIRCA)),
        ("1988-1990", Birth("1988-01-01", "1990-12-31", Precision.CIRCA)),
    ],
)
def test_no_more_precision_than_was_written(text: str, span: Birth) -> None:
    assert birth(text) == span


@pytest.mark.parametrize(
    "text",
    [
        "05/31/1990",
        "1990-02-30",
        "31/02/1990",
        "1990-13-01",
        "31/05/90/1",
        "1990-05-31x",
        "31 Brumaire 1990",
        "soon",
        "2021-08-21",
        "1890",
        "99999",
        "12",
        "0",
        "-5",
        "²",
    ],
)
def test_what_is_no_birth_is_none(text: str) -> None:
    assert birth(text) is None


def test_the_columns_order_holds_for_every_cell() -> None:
    assert birth("05/06/1990", DAY) == Birth.on("1990-06-05")
    assert birth("05/06/1990", MONTH) == Birth.on("1990-05-06")
    assert birth("31/05/1990", MONTH) is None


def test_r25_the_first_of_january_means_the_year_and_says_so() -> None:
    for text in ("1990-01-01", "01/01/1990", "1 January 1990", "32874"):
        found = read_birth(text, DAY, RECEIVED)
        assert found is not None
        assert found[0] == Birth.in_year(1990)
        assert DateFlag.YEAR_ONLY in found[1]


def test_two_digits_never_mean_the_future() -> None:
    assert birth("05/06/21") == Birth.on("2021-06-05")
    assert birth("05/06/22") == Birth.on("1922-06-05")


def test_a_solar_hijri_year_is_a_span_of_two_and_says_so() -> None:
    for text in ("1365", "1365/05/12", "۱۳۶۵/۵/۱۲", "12-05-1365"):
        found = read_birth(text, DAY, RECEIVED)
        assert found == (
            Birth("1986-01-01", "1987-12-31", Precision.CIRCA),
            (DateFlag.SOLAR_HIJRI,),
        )
    assert in_year(1410).latest == "2032-12-31"
    assert in_year(1411) == Birth.in_year(1411)


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["01/02/1990", "13/02/1990"], DAY),
        (["01/02/1990", "02/13/1990"], MONTH),
        (["01/02/1990", "05/05/1990"], Order.OPEN),
        (["1990-05-31", "1991"], DAY),
        (["13/02/1990", "02/13/1990"], Order.OPEN),
        ([], DAY),
    ],
)
def test_one_value_above_twelve_settles_a_column(cells: list[str], order: Order) -> None:
    assert votes(cells).order() is order


def test_a_single_mistake_does_not_open_the_order_of_a_long_column() -> None:
    cells = [f"{day}/{month:02}/1990" for day in range(13, 29) for month in range(1, 13)]
    assert votes([*cells, "02/13/1990"]).order() is DAY


@given(st.dates(date(1900, 1, 1), RECEIVED))
def test_every_day_is_read_back_in_each_order(day: date) -> None:
    if (day.month, day.day) != (1, 1):
        expected = Birth.on(day.isoformat())
        assert birth(day.isoformat()) == expected
        assert birth(f"{day:%d/%m/%Y}", DAY) == expected
        assert birth(f"{day:%m/%d/%Y}", MONTH) == expected
        assert birth(f"{day:%d %B %Y}") == expected
        serial = (day - date(1899, 12, 30)).days
        if serial >= 3654:
            assert birth(str(serial)) == expected


@given(st.text("0123456789-/. abcMayJunTZ:~?", max_size=14), st.sampled_from([DAY, MONTH]))
def test_no_text_breaks_the_reader_and_no_span_is_upside_down(text: str, order: Order) -> None:
    assert isinstance(read_day(text, order, 2021), Day | None)
    found = birth(text, order)
    assert found is None or found.earliest <= found.latest
    date.fromisoformat(read_expiry(text, order) or "2021-01-01")


@given(st.integers(0, 120), st.integers(0, 10), st.dates(date(1990, 1, 1), date(2040, 1, 1)))
def test_an_age_is_the_span_in_which_it_holds(low: int, more: int, received: date) -> None:
    span = of_age(low, low + more, received)
    earliest, latest = date.fromisoformat(span.earliest), date.fromisoformat(span.latest)
    assert _age(latest, received) == low
    assert _age(earliest, received) == low + more
    assert _age(earliest - timedelta(days=1), received) == low + more + 1


def _age(born: date, now: date) -> int:
    return now.year - born.year - ((now.month, now.day) < (born.month, born.day))


def test_an_expiry_is_the_last_day_of_what_is_written() -> None:
    assert read_expiry("2027", DAY) == "2027-12-31"
    assert read_expiry("02/2028", DAY) == "2028-02-29"
    assert read_expiry("01/02/2027", MONTH) == "2027-01-02"
    assert read_expiry("2027-01-01", DAY) == "2027-01-01"
    assert read_expiry("1404/05/01", DAY) is None

import pytest

from muster.adapters.store import AccountRow, Store, transaction


def put(store: Store, *rows: AccountRow) -> None:
    with transaction(store):
        store.accounts_put(rows)


def count(store: Store, deltas: dict[bytes, int], kind: str = "person") -> None:
    with transaction(store):
        store.tally_add(kind, deltas)


def subject(n: int) -> bytes:
    return bytes((n,)) * 16


def test_a_subject_is_in_one_account_at_a_time(store: Store) -> None:
    put(store, AccountRow(subject(1), "person", b"waiting"))
    put(store, AccountRow(subject(1), "person", b"safe"))
    assert store.account_get(subject(1)) == AccountRow(subject(1), "person", b"safe")
    assert store.account_get(subject(2)) is None


def test_many_places_are_asked_at_once(store: Store) -> None:
    rows = {subject(n): AccountRow(subject(n), "person", b"waiting") for n in range(3)}
    put(store, *rows.values())
    assert store.account_get_many([*rows, subject(9)]) == rows


def test_who_is_in_some_accounts_comes_page_by_page_in_order_of_subjects(store: Store) -> None:
    places = [b"waiting", b"safe", b"closed"]
    rows = [AccountRow(subject(n), "person", places[n % 3]) for n in range(30)]
    put(store, *reversed(rows), AccountRow(subject(99), "lift", b"safe"))
    expected = [row for row in rows if row.account != b"closed"]
    pages, after = [], b""
    while page := store.accounts_in("person", {b"waiting", b"safe"}, 7, after):
        assert len(page) <= 7
        pages.extend(page)
        after = page[-1].subject
    assert pages == expected
    assert store.accounts_in("person", [], 7) == []
    assert store.accounts_in("person", [b"nowhere"], 7) == []


def test_a_subject_taken_out_of_the_books_is_in_no_account(store: Store) -> None:
    put(store, AccountRow(subject(1), "person", b"waiting"))
    with transaction(store):
        store.accounts_delete([subject(1), subject(2)])
    assert store.accounts_in("person", [b"waiting"], 10) == []


def test_a_tally_that_reaches_zero_is_gone(store: Store) -> None:
    count(store, {b"waiting": 3, b"safe": 1, b"nobody": 0})
    count(store, {b"waiting": -1, b"safe": -1, b"closed": 1})
    assert store.tally("person") == {b"closed": 1, b"waiting": 2}


def test_tallies_of_kinds_do_not_mix(store: Store) -> None:
    count(store, {b"waiting": 3})
    count(store, {b"waiting": 5}, kind="item")
    assert store.tally("person") == {b"waiting": 3}
    assert store.tally("lift") == {}


@pytest.mark.parametrize("deltas", [{b"waiting": -4}, {b"safe": -1}, {b"new": 1, b"safe": -1}])
def test_a_tally_below_zero_is_a_bug_and_counts_nothing(
    store: Store, deltas: dict[bytes, int]
) -> None:
    count(store, {b"waiting": 3})
    with pytest.raises(ValueError, match="below zero"):
        count(store, deltas)
    assert store.tally("person") == {b"waiting": 3}

import random
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from muster.adapters.store import Row, Store, transaction
from muster.adapters.store.digest import Digest
from tests.store.conftest import Engine


def fill(store: Store, order: random.Random) -> None:
    """Write the same rows along another way each time."""
    people = [bytes((n,)) * 16 for n in range(200)]
    order.shuffle(people)
    with transaction(store):
        for person in people:
            store.rows_put("registry_person", [Row(person, b"first", b"", b"")])
            store.accounts_put([(person, "person", b"waiting")])
            store.tally_add("person", {b"waiting": 1})
    order.shuffle(people)
    with transaction(store):
        for person in people:
            store.rows_put("registry_person", [Row(person, b"last" * person[0], b"p", b"l")])
            store.accounts_put([(person, "person", person[:1])])
            store.tally_add("person", {b"waiting": -1, person[:1]: 1})


def test_equal_rows_have_equal_digests_whatever_way_they_came(engine: Engine) -> None:
    digests = set()
    with engine.make() as store:
        for seed in range(3):
            fill(store, random.Random(seed))
            digests.add(store.digest_rows())
            with transaction(store):
                store.rows_clear()
    assert len(digests) == 1


def test_every_single_change_changes_the_digest(store: Store) -> None:
    fill(store, random.Random(0))
    one = bytes(16)
    changes: list[Callable[[], None]] = [
        lambda: store.rows_put("registry_person", [Row(one, b"other", b"p", b"l")]),
        lambda: store.rows_put("lift_passenger", [Row(one, b"", b"", b"")]),
        lambda: store.rows_delete("registry_person", [one]),
        lambda: store.accounts_put([(one, "person", b"other")]),
        lambda: store.accounts_put([(one, "item", bytes(1))]),
        lambda: store.tally_add("person", {b"other": 1}),
    ]
    seen = {store.digest_rows()}
    for change in changes:
        store.begin()
        change()
        seen.add(store.digest_rows())
        store.rollback()
    assert len(seen) == len(changes) + 1


def test_what_is_not_disposable_does_not_count(store: Store) -> None:
    before = store.digest_rows()
    with transaction(store):
        store.meta_put("name", b"north")
        store.add_shredded([b"k" * 16])
    assert store.digest_rows() == before


rows = st.lists(st.binary(max_size=2), min_size=1, max_size=2).map(tuple)
tables = st.lists(
    st.tuples(st.sampled_from(["a", "b", ""]), st.lists(rows, max_size=2)), max_size=2
)


Content = list[tuple[str, list[tuple[bytes, ...]]]]


def digest(content: Content) -> bytes:
    made = Digest()
    for name, rows in content:
        made.add(name, rows)
    return made.result()


@given(tables, tables)
def test_two_contents_have_one_digest_only_if_they_are_one(
    left: Content,
    right: Content,
) -> None:
    assert (digest(left) == digest(right)) is (left == right)

"""Lists: what is closed in them, who signed them, and that an older one is refused."""

import zlib

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.ids import IssuerId, OperationId, PlaceId
from muster.journey.passes import cose, statuses, trust
from muster.journey.passes.inner import SLOTS
from muster.journey.passes.keys import Key, Keys
from muster.journey.passes.problems import ListNotOurs, ListOlder, ListUnreadable
from muster.journey.passes.statuses import OURS, SlotList, of_slots
from tests.vectors.draw import signer

OPERATION = OperationId(b"o" * 16)
SITE, SECRET = signer("site of lists")
OTHER, OTHER_SECRET = signer("another site of lists")
SLOT = st.integers(0, SLOTS - 1)


def made(version: int = 3, closed: tuple[int, ...] = (7,)) -> SlotList:
    return SlotList(b"p" * 32, version, 10**12, 10**12 + 10**9, of_slots(closed))


@given(st.sets(SLOT, max_size=40), st.sets(SLOT, min_size=1, max_size=40))
def test_a_list_closes_exactly_what_it_is_told(closed: set[int], quota: set[int]) -> None:
    plain = SlotList(b"", 1, 0, 0, of_slots(closed))
    delegated = SlotList(b"", 1, 0, 0, of_slots(closed, opened=quota))
    assert {slot for slot in closed | quota if plain.closed(slot)} == closed
    assert {slot for slot in closed | quota if not delegated.closed(slot)} == quota - closed


def test_a_list_comes_back_as_it_was_signed() -> None:
    assert statuses.read(statuses.write(made(), OPERATION, SECRET), OPERATION, SITE, 3) == made()


def test_a_quota_of_200_is_a_small_list() -> None:
    quota = range(0, SLOTS, SLOTS // 200)
    assert len(statuses.to_cbor(of_slots((), opened=quota))["lst"]) < 600


def test_an_older_list_than_one_seen_is_refused() -> None:
    raw = statuses.write(made(version=2), OPERATION, SECRET)
    with pytest.raises(ListOlder):
        statuses.read(raw, OPERATION, SITE, 3)


@pytest.mark.parametrize("at", range(0, 180, 7))
def test_a_list_with_a_changed_byte_is_not_ours_or_not_readable(at: int) -> None:
    raw = bytearray(statuses.write(made(), OPERATION, SECRET))
    raw[at % len(raw)] ^= 1
    with pytest.raises((ListNotOurs, ListUnreadable)):
        statuses.read(bytes(raw), OPERATION, SITE)


def test_a_list_of_another_site_or_operation_is_not_ours() -> None:
    with pytest.raises(ListNotOurs):
        statuses.read(statuses.write(made(), OPERATION, OTHER_SECRET), OPERATION, SITE)
    with pytest.raises(ListNotOurs):
        statuses.read(statuses.write(made(), b"x" * 16, SECRET), OPERATION, SITE)


def test_a_list_that_unpacks_without_end_is_refused() -> None:
    bomb = {"bits": 1, "lst": zlib.compress(bytes(50_000_000))}
    with pytest.raises(ListUnreadable):
        statuses.from_cbor(cbor2.dumps(bomb), OURS)


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"bits": 3, "lst": zlib.compress(b"")},
        {"bits": True, "lst": zlib.compress(b"")},
        {"bits": 1, "lst": b"no zlib"},
        {"bits": 1, "lst": zlib.compress(b"x") + b"more"},
        {"bits": 1, "lst": zlib.compress(b"x" * 99)[:-5]},
        {"bits": 1, "lst": "text"},
    ],
)
def test_what_is_no_list_is_refused(claims: dict[str, object]) -> None:
    with pytest.raises(ListUnreadable):
        statuses.from_cbor(cbor2.dumps(claims))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"bits": 1}', '{"bits": 1, "lst": "%%"}', "7"])
def test_what_is_no_list_in_json_is_refused(text: str) -> None:
    with pytest.raises(ListUnreadable):
        statuses.from_json(text)


def test_a_list_that_the_operation_signed_as_something_else_is_refused() -> None:
    keys = trust.write(Keys(OPERATION, []), 1, 0, 10**12, SECRET)
    with pytest.raises(ListUnreadable):
        statuses.read(keys, OPERATION, SITE)
    with pytest.raises(ListUnreadable):
        trust.read(statuses.write(made(), OPERATION, SECRET), OPERATION, SITE)


def test_a_trust_list_comes_back_without_the_secrets_of_tags() -> None:
    gates = (PlaceId(b"g" * 16),)
    key = Key(SITE, IssuerId(b"i" * 16), gates, (0, 1), 10**12, 2 * 10**12, 9, secret=b"s" * 32)
    raw = trust.write(Keys(OPERATION, [key]), 5, 10**12, 10**12 + 1, SECRET)
    found, version = trust.read(raw, OPERATION, SITE, 5)
    assert version == 5
    assert [(one.public, one.gates, one.secret) for one in found.all] == [(SITE, gates, b"")]
    assert b"s" * 32 not in raw
    with pytest.raises(ListOlder):
        trust.read(raw, OPERATION, SITE, 6)


@given(st.binary(max_size=80))
def test_hostile_cbor_is_nothing_and_never_a_crash(raw: bytes) -> None:
    found = cose.read(raw)
    assert found is None or isinstance(found.payload, bytes)

"""T15: three of five officers bring a site back; two learn nothing, no site appoints its own."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.ground.people.ids import SiteId
from muster.ground.people.keys import OfficersAppointed
from muster.ground.secrecy import recovery
from muster.ground.secrecy.hybrid import letterbox
from muster.ground.secrecy.problems import (
    OfficersMissing,
    PassphraseWrong,
    RecoveryUnreadable,
    SealBroken,
)
from muster.site import operators, upkeep
from muster.site.exchange import backing_up
from muster.site.opening import open_site
from muster.site.problems import NotFounder, OfficersNone, SecondMissing, SiteExists
from muster.site.record.kinds import RECORD
from muster.site.rights import Operator, Role
from muster.site.secrecy import recovering
from tests.world.copies import CHEAP
from tests.world.site import PHRASE, World
from tests.world.sites import Joined

PIN = "24681357"
NEW = "another phrase of several words"
SEEDS = [bytes([number]) * 32 for number in range(1, 6)]
BOXES = [letterbox(seed) for seed in SEEDS]
SPLIT = recovery.split_key(bytes(range(32)), BOXES, bytes(range(256)) * 3)


class Office:
    """A site with five officers in office."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder / "site")
        site, by = self.world.site, self.world.by
        enrolled = operators.enrol(site, by, "Example officer", (Role.LEAD.value,), PIN)
        self.second = Operator(enrolled, "Example officer", (Role.LEAD,))
        self.made = [
            recovering.make_officer(f"Officer {number}", f"the phrase of {number}", cost=CHEAP)
            for number in range(5)
        ]
        recovering.appoint(site, by, self.second, [one.public for one in self.made])

    def seeds(self, *numbers: int) -> list[bytes]:
        """Return what officers' key files hold."""
        return [
            recovering.open_officer(self.made[one].secret, f"the phrase of {one}")
            for one in numbers
        ]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Five officers in office."""
    made = Office(tmp_path)
    yield made
    made.world.site.close()


@pytest.mark.parametrize("group", [*combinations(range(5), 3)])
def test_any_three_rebuild_the_key(group: tuple[int, ...]) -> None:
    assert recovery.rebuilt(SPLIT, [SEEDS[one] for one in group]) == bytes(range(32))


@pytest.mark.parametrize("group", [(), (0,), *combinations(range(5), 2)])
def test_two_rebuild_nothing_nor_does_one_twice(group: tuple[int, ...]) -> None:
    held = [SEEDS[one] for one in group]
    with pytest.raises(OfficersMissing):
        recovery.rebuilt(SPLIT, [*held, *held])
    with pytest.raises(OfficersMissing):
        recovery.rebuilt(SPLIT, [*held, bytes(32)])


@given(st.data())
@settings(max_examples=6)
def test_what_two_officers_hold_is_the_same_for_any_other_key(data: st.DataObject) -> None:
    """For each key there is a draw that gives the two just these parts: they learn nothing."""
    word = st.binary(min_size=32, max_size=32)
    key, other = data.draw(word), data.draw(word)
    random = data.draw(st.binary(min_size=recovery.RANDOM, max_size=recovery.RANDOM))
    two = data.draw(st.sampled_from([*combinations(range(5), 2)]))
    again = b"".join(
        matching(random[at * 64 :][:64], group, {*two}, recovery._xor(key, other))
        for at, group in enumerate(recovery.GROUPS)
    )
    one, same = (recovery.split_key(what, BOXES, drawn)
                 for what, drawn in ((key, random), (other, again)))  # fmt: skip
    for place in two:
        assert recovery._parts(one.sealed[place], SEEDS[place]) == recovery._parts(
            same.sealed[place], SEEDS[place]
        )
    assert recovery.rebuilt(same, SEEDS[:3]) == other


def matching(drawn: bytes, group: tuple[int, ...], two: set[int], change: bytes) -> bytes:
    """Return what to draw for a group so that a key changed by ``change`` shows in no part of two.

    Where the last of the group is not one of them, its part alone changes by itself.
    """
    first, second = drawn[:32], drawn[32:]
    if group[2] not in two:
        return drawn
    if group[0] not in two:
        return recovery._xor(first, change) + second
    return first + recovery._xor(second, change)


def test_a_split_with_a_changed_part_rebuilds_nothing() -> None:
    other = recovery.split_key(bytes(32), BOXES, bytes(range(256)) * 3)
    mixed = msgspec.structs.replace(SPLIT, sealed=(*SPLIT.sealed[:4], other.sealed[4]))
    with pytest.raises(RecoveryUnreadable):
        recovery.rebuilt(mixed, [SEEDS[0], SEEDS[1], SEEDS[4]])


def test_what_is_entrusted_opens_for_three_and_not_once_changed() -> None:
    raw = recovery.entrust(b"all keys", SPLIT, bytes(range(32)), bytes(24))
    assert recovery.recovered(raw, SEEDS[1:4]) == b"all keys"
    with pytest.raises((SealBroken, RecoveryUnreadable)):
        recovery.recovered(raw[:-1] + bytes([raw[-1] ^ 1]), SEEDS[1:4])


@given(st.binary(max_size=200))
def test_any_other_bytes_are_nothing_that_was_entrusted(raw: bytes) -> None:
    with pytest.raises(RecoveryUnreadable):
        recovery.read_entrusted(raw)


def test_a_site_whose_lead_is_gone_stands_again_by_three_officers(
    office: Office, tmp_path: Path
) -> None:
    world = office.world
    people = world.party(3)
    raw = recovering.entrust_keys(world.site, world.by)
    backing_up.back_up(world.site, world.by, tmp_path / "backup")
    world.site.close()
    site, restored = recovering.recover(
        tmp_path / "new", NEW, raw, office.seeds(0, 2, 4), tmp_path / "backup", cost=CHEAP
    )
    assert restored.site == SiteId(world.site.keys.site)
    with site.view() as view:
        assert all(view.state(RECORD, one) is not None for one in people)
    assert upkeep.verify(site, site.lead).findings == ()
    site.close()
    open_site(tmp_path / "new", NEW).close()
    with pytest.raises(PassphraseWrong):
        open_site(tmp_path / "new", PHRASE)
    world.reopen()


def test_two_officers_recover_nothing_and_leave_nothing(office: Office, tmp_path: Path) -> None:
    world = office.world
    raw = recovering.entrust_keys(world.site, world.by)
    backing_up.back_up(world.site, world.by, tmp_path / "backup")
    with pytest.raises(OfficersMissing):
        recovering.recover(
            tmp_path / "new", NEW, raw, office.seeds(0, 2), tmp_path / "backup", cost=CHEAP
        )
    assert not (tmp_path / "new").exists()
    with pytest.raises(SiteExists):
        recovering.recover(
            world.folder, NEW, raw, office.seeds(0, 1, 2), tmp_path / "backup", cost=CHEAP
        )


def test_a_rehearsal_is_on_record_and_changes_nothing(office: Office) -> None:
    site, by = office.world.site, office.world.by
    raw = recovering.entrust_keys(site, by)
    assert recovering.rehearse(site, by, raw, office.seeds(1, 2, 3)) == (
        "Officer 1", "Officer 2", "Officer 3",
    )  # fmt: skip
    stands = recovering.standing(site, by)
    assert stands.posts == tuple(f"Officer {number}" for number in range(5))
    assert stands.rehearsed is not None
    assert stands.entrusted is not None
    with pytest.raises(OfficersMissing):
        recovering.rehearse(site, by, raw, office.seeds(1, 2))


def test_an_officers_key_file_opens_under_its_own_phrase_alone(office: Office) -> None:
    with pytest.raises(PassphraseWrong):
        recovering.open_officer(office.made[0].secret, "the phrase of 1")


def test_two_people_appoint_five_different_officers(office: Office) -> None:
    site, by = office.world.site, office.world.by
    publics = [one.public for one in office.made]
    with pytest.raises(SecondMissing):
        recovering.appoint(site, by, None, publics)
    for wrong in (publics[:4], [*publics[:4], publics[0]]):
        with pytest.raises(OfficersMissing):
            recovering.appoint(site, by, office.second, wrong)


def test_a_site_cannot_put_officers_of_its_own_in_their_place(
    office: Office, tmp_path: Path
) -> None:
    world = office.world
    joined = Joined(world, tmp_path / "joined")
    theirs = [recovering.make_officer("Theirs", f"phrase of theirs {n}", cost=CHEAP)
              for n in range(5)]  # fmt: skip
    with pytest.raises(OfficersNone):
        recovering.entrust_keys(joined.site, joined.by)
    with pytest.raises(NotFounder):
        recovering.appoint(joined.site, joined.by, office.second, [one.public for one in theirs])
    split = recovery.split_key(
        bytes(32), [recovering.read_officer(one.public).letterbox for one in theirs],
        bytes(recovery.RANDOM),
    )  # fmt: skip
    forged = OfficersAppointed(
        joined.site.keys.site, joined.site.now(), joined.by.id, joined.by.id,
        ("Theirs",) * 5, msgspec.msgpack.encode(split), 2**50, bytes(64),
    )  # fmt: skip
    with world.site.writing() as journal:
        journal.put([forged])
    assert recovering.standing(world.site, world.by).posts[0] == "Officer 0"
    joined.site.close()


def test_whoever_was_shredded_after_the_backup_does_not_come_back(
    office: Office, tmp_path: Path
) -> None:
    world = office.world
    (person, *_) = world.party(2)
    backing_up.back_up(world.site, world.by, tmp_path / "backup")
    upkeep.shred(world.site, world.by, person, "on request")
    world.site.close()
    site, restored = backing_up.restore(world.folder, PHRASE, tmp_path / "backup")
    assert restored.shredded > 0
    with site.view() as view:
        assert view.state(RECORD, person) is None
        assert view.reader.account_get(person) is None
        assert view.reader.wraps_of(person) == []
    assert upkeep.verify(site, site.lead).findings == ()
    site.close()
    world.reopen()

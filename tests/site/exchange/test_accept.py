"""Taking in what another site wrote: checked first, whole, once; then part of every story."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from nacl.bindings import crypto_sign_seed_keypair

from muster.ground.people.ids import PersonId
from muster.ground.record import segment as segments
from muster.ground.record.problems import CertificateWrong, ChainBroken, SignatureWrong
from muster.ground.secrecy.problems import KeyMismatch
from muster.site import opening, upkeep
from muster.site.exchange.accept import Accepted, accept
from muster.site.opening import Setup, open_site
from muster.site.problems import (
    KeyLost,
    KeyNotSubjects,
    NotAllowed,
    NotFounder,
    NothingKnown,
    SegmentGap,
    SiteExists,
)
from muster.site.registry import desk, search, stories
from muster.site.rights import Operator, Role
from tests.world.copies import CHEAP, copy
from tests.world.site import PHRASE, World
from tests.world.sites import Chunk, Joined, normal, own, tell


@pytest.fixture
def second(world: World, tmp_path: Path) -> Iterator[Joined]:
    """A site that joined, and knows nothing yet."""
    made = Joined(world, tmp_path / "second")
    yield made
    made.site.close()


def of(world: World, compartment: str) -> list[Chunk]:
    return [chunk for chunk in own(world) if chunk.log.compartment == compartment]


def sound(world: World) -> bool:
    """Return whether everything agrees."""
    verified = upkeep.verify(world.site, world.by).findings == ()
    return verified and upkeep.rebuild(world.site, world.by).equal


def unchanged(world: World) -> tuple[object, ...]:
    store = world.site.store
    return (
        store.digest_rows(),
        tuple(store.logs()),
        tuple(store.wraps()),
        world.site.journal.lamport,
    )


def test_a_site_that_joined_reads_the_first_ones_people(world: World, second: Joined) -> None:
    people = world.people(4)
    tell(world, second.site)
    page = stories.person(second.site, second.by, people[0])
    assert page.record is not None
    assert [line.operator for line in page.story] == ["Site lead"]
    assert people[0] in {one.id for one in search.find(second.site, second.by, "Given00001")}
    assert sound(second)


def test_a_story_goes_on_at_both_sites(world: World, second: Joined) -> None:
    people = world.people(4)
    tell(world, second.site)
    second.clock.at = world.clock.at + 60_000
    desk.register(second.site, second.by, people[:1], second.airport)
    tell(second, world.site)
    assert [line.kind for line in stories.person(world.site, world.by, people[0]).story] == [
        "person-claimed",
        "person-registered",
    ]
    assert sound(world)
    assert sound(second)


def test_what_is_here_already_is_not_taken_again(world: World, second: Joined) -> None:
    world.people(4)
    tell(world, second.site)
    before = unchanged(second)
    for chunk in own(world):
        assert chunk.into(second.site) == Accepted(repeated=1)
    assert unchanged(second) == before


def test_the_clock_of_the_record_is_above_everything_taken_in(world: World, second: Joined) -> None:
    world.people(40)
    tell(world, second.site)
    assert second.site.journal.lamport >= world.site.journal.lamport - 1
    before = second.site.journal.lamport
    second.people(1)
    heads = [row for row in second.site.store.logs() if row.compartment == "desk"]
    own_head = next(one for one in heads if one.certificate == second.site.keys.certificate)
    assert own_head.head_lamport > before


def test_a_gap_is_said_and_leaves_nothing(world: World, second: Joined) -> None:
    world.people(12)
    first, *_, last = of(world, "desk")
    before = unchanged(second)
    with pytest.raises(SegmentGap):
        last.into(second.site)
    assert unchanged(second) == before
    first.into(second.site)
    with pytest.raises(SegmentGap):
        last.into(second.site)
    tell(world, second.site)
    assert sound(second)


def test_a_run_is_taken_whole_or_not_at_all(world: World, second: Joined) -> None:
    world.people(12)
    run = of(world, "desk")
    bad = replace(segments.decode(run[-1].data), signature=bytes(64))
    before = unchanged(second)
    data = [*(chunk.data for chunk in run[:-1]), segments.encode(bad)]
    with pytest.raises(SignatureWrong):
        accept(second.site, second.by, run[0].log.certificate, "desk", data, run[0].wraps)
    assert unchanged(second) == before
    data = [chunk.data for chunk in reversed(run)]
    done = accept(second.site, second.by, run[0].log.certificate, "desk", data, run[0].wraps)
    assert done.segments == len(run)


def test_a_log_of_another_operation_is_refused(second: Joined, tmp_path: Path) -> None:
    stranger = World(tmp_path / "stranger")
    stranger.people(1)
    before = unchanged(second)
    for chunk in own(stranger):
        with pytest.raises(CertificateWrong):
            chunk.into(second.site)
    stranger.site.close()
    assert unchanged(second) == before


def test_a_segment_of_another_log_is_refused(world: World, second: Joined) -> None:
    world.lift(world.people(2))
    (desk_one, *_), (lifts_one, *_) = of(world, "desk"), of(world, "lifts")
    with pytest.raises(CertificateWrong):
        lifts_one._replace(log=desk_one.log).into(second.site)


def test_a_segment_that_claims_another_beginning_is_refused(world: World, second: Joined) -> None:
    """T1: by its signature; and by what lies before it where the writer itself claims it."""
    world.people(8)
    one, two, *_ = of(world, "desk")
    one.into(second.site)
    changed = segments.decode(two.data)
    moved = replace(changed, lamport=changed.lamport + 1)
    with pytest.raises(SignatureWrong):
        two._replace(data=segments.encode(moved)).into(second.site)
    end = segments.entries(moved)[-1].hash
    _, secret = crypto_sign_seed_keypair(world.site.keys.writer_seed)
    claimed = segments.sign(moved.log, moved.before, moved.links, end, secret)
    with pytest.raises(ChainBroken):
        two._replace(data=segments.encode(claimed)).into(second.site)
    two.into(second.site)


def test_a_wrap_that_opens_to_another_key_is_refused(world: World, second: Joined) -> None:
    """T5."""
    world.people(2)
    chunk = of(world, "desk")[0]
    one, two = chunk.wraps[:2]
    before = unchanged(second)
    with pytest.raises(KeyMismatch):
        chunk._replace(wraps=(one._replace(wrap=two.wrap), two)).into(second.site)
    assert unchanged(second) == before


def test_a_wrap_under_another_persons_name_is_refused(world: World, second: Joined) -> None:
    """T9: shredding would miss it."""
    world.people(2)
    chunk = of(world, "desk")[0]
    wrong = tuple(one._replace(owner=b"x" * 16) for one in chunk.wraps)
    before = unchanged(second)
    with pytest.raises(KeyMismatch):
        chunk._replace(wraps=wrong).into(second.site)
    assert unchanged(second) == before
    chunk.into(second.site)


def test_a_fact_about_one_person_under_anothers_key_is_refused(
    world: World, second: Joined
) -> None:
    """T9: shredding the one would leave it, and shredding the other would take it."""
    one, other = world.people(2)
    world.site.keyring._people[one] = dict(world.site.keyring._people[other])
    desk.hear_from(world.site, world.by, [one], "telephone")
    world.site.keyring.forget(one)
    *others, last = of(world, "desk")
    for chunk in others:
        chunk.into(second.site)
    before = unchanged(second)
    with pytest.raises(KeyNotSubjects):
        last.into(second.site)
    assert unchanged(second) == before


def test_an_entry_without_its_key_waits_elsewhere(world: World, second: Joined) -> None:
    world.people(2)
    chunk = of(world, "desk")[0]
    before = unchanged(second)
    with pytest.raises(KeyLost):
        chunk._replace(wraps=()).into(second.site)
    assert unchanged(second) == before
    chunk.into(second.site)


@pytest.mark.parametrize("known", [True, False])
def test_who_was_shredded_at_one_site_goes_at_the_other(
    world: World, second: Joined, *, known: bool
) -> None:
    """T9: the wrap is destroyed where it lies, and refused where it comes later."""
    people = world.people(4)
    old = own(world)
    if known:
        tell(world, second.site)
    upkeep.shred(world.site, world.by, people[0], "on request")
    for chunk in sorted(own(world), key=lambda one: one.log.compartment != "public"):
        chunk.into(second.site)
    refused = [chunk.into(second.site).refused for chunk in old]
    assert any(refused)
    assert second.site.store.wraps_of(people[0]) == []
    with pytest.raises(NothingKnown):
        stories.person(second.site, second.by, people[0])
    assert all(one.id != people[0] for one in search.find(second.site, second.by, "Given00001"))
    assert second.span("registered") == world.span("registered") == (4, 4)
    assert sound(second)


def test_a_fork_is_kept_and_said(world: World, second: Joined, tmp_path: Path) -> None:
    """T2: a site restored from an old copy goes on in two ways; neither branch is dropped."""
    people = world.people(4)
    world.site.close()
    older = copy(world.folder, tmp_path / "older")
    world.site = open_site(world.folder, PHRASE, clock=world.clock)
    world.tick()
    desk.hear_from(world.site, world.by, people[:1], "phone")
    tell(world, second.site)
    world.site.close()
    world.site = open_site(older, PHRASE, clock=world.clock)
    world.tick()
    desk.withdraw(world.site, world.by, people[1:2], "own wish")
    done = [chunk.into(second.site) for chunk in own(world)]
    assert sum(one.forked for one in done) == 1
    told = [stories.person(second.site, second.by, one).story[-1].kind for one in people[:2]]
    assert told == ["person-heard-from", "claim-withdrawn"]
    assert sound(second)


def take(run: list[Chunk], receiver: World) -> list[Accepted]:
    return [chunk.into(receiver.site) for chunk in run]


def test_a_site_that_meets_its_own_lost_entries_takes_them_and_writes_on_as_another(
    world: World, tmp_path: Path
) -> None:
    world.people(2)
    world.site.close()
    older = copy(world.folder, tmp_path / "older")
    world.site = open_site(world.folder, PHRASE, clock=world.clock)
    world.people(2)
    lost = own(world)
    world.site.close()
    world.site = open_site(older, PHRASE, clock=world.clock)
    world.folder, before = older, world.site.keys.certificate
    done = take(lost, world)
    assert sum(one.renewed for one in done) == 1
    assert sum(one.entries for one in done) > 0
    assert world.site.keys.certificate != before
    held = own_entries(world, before)
    people = world.people(2)
    assert own_entries(world, before) == held
    world.reopen()
    assert world.site.keys.certificate != before
    assert stories.person(world.site, world.by, people[0]).record is not None
    assert sound(world)


def own_entries(world: World, certificate: bytes) -> dict[str, int]:
    """Return how long each log of a writer is."""
    logs = world.site.store.logs()
    return {row.compartment: row.head_sequence for row in logs if row.certificate == certificate}


def test_a_clock_far_ahead_does_not_put_our_facts_out_of_order(
    world: World, second: Joined
) -> None:
    """T6: our own new log may not jump as far, so its facts lie before what is known already."""
    people: list[PersonId] = world.people(1)
    for _ in range(3):
        world.site.journal.lamport += 2**32 - 1
        world.tick()
        desk.hear_from(world.site, world.by, people, "phone")
    tell(world, second.site)
    second.clock.at = world.clock.at
    desk.withdraw(second.site, second.by, people, "own wish")
    desk.hear_from(second.site, second.by, people, "phone")
    assert sound(second)
    tell(second, world.site)
    assert (
        normal(world.site.store)["registry_person"] == normal(second.site.store)["registry_person"]
    )
    assert sound(world)


def test_every_grant_to_a_site_that_joins_is_on_record(world: World, tmp_path: Path) -> None:
    """T16."""
    before = upkeep.verify(world.site, world.by).entries
    joined = Joined(world, tmp_path / "joined")
    epochs = joined.site.store.epochs()
    assert upkeep.verify(world.site, world.by).entries == before + len(epochs) + 2  # two cards
    assert [one.key_id for one in epochs] == [one.key_id for one in world.site.store.epochs()]
    assert {one.sealed for one in epochs}.isdisjoint(
        one.sealed for one in world.site.store.epochs()
    )
    joined.reopen()
    assert sound(joined)
    joined.site.close()


def test_who_did_not_found_the_operation_lets_nobody_join(second: Joined, tmp_path: Path) -> None:
    setup = Setup("Third site", "Test operation", CHEAP)
    with pytest.raises(NotFounder):
        opening.join(second.site, second.by, tmp_path / "third", PHRASE, setup)
    assert not (tmp_path / "third").exists()


def test_nobody_joins_over_a_site_or_without_the_right(world: World, second: Joined) -> None:
    setup = Setup("Third site", "Test operation", CHEAP)
    before = unchanged(world)
    with pytest.raises(SiteExists):
        opening.join(world.site, world.by, second.folder, PHRASE, setup)
    clerk = Operator(world.by.id, "Example clerk", (Role.REGISTRAR,))
    with pytest.raises(NotAllowed):
        opening.join(world.site, clerk, second.folder, PHRASE, setup)
    assert unchanged(world) == before

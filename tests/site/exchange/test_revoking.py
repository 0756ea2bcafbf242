"""A writer is revoked at a cut in each log: what came after waits, and counts in one end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.doors.cli.counting import count_record, read_report
from muster.ground.people.ids import DeviceId, OperatorId
from muster.ground.record.certificate import read_writer
from muster.site.exchange import revoking
from muster.site.exchange.exchanging import meet
from muster.site.figures import auditing, reporting
from muster.site.problems import (
    NothingKnown,
    NotQuarantined,
    OwnWriter,
    SecondMissing,
    SecondSame,
    SiteRevoked,
)
from muster.site.record import quarantine
from muster.site.rights import Operator, Role
from tests.world.site import World
from tests.world.sites import Joined, normal, own


@pytest.fixture
def second(world: World, tmp_path: Path) -> Iterator[Joined]:
    """A site that joined, and whose four people the first one knows."""
    made = Joined(world, tmp_path / "second")
    made.people(4)
    meet(world.site, world.by, made.site)
    yield made
    made.site.close()


def beside() -> Operator:
    """Return somebody else with the same rights."""
    return Operator(OperatorId(b"\7" * 16), "Second officer", (Role.LEAD,))


def writer(world: World) -> DeviceId:
    return DeviceId(read_writer(world.site.keys.certificate).writer)


def revoke(world: World, other: World, **how: dict[bytes, int]) -> None:
    revoking.revoke(world.site, world.by, beside(), writer(other), "stolen", **how)


def hand_over(sender: World, receiver: World) -> None:
    """Let a stolen laptop's entries come by another way than its own session."""
    for chunk in own(sender):
        chunk.into(receiver.site)


def test_what_is_held_at_the_revocation_counts_and_what_comes_later_waits(
    world: World, second: Joined
) -> None:
    """T4."""
    revoke(world, second)
    assert world.span("registered") == (4, 4)
    second.people(3)
    hand_over(second, world)
    assert world.span("registered") == (4, 7)
    assert reporting.report(world.site, world.by).beyond.entries >= 3


def test_it_works_backwards_and_in_any_order(world: World, second: Joined, tmp_path: Path) -> None:
    """T4: a third site hears of the entries first and of the revocation last."""
    third = Joined(world, tmp_path / "third", "Third site")
    revoke(world, second)
    second.people(3)
    hand_over(second, third)
    assert third.span("registered") == (7, 7)
    meet(world.site, world.by, third.site)
    hand_over(second, world)
    assert third.span("registered") == world.span("registered") == (4, 7)
    assert normal(world.site.store) == normal(third.site.store)
    third.site.close()


def test_of_several_revocations_the_lowest_cut_of_a_log_stands(
    world: World, second: Joined
) -> None:
    revoke(world, second)
    desk = next(
        row.id
        for row in world.site.store.logs()
        if row.writer == writer(second) and row.compartment == "desk"
    )
    revoke(world, second, upto={desk: 1})
    with world.site.store.reader() as reader:
        known = quarantine.known(reader)
        numbers = {row.id: row.number for row in reader.logs()}
    assert known.logs[numbers[desk]] == 2
    revoke(world, second)
    with world.site.store.reader() as reader:
        assert quarantine.known(reader).logs == known.logs


def test_a_log_that_no_revocation_names_is_quarantined_whole(world: World, second: Joined) -> None:
    revoke(world, second)
    second.lift(leave=False)
    hand_over(second, world)
    with world.site.store.reader() as reader:
        rows = {row.number: row for row in reader.logs()}
        first = {rows[log].compartment: at for log, at in quarantine.known(reader).logs.items()}
    assert first["lifts"] == 1
    assert first.get("desk", 5) > 1


def test_a_person_releases_one_entry_and_it_counts(world: World, second: Joined) -> None:
    revoke(world, second)
    second.people(3)
    hand_over(second, world)
    held = revoking.quarantined(world.site, world.by)
    claims = [one for one in held if one.kind == "person-claimed"]
    assert len(claims) == 3
    one = claims[0]
    place = (one.log, one.sequence, one.hash)
    revoking.release(world.site, world.by, *place, "seen at the gate")
    assert world.span("registered") == (5, 7)
    report = read_report(reporting.as_json(reporting.report(world.site, world.by)))
    assert report.released == {one.hash}
    with auditing.redacted(world.site, world.by) as record:
        counted = count_record(record, report)
    assert counted.equal, "a second program counts the same"
    assert place not in {
        (it.log, it.sequence, it.hash) for it in revoking.quarantined(world.site, world.by)
    }
    with pytest.raises(NotQuarantined):
        revoking.release(world.site, world.by, *place, "again")


def test_nothing_is_told_to_a_site_whose_writer_was_revoked(world: World, second: Joined) -> None:
    revoke(world, second)
    with pytest.raises(SiteRevoked):
        meet(world.site, world.by, second.site)


def test_two_people_revoke_and_nobody_their_own_site(world: World, second: Joined) -> None:
    """T24."""
    with pytest.raises(SecondMissing):
        revoking.revoke(world.site, world.by, None, writer(second), "stolen")
    with pytest.raises(SecondSame):
        revoking.revoke(world.site, world.by, world.by, writer(second), "stolen")
    with pytest.raises(OwnWriter):
        revoke(world, world)
    with pytest.raises(NothingKnown):
        revoking.revoke(world.site, world.by, beside(), DeviceId(bytes(16)), "stolen")


def test_every_writer_is_listed_with_what_became_of_it(world: World, second: Joined) -> None:
    before = {row.writer: row for row in revoking.writers(world.site, world.by)}
    assert before[writer(world)].own
    assert before[writer(second)].entries > 4
    assert before[writer(second)].revoked is None
    revoke(world, second)
    second.people(1)
    hand_over(second, world)
    after = {row.writer: row for row in revoking.writers(world.site, world.by)}
    assert after[writer(second)].revoked is not None
    assert after[writer(second)].beyond >= 1

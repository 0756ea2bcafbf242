"""T14: a site falls: its writers are cut, and we name exactly whom its keys could open."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.ground.people.facts import RecordOpened
from muster.ground.people.ids import OperatorId, SiteId
from muster.ground.people.place import PlaceRole
from muster.ground.record import receipt as receipts
from muster.ground.record.problems import ReceiptWrong
from muster.site import members, operators
from muster.site.closing import scuttle
from muster.site.exchange import exchanging, neighbours
from muster.site.passes import issuers
from muster.site.problems import (
    FallenBefore,
    NotAllowed,
    NotMember,
    OwnSite,
    SecondMissing,
    SecondSame,
    SiteRevoked,
)
from muster.site.record.quarantine import known
from muster.site.record.walk import Walk
from muster.site.rights import Operator, Role
from muster.site.secrecy import exposed, fallen
from muster.site.secrecy.exposed import Mark, Sighting
from tests.world.captors import epochs_of, read
from tests.world.site import World
from tests.world.sites import Joined

PIN = "24681357"
AT = 1_630_000_000_000


class Three:
    """Headquarters, a post at the ramp, and a second desk; all have met."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder / "0")
        self.ramp = Joined(self.world, folder / "1", "Ramp", ("gates", "lifts"))
        self.desk = Joined(self.world, folder / "2", "Desk")
        self.people = self.world.people(12)
        self.lift = self.world.lift(self.people[:6], counted=6)
        self.world.land(self.lift, self.people[:6])
        enrolled = operators.enrol(
            self.world.site, self.world.by, "Example officer", (Role.LEAD.value,), PIN
        )
        self.second = Operator(enrolled, "Example officer", (Role.LEAD,))
        self.meet()

    def meet(self) -> None:
        """Let all exchange."""
        for one in (self.ramp, self.desk, self.ramp):
            exchanging.meet(self.world.site, self.world.by, one.site)

    def fall(self, post: World, reason: str = "taken at the ramp") -> fallen.Fallen:
        """Let both officers say that a post fell."""
        site, by = self.world.site, self.world.by
        return fallen.fall(site, by, self.second, self.id(post), reason)

    def report(self, post: World) -> exposed.Report:
        """Return whose keys a post could open."""
        return exposed.exposed(self.world.site, self.world.by, self.id(post))

    @staticmethod
    def id(post: World) -> SiteId:
        return SiteId(post.site.keys.site)

    def close(self) -> None:
        """Close all."""
        for one in (self.world, self.ramp, self.desk):
            one.site.close()


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    """Three sites that have met."""
    made = Three(tmp_path)
    yield made
    made.close()


def test_the_report_names_whom_the_keys_open_and_nobody_else(three: Three) -> None:
    disks = [one.site.store for one in (three.world, three.ramp, three.desk)]
    for post in (three.ramp, three.desk):
        brute = read(epochs_of(post.site), disks)
        report = three.report(post)
        assert {one.id for one in report.people} == brute.keys()
        for one in report.people:
            assert one.name_read == brute[one.id].named
            assert {paper.number for paper in one.documents} == brute[one.id].documents
    assert three.report(three.ramp).total == 6, "the ramp held manifests alone"
    assert three.report(three.desk).total == 12


def test_whoever_still_waits_comes_first_with_name_document_place_and_hour(three: Three) -> None:
    report = three.report(three.desk)
    assert [one.stage for one in report.people] == ["waiting"] * 6 + ["safe"] * 6
    assert report.stages == (("waiting", 6), ("safe", 6))
    last = report.people[-1]
    assert last.name.startswith("Given")
    assert last.documents
    assert [one.sighting for one in last.seen] == [
        Sighting.MANIFESTED,
        Sighting.BOARDED,
        Sighting.LANDED,
    ]
    assert last.seen[-1].place == "Example base"
    assert last.seen[-1].at > 0


def test_a_name_is_told_to_us_that_the_captor_could_not_read(three: Three) -> None:
    report = three.report(three.ramp)
    assert all(one.name and not one.name_read and not one.documents for one in report.people)


def test_whoever_may_not_see_names_gets_none_and_asking_is_on_record(three: Three) -> None:
    head = Operator(three.second.id, "Example head", (Role.HEAD,))
    site = three.world.site
    report = exposed.exposed(site, head, three.id(three.desk))
    assert report.total == 12
    assert not report.named
    assert not any(one.name or one.documents or one.seen for one in report.people)
    with site.store.reader() as reader:
        walk = Walk(reader, site.keyring.opener(reader), site.operation)
        opened = [one.fact for one in walk if isinstance(one.fact, RecordOpened)]
    assert (opened[-1].operator, opened[-1].opened) == (head.id, three.id(three.desk))


def test_a_part_of_the_list_is_the_same_list(three: Three) -> None:
    whole = three.report(three.desk).people
    site, by, post = three.world.site, three.world.by, three.id(three.desk)
    parts = [exposed.exposed(site, by, post, begin, 5).people for begin in (0, 5, 10)]
    assert tuple(one for part in parts for one in part) == whole


def test_nothing_that_it_writes_counts_from_then_on_and_nothing_is_told_to_it(
    three: Three,
) -> None:
    done = three.fall(three.ramp)
    assert (done.name, done.writers, done.tablets) == ("Ramp", 1, 0)
    three.ramp.place("Invented base", PlaceRole.STAGING)
    with pytest.raises(SiteRevoked):
        exchanging.meet(three.world.site, three.world.by, three.ramp.site)
    exchanging.meet(three.desk.site, three.desk.by, three.ramp.site)
    exchanging.meet(three.world.site, three.world.by, three.desk.site)
    theirs = three.ramp.site.keys.certificate
    (log,) = [row for row in three.world.site.store.logs() if row.certificate == theirs]
    assert known(three.world.site.store).reaches((log.number, log.head_sequence))
    with pytest.raises(SiteRevoked):
        exchanging.meet(three.desk.site, three.desk.by, three.ramp.site)
    row = next(one for one in neighbours.around(three.desk.site, three.desk.by).sites
               if one.site == three.id(three.ramp))  # fmt: skip
    assert row.ended.since is not None


def test_a_log_that_comes_later_from_another_writer_of_it_counts_in_nothing(three: Three) -> None:
    exchanging.meet(three.desk.site, three.desk.by, three.ramp.site)
    three.fall(three.ramp)
    three.ramp.lift()
    exchanging.meet(three.desk.site, three.desk.by, three.ramp.site)
    exchanging.meet(three.world.site, three.world.by, three.desk.site)
    theirs = three.ramp.site.keys.certificate
    logs = [row for row in three.world.site.store.logs()
            if row.certificate == theirs and row.compartment == "lifts"]  # fmt: skip
    beyond = known(three.world.site.store)
    assert [beyond.reaches((row.number, 1)) for row in logs] == [True]


def test_its_issuers_of_passes_are_dismissed(three: Three) -> None:
    gate = three.ramp.place("Example gate", PlaceRole.GATE)
    issuers.appoint(three.ramp.site, three.ramp.by, "Example delegate", gate, quota=2)
    issuers.appoint(three.world.site, three.world.by, "Our delegate", gate, quota=2)
    three.meet()
    assert three.fall(three.ramp).issuers == 1
    left = {row.name: row.dismissed for row in issuers.listed(three.world.site, three.world.by)}
    assert left["Example delegate"] is not None
    assert left["Our delegate"] is None


def test_two_officers_say_so_of_another_site_and_once(three: Three) -> None:
    site, by, ramp = three.world.site, three.world.by, three.id(three.ramp)
    with pytest.raises(SecondMissing):
        fallen.fall(site, by, None, ramp, "taken")
    with pytest.raises(SecondSame):
        fallen.fall(site, by, by, ramp, "taken")
    with pytest.raises(NotAllowed):
        fallen.fall(site, by, Operator(OperatorId(bytes(16)), "Guard", (Role.GATE,)), ramp, "taken")
    with pytest.raises(OwnSite):
        fallen.fall(site, by, three.second, SiteId(site.keys.site), "taken")
    with pytest.raises(NotMember):
        fallen.fall(site, by, three.second, SiteId(bytes(16)), "taken")
    three.fall(three.ramp)
    with pytest.raises(FallenBefore):
        three.fall(three.ramp)


def test_a_receipt_changes_the_mark_and_takes_nobody_off_the_list(three: Three) -> None:
    three.fall(three.ramp)
    before = three.report(three.ramp)
    assert before.mark is Mark.PRESUMED_READ
    wanted = scuttle.orders(three.ramp.site, three.ramp.folder)
    three.ramp.site.close()
    text = receipts.written(scuttle.carry_out(wanted, lambda: AT))
    site, by = three.world.site, three.world.by
    fallen.keep_receipt(site, by, text)
    fallen.keep_receipt(site, by, text.lower())
    after = exposed.exposed(site, by, before.site)
    assert after.mark is Mark.RECEIPT_HELD
    assert after.ended.scuttled == AT
    assert after.people == before.people
    with site.view() as view:
        assert members.ended(site, view, before.site).since is not None


def test_a_receipt_of_another_operation_is_not_kept(three: Three, tmp_path: Path) -> None:
    other = World(tmp_path / "other")
    wanted = scuttle.orders(other.site, other.folder)
    other.site.close()
    text = receipts.written(scuttle.carry_out(wanted, lambda: AT))
    with pytest.raises(ReceiptWrong):
        fallen.keep_receipt(three.world.site, three.world.by, text)


def test_somebody_found_on_arrival_is_named_by_what_the_haven_read(three: Three) -> None:
    havens = Joined(three.world, three.world.folder.with_name("3"), "Haven", ("havens",))
    exchanging.meet(three.world.site, three.world.by, havens.site)
    disks = [one.site.store for one in (three.world, havens)]
    brute = read(epochs_of(havens.site), disks)
    report = exposed.exposed(three.world.site, three.world.by, three.id(havens))
    assert {one.id for one in report.people} == brute.keys() == {*three.people[:6]}
    for one in report.people:
        landed = {seen.at for seen in one.seen if seen.sighting is Sighting.LANDED}
        assert landed == {at for _, at in brute[one.id].landed}
    havens.site.close()

"""T3: each site signs in every session for what both hold; two stories to two sites are proof."""

from pathlib import Path

import msgspec
import pytest

from muster.adapters.formats.bundle_checking import Checking
from muster.adapters.formats.bundle_reading import Bundle
from muster.ground.people.ids import SiteId
from muster.ground.record import witness as receipts
from muster.ground.record.problems import WitnessWrong
from muster.ground.record.witness import Point, Witness
from muster.site import members, upkeep
from muster.site.exchange import witnesses
from muster.site.figures import auditing
from muster.site.site import Site
from tests.exchange.carrying import Stick
from tests.exchange.fleet import Fleet

_replace = msgspec.structs.replace


def of(here: Site, there: Site) -> Witness:
    """Return what ``there`` signed for last, as it is kept at ``here``."""
    with here.view() as view:
        kept = dict(witnesses.kept(here, view))
    found = receipts.read(kept[SiteId(there.keys.site)])
    assert receipts.verify(found, here.operation, here.keys.site).site.site == there.keys.site
    return found


def ends(site: Site, compartments: frozenset[str]) -> set[Point]:
    logs = site.store.logs()
    return {
        (log.id, log.head_sequence, log.head_hash)
        for log in logs
        if log.compartment in compartments and log.head_sequence
    }


def shared(one: Site, other: Site) -> frozenset[str]:
    with one.view() as view:
        return members.shared(one, view, other.keys.site)


def put(site: Site, of_site: Site, witness: Witness) -> None:
    witnesses.keep(site, of_site.keys.site, witness)


def codes(site: Site) -> list[str]:
    return [one.code for one in upkeep.verify(site, site.lead).findings]


def test_after_a_session_each_has_the_others_signature_under_all_that_both_hold(
    fleet: Fleet,
) -> None:
    for number, what in ((0, 2), (1, 0), (1, 2), (0, 1)):
        fleet.write(number, what)
    fleet.meet(0, 1)
    first, second, _ = fleet.sites
    both = shared(first, second)
    assert {*of(first, second).points} == ends(first, both)
    assert {*of(second, first).points} == ends(second, both)
    total = sum(log.head_sequence for log in first.store.logs())
    found = upkeep.verify(first, first.lead)
    assert (found.findings, found.cosigned, found.cosigners) == ((), total, 2)
    fleet.write(0, 0)
    after = upkeep.verify(first, first.lead)
    assert (after.findings, after.cosigned, after.entries) == ((), total, total + 1)


def test_a_parcel_brings_the_signature_too(fleet: Fleet, tmp_path: Path) -> None:
    fleet.settle()
    stick = Stick(fleet, tmp_path / "stick")
    fleet.settle()
    fleet.write(0, 2)
    stick.write(0, 1)
    stick.only(1)
    first, second, _ = fleet.sites
    assert ends(first, shared(first, second)) <= {*of(second, first).points}


def test_a_record_that_is_not_what_was_signed_for_is_found(fleet: Fleet) -> None:
    fleet.write(0, 2)
    fleet.meet(0, 1)
    first, second, _ = fleet.sites
    good = of(first, second)
    log, sequence, end = good.points[0]
    other = (log, sequence, bytes(32 * [end[0] ^ 1]))
    flipped = good.receipt[:-1] + bytes([good.receipt[-1] ^ 1])
    for wrong in (
        _replace(good, points=(other, *good.points[1:])),
        _replace(good, points=good.points[1:]),
        _replace(good, receipt=flipped),
        _replace(good, receipt=b"\x90"),
        _replace(good, certificate=first.keys.certificate),
    ):
        put(first, second, wrong)
        assert codes(first) == ["record.witness-wrong"]
    put(first, second, good)
    assert codes(first) == []


def test_entries_that_were_replaced_are_missed_by_what_others_signed(
    fleet: Fleet, tmp_path: Path
) -> None:
    fleet.meet(0, 1)
    fleet.back_up(0)
    fleet.write(0, 2)
    fleet.meet(0, 1)
    first, second, _ = fleet.sites
    signed = of(first, second)
    fleet.restore(0)
    first = fleet.sites[0]
    put(first, second, signed)  # as an auditor would hold it who was given it before
    assert {*codes(first)} == {"record.witness-wrong"}
    fleet.write(0, 2)
    path = tmp_path / "audit.bundle"
    with path.open("wb") as file:
        auditing.bundle(first, first.lead, file, sample=5)
    with Bundle(path) as bundle, pytest.raises(WitnessWrong):
        list(Checking(bundle, first.operation).entries())


def test_two_stories_told_to_two_sites_are_proof_by_the_tellers_own_signatures(
    fleet: Fleet,
) -> None:
    fleet.settle()
    fleet.back_up(0)
    fleet.write(0, 1)
    fleet.meet(0, 1)
    fleet.restore(0)
    fleet.write(0, 1)
    fleet.meet(0, 2)
    first, second, third = fleet.sites
    one = {point[:2]: point[2] for point in of(second, first).points}
    other = {point[:2]: point[2] for point in of(third, first).points}
    assert [place for place in one.keys() & other.keys() if one[place] != other[place]]


def test_an_auditor_checks_the_signatures_of_other_sites(fleet: Fleet, tmp_path: Path) -> None:
    for number in (0, 1, 0):
        fleet.write(number, 2)
    fleet.settle()
    first, second, _ = fleet.sites
    path = tmp_path / "audit.bundle"
    with path.open("wb") as file:
        auditing.bundle(first, first.lead, file, sample=5)
    with Bundle(path) as bundle:
        checking = Checking(bundle, first.operation)
        entries = sum(1 for _ in checking.entries())
        assert len(checking.cosigners) == 2
        assert 0 < checking.cosigned <= entries
    good = of(first, second)
    log, sequence, end = next(one for one in good.points if one[1])
    put(first, second, _replace(good, points=((log, sequence, end[::-1]), *good.points[1:])))
    with path.open("wb") as file:
        auditing.bundle(first, first.lead, file, sample=5)
    with Bundle(path) as bundle, pytest.raises(WitnessWrong):
        list(Checking(bundle, first.operation).entries())

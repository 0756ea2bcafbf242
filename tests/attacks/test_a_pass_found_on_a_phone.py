"""R5: a pass found on a phone, decoded with every public key and everything a gate laptop holds.

It says window, gate, souls and leg; no name, initials, birth, sponsor, nationality or category, and
the same party's next pass shares nothing with it (T28, T31).
"""

import math
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from muster.ground.people.ids import PartyId
from muster.ground.record.compartment import Compartment
from muster.journey.passes import inner, letters, outer
from muster.journey.passes.inner import Inner, Sealed
from muster.site.passes import passbook
from muster.site.record.kinds import BEARER, KINDS, OUTER, PASS, RECORD, SCANS
from tests.world.gates import Gates, Ticket

ALLOWED = {"kid", "slot", "souls", "gate", "leg", "opens", "closes", "binding", "value"}
OUTER_ALLOWED = {"number", "start", "length", "souls", "lane", "random", "raw"}
ABOUT_PEOPLE = {"party", "person", "persons", "name", "category", "call", "given"}


@pytest.fixture
def gates(tmp_path: Path) -> Iterator[Gates]:
    made = Gates(tmp_path / "site")
    yield made
    made.site.close()


def sealed(ticket: Ticket) -> Sealed:
    raw = letters.read(ticket.text[3:])
    assert raw is not None
    found = inner.read(raw)
    assert isinstance(found, Sealed)
    return found


def test_a_decoded_pass_has_no_field_for_a_person() -> None:
    assert {*Inner.__struct_fields__} == ALLOWED
    assert {*outer.Outer.__struct_fields__} == OUTER_ALLOWED


def test_nothing_of_the_party_is_in_the_bytes(gates: Gates) -> None:
    ticket = gates.issued(4)
    with gates.site.view() as view:
        party = view.state(BEARER, ticket.party)
        people = [one for one, record in view.scan(RECORD) if record.party == ticket.party]
        names = [view.state(RECORD, one).name.full for one in people]
    raw = letters.read(ticket.text[3:]) or b""
    assert party is not None
    secrets = [ticket.party, *people, *(name.encode() for name in names)]
    assert len(secrets) == 9
    assert not [one for one in secrets if one[:3] in raw]


def test_two_passes_of_one_party_share_nothing_but_the_place_and_the_key(gates: Gates) -> None:
    one, other = sealed(gates.issued(4)).said, sealed(gates.issued(4)).said
    assert one.slot != other.slot
    assert one.value != other.value
    same = msgspec.structs.replace(
        other, slot=one.slot, value=one.value, opens=one.opens, closes=one.closes
    )
    assert same == one


def test_slots_tell_neither_order_nor_number(gates: Gates) -> None:
    slots = [sealed(gates.issued(1)).said.slot for _ in range(40)]
    assert len({*slots}) == 40
    assert slots != sorted(slots)
    assert max(slots) - min(slots) > 1 << 16


def test_what_a_gate_laptop_holds_does_not_lead_from_a_pass_to_a_party() -> None:
    held = {kind for table in (PASS, OUTER, SCANS) for kind in table.kinds}
    for kind in held:
        assert kind.compartment is Compartment.GATES
        assert not {*kind.__struct_fields__} & ABOUT_PEOPLE, kind
    given = [kind for kind in KINDS if PartyId.__name__ and "given" in kind.__struct_fields__]
    assert given
    assert {kind.compartment for kind in given} == {Compartment.PLAN}


def test_an_outer_pass_looks_like_noise_but_for_its_first_four_bytes(gates: Gates) -> None:
    checkpoint = gates.other_gate("Their checkpoint")
    texts = [
        passbook.outer_text(gates.site, gates.by, gates.issued(2, checkpoint=checkpoint).id)
        for _ in range(48)
    ]
    raws = [letters.read(text or "") or b"" for text in texts]
    noise = b"".join(raw[4:] for raw in raws)
    counts = Counter(noise)
    entropy = -sum(n / len(noise) * math.log2(n / len(noise)) for n in counts.values())
    assert entropy > 7.5
    assert len(zlib.compress(noise, 9)) >= len(noise)
    assert len({raw[4:12] for raw in raws}) == len(raws)

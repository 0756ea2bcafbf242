"""T35, the auditor's own move: search an audit bundle for anybody. Nothing planted is in it.

Names, documents, phones, notes, contacts and free text are planted in every place that takes a
text; then every part of the bundle is searched, packed and unpacked, in many encodings.
"""

import base64
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.kin import Relation
from muster.ground.people.moment import Moment
from muster.ground.people.name import Name
from muster.ground.people.sex import Sex
from muster.journey.registry.facts import NoteTaken, PersonCorrected
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site import command, upkeep
from muster.site.arrival import haven
from muster.site.figures import auditing
from muster.site.incident import incidents, roll
from muster.site.lift import ramp
from muster.site.registry import desk
from tests.world.site import World

NAME = "Zarmarked Qolmarked"
MARKS = (
    NAME,
    "Zarmarked",
    "Qolmarked",
    "زرنشان",
    "QX7391145",
    "+93 700 555 0199",
    "marked@example.org",
    "a marked note",
    "a marked reason",
    "a marked witness",
    "a marked observer",
    "a marked agency",
    "a marked sentence",
)


def bundle(folder: Path) -> tuple[bytes, World]:
    """Return a bundle of a site where everything that takes a text was given a marked one."""
    world = World(folder)
    site, by = world.site, world.by
    passport = Document(DocumentType.PASSPORT, "QX7391145", Evidence.SEEN, "ZZ")
    claim = PersonClaim(
        Name(NAME, "Zarmarked", "Qolmarked", other=("زرنشان",)),
        Sex.FEMALE,
        "citizen",
        Relation.HEAD,
        documents=(passport,),
        contacts=("+93 700 555 0199", "marked@example.org"),
    )
    (ids,) = desk.claim(site, by, [PartyClaim((claim, claim, claim))])
    one, two, three = ids.persons
    now = Moment.at(world.clock.at)
    desk.take_notes(site, by, [NoteTaken(one, now, by.id, NAME, "seen", "a marked note")])
    desk.correct(site, by, PersonCorrected(one, now, by.id, "a marked reason", Name(NAME)))
    desk.withdraw(site, by, [two], "a marked reason")
    desk.hear_from(site, by, [two], "+93 700 555 0199")
    lift = world.lift([one, two])
    ramp.settle(site, by, lift, 2, reason="a marked reason", witness="a marked witness")
    world.land(lift, [one])
    haven.find(site, by, lift, world.base, [(Name(NAME), Sex.MALE, True)])
    haven.hand_over(site, by, [one], "a marked agency")
    haven.leave(site, by, [one], "+93 700 555 0199")
    haven.stop_intake(site, by, world.base, "a marked reason")
    incident = incidents.report_incident(site, by, world.airport, "attack", NAME, NAME)
    incidents.state(site, by, incident, "Example agency", f"a marked sentence of {NAME}")
    incidents.report_casualties(
        site, by, incident, source="Example agency", sentence="a marked sentence", dead=(1, 2)
    )
    roll.report_deaths(site, by, [three], "a marked observer", incident=incident)
    roll.tell_kin(site, by, [three], NAME)
    command.publish(
        site, by, series="x", publisher=NAME, sentence="a marked sentence", low=1, high=2
    )
    upkeep.shred(site, by, three, "a marked reason")
    file = BytesIO()
    auditing.bundle(site, by, file, sample=5)
    return file.getvalue(), world


def spellings(mark: str) -> Iterator[bytes]:
    """Yield ``mark`` in every encoding in which somebody could find it."""
    for text in (mark, mark.upper(), mark.lower(), mark.casefold(), mark[::-1]):
        for raw in (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")):
            yield raw
            yield raw.hex().encode()
            yield ascii(text)[1:-1].encode()
            for cut in range(3):
                coded = base64.b64encode(bytes(cut) + raw)
                yield coded[4 * bool(cut) : -4]


def test_nothing_of_a_person_is_in_a_bundle_in_any_encoding(tmp_path: Path) -> None:
    packed, _ = bundle(tmp_path / "site")
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        parts = [packed, *(archive.read(name) for name in archive.namelist())]
    assert len(parts) > 10
    for mark in MARKS:
        for spelling in spellings(mark):
            assert len(spelling) > 4
            assert not any(spelling in part for part in parts), mark


def test_the_search_finds_what_is_planted(tmp_path: Path) -> None:
    packed, world = bundle(tmp_path / "site")
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        entries = archive.read("entries.bin")
    assert b"Example airport" in entries
    assert any(spelling in b"..Qolmarked.." for spelling in spellings("Qolmarked"))
    assert bytes(world.airport) in entries


def test_no_id_of_a_person_is_in_a_bundle(tmp_path: Path) -> None:
    packed, world = bundle(tmp_path / "site")
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    with world.site.view() as view:
        people = [row.subject for row in view.reader.rows_scan("registry_person")]
        people += [row.subject for row in view.reader.rows_scan("arrival_person")]
    assert len(people) > 2
    for person in (*people, world.by.id):
        for spelled in (person, person.hex().encode(), base64.b64encode(person)[:-2]):
            assert not any(spelled in part for part in parts)

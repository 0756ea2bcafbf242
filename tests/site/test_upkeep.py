"""A shredded person is gone at once; the chain verifies and every count stays."""

from collections.abc import Iterator

import apsw
import msgspec
import pytest

from muster.adapters.store import WrapRow
from muster.adapters.store.sqlite import cipher
from muster.ground.people.ids import PersonId
from muster.ground.people.name import Name
from muster.journey.registry.facts import NoteTaken
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site import upkeep
from muster.site.arrival import haven
from muster.site.figures import reporting
from muster.site.problems import NothingKnown
from muster.site.record.walk import Walk
from muster.site.registry import desk, search, stories
from tests.world.site import PHRASE, World

MARKED = "Zyxwmarked Qvutperson"
MARK = b"Zyxwmarked"


@pytest.fixture
def marked(world: World) -> PersonId:
    """Return somebody with a story in every compartment, and a name found nowhere else."""
    (ids,) = desk.claim(
        world.site, world.by, [PartyClaim((PersonClaim(Name(MARKED)), PersonClaim(world.name())))]
    )
    person, other = ids.persons
    site, by = world.site, world.by
    desk.register(site, by, [person], world.airport)
    note = NoteTaken(person, site.now(), by.id, "Example author", "", f"Saw {MARKED} at noon")
    desk.take_notes(site, by, [note])
    lift = world.lift([person, other])
    world.land(lift, [person, other])
    haven.muster(site, by, world.base, [person])
    return person


def everything(world: World) -> Iterator[bytes]:
    """Yield all that whoever has every remaining key can read: files, tables, opened bodies."""
    for path in sorted(world.folder.iterdir()):
        yield path.read_bytes()
    keys = world.site.keys
    connection = apsw.Connection(
        str(world.folder / "muster.db"),
        flags=apsw.SQLITE_OPEN_READONLY,
        vfs=cipher.CIPHER_VFS + cipher.PLAIN_VFS,
    )
    cipher.unlock(connection, keys.database)
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master")]
    for table in tables:
        if not table.startswith("sqlite_"):
            try:
                rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608
            except apsw.SQLError:
                continue
            yield repr(rows).encode()
            yield from (value for row in rows for value in row if isinstance(value, bytes))
    connection.close()
    with world.site.store.reader() as reader:
        for step in Walk(reader, world.site.keyring.opener(reader), world.site.operation):
            yield msgspec.msgpack.encode(step.fact)


def test_before_the_shred_the_name_can_be_read(world: World, marked: PersonId) -> None:
    del marked
    assert any(MARK in piece for piece in everything(world))


def test_after_the_shred_the_name_is_nowhere(world: World, marked: PersonId) -> None:
    upkeep.shred(world.site, world.by, marked, "on request")
    assert not any(MARK in piece for piece in everything(world))
    world.reopen()
    assert not any(MARK in piece for piece in everything(world))


def test_no_search_finds_a_shredded_person(world: World, marked: PersonId) -> None:
    assert search.find(world.site, world.by, MARKED)[0].id == marked
    upkeep.shred(world.site, world.by, marked, "on request")
    assert all(one.id != marked for one in search.find(world.site, world.by, MARKED))
    with pytest.raises(NothingKnown):
        stories.person(world.site, world.by, marked)


def test_every_figure_stays(world: World, marked: PersonId) -> None:
    before = reporting.report(world.site, world.by)
    upkeep.shred(world.site, world.by, marked, "on request")
    after = reporting.report(world.site, world.by)
    assert [(f.id, f.lo, f.hi) for f in after.figures] == [
        (f.id, f.lo, f.hi) for f in before.figures
    ]


def test_the_record_verifies_and_rebuilds_to_the_same_rows(world: World, marked: PersonId) -> None:
    upkeep.shred(world.site, world.by, marked, "on request")
    found = upkeep.verify(world.site, world.by)
    assert found.findings == ()
    assert found.shredded > 0
    assert upkeep.rebuild(world.site, world.by).equal


def test_a_wrap_that_comes_back_is_refused(world: World, marked: PersonId) -> None:
    """T9: a restore or a peer may bring the wrap again."""
    site = world.site
    kept: list[WrapRow] = site.store.wraps_of(marked)
    upkeep.shred(site, world.by, marked, "on request")
    with site.writing():
        assert sorted(site.store.put_wraps(kept)) == sorted(row.key_id for row in kept)
    assert site.store.wraps_of(marked) == []


def test_everybody_else_stays(world: World, marked: PersonId) -> None:
    others = world.party()
    upkeep.shred(world.site, world.by, marked, "on request")
    page = stories.person(world.site, world.by, others[0])
    assert page.record is not None
    assert page.record.name is not None


def test_a_person_cannot_be_shredded_twice(world: World, marked: PersonId) -> None:
    upkeep.shred(world.site, world.by, marked, "on request")
    with pytest.raises(NothingKnown):
        upkeep.shred(world.site, world.by, marked, "on request")


def test_the_kept_account_cannot_be_shredded_as_a_person(world: World) -> None:
    with pytest.raises(NothingKnown):
        upkeep.shred(world.site, world.by, PersonId(bytes(16)), PHRASE)

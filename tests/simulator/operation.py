"""An operation of several sites, founded once, copied for each seed; a post is one of its sites.

Everything is the real thing: the encrypted store on a disk (in memory where the machine has such a
folder), the site's own commands. Only three things are not: the clock is set, chance is seeded, and
what HPKE draws when the sites are founded follows from a name, so that a seed is the same
everywhere.
"""

import atexit
import shutil
import tempfile
from collections import ChainMap
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from muster.adapters.store import EpochRow
from muster.ground.people.ids import PlaceId
from muster.ground.people.place import PlaceRole
from muster.ground.record import segment as segments
from muster.ground.record.entry import Entry
from muster.ground.secrecy import keys
from muster.site import command, operators, renewing
from muster.site.clock import SetClock
from muster.site.exchange import exchanging
from muster.site.keyring import Keyring
from muster.site.members import EVERY, memberships
from muster.site.opening import Setup, init, join, open_site
from muster.site.record import sidecar
from muster.site.registry import desk
from muster.site.rights import Operator, Role
from muster.site.site import Site
from tests.vectors import hpke
from tests.vectors.draw import draw
from tests.world.copies import CHEAP
from tests.world.site import BEGIN, PHRASE, PROFILE

NAMES = "ABCDEF"
PARTLY = {"D": ("lifts",), "F": ("lifts", "gates")}
"""Sites that are members of these compartments alone, and of those of every site."""
_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it


def room() -> Path:
    """Return a new folder, in memory where there is such a disk."""
    where = _IN_MEMORY if _IN_MEMORY.is_dir() else None
    return Path(tempfile.mkdtemp(prefix="muster-simulator-", dir=where))


Changes = tuple[int, int]
"""How often a site was opened, and how many rows it has written since."""


class Post:
    """One site: its folder, its clock, and whether it is open."""

    def __init__(self, name: str, folder: Path, seed: str, clock: SetClock) -> None:
        self.name = name
        self.folder = folder
        self.clock = clock
        self._seed = seed
        self._openings = 0
        self._read: dict[tuple[int, int, bytes], list[Entry]] = {}
        self._held: tuple[Changes, dict[str, dict[bytes, Entry]]] = (0, 0), {}
        self._all: Mapping[bytes, Entry] = {}
        self.site: Site = self._open()

    def _open(self) -> Site:
        """Open it; chance goes on from another place each time, as after a restart."""
        self._openings += 1
        chance = Random(f"{self._seed} {self.name} {self._openings}")
        return open_site(self.folder, PHRASE, clock=self.clock, source=chance.randbytes)

    @property
    def by(self) -> Operator:
        """Its lead, who may do everything here."""
        return self.site.lead

    def close(self) -> None:
        """Close it."""
        self.site.close()

    def reopen(self) -> None:
        """Close and open it."""
        self.close()
        self.site = self._open()

    @property
    def compartments(self) -> frozenset[str]:
        """What it is a member of."""
        own = PARTLY.get(self.name)
        return frozenset(EVERY if own is None else memberships(own))

    @property
    def changes(self) -> Changes:
        """Return what each write makes another: what was asked of it need not be asked again."""
        connection = self.site.store._writer.connection  # type: ignore[attr-defined]
        return self._openings, connection.total_changes()

    def entries(self, within: Collection[str] | None = None) -> Mapping[bytes, Entry]:
        """Return all entries that it holds in its logs of these compartments, or all, by hash."""
        if self._held[0] != self.changes:
            self._held = self.changes, self._by_compartment()
            self._all = {**ChainMap(*self._held[1].values())}
        if within is None:
            return self._all
        held = self._held[1]
        return {**ChainMap(*(held[one] for one in held.keys() & within))}

    def _by_compartment(self) -> dict[str, dict[bytes, Entry]]:
        found: dict[str, dict[bytes, Entry]] = {}
        for log in self.site.store.logs():
            held = found.setdefault(log.compartment, {})
            for row in self.site.store.segments(log.number):
                known = (log.number, row.first, row.head_hash)
                if known not in self._read:
                    self._read[known] = segments.entries(segments.decode(row.data))
                held |= {entry.hash: entry for entry in self._read[known]}
        return found

    def restore(self, backup: Path, how: str) -> None:
        """Come back from a backup: nobody notices, the file of heads was left, or by command."""
        heads = self.folder / sidecar.NAME
        left = heads.read_bytes() if heads.exists() else b""
        self.replace(backup)
        if how == "by command":
            self.begin_anew()
        elif how != "unnoticed" and left:
            self.close()
            heads.write_bytes(left)
            self.site = self._open()

    def begin_anew(self) -> None:
        """Write under a new key from now on, as after ``muster site restore``."""
        with self.site.writing() as journal:
            renewing.begin(self.site, journal, renewing.RESTORED)

    def replace(self, copied: Path) -> None:
        """Let ``copied`` be its folder from now on, as after a restore or a crash."""
        self.close()
        shutil.rmtree(self.folder)
        shutil.copytree(copied, self.folder)
        self._read.clear()  # numbers of logs are the store's own
        self.site = self._open()


class Founded:
    """The operation before its first day: closed sites in a folder, and what it named."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        clock = SetClock(BEGIN)
        with same_everywhere():
            self._found(clock)

    def _found(self, clock: SetClock) -> None:
        chance = Random("the operation")
        setup = Setup("Site A", "Simulated operation", CHEAP, training=True)
        first = init(self.folder / "A", PHRASE, setup, clock=clock, source=chance.randbytes)
        desk.adopt_rule(first, first.lead, PROFILE)
        self.airport = self._place(first, "Example airport", PlaceRole.ORIGIN)
        self.base = self._place(first, "Example base", PlaceRole.STAGING)
        self.gate = self._place(first, "Example gate", PlaceRole.GATE)
        roles, pin = (Role.GATE.value,), "24681357"
        self.guard = operators.enrol(first, first.lead, "Example guard", roles, pin)
        others = []
        for name in NAMES[1:]:
            of_site = Setup(f"Site {name}", "Simulated operation", CHEAP, training=True)
            source = Random(f"site {name}").randbytes
            folder = self.folder / name
            others.append(
                join(
                    first,
                    first.lead,
                    folder,
                    PHRASE,
                    of_site,
                    compartments=PARTLY.get(name, EVERY),
                    clock=clock,
                    source=source,
                )
            )
        for other in others:  # so that everybody knows everybody's card
            exchanging.meet(first, first.lead, other)
        for one in (first, *others):
            one.store.compact()
            one.close()

    def _place(self, site: Site, name: str, role: PlaceRole) -> PlaceId:
        return command.name_place(site, site.lead, name, role)

    def copy(self, folder: Path, posts: int, seed: str, clocks: list[int]) -> list[Post]:
        """Return the first ``posts`` sites, open, each in a folder of its own."""
        found = []
        for name, at in zip(NAMES[:posts], clocks, strict=False):
            shutil.copytree(self.folder / name, folder / name)
            found.append(Post(name, folder / name, seed, SetClock(at)))
        return found


class _Drawn:
    """HPKE whose chance follows from what is sealed; it opens with the room's own suite."""

    def __init__(self, real: Any) -> None:  # noqa: ANN401
        self._real = real

    def encrypt(self, plain: bytes, public: X25519PublicKey, info: bytes) -> bytes:
        raw = public.public_bytes_raw()
        return hpke.seal(plain, raw, info, draw(f"{plain.hex()} {raw.hex()} {info.hex()}", 32))

    def decrypt(self, sealed: bytes, secret: X25519PrivateKey, info: bytes) -> bytes:
        opened: bytes = self._real.decrypt(sealed, secret, info=info)
        return opened


@contextmanager
def same_everywhere() -> Iterator[None]:
    """Seal the same each time; keys on their way go to cards, since ML-KEM draws by itself."""
    grant_to = Keyring.grant_to

    def to_card(self: Keyring, epoch: EpochRow, _letterbox: bytes, exchange_key: bytes) -> bytes:
        return grant_to(self, epoch, b"", exchange_key)

    with (
        patch.object(keys, "_SUITE", _Drawn(keys._SUITE)),
        patch.object(Keyring, "grant_to", to_card),
    ):
        yield


_founded: Founded | None = None


def founded() -> Founded:
    """Return the operation, founded once in this process."""
    global _founded  # noqa: PLW0603
    if _founded is None:
        folder = room()
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        _founded = Founded(folder)
    return _founded

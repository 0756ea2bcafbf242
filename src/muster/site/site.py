"""One open site: its keys, its record, its clock, and the two ways in: ``writing`` and ``view``."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from threading import local
from types import TracebackType
from typing import Self

from muster.adapters.store import Store
from muster.ground.people.chance import Clock
from muster.ground.people.ids import LENGTH, OperationId, OperatorId
from muster.ground.people.moment import Moment
from muster.ground.people.state import OperatorState, SiteState
from muster.ground.secrecy.slot import SiteKeys
from muster.site.clock import Entropy
from muster.site.keyring import Keyring
from muster.site.memory.codes import Codes
from muster.site.memory.compared import Compared
from muster.site.memory.index import Index
from muster.site.memory.renames import Renames
from muster.site.record import followed, incarnation
from muster.site.record.group import GroupCommit
from muster.site.record.journal import Journal, Writer
from muster.site.record.kinds import OPERATOR, SITE
from muster.site.record.resting import resting
from muster.site.record.rows import Rows
from muster.site.record.sidecar import Sidecar
from muster.site.record.view import View
from muster.site.record.waiting import Waiting
from muster.site.rights import Operator, Role

LEAD = "lead"


class Site:
    """Holds what an open site needs; commands and questions live in the modules beside this one."""

    def __init__(
        self,
        directory: Path,
        keys: SiteKeys,
        store: Store,
        writer: Writer,
        clock: Clock,
        entropy: Entropy,
    ) -> None:
        self.directory = directory
        self.keys = keys
        self._slot = keys
        self.store = store
        self.clock = clock
        self.entropy = entropy
        self.operation = writer.operation
        self.keyring = Keyring(store, keys.exchange_secret, entropy)
        self.rows = Rows(store)
        self.journal = Journal(store, writer, self.keyring, self.rows, entropy)
        self.commits = GroupCommit(store, self._flush, self._reset)
        self.sidecar = Sidecar(directory)
        self._put = local()
        self.index: Index | None = None
        self.compared: Compared | None = None
        self.codes: Codes | None = None
        self.renamed = Renames()
        self.waiting = Waiting()
        self.claims = followed.claims()
        self.boardings = followed.boardings()
        self.commit_count = 0
        self.uncut = False
        """Whether keys were destroyed: the store's journal holds old pages of them still."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the files; what was acknowledged is durable already."""
        if self.compared is not None:
            self.compared.close()
        self.journal.close()
        self.store.close()
        self.sidecar.close()

    def become(self, keys: SiteKeys) -> None:
        """Write under the writer in ``keys`` from now on; a command that fails goes back."""
        self.keys = keys
        self.journal.write_as(incarnation.writer_of(keys))

    def _flush(self) -> None:
        """Put a turn's work into the transaction, and keep how far it goes for this thread."""
        self.journal.flush()
        self._put.heads = self.journal.heads()

    def _reset(self) -> None:
        keys = incarnation.current(self._slot, self.store)
        if keys.certificate != self.keys.certificate:
            self.keys = keys
            self.journal.write_as(incarnation.writer_of(keys))
        self.journal.reset()

    def lead_id(self) -> OperatorId:
        """Return who the site itself acts as."""
        return OperatorId(self.store.meta_get(LEAD) or bytes(LENGTH))

    def operation_id(self) -> OperationId:
        """Return the operation's id, the same at every site: the start of its public key."""
        return OperationId(self.operation[:LENGTH])

    def new_id(self) -> bytes:
        """Return sixteen fresh random bytes."""
        return self.entropy.draw(LENGTH)

    def now(self) -> Moment:
        """Return the present by the site's clock."""
        return self.clock.now()

    @contextmanager
    def writing(self) -> Iterator[Journal]:
        """Take a turn at the write path; durable when the block has ended without an error."""
        durable = False
        self.renamed.open()
        try:
            with self.commits.turn():
                yield self.journal
            durable = True
            self.sidecar.note(getattr(self._put, "heads", ()))
        finally:
            if self.renamed.close(durable=durable):
                self.commit_count += 1
        if self.uncut and not self.commits.is_mine:
            self._cut()

    def _cut(self) -> None:
        """Cut the store's journal; later, where somebody still looks at an older moment."""
        with self.commits.still():
            self.uncut = not self.store.truncate_wal()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Make everything inside one durable transaction, for bulk work."""
        with resting(), self.writing():
            before, self.journal.bulk = self.journal.bulk, True
            try:
                yield
            finally:
                self.journal.bulk = before

    @contextmanager
    def view(self) -> Iterator[View]:
        """Look at one committed state of the rows; safe beside a writer."""
        with self.store.reader() as reader:
            yield View(reader)

    @cached_property
    def state(self) -> SiteState:
        """The site as it was opened."""
        with self.view() as view:
            found: SiteState | None = view.state(SITE, self.keys.site)
        return found or SiteState("", "", 0, training=False, base=0)

    @cached_property
    def lead(self) -> Operator:
        """Who acts on the command line: whoever holds the passphrase."""
        with self.view() as view:
            identity = view.reader.meta_get(LEAD) or bytes(LENGTH)
            found: OperatorState | None = view.state(OPERATOR, identity)
        return Operator(OperatorId(identity), found.name if found else "", (Role.LEAD,))

"""Lists that were opened and are not yet on record: in memory, one for each operator.

What a list holds is people's data, so that it lies here for half an hour and no longer, goes with
the process, and goes at once when it was taken in or somebody says so. Reading a list of a hundred
thousand rows takes seconds: it is done beside, and the page says how far it is.
"""

from collections.abc import Callable
from threading import Lock, Thread

from muster.doors.web.shelf import awake_and_asleep
from muster.ground.people.ids import OperatorId
from muster.ground.problem import Problem
from muster.site.registry import importing
from muster.site.registry.columns import Adjustment
from muster.site.registry.importing import Imported, Preview, Request
from muster.site.rights import Operator
from muster.site.site import Site

LASTS = 30 * 60.0
MOST = 4
"""Lists that are open at the same time: each may hold a million rows."""


class OpenedList:
    """One list, what was said of its columns, and what came of it or would come."""

    def __init__(self, shown: Preview, sender: str, name: str, until: float) -> None:
        self.opened = shown.table
        self.proposal = shown.proposal
        self.sender = sender
        self.name = name
        self.until = until
        self.said: list[tuple[str, str]] = []
        self.families = ""
        self.seen: Imported | None = None
        self.taken: Imported | None = None
        self.problem: Problem | None = None
        self.progress = (0, 0)
        self._running: Thread | None = None

    @property
    def running(self) -> bool:
        """Whether the list is being read or taken in now."""
        return self._running is not None and self._running.is_alive()

    def start(self, site: Site, by: Operator, *, take: bool) -> None:
        """Begin to read the list as it was said, or to take it in; nothing while that goes on."""
        if self.running or self.taken is not None:
            return
        self.problem, self.seen, self.progress = None, None, (0, 0)
        self._running = Thread(target=self._run, args=(site, by, take), daemon=True)
        self._running.start()

    def wait(self) -> None:
        """Return once nothing is under way."""
        if self._running is not None:
            self._running.join()

    def _run(self, site: Site, by: Operator, take: bool) -> None:  # noqa: FBT001 - a thread's
        adjust = Adjustment(self.said, self.families)
        request = Request(self.sender, self.name, adjust=adjust, dry_run=not take)
        try:
            done = importing.import_list(site, by, self.opened, request, self._watch)
        except Problem as problem:
            self.problem = problem
        else:
            self.seen = done
            self.taken = done if take else None

    def _watch(self, done: int, of: int) -> None:
        self.progress = (done, of)


class OpenedLists:
    """The lists of one door, by who opened them. Safe for any thread."""

    def __init__(self, clock: Callable[[], float] = awake_and_asleep) -> None:
        self._clock = clock
        self._lock = Lock()
        self._kept: dict[OperatorId, OpenedList] = {}

    def put(self, by: OperatorId, shown: Preview, sender: str, name: str) -> OpenedList:
        """Keep a list; the one this operator opened before goes, and the oldest of many."""
        made = OpenedList(shown, sender, name, self._clock() + LASTS)
        with self._lock:
            self._drop_old()
            self._kept.pop(by, None)
            while len(self._kept) >= MOST:
                del self._kept[next(iter(self._kept))]
            self._kept[by] = made
        return made

    def get(self, by: OperatorId) -> OpenedList | None:
        """Return the list that this operator opened, or none."""
        with self._lock:
            self._drop_old()
            return self._kept.get(by)

    def forget(self, by: OperatorId) -> None:
        """Let go of what this operator opened."""
        with self._lock:
            self._kept.pop(by, None)

    def _drop_old(self) -> None:
        now = self._clock()
        for by in [by for by, one in self._kept.items() if one.until <= now and not one.running]:
            del self._kept[by]

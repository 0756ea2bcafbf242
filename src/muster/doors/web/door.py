"""The door of one site: what its screens share beyond the site itself."""

from collections.abc import Callable
from pathlib import Path
from threading import BoundedSemaphore, Lock

import msgspec
from django.utils.translation import get_language

from muster.doors.web.asking import Askings
from muster.doors.web.codes import Codes
from muster.doors.web.opened import OpenedLists
from muster.doors.web.shelf import Shelf
from muster.ground.people.ids import OperatorId, PlaceId
from muster.journey.figures.report import Report
from muster.site.access.patience import Patience
from muster.site.access.refusals import Tally
from muster.site.closing.watcher import Watcher
from muster.site.figures import reporting
from muster.site.registry.following import Following
from muster.site.rights import Operator
from muster.site.site import Site

SIGN_INS_AT_ONCE = 2


class Ways(msgspec.Struct, frozen=True):
    """The addresses a site is served at, each with a slash at its end.

    ``here`` is for this machine's browser; ``secure`` are all over https, the name last; ``plain``
    those over http that tablets begin at, ``family`` where strangers reach the family page.
    """

    here: str = ""
    secure: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    family: str = ""


class Duty(msgspec.Struct, frozen=True):
    """A shift over http that a code was handed out for: whose, at which gate, and by whom."""

    guard: OperatorId
    gate: PlaceId
    name: str
    by: OperatorId


class Reports:
    """The latest report, computed once for each state of the record, whoever asks first."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._lock = Lock()
        self._seen = ""
        self._report: Report | None = None

    def token(self) -> str:
        """Return what changes whenever something was committed."""
        return reporting.board_token(self._site)

    def latest(self, by: Operator) -> tuple[str, Report]:
        """Return the report and the token of the state it was computed from, or of one before."""
        with self._lock:
            token = self.token()
            if self._report is None or token != self._seen:
                self._report, self._seen = reporting.report(self._site, by), token
            return self._seen, self._report


class Retreat(msgspec.Struct, frozen=True):
    """What answers after a duress code: a ``module`` to run, and the ``folder`` of its data."""

    module: str
    folder: str


def _stay() -> None:
    """Go on listening: nothing is listened on yet."""


class Door:
    """One site's sessions and patience; made in the thread that opened the site.

    Sessions over http are kept apart: a cookie that others may have read opens nothing else.

    ``parcels`` is the folder that parcels for and from other sites lie in, where one was given.
    ``retreat`` is what answers after a duress code; ``leave`` stops listening before it, ``leaf``
    is the certificate and key that it goes on with, ``names`` the hosts.

    What never changes about a site is read here once: later it is the writer's to read. Each
    sign-in takes 64 MiB for a moment, so that only two are tried at once.
    """

    def __init__(
        self,
        site: Site,
        sessions: Shelf | None = None,
        *,
        watcher: Watcher | None = None,
        parcels: Path | None = None,
        retreat: Retreat | None = None,
    ) -> None:
        self.site = site
        self.watcher = watcher
        self.retreat = retreat
        self.leave: Callable[[], None] = _stay
        self.leaf = (b"", b"")
        self.names: tuple[str, ...] = ()
        self.parcels = parcels
        self.about = site.state
        self.sessions = Shelf() if sessions is None else sessions
        self.plain_sessions = Shelf()
        self.ways = Ways()
        self.beside: Codes[OperatorId] = Codes()
        self.enrolments: Codes[OperatorId] = Codes()
        self.shifts: Codes[Duty] = Codes()
        self.askings = Askings()
        self.patience = Patience()
        self.refusals = Tally(site)
        self.reports = Reports(site)
        self.signing_in = BoundedSemaphore(SIGN_INS_AT_ONCE)
        self.searching = Lock()
        self.following = Following(site)
        self.opened = OpenedLists()

    def labels(self) -> dict[str, str]:
        """Return what the rule calls each category, in the reader's language."""
        return reporting.labels(self.site, get_language() or "en")

"""The training data: a site at work among invented people, the same on every computer.

It serves two purposes. New people work with it for two hours before they meet anybody real; and it
is what is opened after a duress code, which is why it is installed everywhere: that it is there
means nothing. It is a drill of the box, under a fixed seed, stopped in the middle of its third day:
a gate lets people in, passes are live, a lift is offered, some families wait. Its passphrase and
PIN are in the manual and open nothing else.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from muster.doors.drill.crew import Crew
from muster.doors.drill.run import Drill, make_site, play
from muster.ground.people.moment import Instant, read_iso
from muster.ground.secrecy.slot import TRAINING
from muster.site.clock import GoingOn
from muster.site.opening import SLOT, open_site
from muster.site.site import Site

SCENARIO = "ferry-3000"
SEED = 2031
STOPS = read_iso("2031-05-08T09:00Z")
PHRASE = "training with invented people"
PIN = "trainingtraining"
LEAD = "Deputy lead"
"""Who is signed in at the training site after a duress code."""
_PLACE = ("muster", "training")
_CLOCK = "training-clock"
_BYTES = 8


def folder(environment: Mapping[str, str] | None = None) -> Path:
    """Return where the training data of this user lies: MUSTER_TRAINING, or among their data."""
    said = os.environ if environment is None else environment
    if own := said.get("MUSTER_TRAINING"):
        return Path(own)
    data = said.get("XDG_DATA_HOME") or str(Path(said.get("HOME", "/")) / ".local/share")
    return Path(data, *_PLACE)


def lay(where: Path) -> bool:
    """Make the training data in ``where`` unless it is there; return whether it was made."""
    if (where / SLOT).exists():
        return False
    beside = where.with_name(f"{where.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    drill = Drill.of(SCENARIO, seed=SEED)
    site, clock = make_site(beside, PHRASE, drill, TRAINING)
    with site:
        play(site, clock, drill, crew=Crew.enrolled(site, PIN), until=STOPS)
        _stop(site, STOPS)
    beside.replace(where)
    return True


def clear(where: Path) -> None:
    """Remove the training data, so that the next training begins where all others began."""
    if (where / SLOT).exists():
        shutil.rmtree(where)


@contextmanager
def opened(where: Path) -> Iterator[Site]:
    """Open the training site for as long as the block runs; its clock stood still meanwhile.

    It is made first where it is not there.
    """
    lay(where)
    with open_site(where, PHRASE) as site:
        clock = GoingOn(_stopped(site))
        site.clock = clock
        try:
            yield site
        finally:
            _stop(site, clock.now().latest)


def _stop(site: Site, at: Instant) -> None:
    with site.writing():
        site.store.meta_put(_CLOCK, at.to_bytes(_BYTES, "big"))


def _stopped(site: Site) -> Instant:
    with site.view() as view:
        kept = view.reader.meta_get(_CLOCK)
    return int.from_bytes(kept, "big") if kept else STOPS

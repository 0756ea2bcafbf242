"""Make the sites of a drill: one founds the operation, each other is enrolled by its card.

Each has a directory, keys and a clock of its own, and is a member of the compartments that its
posts need. The two files of an enrolment go from one to the other as a person would carry them.
"""

from collections.abc import Callable
from pathlib import Path

from muster.doors.drill.run import Drill
from muster.doors.drill.seed import Streams
from muster.doors.drill.sites.cast import Cast, Seat
from muster.ground.people.moment import instant
from muster.ground.secrecy.slot import STANDARD, Cost
from muster.site.clock import SetClock
from muster.site.exchange import enrolling
from muster.site.opening import SLOT, init
from muster.site.problems import SiteExists
from muster.site.site import Site

Made = Callable[[Seat, Site, SetClock], None]


def found(
    directory: Path, phrase: str, drill: Drill, cast: Cast, made: Made, cost: Cost = STANDARD
) -> None:
    """Make each site in a folder of its own within ``directory``; hand each over as it is made.

    All have the passphrase of the drill. Random bytes come from the seed: the people are invented.
    Raises ``SiteExists``, ``store.*``.
    """
    if (directory / SLOT).exists():
        raise SiteExists
    control, *others = cast.seats
    streams, begins = Streams(drill.seed), instant(drill.scenario.operation.begins)
    clock = SetClock(begins)
    setup = drill.setup(cost, name=control.name)
    source = streams.named(f"site/{control.duty}").randbytes
    founder = init(directory / control.duty, phrase, setup, clock=clock, source=source)
    made(control, founder, clock)
    for seat in others:
        clock = SetClock(begins)
        source = streams.named(f"site/{seat.duty}").randbytes
        place = directory / seat.duty
        asked = enrolling.ask(place, phrase, seat.name, cost=cost, clock=clock, source=source)
        answer = enrolling.admit(founder, founder.lead, asked.raw, seat.compartments)
        site = enrolling.join(place, phrase, answer.raw, cost=cost, clock=clock, source=source)
        made(seat, site, clock)

"""``muster lift offer``, ``delay``, ``cancel`` and ``hold-passengers``."""

import rich_click as click

from muster.doors.cli import gates, parties
from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import spell
from muster.ground.people.moment import HOUR, Instant, iso, read_iso
from muster.journey.lift.rules import MOST_SOULS, Carries
from muster.site.lift import ramp
from muster.site.plan import refilling
from muster.site.registry import meant
from muster.site.site import Site

_MOST_KG = 100_000_000
REPLAN = "The plan does not know yet: `muster replan`."


class LiftSet(Answer, frozen=True):
    """A lift that was offered, put off or cancelled."""

    lift: str
    name: str
    recorded: str


class PassengersHeld(Answer, frozen=True):
    """Who was held with their parties, how many left the manifest, and who took the seats."""

    held: tuple[str, ...]
    off: int
    taken_up: tuple[str, ...]
    on: int


@click.command("offer")
@click.argument("name")
@click.option("--from", "origin", required=True, metavar="PLACE", help="Where it leaves.")
@click.option("--to", "destination", required=True, metavar="PLACE", help="Where it goes.")
@click.option(
    "--departs",
    required=True,
    metavar="TIME",
    help="When it is to leave: ISO 8601, or +6h from now.",
)
@click.option("--seats", type=click.IntRange(1, MOST_SOULS), required=True, help="Seats by design.")
@click.option("--floor", type=click.IntRange(0, MOST_SOULS), default=0, help="Places beyond them.")
@click.option("--litters", type=click.IntRange(0, MOST_SOULS), help="Litters it takes.")
@click.option("--wheelchairs", type=click.IntRange(0, MOST_SOULS), help="Wheelchairs it takes.")
@click.option("--kg", type=click.IntRange(0, _MOST_KG), help="Kilograms of people and bags.")
@click.option("--craft", default="", metavar="TEXT", help="What it is, such as: C-17.")
@click.option("--carrier", default="", metavar="TEXT", help="Whose it is.")
@in_session
def offer(
    session: Session,
    *,
    name: str,
    origin: str,
    destination: str,
    departs: str,
    seats: int,
    floor: int,
    litters: int | None,
    wheelchairs: int | None,
    kg: int | None,
    craft: str,
    carrier: str,
) -> None:
    """Offer a lift, so that the next plan can use it.

    A lift of which nobody says that it takes litters takes none in a plan.
    """
    with session.site() as site:
        at = _time(site, departs)
        lift = ramp.offer(
            site,
            site.lead,
            name=name,
            craft=craft,
            origin=gates.place(site, origin),
            destination=gates.place(site, destination),
            seats=seats,
            floor=floor,
            window=(at, at),
            carrier=carrier,
            carries=Carries(litters, wheelchairs, kg),
        )
    said = LiftSet(lift=spell(lift), name=name, recorded="offered")
    lines = ("lift", said.name), ("id", said.lift), ("departs", iso(at)), ("seats", seats + floor)
    session.tell(said, pairs(lines))


def _time(site: Site, text: str) -> Instant:
    """Return the instant that a text says, hours from now where it begins with a plus."""
    hours = text.strip().removeprefix("+").removesuffix("h")
    if text.strip().startswith("+") and hours.isdecimal():
        return site.now().latest + int(hours) * HOUR
    return read_iso(text)


@click.command("cancel")
@click.argument("lift", nargs=-1, required=True)
@click.option("--reason", required=True, metavar="TEXT", help="Why it does not go.")
@in_session
def cancel(session: Session, *, lift: tuple[str, ...], reason: str) -> None:
    """Record that lifts do not go. What that means for the plan, `muster replan` says."""
    with session.site() as site:
        found = [meant.lift(site, site.lead, one) for one in lift]
        with site.batch():
            for one in found:
                ramp.cancel(site, site.lead, one, reason)
    said = LiftSet(lift=", ".join(map(spell, found)), name=", ".join(lift), recorded="cancelled")
    session.tell(said, pairs((("cancelled", len(found)), ("reason", reason))))
    session.note(REPLAN)


@click.command("delay")
@click.argument("lift")
@click.option(
    "--departs",
    required=True,
    metavar="TIME",
    help="When it is to leave: ISO 8601, or +6h from now.",
)
@in_session
def delay(session: Session, *, lift: str, departs: str) -> None:
    """Record that a lift leaves at another time; all else of the offer stays.

    What that means for the plan, `muster replan` says.
    """
    with session.site() as site:
        found, at = meant.lift(site, site.lead, lift), _time(site, departs)
        ramp.delay(site, site.lead, found, at)
    said = LiftSet(lift=spell(found), name=lift, recorded="delayed")
    session.tell(said, pairs((("lift", said.name), ("id", said.lift), ("departs", iso(at)))))
    session.note(REPLAN)


@click.command("hold-passengers")
@click.argument("lift")
@click.argument("person", nargs=-1, required=True)
@click.option("--reason", required=True, metavar="TEXT", help="Why; without names.")
@in_session
def hold_passengers(session: Session, *, lift: str, person: tuple[str, ...], reason: str) -> None:
    """Hold passengers of a lift, each with the whole party, and give their seats to others.

    The seats go to the ready area by rank, to whole parties that fit. All of it is one act.
    """
    with session.site() as site:
        found = meant.lift(site, site.lead, lift)
        people = parties.people(site, person)
        done = refilling.split_off(site, site.lead, found, people, reason)
    said = PassengersHeld(
        held=tuple(map(spell, done.held)),
        off=done.off,
        taken_up=tuple(map(spell, done.taken_up)),
        on=done.on,
    )
    lines = (
        ("parties held", len(said.held)),
        ("people off the manifest", said.off),
        ("parties taken up", len(said.taken_up)),
        ("people onto the manifest", said.on),
    )
    session.tell(said, pairs(lines))

"""``muster drill``: a whole operation on invented people."""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import rich_click as click
from msgspec import structs

from muster.doors.cli import apart
from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.apart import LaptopLost, LinkDrilled, SiteDrilled
from muster.doors.cli.exits import Exit
from muster.doors.cli.files import write_private
from muster.doors.cli.options import COSTS, beside_a_board, in_session
from muster.doors.cli.options import unlock as unlock_option
from muster.doors.cli.problems import Usage
from muster.doors.cli.session import Session
from muster.doors.cli.sites import KBPS
from muster.doors.cli.terminal import pairs
from muster.doors.drill.crew import Crew
from muster.doors.drill.days import read_day
from muster.doors.drill.pace import Pace, read_pace
from muster.doors.drill.planner import Mended
from muster.doors.drill.reading import shipped
from muster.doors.drill.run import Drill, Played, Progress, make_site, play
from muster.doors.drill.sites.cast import MOST
from muster.doors.drill.sites.fleet import KILOBITS, play_apart
from muster.ground.people.moment import Instant, iso
from muster.journey.figures.report import Report
from muster.site.clock import SetClock
from muster.site.figures import reporting
from muster.site.site import Site

_STEPS = 10_000
_FEW = 2_500
"""People who leave in a drill at several sites, unless more are asked for: a minute's work."""
_REPORT = "--site"


class PlanDrilled(Part, frozen=True):
    """A plan that the drill's planner adopted: who has a place, who could, which families moved.

    ``way`` is how it was made: greedy, repair or stable. ``told_unhit`` families were moved though
    they were told and could have kept their place: none, or the planner is at fault.
    """

    at: str
    way: str
    parties: int
    seated: int
    left: int
    seats_empty: int
    new: int
    moved: int
    told_moved: int
    told_unhit: int
    seconds: float


class ListsDrilled(Part, frozen=True):
    """What came of the lists of a drill; rows are those of all files, sent again or mended too.

    ``repeated`` rows were here already, ``changed`` ones are further claims of people known before;
    ``returned`` rows came back, ``corrected`` ones came in once mended; ``gone`` people were on a
    list no more when it came again, ``withdrawn`` claims were taken back with a list that came
    again later. ``mapped`` columns had to be told by hand. ``parted`` people came in
    apart from their party. ``twice`` records are somebody's further
    one: the rule found ``by_rule`` of them, a person ``by_clerk`` among the ``asked`` pairs, and
    ``traced`` came out when everybody still open was telephoned. ``apart`` pairs that the rule took
    for one person were two.
    """

    lists: int
    files: int
    rows: int
    taken: int
    repeated: int
    changed: int
    returned: int
    corrected: int
    gone: int
    withdrawn: int
    mapped: int
    records: int
    people: int
    parted: int
    twice: int
    by_rule: int
    by_clerk: int
    traced: int
    asked: int
    apart: int


class Drilled(Answer, frozen=True):
    """What a drill did: ``souls`` left the origin, ``facts`` went on record in ``seconds``.

    ``report`` is the path of the situation report as JSON, ``report_html`` as a page; both hold
    figures and no names. ``sites`` and ``links`` are empty for a drill at one site; ``agree`` says
    whether all sites ended with the same figures, each in what it may hold. ``too_late`` moves came
    to nothing, because another site's word came too late. ``stands`` is where it stands still,
    empty for a drill that is over. ``lists`` is none where people come in clean.
    """

    scenario: str
    seed: int
    scale: float
    souls: int
    facts: int
    seconds: float
    facts_per_second: float
    peak_memory_bytes: int
    report: str
    report_html: str
    plans: tuple[PlanDrilled, ...] = ()
    sites: tuple[SiteDrilled, ...] = ()
    links: tuple[LinkDrilled, ...] = ()
    lost: LaptopLost | None = None
    too_late: int = 0
    agree: bool = True
    stands: str = ""
    lists: ListsDrilled | None = None


class Way(NamedTuple):
    """How a drill is played: at which pace, and until when."""

    pace: Pace | None
    until: Instant | None


class Scenarios(Answer, frozen=True):
    """The names of the scenarios in the box."""

    scenarios: tuple[str, ...]


@click.command("drill")
@click.argument("scenario", required=False, metavar="NAME|FILE")
@click.option("--list", "listing", is_flag=True, help="List the scenarios in the box.")
@click.option("--seed", type=int, default=7, show_default=True, help="The same gives the same.")
@click.option(
    "--scale",
    type=float,
    help="How large, above 0 and up to 1, the default; 0.05 is the size for a quick check.",
)
@click.option(
    "--people",
    type=click.IntRange(min=1),
    help="How large, by the people who leave; 2,500 by default for a drill at several sites.",
)
@click.option(
    "--sites",
    type=click.IntRange(1, MOST),
    default=1,
    show_default=True,
    help="At how many sites, each in a folder within --site, with links that go up and down.",
)
@KBPS
@click.option(
    "--messy",
    is_flag=True,
    help="Let its people come in by messy lists, fifty in kabul-2021, instead of clean.",
)
@click.option(
    "--pace",
    metavar="SPAN=SPAN",
    help="Event time in wall time, such as 1d=20s. As fast as possible otherwise.",
)
@click.option(
    "--until",
    metavar="DAY",
    help="Stop there and stand still: `muster go-on` goes on from there under the plan. A date, a "
    "time, or the number of a day of the operation.",
)
@beside_a_board
@unlock_option
@in_session
def drill(
    session: Session,
    *,
    scenario: str | None,
    listing: bool,
    seed: int,
    scale: float | None,
    people: int | None,
    sites: int,
    max_kbps: int,
    messy: bool,
    pace: str | None,
    until: str | None,
    serving: bool,
    port: int,
    open_browser: bool,
    unlock: str,
) -> Exit:
    """Replay a whole operation on invented people.

    It makes a new site in --site and speaks to it as its operators would. NAME is a scenario in the
    box, FILE one of your own. The situation report is put into the site's directory, as report.json
    and report.html. With --sites each post has a site of its own, enrolled by its card, and at the
    end all say the same, each in what it may hold; else the exit code is 3. With --until it stops
    on that day, and goes on from there under the plan. With --messy departments, NGOs and
    volunteers send lists, many people are on two, and it ends with the same figures.
    """
    if listing:
        session.tell(Scenarios(scenarios=shipped()), shipped())
        return Exit.DONE
    if scenario is None:
        raise Usage(said="Expected NAME or FILE, found none", command="muster drill")
    if open_browser and not serving:
        raise Usage(said="Expected --serve beside --open", command="muster drill")
    if sites > 1 and (serving or pace or until or messy):
        raise Usage(
            said="Expected --sites without --serve, --pace, --until and --messy",
            command="muster drill",
        )
    chosen = structs.replace(_chosen(scenario, seed, sites, scale, people), messy=messy)
    if sites > 1:
        return _play_apart(session, chosen, unlock, max_kbps)
    way = Way(
        read_pace(pace) if pace else None,
        read_day(until, chosen.scenario.operation) if until else None,
    )
    site, clock = make_site(session.directory, session.passphrase(new=True), chosen, COSTS[unlock])
    with site:
        if not serving:
            _play(session, site, clock, chosen, None, way)
            return Exit.DONE
        # Loaded here: a drill without a board needs no Django.
        from muster.doors.cli import board  # noqa: PLC0415

        with board.beside(session, site, port, open_browser=open_browser) as crew:
            _play(session, site, clock, chosen, crew, way)
            board.stay(session, "The drill stands still" if until else "The drill is over")
    return Exit.DONE


def _chosen(name: str, seed: int, sites: int, scale: float | None, people: int | None) -> Drill:
    """Return the drill at its size: as it was said, else whole, or small at several sites."""
    if scale is not None and people is not None:
        raise Usage(said="Expected --scale or --people, found both", command="muster drill")
    whole = Drill.of(name, seed=seed, sites=sites)
    wanted = people if people is not None or scale is not None or sites == 1 else _FEW
    if wanted is not None:
        scale = min(1.0, wanted / max(1, whole.scenario.souls()))
    return whole if scale is None else Drill.of(name, seed=seed, scale=scale, sites=sites)


def _play_apart(session: Session, chosen: Drill, unlock: str, kbps: int) -> Exit:
    phrase, cost = session.passphrase(new=True), COSTS[unlock]
    with session.bar("Drill") as show:

        def watch(progress: Progress) -> None:
            words = f"{iso(progress.at)[:16]}Z  {progress.facts:,} facts at the control centre"
            show(int(progress.done * _STEPS), _STEPS, words)

        found = play_apart(
            session.directory, phrase, chosen, cost=cost, kbps=kbps or KILOBITS, watch=watch
        )
    paths = _written(session, found.report)
    said = structs.replace(
        _drilled(found.played, *paths),
        sites=tuple(apart.sites(found)),
        links=tuple(apart.links(found)),
        lost=apart.lost(found),
        too_late=found.too_late,
        agree=found.agree,
    )
    session.tell(said, chain(_lines(said), _lines_apart(said)))
    return Exit.DONE if found.agree else Exit.FINDINGS


def _lines_apart(said: Drilled) -> Iterator[str]:
    beside = said.sites, said.links, said.lost
    return apart.lines(*beside, too_late=said.too_late, agree=said.agree)


def _play(
    session: Session,
    site: Site,
    clock: SetClock,
    chosen: Drill,
    crew: Crew | None,
    way: Way,
) -> None:
    with session.bar("Drill") as show:

        def watch(progress: Progress) -> None:
            files = f"  {progress.files} files of people" if progress.files else ""
            words = f"{iso(progress.at)[:16]}Z  {progress.facts:,} facts{files}"
            show(int(progress.done * _STEPS), _STEPS, words)

        played = play(site, clock, chosen, crew=crew, pace=way.pace, watch=watch, until=way.until)
    said = _drilled(played, *_report(session, site))
    session.tell(said, _lines(said))
    if played.stands is not None:
        session.note("It stands still. Look at it: `muster board`. Let it go on: `muster go-on`.")


def _report(session: Session, site: Site) -> tuple[str, str]:
    return _written(session, reporting.report(site, site.lead))


def _written(session: Session, report: Report) -> tuple[str, str]:
    """Put the situation report into the drill's directory; return both paths."""
    as_json, as_page = session.directory / "report.json", session.directory / "report.html"
    write_private(as_json, reporting.as_json(report), _REPORT)
    write_private(as_page, reporting.as_page(report), _REPORT)
    return str(as_json), str(as_page)


def _drilled(played: Played, report: str, page: str) -> Drilled:
    return Drilled(
        scenario=played.scenario,
        seed=played.seed,
        scale=played.scale,
        souls=played.souls,
        facts=played.facts,
        seconds=played.seconds,
        facts_per_second=played.facts_per_second,
        peak_memory_bytes=played.peak_memory_bytes,
        report=report,
        report_html=page,
        plans=tuple(_plan(one) for one in played.plans),
        stands="" if played.stands is None else iso(played.stands),
        lists=None if played.listed is None else ListsDrilled(**structs.asdict(played.listed)),
    )


def _plan(one: Mended) -> PlanDrilled:
    return PlanDrilled(
        at=iso(one.at),
        way=one.way,
        parties=one.parties,
        seated=one.seated,
        left=one.left,
        seats_empty=one.seats_empty,
        new=one.new,
        moved=one.moved,
        told_moved=one.told_moved,
        told_unhit=one.told_unhit,
        seconds=one.seconds,
    )


def _lines(said: Drilled) -> Iterator[str]:
    yield from pairs(
        (
            ("scenario", said.scenario),
            ("souls", f"{said.souls:,}"),
            ("facts", f"{said.facts:,}"),
            ("seconds", f"{said.seconds:.1f}"),
            ("facts/s", f"{said.facts_per_second:,.0f}"),
            ("memory", f"{said.peak_memory_bytes / 2**20:,.0f} MiB at most"),
            ("plans", _planned(said)),
            *(_of_lists(said.lists) if said.lists is not None else ()),
            ("report", said.report_html),
        )
    )


def _of_lists(said: ListsDrilled) -> Iterator[tuple[str, str]]:
    """Yield what came of the lists, row by row of the answer."""
    yield "lists", f"{said.lists} in {said.files} files, {said.mapped} columns told by hand"
    rows = f"{said.rows:,}: {said.taken:,} taken, {said.repeated:,} here already"
    yield "rows", f"{rows}, {said.returned:,} came back, {said.corrected:,} of them corrected"
    yield "records", f"{said.records:,} of {said.people:,} people, {said.twice:,} a further one"
    asked = f"{said.by_clerk:,} by a person who was asked about {said.asked:,} pairs"
    yield "found", f"{said.by_rule:,} by the rule, {asked}, {said.traced:,} by telephone at the end"
    yield "taken apart", f"{said.apart:,} pairs that the rule took for one person"


def _planned(said: Drilled) -> str:
    moved = sum(one.moved for one in said.plans)
    return f"{len(said.plans)} adopted beside the course, which moved {moved:,} families"

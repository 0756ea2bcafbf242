"""``muster drill``: a whole operation on invented people."""

from collections.abc import Iterator

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.files import write_private
from muster.doors.cli.options import COSTS, in_session
from muster.doors.cli.options import unlock as unlock_option
from muster.doors.cli.problems import Usage
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.doors.drill.crew import Crew
from muster.doors.drill.pace import Pace, read_pace
from muster.doors.drill.planner import Mended
from muster.doors.drill.reading import shipped
from muster.doors.drill.run import Drill, Played, Progress, make_site, play
from muster.ground.people.moment import iso
from muster.site.clock import SetClock
from muster.site.figures import reporting
from muster.site.site import Site

_STEPS = 10_000
_REPORT = "--site"


class PlanDrilled(Part, frozen=True):
    """A plan that the drill's planner adopted: who has a place, who could, which families moved."""

    at: str
    parties: int
    seated: int
    left: int
    seats_empty: int
    new: int
    moved: int
    told_moved: int
    seconds: float


class Drilled(Answer, frozen=True):
    """What a drill did: ``souls`` left the origin, ``facts`` went on record in ``seconds``.

    ``report`` is the path of the situation report as JSON, ``report_html`` as a page; both hold
    figures and no names.
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
    default=1.0,
    show_default=True,
    help="How large, above 0 and up to 1; 0.05 is the size for a quick check.",
)
@click.option(
    "--pace",
    metavar="SPAN=SPAN",
    help="Event time in wall time, such as 1d=20s. As fast as possible otherwise.",
)
@click.option("--serve", "serving", is_flag=True, help="Serve the board while it runs, and after.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8470,
    show_default=True,
    help="Port of the board; 0 takes any that is free.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the board in a browser.")
@unlock_option
@in_session
def drill(
    session: Session,
    *,
    scenario: str | None,
    listing: bool,
    seed: int,
    scale: float,
    pace: str | None,
    serving: bool,
    port: int,
    open_browser: bool,
    unlock: str,
) -> None:
    """Replay a whole operation on invented people.

    It makes a new site in --site and speaks to it as its operators would. NAME is a scenario in the
    box, FILE one of your own. The situation report is put into the site's directory, as report.json
    and report.html.
    """
    if listing:
        session.tell(Scenarios(scenarios=shipped()), shipped())
        return
    if scenario is None:
        raise Usage(said="Expected NAME or FILE, found none", command="muster drill")
    if open_browser and not serving:
        raise Usage(said="Expected --serve beside --open", command="muster drill")
    chosen = Drill.of(scenario, seed=seed, scale=scale)
    speed = read_pace(pace) if pace else None
    site, clock = make_site(session.directory, session.passphrase(new=True), chosen, COSTS[unlock])
    with site:
        if not serving:
            _play(session, site, clock, chosen, None, speed)
            return
        # Loaded here: a drill without a board needs no Django.
        from muster.doors.cli import board  # noqa: PLC0415

        with board.beside(session, site, port, open_browser=open_browser) as crew:
            _play(session, site, clock, chosen, crew, speed)
            board.stay(session)


def _play(
    session: Session,
    site: Site,
    clock: SetClock,
    chosen: Drill,
    crew: Crew | None,
    pace: Pace | None,
) -> None:
    with session.bar("Drill") as show:

        def watch(progress: Progress) -> None:
            words = f"{iso(progress.at)[:16]}Z  {progress.facts:,} facts"
            show(int(progress.done * _STEPS), _STEPS, words)

        played = play(site, clock, chosen, crew=crew, pace=pace, watch=watch)
    said = _drilled(played, *_report(session, site))
    session.tell(said, _lines(said))


def _report(session: Session, site: Site) -> tuple[str, str]:
    """Put the situation report into the site's directory; return both paths."""
    report = reporting.report(site, site.lead)
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
    )


def _plan(one: Mended) -> PlanDrilled:
    return PlanDrilled(
        at=iso(one.at),
        parties=one.parties,
        seated=one.seated,
        left=one.left,
        seats_empty=one.seats_empty,
        new=one.new,
        moved=one.moved,
        told_moved=one.told_moved,
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
            ("report", said.report_html),
        )
    )


def _planned(said: Drilled) -> str:
    moved = sum(one.moved for one in said.plans)
    return f"{len(said.plans)} adopted beside the course, which moved {moved:,} families"

"""``muster disclose``: what leaves for whoever holds the road; and what was told without us."""

import sys
from pathlib import Path

import rich_click as click

from muster.adapters.formats.counterpart import Sheet, Written
from muster.doors.cli.answer import Answer
from muster.doors.cli.files import write_private
from muster.doors.cli.options import in_session
from muster.doors.cli.road import recorded, recorded_lines, time_of, window_of
from muster.doors.cli.session import Session
from muster.ground.people.ids import PartyId
from muster.ground.people.moment import iso
from muster.journey.passage.terms import Channel, Disclosable
from muster.site.passage import disclosures, liaison
from muster.site.site import Site

_count = click.option("--count", type=int, metavar="N", help="How many people.")
_vehicles = click.option("--vehicles", type=int, metavar="N", help="How many vehicles.")
_from = click.option("--from", "opens", metavar="TIME", help="When the window opens.")
_until = click.option("--until", "closes", metavar="TIME", help="When the window closes.")
_lane = click.option("--lane", type=int, default=0, metavar="N", help="Which lane, from 1 to 15.")
_party = click.option(
    "--party",
    "parties",
    multiple=True,
    metavar="ID",
    help="A party that it is about; it stays here, on record.",
)
_to = click.option(
    "--to", "recipient", default="", metavar="TEXT", help="The role that is told; never a name."
)
_CHANNELS = click.Choice([one.value for one in Channel])


class Disclosed(Answer, frozen=True):
    """What is on the sheet, and nothing else; null or empty where it is not told."""

    count: int | None
    vehicles: int | None
    opens: str
    closes: str
    lane: int | None
    tokens: tuple[str, ...]


@click.command("disclose")
@click.argument("arrangement")
@_count
@_vehicles
@_from
@_until
@click.option(
    "--tokens",
    type=int,
    default=0,
    metavar="N",
    help="How many tokens: one, or one for each vehicle or person.",
)
@_lane
@_party
@_to
@click.option(
    "--channel",
    type=_CHANNELS,
    default=Channel.PAPER.value,
    show_default=True,
    help="How they are told.",
)
@click.option(
    "--form",
    type=click.Choice([one.value for one in Written]),
    default=Written.TEXT.value,
    show_default=True,
    help="How the sheet is written.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to this file, readable by this user only; to standard output otherwise.",
)
@in_session
def disclose(
    session: Session,
    *,
    arrangement: str,
    count: int | None,
    vehicles: int | None,
    opens: str | None,
    closes: str | None,
    tokens: int,
    lane: int,
    parties: tuple[str, ...],
    recipient: str,
    channel: str,
    form: str,
    output: Path | None,
) -> None:
    """Write what whoever holds the road is told under an arrangement.

    The sheet has people, vehicles, a window, a lane and tokens, as far as the arrangement allows
    them, and no place for anything else. It is on record before the first byte is out. Tokens are
    on the sheet alone.
    """
    with session.site() as site:
        sheet = disclosures.disclose(
            site,
            site.lead,
            liaison.lookup(site, site.lead, arrangement),
            count=count,
            vehicles=vehicles,
            window=window_of(opens, closes),
            tokens=tokens,
            lane=lane,
            parties=_parties(site, parties),
            channel=Channel(channel),
            recipient=recipient,
        )
    _put(session, sheet, Written(form), output)
    session.note("This disclosure is on record.")


@click.command("told")
@click.argument("arrangement", required=False)
@_count
@_vehicles
@_from
@_until
@click.option("--tokens", type=int, default=0, metavar="N", help="How many tokens they were given.")
@_lane
@click.option(
    "--kind",
    "kinds",
    type=click.Choice([kind.value for kind in Disclosable]),
    multiple=True,
    help="What they were told, where nobody knows the figure; give it once for each.",
)
@_party
@_to
@click.option("--channel", type=_CHANNELS, required=True, help="How they were told.")
@click.option("--at", metavar="TIME", help="When they were told, as ISO 8601; now otherwise.")
@in_session
def told(
    session: Session,
    *,
    arrangement: str | None,
    count: int | None,
    vehicles: int | None,
    opens: str | None,
    closes: str | None,
    tokens: int,
    lane: int,
    kinds: tuple[str, ...],
    parties: tuple[str, ...],
    recipient: str,
    channel: str,
    at: str | None,
) -> None:
    """Record what somebody was told already.

    Nothing is refused for what it says: without ARRANGEMENT, after a lapse or beyond what was
    agreed, it is recorded and flagged. Without ARRANGEMENT, --to says who was told.
    """
    with session.site() as site:
        known = liaison.lookup(site, site.lead, arrangement) if arrangement else None
        flags = disclosures.report(
            site,
            site.lead,
            known,
            channel=Channel(channel),
            count=count,
            vehicles=vehicles,
            window=window_of(opens, closes),
            tokens=tokens,
            lane=lane,
            kinds=tuple(map(Disclosable, kinds)),
            parties=_parties(site, parties),
            recipient=recipient,
            happened=time_of(at),
        )
    said = recorded(known, "told", flags)
    session.tell(said, recorded_lines(said))


def _parties(site: Site, texts: tuple[str, ...]) -> tuple[PartyId, ...]:
    return tuple(PartyId(disclosures.lookup(site, site.lead, text)[1]) for text in texts)


def _put(session: Session, sheet: Sheet, form: Written, output: Path | None) -> None:
    raw = disclosures.spelled(sheet, form)
    if output is not None:
        write_private(output, raw, "--output")
    elif not session.as_json:
        sys.stdout.buffer.write(raw)
    if session.as_json:
        session.tell(_disclosed(sheet), ())


def _disclosed(sheet: Sheet) -> Disclosed:
    opens, closes = ("", "") if sheet.window is None else map(iso, sheet.window)
    return Disclosed(
        count=sheet.count,
        vehicles=sheet.vehicles,
        opens=opens,
        closes=closes,
        lane=sheet.lane,
        tokens=sheet.tokens,
    )

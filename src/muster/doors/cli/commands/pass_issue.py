"""``muster pass issue``, ``reissue`` and ``revoke``."""

from collections.abc import Iterable, Iterator

import rich_click as click

from muster.doors.cli import gates, parties, secret
from muster.doors.cli import passes as told
from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.second import signing, two_people
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import PartyId, spell
from muster.journey.passes import aloud
from muster.journey.passes.binding import Binding
from muster.journey.passes.outer import MOST_LANE
from muster.journey.passes.rules import Withheld
from muster.site.passes import issuing
from muster.site.passes.issuing import UNTIED, Made, Tie, Wanted

_BINDINGS = {"document": Binding.DOCUMENT, "keyed": Binding.KEYED}


class IssuedShown(Part, frozen=True):
    """What came of one party: the code of its pass, or why it was withheld."""

    party: str
    code: str
    withheld: str
    overridden: tuple[str, ...]


class IssuedAll(Answer, frozen=True):
    """What came of every party that was asked for."""

    issued: int
    withheld: int
    passes: tuple[IssuedShown, ...]


class Revoked(Answer, frozen=True):
    """How many passes were closed that were not before."""

    closed: int


@click.command("issue")
@click.argument("party", nargs=-1)
@click.option("--called", is_flag=True, help="Every party with a live call and no pass for it.")
@click.option("--gate", metavar="GATE", help="The gate; that of the party's call otherwise.")
@click.option("--from", "opens", metavar="TIME", help="From when; that of the call otherwise.")
@click.option("--until", "closes", metavar="TIME", help="Until when, not included; 12 h at most.")
@click.option("--souls", type=click.IntRange(1), metavar="N", help="How many of the party come.")
@click.option(
    "--bind", type=click.Choice([*_BINDINGS]), help="Bind it to a document; keyed is the safer way."
)
@click.option(
    "--document-file",
    type=click.Path(allow_dash=True),
    metavar="FILE",
    help="File with issuing state and number, a blank between. Asked for otherwise.",
)
@click.option("--outer", metavar="PLACE", help="An outer pass too, for this checkpoint.")
@click.option(
    "--lane", type=click.IntRange(1, MOST_LANE), default=1, show_default=True, help="With --outer."
)
@click.option("--override", default="", metavar="TEXT", help="Why a rule is set aside, by two.")
@two_people
@in_session
def issue(
    session: Session,
    *,
    party: tuple[str, ...],
    called: bool,
    gate: str | None,
    opens: str | None,
    closes: str | None,
    souls: int | None,
    bind: str | None,
    document_file: str | None,
    outer: str | None,
    lane: int,
    override: str,
    second: str | None,
    second_pin_file: str | None,
) -> None:
    """Issue passes to parties that are called.

    One pass lets one party in at one gate in one window, once. A rule that withholds it may be set
    aside by two people, which goes on record.
    """
    tie = _tie(bind, document_file)
    with session.site() as site:
        by = site.lead
        where = told.gate(site, gate)
        if called:
            made = issuing.issue_called(site, by, where)
        else:
            beside = signing(site, second, second_pin_file)
            checkpoint = gates.place(site, outer) if outer else None
            window = told.window(opens, closes)
            made = {
                one: issuing.issue(
                    site,
                    by,
                    Wanted(
                        one, where, window, souls or 0, tie=tie, checkpoint=checkpoint, lane=lane
                    ),
                    second=beside,
                    reason=override,
                )
                for one in parties.meant(site, party)
            }
    said = _said(made.items())
    session.tell(said, _lines(said))


@click.command("reissue")
@click.argument("code")
@click.option("--reason", required=True, metavar="TEXT", help="Why; it goes on record.")
@click.option("--gate", metavar="GATE", help="Another gate.")
@click.option("--from", "opens", metavar="TIME", help="Another window: from when.")
@click.option("--until", "closes", metavar="TIME", help="Until when, not included.")
@in_session
def reissue(
    session: Session,
    *,
    code: str,
    reason: str,
    gate: str | None,
    opens: str | None,
    closes: str | None,
) -> None:
    """Close a pass and issue another in its place.

    CODE is read aloud or scanned. Both passes are one admission.
    """
    with session.site() as site:
        identity = told.meant(site, code)
        window = told.window(opens, closes)
        where = told.gate(site, gate)
        made = issuing.reissue(site, site.lead, identity, reason=reason, gate=where, window=window)
    said = _said([(None, made)])
    session.tell(said, _lines(said))


@click.command("revoke")
@click.argument("code", nargs=-1, required=True)
@click.option("--reason", required=True, metavar="TEXT", help="Why; it goes on record.")
@in_session
def revoke(session: Session, *, code: tuple[str, ...], reason: str) -> None:
    """Close passes, one or a batch of them."""
    with session.site() as site:
        found = [told.meant(site, one) for one in code]
        closed = issuing.revoke(site, site.lead, found, reason=reason)
    said = Revoked(closed=closed)
    session.tell(said, pairs((("closed", said.closed),)))


def _tie(bind: str | None, file: str | None) -> Tie:
    if bind is None:
        return UNTIED
    words = secret.pin(file, "--document-file", "Issuing state and number of the document")
    state, _, number = words.partition(" ")
    return Tie(_BINDINGS[bind], state, number)


def _said(made: Iterable[tuple[PartyId | None, Made | Withheld]]) -> IssuedAll:
    rows = tuple(_shown(party, one) for party, one in made)
    issued = sum(bool(row.code) for row in rows)
    return IssuedAll(issued=issued, withheld=len(rows) - issued, passes=rows)


def _shown(party: PartyId | None, made: Made | Withheld) -> IssuedShown:
    spelled = spell(party) if party is not None else ""
    match made:
        case Made():
            aside = tuple(one.value for one in made.overridden)
            return IssuedShown(party=spelled, code=made.code, withheld="", overridden=aside)
        case Withheld(reason):
            return IssuedShown(party=spelled, code="", withheld=reason.value, overridden=())


def _lines(said: IssuedAll) -> Iterator[str]:
    yield from pairs((("issued", said.issued), ("withheld", said.withheld)))
    yield ""
    rows = (
        (aloud.grouped(one.code), one.party, one.withheld or ", ".join(one.overridden))
        for one in said.passes
    )
    yield from columns(("code", "party", "why"), rows)

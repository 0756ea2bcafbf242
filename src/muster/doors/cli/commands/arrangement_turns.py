"""``muster arrangement use``, ``honour``, ``breach``, ``suspend``, ``resume`` and ``lapse``."""

import rich_click as click

from muster.doors.cli.options import in_session
from muster.doors.cli.road import Recorded, recorded, recorded_lines, time_of
from muster.doors.cli.session import Session
from muster.ground.people.ids import ArrangementId
from muster.site.passage import liaison
from muster.site.site import Site

_at = click.option("--at", metavar="TIME", help="When it happened, as ISO 8601; now otherwise.")
_text = click.option("--text", default="", metavar="TEXT", help="What was seen; on record only.")
_reason = click.option("--reason", default="", metavar="TEXT", help="Why; it goes on record.")


@click.command("use")
@click.argument("arrangement")
@_at
@_text
@in_session
def use(session: Session, *, arrangement: str, at: str | None, text: str) -> None:
    """Record that people are or were on the road under it.

    Use after it lapsed is recorded all the same, and flagged.
    """
    with session.site() as site:
        found = _meant(site, arrangement)
        flags = liaison.use(site, site.lead, found, text=text, happened=time_of(at))
    _tell(session, recorded(found, "in-use", flags))


@click.command("honour")
@click.argument("arrangement")
@_at
@_text
@in_session
def honour(session: Session, *, arrangement: str, at: str | None, text: str) -> None:
    """Record that the other side kept it, once."""
    with session.site() as site:
        found = _meant(site, arrangement)
        flags = liaison.honour(site, site.lead, found, text=text, happened=time_of(at))
    _tell(session, recorded(found, "honoured", flags))


@click.command("breach")
@click.argument("arrangement")
@_at
@_reason
@in_session
def breach(session: Session, *, arrangement: str, at: str | None, reason: str) -> None:
    """Record that the other side broke it.

    Nothing is told under it until it is resumed or agreed again.
    """
    with session.site() as site:
        found = _meant(site, arrangement)
        liaison.breach(site, site.lead, found, reason=reason, happened=time_of(at))
    _tell(session, recorded(found, "breached"))


@click.command("suspend")
@click.argument("arrangement")
@_reason
@in_session
def suspend(session: Session, *, arrangement: str, reason: str) -> None:
    """Record that it rests: nothing is told under it."""
    with session.site() as site:
        found = _meant(site, arrangement)
        liaison.suspend(site, site.lead, found, reason=reason)
    _tell(session, recorded(found, "suspended"))


@click.command("resume")
@click.argument("arrangement")
@_reason
@in_session
def resume(session: Session, *, arrangement: str, reason: str) -> None:
    """Record that it holds again after a rest or a breach."""
    with session.site() as site:
        found = _meant(site, arrangement)
        liaison.resume(site, site.lead, found, reason=reason)
    _tell(session, recorded(found, "resumed"))


@click.command("lapse")
@click.argument("arrangement")
@_reason
@in_session
def lapse(session: Session, *, arrangement: str, reason: str) -> None:
    """Record that it is over before its time."""
    with session.site() as site:
        found = _meant(site, arrangement)
        liaison.lapse(site, site.lead, found, reason=reason)
    _tell(session, recorded(found, "lapsed"))


def _meant(site: Site, text: str) -> ArrangementId:
    return liaison.lookup(site, site.lead, text)


def _tell(session: Session, said: Recorded) -> None:
    session.tell(said, recorded_lines(said))

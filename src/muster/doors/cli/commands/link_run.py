"""``muster link run``: listen to other sites, and call them, without screens."""

from functools import partial
from threading import Event

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.sites import KBPS
from muster.doors.cli.terminal import pairs
from muster.site.exchange.linking import EVERY, PORT, Links, Listening
from muster.site.registry.following import Following
from muster.site.secrecy.fallen import keep_receipt


class Running(Answer, frozen=True):
    """Links run: where others may call."""

    host: str
    port: int


@click.command("run")
@click.option("--host", default="0.0.0.0", show_default=True, help="Address to listen on.")  # noqa: S104
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="Port to listen on; 0 takes any that is free.",
)
@click.option(
    "--every",
    type=click.FloatRange(1, 86_400),
    default=EVERY,
    show_default=True,
    metavar="SECONDS",
    help="How long after a session the next one begins.",
)
@KBPS
@in_session
def run(session: Session, *, host: str, port: int, every: float, max_kbps: int) -> None:
    """Listen to other sites and call those whose address is known.

    Until it is interrupted with Control and C. Whoever comes is compared with all who are on
    record. `muster serve` does the same beside the screens.
    """
    where = Listening(host, port, max_kbps, every)
    with (
        session.site() as site,
        Links(site, site.lead, where, partial(keep_receipt, site, site.lead)) as links,
        Following(site),
    ):
        said = Running(host=host, port=links.port)
        session.tell(said, pairs((("listening", f"{host}:{links.port}"),)))
        Event().wait()

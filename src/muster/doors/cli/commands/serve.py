"""``muster serve``: the screens of a site."""

from contextlib import ExitStack
from functools import partial
from pathlib import Path

import rich_click as click

from muster.doors.cli.options import in_session
from muster.doors.cli.problems import Usage
from muster.doors.cli.session import Session
from muster.doors.cli.sites import KBPS
from muster.doors.drill import training
from muster.doors.web import PORT, FamilyPage, Retreat, Tls, Ways, is_this_machine
from muster.doors.web import serve as serve_door
from muster.site.closing.afterwards import Afterwards
from muster.site.closing.watcher import Watcher
from muster.site.exchange.linking import PORT as LINK_PORT
from muster.site.exchange.linking import Links, Listening
from muster.site.passes import families
from muster.site.secrecy.fallen import keep_receipt

_FILE = click.Path(path_type=Path)


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="Port to listen on; 0 takes any that is free.",
)
@click.option(
    "--plain-port",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    help="Open a port over http beside https, for tablets to take the certificate; 0 takes any.",
)
@click.option("--name", "names", multiple=True, metavar="HOST", help="Name the site answers to.")
@click.option("--certificate", type=_FILE, metavar="FILE", help="TLS certificate, PEM.")
@click.option("--key", type=_FILE, metavar="FILE", help="Key of the certificate, PEM.")
@click.option(
    "--link-port",
    type=click.IntRange(0, 65535),
    default=LINK_PORT,
    show_default=True,
    help="Port for other sites, where --host lets others in.",
)
@click.option("--no-links", is_flag=True, help="Neither call other sites nor listen to them.")
@KBPS
@click.option(
    "--parcels",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Stick or folder for parcels, so that they are written and read on the screen, too.",
)
@click.option(
    "--family-port",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    help="Serve the family page, too, on this port; 0 takes any.",
)
@click.option(
    "--family-file",
    type=_FILE,
    metavar="FILE",
    help="Write its sealed answers here every minute, for another machine to serve.",
)
@click.option("--family-address", default="", metavar="URL", help="Where strangers reach it.")
@click.option(
    "--local-time",
    default="+00:00",
    show_default=True,
    metavar="OFFSET",
    help="How far local time is after UTC, for the family page.",
)
@click.option(
    "--erase-disk",
    default="",
    metavar="DEVICE",
    help="After a scuttle, erase the keys of this LUKS device, too: all on it is lost. Needs root.",
)
@click.option("--power-off", is_flag=True, help="After a scuttle, power off. Needs root.")
@click.option("--open", "open_browser", is_flag=True, help="Open the board in a browser.")
@in_session
def serve(
    session: Session,
    *,
    host: str,
    port: int,
    plain_port: int | None,
    names: tuple[str, ...],
    certificate: Path | None,
    key: Path | None,
    link_port: int,
    no_links: bool,
    max_kbps: int,
    parcels: Path | None,
    family_port: int | None,
    family_file: Path | None,
    family_address: str,
    local_time: str,
    erase_disk: str,
    power_off: bool,
    open_browser: bool,
) -> None:
    """Serve the screens of a site.

    Until it is interrupted with Control and C. On another --host it is served over https alone,
    under the site's own certificate unless one is given. With --plain-port it is over http, too,
    for tablets that have yet to take that certificate, or cannot: no name and no PIN goes there.
    Operators sign in with name and PIN, the first time by the code of `muster operator add`.
    Meanwhile it exchanges with every site whose address is known, and on another --host other
    sites may call: see `muster link`.
    """
    tls = tls_of(certificate, key, "muster serve")
    offset = families.read_offset(local_time)
    family = FamilyPage(family_port, family_file, offset, family_address)
    with Watcher() as watcher, session.site() as site, ExitStack() as beside:
        watcher.watch(site, site.directory, Afterwards(erase_disk, power_off))
        if not no_links:
            where = Listening("" if is_this_machine(host) else host, link_port, max_kbps)
            keeping = partial(keep_receipt, site, site.lead)
            beside.enter_context(Links(site, site.lead, where, keeping))
        try:
            serve_door(
                site,
                host,
                port,
                watcher=watcher,
                tls=tls,
                plain=plain_port,
                names=names,
                family=family,
                open_browser=open_browser,
                parcels=parcels,
                retreat=Retreat("muster.doors.cli.training_site", str(training.folder())),
                ready=lambda ways: _tell(session, ways),
            )
        except KeyboardInterrupt:
            session.note("Closed.")


def _tell(session: Session, ways: Ways) -> None:
    session.say(f"The board is at {ways.here}")
    for address in (ways.plain or ways.secure)[:1]:
        session.say(f"Tablets begin at {address}enrol")
    if ways.family:
        session.say(f"The family page is at {ways.family}")


def tls_of(certificate: Path | None, key: Path | None, command: str) -> Tls | None:
    """Return the certificate that was given with its key; raise ``Usage`` for half of it."""
    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        raise Usage(said="Expected --certificate and --key together", command=command)
    return Tls(certificate, key)

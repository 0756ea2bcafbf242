"""``muster family publish`` and ``serve``: sealed answers, and the machine that strangers reach."""

from pathlib import Path

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.commands.serve import tls_of
from muster.doors.cli.files import write_private
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.doors.web import FAMILY_PORT, serve_family
from muster.site.passes import families

_FILE = click.Path(path_type=Path)


class Published(Answer, frozen=True):
    """How many bytes of sealed answers were written; of how many pages they do not tell."""

    bytes: int


@click.command("publish")
@click.option("--output", type=_FILE, required=True, metavar="FILE", help="The file to write.")
@click.option(
    "--local-time",
    default="+00:00",
    show_default=True,
    metavar="OFFSET",
    help="How far local time is after UTC, such as +04:30.",
)
@in_session
def publish(session: Session, *, output: Path, local_time: str) -> None:
    """Write the sealed answers for the machine that strangers reach.

    The file names nobody, and tells neither how many pages there are nor who is called: an answer
    opens with its code alone. Bring it over whenever something changed.
    """
    offset = families.read_offset(local_time)
    with session.site() as site:
        raw = families.publish(site, site.lead, offset=offset)
    write_private(output, raw, "--output")
    said = Published(bytes=len(raw))
    session.tell(said, pairs((("bytes", said.bytes),)))


@click.command("serve")
@click.argument("file", type=_FILE)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=FAMILY_PORT,
    show_default=True,
    help="Port to listen on; 0 takes any that is free.",
)
@click.option("--certificate", type=_FILE, metavar="FILE", help="TLS certificate, PEM.")
@click.option("--key", type=_FILE, metavar="FILE", help="Key of the certificate, PEM.")
@in_session
def serve(
    session: Session,
    *,
    file: Path,
    host: str,
    port: int,
    certificate: Path | None,
    key: Path | None,
) -> None:
    """Serve the family page from a file of answers.

    It needs no site: FILE is what `muster family publish` wrote, and is read anew when it changes.
    """
    tls = tls_of(certificate, key, "muster family serve")
    try:
        serve_family(
            file,
            host,
            port,
            tls=tls,
            ready=lambda address: session.say(f"The family page is at {address}"),
        )
    except KeyboardInterrupt:
        session.note("Closed.")

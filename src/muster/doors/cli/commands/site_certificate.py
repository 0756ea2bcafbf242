"""``muster site certificate``: what tablets install, so that they trust the site's screens."""

from collections.abc import Iterator
from pathlib import Path

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.files import write_private
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.site import authority

_FILE = click.Path(path_type=Path)


class Certificate(Answer, frozen=True):
    """The site's certificate: the one name it speaks for, its fingerprint and that in six words."""

    host: str
    fingerprint: str
    words: tuple[str, ...]
    file: str


@click.command("certificate")
@click.option("--out", type=_FILE, metavar="FILE", help="Write the certificate here, as DER.")
@in_session
def certificate(session: Session, *, out: Path | None) -> None:
    """Show the site's certificate, and write it to a file.

    Tablets install it as a certificate of an authority; it can speak for this site alone. Whoever
    installs it compares the six words.
    """
    with session.site() as site:
        found = authority.authority(site)
    if out is not None:
        write_private(out, found.certificate, "--out")
    said = Certificate(
        host=found.host,
        fingerprint=found.fingerprint,
        words=found.words,
        file=str(out) if out is not None else "",
    )
    session.tell(said, _lines(said))


def _lines(said: Certificate) -> Iterator[str]:
    yield from pairs(
        (
            ("name", said.host),
            ("fingerprint", said.fingerprint),
            ("words", " ".join(said.words)),
            ("file", said.file),
        )
    )

"""``muster officer key``, ``appoint``, ``entrust``, ``rehearse``, ``list``; ``site recover``."""

from pathlib import Path

import rich_click as click

from muster.doors.cli import secret
from muster.doors.cli.answer import Answer
from muster.doors.cli.files import read_file, write_private
from muster.doors.cli.officers import FILE, seeds, three_officers
from muster.doors.cli.options import COSTS, in_session, unlock
from muster.doors.cli.second import signing, two_people
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.ids import spell
from muster.ground.people.moment import Instant, iso
from muster.site.secrecy import recovering


class OfficerKey(Answer, frozen=True):
    """A key file that was made, its public half, and six words that stand for that."""

    post: str
    file: str
    public: str
    words: tuple[str, ...]


class OfficersInOffice(Answer, frozen=True):
    """Who was appointed when; when this site entrusted its keys, and three last rehearsed."""

    posts: tuple[str, ...]
    appointed: str
    entrusted: str
    rehearsed: str


class KeysGiven(Answer, frozen=True):
    """The file with this site's keys, which three officers open."""

    file: str
    bytes: int


class Rehearsed(Answer, frozen=True):
    """Whose keys opened what was entrusted."""

    posts: tuple[str, ...]


class SiteRecovered(Answer, frozen=True):
    """The site that stands again; it writes on as a new writer."""

    site: str
    entries: int
    shredded: int


@click.command("key")
@click.option("--post", required=True, metavar="TEXT", help="What the officer is called.")
@click.option(
    "--out", type=FILE, required=True, metavar="FILE", help="The key file; keep it apart."
)
@click.option("--public", type=FILE, required=True, metavar="FILE", help="Its half to hand over.")
@click.option(
    "--phrase-file", metavar="FILE", help="File with the new passphrase. Asked otherwise."
)
@unlock
@in_session
def key(
    session: Session, *, post: str, out: Path, public: Path, phrase_file: str | None, unlock: str
) -> None:
    """Make an officer's key file, under a passphrase of their own.

    Hand the public half to whoever appoints, and read its six words to them.
    """
    phrase = secret.pin(phrase_file, "--phrase-file", "New passphrase", twice=True)
    made = recovering.make_officer(post, phrase, cost=COSTS[unlock])
    write_private(out, made.secret, "--out")
    write_private(public, made.public, "--public")
    said = OfficerKey(post=post, file=str(out), public=str(public), words=made.words)
    lines = (("key file", said.file), ("public", said.public), ("words", " ".join(said.words)))
    session.tell(said, pairs(lines))


@click.command("appoint")
@click.argument("public", type=FILE, nargs=-1, required=True)
@two_people
@in_session
def appoint(
    session: Session, *, public: tuple[Path, ...], second: str | None, second_pin_file: str | None
) -> None:
    """Appoint five officers by their public halves, two of us signing.

    Only the site that founded the operation can. Every site then entrusts its keys anew.
    """
    raws = [read_file(path, "an officer's public half") for path in public]
    with session.site() as site:
        recovering.appoint(site, site.lead, signing(site, second, second_pin_file), raws)
        said = _standing(recovering.standing(site, site.lead))
    session.tell(said, pairs(_lines(said)))


@click.command("list")
@in_session
def officers(session: Session) -> None:
    """Show the officers, and when this site entrusted its keys and rehearsed."""
    with session.site() as site:
        said = _standing(recovering.standing(site, site.lead))
    session.tell(said, pairs(_lines(said)))


@click.command("entrust")
@click.option("--out", type=FILE, required=True, metavar="FILE", help="Where to write the file.")
@in_session
def entrust(session: Session, *, out: Path) -> None:
    """Write this site's keys to a file that any three officers open.

    Keep it beside the backups. Write it again when other officers are appointed.
    """
    with session.site() as site:
        raw = recovering.entrust_keys(site, site.lead)
    write_private(out, raw, "--out")
    said = KeysGiven(file=str(out), bytes=len(raw))
    session.tell(said, pairs((("file", said.file), ("bytes", str(said.bytes)))))


@click.command("rehearse")
@click.argument("entrusted", type=FILE)
@three_officers
@in_session
def rehearse(
    session: Session, *, entrusted: Path, officers: tuple[Path, ...], phrase_files: tuple[str, ...]
) -> None:
    """Let three officers open what was entrusted, and use nothing of it."""
    raw = read_file(entrusted, "what was entrusted")
    held = seeds(officers, phrase_files)
    with session.site() as site:
        said = Rehearsed(posts=recovering.rehearse(site, site.lead, raw, held))
    session.tell(said, pairs((("opened by", ", ".join(said.posts)),)))


@click.command("recover")
@click.argument("entrusted", type=FILE)
@click.option("--backup", type=FILE, required=True, metavar="FILE", help="The site's backup.")
@three_officers
@unlock
@in_session
def recover(
    session: Session,
    *,
    entrusted: Path,
    backup: Path,
    officers: tuple[Path, ...],
    phrase_files: tuple[str, ...],
    unlock: str,
) -> None:
    """Make a site stand again from a backup, by what it entrusted and three officers.

    The directory must hold no site. The passphrase that is asked for is a new one. Exchange at
    once: the site takes back what the backup lacks, and whom others shredded since.
    """
    raw = read_file(entrusted, "what was entrusted")
    held = seeds(officers, phrase_files)
    phrase = session.passphrase(new=True)
    site, done = recovering.recover(
        session.directory, phrase, raw, held, backup, cost=COSTS[unlock]
    )
    site.close()
    said = SiteRecovered(site=spell(done.site), entries=done.entries, shredded=done.shredded)
    session.tell(said, pairs((("site", said.site), ("entries", str(said.entries)))))


def _standing(found: recovering.Standing) -> OfficersInOffice:
    return OfficersInOffice(
        posts=found.posts,
        appointed=_when(found.appointed),
        entrusted=_when(found.entrusted),
        rehearsed=_when(found.rehearsed),
    )


def _when(instant: Instant | None) -> str:
    return iso(instant) if instant is not None else ""


def _lines(said: OfficersInOffice) -> tuple[tuple[str, str], ...]:
    return (
        ("officers", ", ".join(said.posts) or "none"),
        ("appointed", said.appointed),
        ("entrusted", said.entrusted or "not yet: muster officer entrust"),
        ("rehearsed", said.rehearsed or "not yet: muster officer rehearse"),
    )

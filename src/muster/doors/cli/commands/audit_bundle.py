"""``muster audit bundle``: what an auditor gets, in one file."""

from pathlib import Path

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.files import private_file
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.moment import read_iso
from muster.site.figures import auditing


class Bundled(Answer, frozen=True):
    """What went into the bundle; ``seed`` draws its sample."""

    entries: int
    logs: int
    proofs: int
    seed: str
    figures: int
    bytes: int


@click.command("bundle")
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT")
@click.option(
    "--sample",
    type=click.IntRange(0, 100_000),
    default=auditing.SAMPLE,
    show_default=True,
    metavar="N",
    help="For so many entries a proof goes along that they lie in their logs.",
)
@click.option(
    "--seed",
    default="",
    metavar="TEXT",
    help="Draws the sample; the auditor should name it. Drawn here otherwise, and said so.",
)
@click.option(
    "--as-of",
    metavar="TIME",
    help="Of the report as of then, such as 2021-09-01T00:00Z. Now otherwise.",
)
@in_session
def bundle(session: Session, *, out: Path, sample: int, seed: str, as_of: str | None) -> None:
    """Write what an auditor gets into one file.

    OUT is made for this user only. It holds the report's figures, every entry up to its cut with
    tags in place of people and without any name, document, contact or note, signed checkpoints of
    all logs, and proofs for a sample. Who took it goes on record first.
    """
    when = read_iso(as_of) if as_of else None
    with (
        session.site() as site,
        session.bar("Redacting") as show,
        private_file(out, "OUT") as file,
    ):
        done = auditing.bundle(
            site, site.lead, file, sample=sample, seed=seed, as_of=when, progress=show
        )
        size = file.tell()
    said = Bundled(
        entries=done.entries,
        logs=done.logs,
        proofs=done.proofs,
        seed=done.seed,
        figures=len(done.report.figures),
        bytes=size,
    )
    session.tell(said, pairs((name, getattr(said, name)) for name in said.__struct_fields__))
    session.note("It is personal data: tags are pseudonyms. What it proves stands in its README.")

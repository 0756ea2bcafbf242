"""``muster attest-destroyed``: whose documents we destroyed; it stands in for them."""

from pathlib import Path

import rich_click as click

from muster.doors.cli.answer import Answer
from muster.doors.cli.closing import ids_in
from muster.doors.cli.options import in_session
from muster.doors.cli.second import signing, two_people
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import pairs
from muster.ground.people.document import DocumentType
from muster.ground.people.ids import PersonId, read
from muster.site.closing import ending, left


class Attested(Answer, frozen=True):
    """How many people's documents are attested as destroyed by us."""

    people: int


@click.command("attest-destroyed")
@click.argument("persons", nargs=-1, metavar="[PERSON]...")
@click.option(
    "--people",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="File with one person's id on each line, beside those given as words.",
)
@click.option("--account", required=True, metavar="TEXT", help="How, when and where.")
@click.option(
    "--document",
    "documents",
    type=click.Choice([one.value for one in DocumentType]),
    multiple=True,
    help="What kind of document; may be given more than once.",
)
@click.option("--item", metavar="ITEM", help="The inventoried item that they were part of.")
@two_people
@in_session
def attest(
    session: Session,
    *,
    persons: tuple[str, ...],
    people: Path | None,
    account: str,
    documents: tuple[str, ...],
    item: str | None,
    second: str | None,
    second_pin_file: str | None,
) -> None:
    """Attest that we destroyed documents of these people, two of us signing.

    Each PERSON is a whole id. From then on each can become eligible on it, as if the document had
    been seen.
    """
    ids = [PersonId(read(one)) for one in persons]
    ids += ids_in(people, "--people") if people is not None else []
    with session.site() as site:
        found = left.find_item(site, site.lead, item) if item else None
        beside = signing(site, second, second_pin_file)
        number = ending.attest_destroyed(
            site,
            site.lead,
            beside,
            ids,
            account=account,
            what=tuple(map(DocumentType, documents)),
            item=found,
        )
    said = Attested(people=number)
    session.tell(said, pairs((("attested", said.people),)))

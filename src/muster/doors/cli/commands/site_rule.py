"""``muster site rule``: who may leave, from when, as a dated version."""

from collections.abc import Iterator
from pathlib import Path

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.category import Profile, read_profile
from muster.ground.people.moment import iso
from muster.site.problems import FileMissing
from muster.site.registry import desk

_LANGUAGE = "en"


class Heading(Part, frozen=True):
    """One category, in order of priority."""

    id: str
    group: str
    label: str


class Adopted(Answer, frozen=True):
    """The rule version that was adopted, or would be."""

    rule: str
    version: int
    effective: str
    authority: str
    categories: tuple[Heading, ...]
    dry_run: bool


@click.command("rule")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Read it and say what it holds; adopt nothing.")
@in_session
def rule(session: Session, *, file: Path, dry_run: bool) -> None:
    """Adopt a rule version: who may leave, from when.

    FILE is a category profile in JSON. It holds from its effective time on; a decision keeps the
    version that it was made under.
    """
    try:
        profile = read_profile(file.read_bytes())
    except OSError:
        raise FileMissing(what="FILE") from None
    with session.site() as site:
        if not dry_run:
            desk.adopt_rule(site, site.lead, profile)
    said = _adopted(profile, dry_run=dry_run)
    session.tell(said, _lines(said))


def _adopted(profile: Profile, *, dry_run: bool) -> Adopted:
    return Adopted(
        rule=profile.id,
        version=profile.version,
        effective=iso(profile.effective),
        authority=profile.authority,
        categories=tuple(
            Heading(id=one.id, group=one.group, label=one.label(_LANGUAGE))
            for one in profile.majors
        ),
        dry_run=dry_run,
    )


def _lines(said: Adopted) -> Iterator[str]:
    yield from pairs(
        (
            ("rule", f"{said.rule}, version {said.version}"),
            ("from", said.effective),
            ("authority", said.authority),
            ("adopted", "no: dry run" if said.dry_run else "yes"),
        )
    )
    yield ""
    rows = ((one.id, one.group, one.label) for one in said.categories)
    yield from columns(("category", "group", "label"), rows)

"""``muster mrz``: the machine-readable zone of a document, checked as it is typed."""

import sys
from collections.abc import Iterator

import rich_click as click

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.exits import Exit
from muster.doors.cli.options import in_session
from muster.doors.cli.session import Session
from muster.doors.cli.terminal import clean, columns, pairs
from muster.ground.problem import Problem
from muster.site.registry.zones import FORMS, ZoneRead, lines_of, read_zone

_MOST_LINES = 3
_MOST = 1_000  # characters from a pipe; no zone has more


class Box(Part, frozen=True):
    """What a part of the zone says; ``first`` and ``last`` are positions in its line, from 1."""

    part: str
    text: str
    line: int
    first: int
    last: int


class Wrong(Part, frozen=True):
    """What is wrong where, never what stands there; a ``doubt`` may be right all the same.

    ``digit`` is the check digit that would fit, empty where there is none.
    """

    code: str
    part: str
    line: int
    first: int
    last: int
    digit: str
    doubt: bool
    text: str


class Change(Part, frozen=True):
    """One character to be read as another; ``position`` counts from 1."""

    part: str
    line: int
    position: int
    found: str
    meant: str


class Meant(Part, frozen=True):
    """Changes that make a part right together; others for the same part are alternatives."""

    part: str
    changes: tuple[Change, ...]


class ZoneShown(Answer, frozen=True):
    """A zone as it was read. ``right`` when it is whole and nothing is wrong in it.

    From ``name`` on it is in the field's words, and holds only what nothing is wrong with. Names
    that fill their box may be ``truncated``.
    """

    form: str
    right: bool
    missing: int
    truncated: bool
    number: str
    fields: tuple[Box, ...]
    wrong: tuple[Wrong, ...]
    suggestions: tuple[Meant, ...]
    name: str
    given_name: str
    family_name: str
    sex: str
    birth: str
    document: str
    document_number: str
    state: str
    expiry: str


@click.command("mrz")
@click.option(
    "--form",
    type=click.Choice(FORMS),
    help="The form of the zone; told from its lines otherwise.",
)
@in_session
def mrz(session: Session, *, form: str | None) -> Exit:
    """Check the machine-readable zone of a document.

    Its lines are read from standard input, or asked for one by one, and every digit is checked as
    soon as it is there. TD1, TD2, TD3, both visas (MRV-A, MRV-B) and the old French card are read.
    Nothing goes on record and no site is needed. Ends with 3 where something is wrong.
    """
    text = _typed(form or "") if is_terminal() else sys.stdin.read(_MOST)
    said = shown(read_zone(text, form or ""))
    session.tell(said, _lines(said))
    return Exit.DONE if said.right else Exit.FINDINGS


def is_terminal() -> bool:
    """Return whether somebody types."""
    return sys.stdin.isatty()


def _typed(form: str) -> str:
    """Return the lines as somebody types them, and say of each what is wrong so far."""
    lines: list[str] = []
    most = lines_of(form) if form else _MOST_LINES
    while len(lines) < most:
        line: str = click.prompt(f"Line {len(lines) + 1}", default="", show_default=False, err=True)
        if not line.strip():
            break
        lines.append(line)
        try:
            so_far = read_zone("\n".join(lines), form)
        except Problem:
            continue  # the next line tells which form it is
        most = lines_of(so_far.zone.form.value)
        for one in so_far.zone.findings:
            if one.line == len(lines) - 1:
                click.echo(clean(one.text()), err=True)
    return "\n".join(lines)


def shown(read: ZoneRead) -> ZoneShown:
    """Return the answer about one zone."""
    zone, name, document = read.zone, read.bearer.name, read.bearer.document
    return ZoneShown(
        form=zone.form.value,
        right=not zone.wrong() and not zone.missing,
        missing=zone.missing,
        truncated=zone.truncated,
        number=zone.number,
        fields=tuple(
            Box(
                part=one.part.value,
                text=one.text,
                line=one.line + 1,
                first=one.start + 1,
                last=max(one.end, one.start + 1),
            )
            for one in zone.fields
        ),
        wrong=tuple(_wrong(read)),
        suggestions=tuple(_meant(read)),
        name=name.full if name else "",
        given_name=name.given if name else "",
        family_name=name.family if name else "",
        sex=read.bearer.sex.value,
        birth=read.bearer.birth.spelled() if read.bearer.birth else "",
        document=document.type.value if document else "",
        document_number=document.number if document else "",
        state=document.state if document else "",
        expiry=document.expiry if document else "",
    )


def _wrong(read: ZoneRead) -> Iterator[Wrong]:
    for one in read.zone.findings:
        yield Wrong(
            code=one.code.value,
            part=one.part.value,
            line=one.line + 1,
            first=one.start + 1,
            last=max(one.end, one.start + 1),
            digit=one.digit,
            doubt=one.is_doubt,
            text=one.text(),
        )


def _meant(read: ZoneRead) -> Iterator[Meant]:
    for one in read.suggestions:
        changes = (
            Change(
                part=change.part.value,
                line=change.line + 1,
                position=change.column + 1,
                found=change.found,
                meant=change.meant,
            )
            for change in one.changes
        )
        yield Meant(part=one.part.value, changes=tuple(changes))


def _lines(said: ZoneShown) -> Iterator[str]:
    yield from pairs(
        (
            ("form", said.form),
            ("name", said.name + (" (may be cut off)" if said.truncated else "")),
            ("sex", said.sex),
            ("birth", said.birth),
            ("document", " ".join(filter(None, (said.document, said.document_number)))),
            ("state", said.state),
            ("expiry", said.expiry),
            ("missing", f"{said.missing} characters" if said.missing else ""),
        )
    )
    yield ""
    boxes = ((one.part, one.line, _span(one.first, one.last), one.text) for one in said.fields)
    yield from columns(("part", "line", "position", "what stands there"), boxes)
    for doubt, word in ((False, "wrong"), (True, "doubtful")):
        rows = [(one.code, one.text) for one in said.wrong if one.doubt is doubt]
        yield from ("", *columns(("code", f"what is {word}"), rows)) if rows else ()
    for one in said.suggestions:
        yield ""
        yield f"{one.part} would fit if read so:"
        yield from (f"  line {c.line}, position {c.position}: {c.meant}" for c in one.changes)


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"

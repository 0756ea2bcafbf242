"""Passes as the command line shows and names them."""

from collections.abc import Iterable, Iterator

from muster.doors.cli import gates
from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.terminal import columns, pairs
from muster.ground.people.ids import PassId, PlaceId, spell
from muster.ground.people.moment import Instant, iso, read_iso
from muster.journey.passes import aloud
from muster.site.passes import passbook
from muster.site.passes.passbook import PassRow
from muster.site.site import Site


class PassShown(Part, frozen=True):
    """One pass: ``code`` is read aloud; ``state`` is good, used, quarantined, closed or over.

    ``ending`` says why it is closed, ``replaced_by`` by which code; ``used`` counts heads.
    """

    code: str
    gate: str
    opens: str
    closes: str
    souls: int
    leg: int
    binding: str
    issuer: str
    state: str
    used: int
    ending: str
    replaced_by: str


class PassPage(Answer, frozen=True):
    """One pass, whose it is, and its text as the code holds it; empty where it is closed."""

    found: PassShown
    party: str
    text: str
    outer: str


class Passes(Answer, frozen=True):
    """Passes by window."""

    passes: tuple[PassShown, ...]


def shown(row: PassRow) -> PassShown:
    """Return a pass as it is shown."""
    found = row.found
    return PassShown(
        code=row.code,
        gate=row.gate,
        opens=iso(found.opens),
        closes=iso(found.closes),
        souls=found.souls,
        leg=found.leg,
        binding=found.binding.name.lower(),
        issuer=row.issuer,
        state=_state(row),
        used=row.used,
        ending=found.ending.value if found.ending is not None else "",
        replaced_by=_code(found.replaced_by),
    )


def lines(rows: Iterable[PassShown]) -> Iterator[str]:
    """Yield passes in columns."""
    head = ("code", "opens", "closes", "souls", "used", "state", "binding", "issuer", "gate")
    cells = (
        (
            aloud.grouped(one.code),
            one.opens,
            one.closes,
            one.souls,
            one.used,
            one.state,
            one.binding,
            one.issuer,
            one.gate,
        )
        for one in rows
    )
    yield from columns(head, cells)


def page_lines(said: PassPage) -> Iterator[str]:
    """Yield one pass."""
    found = said.found
    yield from pairs(
        (
            ("code", aloud.grouped(found.code)),
            ("gate", found.gate),
            ("from", found.opens),
            ("until", found.closes),
            ("souls", found.souls),
            ("binding", found.binding),
            ("issuer", found.issuer),
            ("state", " ".join(filter(None, (found.state, found.ending)))),
            ("went in", found.used),
            ("replaced by", found.replaced_by),
            ("party", said.party),
            ("inner", said.text),
            ("outer", said.outer),
        )
    )


def page(site: Site, identity: PassId) -> PassPage:
    """Return one pass with its texts; raise ``PassUnknown``, ``KeyNotHere``."""
    by = site.lead
    row = passbook.page(site, by, identity)
    closed = row.found.ended is not None
    return PassPage(
        found=shown(row),
        party=spell(row.party) if row.party is not None else "",
        text="" if closed else passbook.text(site, by, identity),
        outer="" if closed else passbook.outer_text(site, by, identity) or "",
    )


def meant(site: Site, text: str) -> PassId:
    """Return the pass of a code or text; raise ``PassUnknown``."""
    return passbook.lookup(site, site.lead, text)


def window(opens: str | None, closes: str | None) -> tuple[Instant, Instant] | None:
    """Return a window where both of its ends are given."""
    if opens is None or closes is None:
        return None
    return read_iso(opens), read_iso(closes)


def gate(site: Site, text: str | None) -> PlaceId | None:
    """Return the gate that is named, if one is."""
    return gates.instead(site, text)


def _state(row: PassRow) -> str:
    if row.quarantined:
        return "quarantined"
    if row.found.ended is not None:
        return "closed"
    if row.used:
        return "used"
    return "good" if row.live else "over"


def _code(identity: PassId | None) -> str:
    if identity is None:
        return ""
    return aloud.spell(identity[:4], int.from_bytes(identity[4:], "big"))

"""Passes on paper: each sheet in the register of prints before it comes out, then drawn.

A sheet is registered under letters that stand on it already. The register's own numbers run on, and
a pile of passes must tell neither how many there are nor in which order (T31).
"""

from collections.abc import Sequence

from muster.adapters.formats.paper import sheets
from muster.adapters.formats.paper.cards import SHOWN, Band, Card, Leaf
from muster.ground.people.ids import LENGTH, PassId, spell
from muster.ground.people.saying import ENGLISH, Voice
from muster.journey.closing.facts import PrintKind
from muster.journey.passes.checked import grouped
from muster.journey.passes.problems import PassOver, PassUnknown
from muster.site import prints
from muster.site.passes import families, passbook
from muster.site.passes.families import Given
from muster.site.passes.passbook import PassRow
from muster.site.record.kinds import OUTER, PRINT
from muster.site.rights import Operator, Right, require
from muster.site.site import Site


def print_passes(
    site: Site,
    by: Operator,
    passes: Sequence[PassId],
    *,
    holder: str,
    outer: bool = False,
    voice: Voice = ENGLISH,
) -> bytes:
    """Return passes as PDF, one A6 page each, every sheet in the register of prints.

    ``outer``: those for a checkpoint that others hold, instead of those for our gates.

    Raises ``PassUnknown``, ``PassOver``, ``KeyNotHere``, ``PaperMissing``.
    """
    require(by, Right.ISSUE)
    rows = [(one, passbook.page(site, by, one)) for one in passes]
    if any(row.found.ended is not None for _, row in rows):
        raise PassOver
    with site.batch():
        made = [_card(site, by, one, row, holder, outer=outer) for one, row in rows]
    return sheets.cards(made, voice)


def print_bands(
    site: Site, by: Operator, passes: Sequence[PassId], *, voice: Voice = ENGLISH
) -> bytes:
    """Return wristbands as PDF, one for each soul of these passes, with the code read aloud."""
    require(by, Right.ISSUE)
    rows = [passbook.page(site, by, one) for one in passes]
    made = [Band(row.code) for row in rows for _ in range(row.found.souls)]
    return sheets.bands(made, voice)


def print_page(
    site: Site,
    by: Operator,
    given: Given,
    *,
    address: str,
    holder: str,
    voice: Voice = ENGLISH,
) -> bytes:
    """Return the card of a family page that was just given, as PDF of one A6 page.

    ``address`` is where strangers reach the page. Raises ``PageUnknown``, ``PaperMissing``.
    """
    require(by, Right.FAMILY)
    page = families.found(site, by, given.mark)
    number = _number(site, spell(given.mark[:LENGTH])[:SHOWN].upper())
    prints.register_print(
        site,
        by,
        kind=PrintKind.PAGE,
        holder=holder,
        souls=0,
        expires=given.until,
        number=number,
    )
    made = Leaf(
        families.link(address, given.code, voice.language).upper(),
        address,
        grouped(given.code),
        number,
        given.until,
        relative=page.relation is not None,
        training=site.state.training,
    )
    return sheets.leaves([made], voice)


def _card(
    site: Site, by: Operator, identity: PassId, row: PassRow, holder: str, *, outer: bool
) -> Card:
    found = row.found
    text = passbook.outer_text(site, by, identity) if outer else passbook.text(site, by, identity)
    if text is None:
        raise PassUnknown
    prints.register_print(
        site,
        by,
        kind=PrintKind.PASS,
        holder=holder,
        souls=found.souls,
        expires=found.closes,
        number=_number(site, text[-SHOWN:] if outer else row.code),
    )
    return Card(
        text,
        found.opens,
        found.closes,
        found.souls,
        code="" if outer else row.code,
        gate="" if outer else row.gate,
        lane=_lane(site, identity) if outer else 0,
        outer=outer,
        training=site.state.training,
    )


def _number(site: Site, letters: str) -> str:
    """Return the letters of a sheet, with how often it was printed where that is not once."""
    before = sum(one.number.split("/")[0] == letters for _, one in site.rows.scan(PRINT))
    return f"{letters}/{before + 1}" if before else letters


def _lane(site: Site, identity: PassId) -> int:
    with site.view() as view:
        for _, said in view.holding(OUTER, identity):
            if said.inner == identity:
                lane: int = said.lane
                return lane
    return 0

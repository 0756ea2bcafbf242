"""Each parser of outside bytes run as the product runs it, and on to what uses the result.

Signatures refuse whatever was changed, so that what lies behind one is run as well, as if it held.
"""

import contextlib
import io
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import cast
from urllib.parse import quote_from_bytes

from muster.adapters.exchange import frames, letterbox, packing, parcel, receipts, vector
from muster.adapters.exchange.frames import Chunk, Keys, Lacking, Receipt
from muster.adapters.exchange.vector import Points
from muster.adapters.formats import charset, csv
from muster.adapters.formats.bundle import Entry
from muster.adapters.formats.bundle_checking import Checking, LogKnown, _hex
from muster.adapters.formats.bundle_reading import Bundle
from muster.adapters.formats.heading import heading
from muster.adapters.formats.limits import Limits
from muster.adapters.formats.mrz.bearer import bearer
from muster.adapters.formats.mrz.reader import read as read_mrz
from muster.adapters.formats.mrz.suggestions import suggest
from muster.adapters.formats.paper import row_code
from muster.adapters.formats.paxlst import claims as paxlst
from muster.adapters.formats.paxlst.edifact import is_edifact
from muster.adapters.formats.paxlst.reader import read as read_paxlst
from muster.adapters.formats.pfif import claims as pfif
from muster.adapters.formats.pfif.reader import read as read_pfif
from muster.adapters.formats.problems import ParserStopped
from muster.adapters.formats.proposal import propose
from muster.adapters.formats.reading import read as read_claims
from muster.adapters.formats.tables import Table
from muster.adapters.formats.tags import tag_meaning
from muster.doors.cli.counting import count_bundle, read_report
from muster.doors.drill import reading as scenarios
from muster.ground.people.category import read_profile
from muster.ground.problem import Problem
from muster.ground.record import card, certificate, checkpoint, parts, segment
from muster.ground.record import receipt as scuttled
from muster.ground.record.segment import Head
from muster.ground.secrecy import parcel as sealed
from muster.ground.secrecy import recovery, slot
from muster.journey.passes import aloud, answers, cose, family, outer, shown, statuses
from muster.journey.passes.verifying import verify
from muster.site.exchange import enrolling
from muster.site.figures import corrections
from muster.site.gate import deliveries, tablets
from muster.site.record.kinds import READER
from tests.formats.lists import LIST, RECEIVED, opened_here
from tests.fuzz.samples import MARK
from tests.vectors import certificates, passes
from tests.vectors import checkpoint as lent
from tests.vectors.draw import draw, signer

LIMITS = Limits(rows=50, cell=200, columns=20, unpacked=1 << 20)
TODAY = date(2025, 6, 1)
SITE, SECRET = signer("site of lists")
SEED = draw("a letterbox", 32)


def table(content: bytes) -> None:
    try:
        opened = opened_here(content, LIMITS, "1")
    except BaseException as panic:
        if type(panic).__name__ != "PanicException":
            raise
        # The reader of workbooks gives up so; its child ends, and the sandbox says this.
        raise ParserStopped(found=0) from None
    if isinstance(opened, Table):
        found = read_claims(opened, propose(opened).mapping, LIST, RECEIVED)
        assert not any(MARK in one.text() for one in found.rejected)


def tagged(content: bytes) -> None:
    text = charset.decoded(content).text
    for rows in csv.read_rows(text, LIMITS):
        filled = ((line, row) for line, row in zip(rows.lines, rows.cells, strict=True) if row)
        for column in heading(filled).columns:
            tag_meaning(column.tag)


def pfif_records(content: bytes) -> None:
    reading = pfif.read_claims(read_pfif(content, LIMITS), LIST, RECEIVED)
    assert all(MARK not in one.text() for one in reading.rejected)


def passengers(content: bytes) -> None:
    is_edifact(content)
    lists = read_paxlst(content, LIMITS)
    reading = paxlst.read_claims(lists, LIST, RECEIVED)
    said = [one.text() for one in lists.notices] + [one.text() for one in reading.rejected]
    assert not any(MARK in text for text in said)


def mrz(content: bytes) -> None:
    zone = read_mrz(_text(content), TODAY)
    bearer(zone, TODAY)
    suggest(zone.lines, zone.form)
    assert all(MARK not in one.text() for one in zone.findings)


def shown_pass(content: bytes) -> None:
    text = _text(content)
    shown.read(text)
    verify(text, passes.KEYS, passes.LISTS)


def outer_pass(content: bytes) -> None:
    text = _text(content)
    found = outer.read(text)
    if found is not None:
        outer.holds(found, draw("key", 32), lent.HERE, "2021-08-26")
    aloud.read(text)
    family.read(text)
    row_code.read(text)


def status_list(content: bytes) -> None:
    for one in (
        lambda: statuses.read(content, passes.OPERATION, SITE),
        lambda: statuses.from_cbor(content),
        lambda: statuses.from_json(content),
    ):
        with contextlib.suppress(Problem):
            one()
    told = {cose.TYPE: "application/statuslist+cwt"}
    statuses.read(cose.write(told, content, SECRET, passes.OPERATION), passes.OPERATION, SITE)


def segments(content: bytes) -> None:
    found = segment.decode(content)
    segment.continues(found, Head())
    segment.entries(found)
    segment.verify(found, certificates.WRITER)


def fact(content: bytes) -> None:
    READER.read(content)


def signed_words(content: bytes) -> None:
    with contextlib.suppress(Problem):
        certificate.read_writer(content)
    with contextlib.suppress(Problem):
        slot.read_slot(content)
    with contextlib.suppress(Problem):
        recovery.read_entrusted(content)
    with contextlib.suppress(Problem):
        answers.read(content)
    card.read_card(content, certificates.OPERATION)


def frame(content: bytes) -> None:
    match frames.decode(content):
        case Points() as points:
            vector.rows(points)
        case Chunk() as chunk:
            packing.wrapped(chunk.epochs, chunk.wraps)
            for raw in packing.unpacked(chunk):
                segment.entries(segment.decode(raw))
        case Keys() as keys:
            packing.wrapped(keys.epochs, keys.wraps)
        case Lacking() as lacking:
            frames.keys_in(lacking)
        case Receipt() as receipt:
            receipts.verify(receipt, certificate.read_writer(receipt.certificate), bytes(16))
        case _:
            pass


def on_a_stick(content: bytes) -> None:
    """As it lies on a stick; then its text, as if the seal had held."""
    blocks = (
        content[at : at + sealed.BLOCK] for at in range(sealed.HEADER, len(content), sealed.BLOCK)
    )
    with contextlib.suppress(Problem):
        list(sealed.open_parcel(content[: sealed.HEADER], blocks, [SEED]))
    with contextlib.suppress(Problem):
        parcel.read_opening(content, certificates.OPERATION, bytes(16))
    with contextlib.suppress(Problem):
        letterbox.read_letterbox(content, certificates.OPERATION)
    for raw in parcel.frames([content[:7], content[7:]]):
        with contextlib.suppress(Problem):
            frames.decode(raw)


def delivery(content: bytes) -> None:
    batch = deliveries.read(content)
    for item in batch.items:
        with contextlib.suppress(Problem):
            deliveries.opened_with(item, deliveries.taken_apart(item)[1], draw("exchange", 32))


class _Unchecked:
    """A bundle whose signatures are taken for good: what is behind them is read all the same."""

    def __init__(self, bundle: Bundle) -> None:
        self.statement = bundle.statement()
        self.logs = [
            LogKnown(_hex(one.id), bytes(16), one.compartment) for one in self.statement.logs
        ]
        self.site = _hex(self.statement.site)
        self._bundle = bundle

    def entries(self) -> Iterator[Entry]:
        return self._bundle.entries(len(self.logs))


def bundle(content: bytes) -> None:
    with Bundle(io.BytesIO(content)) as one:
        count_bundle(Checking(one))


def unsigned_bundle(content: bytes) -> None:
    """The same for a bundle that somebody signed who may say anything."""
    with Bundle(io.BytesIO(content)) as one:
        count_bundle(cast("Checking", _Unchecked(one)))


def note(content: bytes) -> None:
    text = _text(content)
    with contextlib.suppress(Problem):
        checkpoint.read_note(text)
    with contextlib.suppress(Problem):
        checkpoint.read_checkpoint(text)
    proof = checkpoint.read_proof(text)
    checkpoint.read_note(proof.note)


def report(content: bytes) -> None:
    with contextlib.suppress(Problem):
        read_report(content)
    with contextlib.suppress(Problem):
        read_profile(content)
    corrections.read_report(content)


def scenario(content: bytes) -> None:
    scenarios.read(content)


def admission(content: bytes) -> None:
    text = _text(content)
    with contextlib.suppress(Problem):
        scuttled.read(text)
    enrolling.read(parts.whole(text.split()))


def asking(content: bytes) -> None:
    with contextlib.suppress(Problem):
        enrolling._answer(content)
    enrolling.read(content)


def question(content: bytes) -> None:
    tablets._read(content)


def form(content: bytes) -> None:
    """A body as a browser sends it, urlencoded or in parts, into a form and back to its fields."""
    _django()
    from django.core.handlers.asgi import ASGIRequest  # noqa: PLC0415 - once Django is ready
    from django.utils.html import conditional_escape  # noqa: PLC0415 - once Django is ready

    from muster.doors.web.typing import Typed  # noqa: PLC0415 - the same

    kind = "multipart/form-data; boundary=x" if content[:2] == b"--" else _URLENCODED
    headers = [(b"content-type", kind.encode()), (b"content-length", b"%d" % len(content))]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/",
        "query_string": quote_from_bytes(content[:40], "&=+%").encode(),
        "headers": headers,
    }
    request = ASGIRequest(scope, io.BytesIO(content))
    form = Typed(request.POST)
    form.is_valid()
    form.errors.as_data()
    for field in form:  # what a template shows again; the templates are the same whatever comes
        str(conditional_escape(field.value()))
    list(request.FILES.items())
    dict(request.GET)


_URLENCODED = "application/x-www-form-urlencoded"


@cache
def _django() -> None:
    from muster.doors.web.serving import prepare  # noqa: PLC0415 - only where forms are read

    prepare()


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")

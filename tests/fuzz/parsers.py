"""The parsers of bytes from outside, each with honest samples to damage: one registry of all.

A value or a refusal is the only outcome: ``refusals`` are ``Problem`` and, for requests, what the
door answers with 400.
"""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError

from muster.ground.problem import Problem
from tests.fuzz import formed, samples, targets
from tests.fuzz.damage import JSON, PACKED, Codec
from tests.fuzz.formed import padded, unpadded, unzipped, zipped

Run = Callable[[bytes], object]


class Parser(NamedTuple):
    """One parser: what it reads, where it lies, how it is run, and what to damage."""

    name: str
    module: str
    run: Run
    make: Callable[[], tuple[bytes, ...]]
    codec: Codec | None = None
    refusals: tuple[type[Exception], ...] = (Problem,)
    slow: bool = False
    """Takes more than a millisecond an input: a smaller slice."""

    def samples(self) -> tuple[bytes, ...]:
        """Return the honest inputs, made once."""
        return _made(self.make)


@cache
def _made(make: Callable[[], tuple[bytes, ...]]) -> tuple[bytes, ...]:
    return make()


def _is(*these: bytes | str) -> Callable[[], tuple[bytes, ...]]:
    return lambda: tuple(one.encode() if isinstance(one, str) else one for one in these)


_FORMATS = "adapters/formats/"
_RECORD = "ground/record/"
_REFUSED = (
    Problem,
    BadRequest,
    MultiPartParserError,
    RequestDataTooBig,
    SuspiciousOperation,
    UnreadablePostError,
)

PARSERS = (
    Parser("csv", _FORMATS + "csv.py", targets.table, _is(samples.TABLE)),
    Parser("xlsx", _FORMATS + "workbook.py", targets.table, lambda: (samples.workbook(),),
           (unzipped, zipped), slow=True),
    Parser("ods", _FORMATS + "workbook.py", targets.table, lambda: (samples.opendocument(),),
           (unzipped, zipped), slow=True),
    Parser("xls", _FORMATS + "workbook.py", targets.table, lambda: (samples.old_workbook(),)),
    Parser("hxl", _FORMATS + "tags.py", targets.tagged, _is(samples.TAGGED)),
    Parser("pfif", _FORMATS + "pfif/reader.py", targets.pfif_records, _is(samples.RECORDS)),
    Parser("paxlst", _FORMATS + "paxlst/edifact.py", targets.passengers,
           _is(samples.LIST_OF_PASSENGERS)),
    Parser("mrz", _FORMATS + "mrz/reader.py", targets.mrz, _is(samples.ZONE, samples.CARD)),
    Parser("pass", "journey/passes/shown.py", targets.shown_pass, samples.shown),
    Parser("outer-pass", "journey/passes/outer.py", targets.outer_pass, samples.lent),
    Parser("status-list", "journey/passes/statuses.py", targets.status_list, formed.status_lists),
    Parser("segment", _RECORD + "segment.py", targets.segments,
           lambda: samples.vectors("segments"), PACKED),
    Parser("fact", _RECORD + "fact.py", targets.fact,
           lambda: samples.vectors("facts", "body"), (unpadded, padded)),
    Parser("certificate", _RECORD + "certificate.py", targets.signed_words,
           lambda: (*samples.vectors("certificates"), *samples.vectors("exchange", of="card"),
                    *samples.vectors("slots")), PACKED),
    Parser("frame", "adapters/exchange/frames.py", targets.frame,
           lambda: samples.vectors("exchange"), PACKED),
    Parser("parcel", "adapters/exchange/parcel.py", targets.on_a_stick, formed.parcels, PACKED),
    Parser("delivery", "site/gate/deliveries.py", targets.delivery,
           lambda: samples.vectors("deliveries"), PACKED),
    Parser("audit-bundle", _FORMATS + "bundle_reading.py", targets.bundle, formed.bundles,
           (unzipped, zipped), slow=True),
    Parser("audit-entries", "doors/cli/counting.py", targets.unsigned_bundle, formed.bundles,
           (formed.of_statement, formed.as_bundle), slow=True),
    Parser("note", _RECORD + "checkpoint.py", targets.note, formed.notes),
    Parser("report", "doors/recount/compare.py", targets.report, formed.reports, JSON),
    Parser("scenario", "doors/drill/reading.py", targets.scenario,
           lambda: (samples.scenario(),), slow=True),
    Parser("admission-text", _RECORD + "parts.py", targets.admission, formed.admission),
    Parser("admission", "site/exchange/enrolling.py", targets.asking, formed.askings, PACKED),
    Parser("scan-question", "site/gate/tablets.py", targets.question, _is(formed.QUESTION), JSON),
    Parser("form", "doors/web/typing.py", targets.form, _is(*formed.FORMS), refusals=_REFUSED),
)  # fmt: skip
"""All of them, by what comes from outside."""

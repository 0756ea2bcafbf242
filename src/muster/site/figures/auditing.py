"""What an auditor gets: the record redacted, and a bundle that can be counted again elsewhere.

The record is walked, everything checked on the way, and each fact is redacted as it passes: nothing
of a person leaves but a tag, drawn under a salt that nobody keeps (``redaction``).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import msgspec
from nacl.bindings import crypto_sign_seed_keypair

from muster.adapters.formats import bundle as bundles
from muster.adapters.formats.bundle import Entry, LogSaid, Sample, Signer, Statement
from muster.adapters.formats.report.json import as_object
from muster.adapters.store import View as Snapshot
from muster.ground.people.facts import RecordsExported
from muster.ground.people.moment import Instant, iso
from muster.journey.figures.report import Report
from muster.site.exchange import witnesses
from muster.site.figures import reporting
from muster.site.figures.redaction import Redaction, described
from muster.site.problems import RecordFaulty
from muster.site.record.resting import resting
from muster.site.record.view import View
from muster.site.record.walk import Progress, Walk
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

PURPOSE = "audit bundle"
SAMPLE = 299
_SALT = 32
_SEED = 16
_SAID = (
    "schema",
    "cut",
    "as_of",
    "as_of_ms",
    "operation",
    "site",
    "training",
    "figures",
    "populations",
    "quarantined",
    "ledger",
)
"""What of a report goes into the statement: figures, and no sentence that anybody wrote."""

README = """\
An audit bundle of Muster

statement.json   what the site says: definitions, cut, figures with their reasons
statement.note   the site's signature over statement.json and entries.bin
entries.bin      every entry up to the cut, redacted
checkpoints/     for each log the size and root of its tree, signed
proofs/          for the entries of the sample, that each lies in its log
README.txt       this

Count it again: muster audit verify FILE. It needs no site and no passphrase. The program that
counts shares no code with the one that made the report; docs/figures.md, "Counting it again", says
how, so that you can write your own. The bytes are described in docs/format/bundle.md.

The seed of the sample should be yours, named after the statement was made; statement.json says
whether it was. Entries of the sample can be opened with evidence at the site, by their log and
sequence. 299 people without an error show, at 95 %, an error rate below 1 %.
"""


class LogHere(msgspec.Struct, frozen=True):
    """One log of this record; entries name it by its place among the logs."""

    id: bytes
    writer: bytes
    compartment: str
    certificate: bytes


class Redacted:
    """The record as an auditor may see it; go through ``entries`` once."""

    def __init__(self, site: Site, reader: Snapshot, progress: Progress | None) -> None:
        self.site = site.keys.site
        self._walk = Walk(reader, site.keyring.opener(reader), site.operation, progress)
        rows = self._walk.logs
        self.logs = tuple(
            LogHere(row.id, row.writer, row.compartment, row.certificate) for row in rows
        )
        self._places = {row.number: place for place, row in enumerate(rows)}
        self.cosigned = [raw for _, raw in witnesses.kept(site, View(reader))]
        self._redaction = Redaction(site.entropy.draw(_SALT))

    def entries(self) -> Iterator[list[Any]]:
        """Yield each entry in the order of the record; raise ``RecordFaulty`` at its end."""
        places, redact = self._places, self._redaction.fact
        with resting():
            for step in self._walk:
                entry, fact = step.entry, step.fact
                place = places[step.log]
                known = [place, entry.sequence, entry.lamport, entry.hash]
                yield known if fact is None else known + redact(fact)
        if self._walk.findings:
            first = self._walk.findings[0].code
            raise RecordFaulty(found=len(self._walk.findings), code=first)


@contextmanager
def redacted(site: Site, by: Operator, progress: Progress | None = None) -> Iterator[Redacted]:
    """Let the record be gone through redacted, as of one commit."""
    require(by, Right.AUDIT)
    with site.store.reader() as reader:
        yield Redacted(site, reader, progress)


class Bundled(msgspec.Struct, frozen=True):
    """What left: so many entries of so many logs, with so many proofs; the report it is of."""

    entries: int
    logs: int
    proofs: int
    seed: str
    report: Report


def bundle(
    site: Site,
    by: Operator,
    file: BinaryIO,
    *,
    sample: int = SAMPLE,
    seed: str = "",
    as_of: Instant | None = None,
    progress: Progress | None = None,
) -> Bundled:
    """Write an audit bundle of the report as of ``as_of`` to ``file``; who took it is on record.

    Without a ``seed`` one is drawn, and the statement says so. Raises ``RecordFaulty``: a record
    that does not verify is nothing to audit.
    """
    require(by, Right.AUDIT)
    report = reporting.report(site, by, as_of)
    total = sum(sequence for _, sequence, _ in report.cut)
    with site.writing() as journal:
        now = site.now()
        journal.put([RecordsExported(by.id, now, by.id, PURPOSE, total, ("entries",))])
    drawn = Sample(seed or site.entropy.draw(_SEED).hex(), bool(seed), sample)
    with redacted(site, by, progress) as record:
        statement = _statement(site, report, record, drawn)
        kept = _within(report, record)
        made = bundles.write(file, statement, kept, _signer(site), README, record.cosigned)
    return Bundled(made.entries, made.logs, made.proofs, drawn.seed, report)


def _signer(site: Site) -> Signer:
    _, secret = crypto_sign_seed_keypair(site.keys.writer_seed)
    return Signer(site.keys.certificate, secret)


def _within(report: Report, record: Redacted) -> Iterator[Entry]:
    """Yield the entries at the report's cut."""
    last = {bytes.fromhex(log): sequence for log, sequence, _ in report.cut}
    limits = [last.get(log.id, 0) for log in record.logs]
    return (entry for entry in record.entries() if entry[1] <= limits[entry[0]])


def _statement(site: Site, report: Report, record: Redacted, sample: Sample) -> Statement:
    said = as_object(report)
    return Statement(
        bundles.SCHEMA,
        iso(site.now().latest),
        bundles.WORDS,
        site.operation.hex(),
        record.site.hex(),
        site.keys.certificate.hex(),
        tuple(LogSaid(log.id.hex(), log.compartment, log.certificate.hex()) for log in record.logs),
        dict(described()),
        sample,
        {key: said[key] for key in _SAID},
    )

"""What other sites signed that they hold of this record, and whether it still is that (T3).

The latest receipt of each site that stands for entries held here is kept with the ends it names. An
entry that was put in place of another since would not have the hash that the other site signed for.
"""

from collections.abc import Iterator

import msgspec

from muster.adapters.store import View as Snapshot
from muster.ground.people.ids import SiteId
from muster.ground.problem import Problem
from muster.ground.record import witness as receipts
from muster.ground.record.problems import WitnessWrong
from muster.ground.record.witness import Witness
from muster.site import members
from muster.site.record.branches import entries_at
from muster.site.record.view import View
from muster.site.record.walk import Finding
from muster.site.site import Site

_KEY = "witness/"


class Cosigned(msgspec.Struct, frozen=True):
    """How much of this record others signed for: entries, by how many sites; what does not fit."""

    entries: int
    sites: int
    findings: tuple[Finding, ...]


def keep(site: Site, of: bytes, witness: Witness) -> None:
    """Keep what a peer signed for, in place of what it signed for before."""
    with site.writing():
        site.store.meta_put(_KEY + of.hex(), receipts.encode(witness))


def kept(site: Site, view: View) -> Iterator[tuple[SiteId, bytes]]:
    """Yield what each other site signed for last."""
    for other in sorted(members.cards(site, view)):
        raw = view.reader.meta_get(_KEY + other.hex())
        if raw is not None:
            yield other, raw


def cosigned(site: Site, view: View) -> Cosigned:
    """Hold the record against everything that other sites signed for."""
    reader = view.reader
    logs = {row.id: row.number for row in reader.logs()}
    reach: dict[bytes, int] = {}
    findings: list[Finding] = []
    sites = 0
    for _, raw in kept(site, view):
        try:
            witness = receipts.read(raw)
            receipts.verify(witness, site.operation, site.keys.site)
        except WitnessWrong as wrong:
            findings.append(_finding(0, 0, wrong))
            continue
        sites += 1
        for log, sequence, digest in witness.points:
            if _holds(reader, logs.get(log), sequence, digest):
                reach[log] = max(sequence, reach.get(log, 0))
            else:
                findings.append(_finding(logs.get(log, 0), sequence, WitnessWrong()))
    return Cosigned(sum(reach.values()), sites, tuple(findings))


def _holds(reader: Snapshot, log: int | None, sequence: int, digest: bytes) -> bool:
    if log is None:
        return False
    return not sequence or any(one.hash == digest for one in entries_at(reader, log, sequence))


def _finding(log: int, sequence: int, problem: Problem) -> Finding:
    return Finding(problem.code, log, sequence, problem.text())

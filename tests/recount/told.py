"""What the recount is handed in tests: the facts of an operation in memory as redacted entries."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from muster.adapters.formats.report.json import document
from muster.doors.recount import compare
from muster.doors.recount.compare import Verdict
from muster.doors.recount.entries import Entry, Log
from muster.ground.people.fact import Observation
from muster.ground.people.facts import SiteOpened
from muster.ground.people.moment import Moment
from muster.ground.record.compartment import Compartment
from muster.journey.figures.report import report
from muster.journey.registry.facts import RuleAdopted
from muster.site.figures.redaction import Redaction
from tests.figures.operation import BY, PROFILE, Operation

COMPARTMENTS = tuple(Compartment)
SITE = b"s" * 16
WRITER = b"w" * 16
LOGS = tuple(
    Log(bytes([number]) * 16, WRITER, one.value) for number, one in enumerate(COMPARTMENTS)
)
"""One log for each compartment, all by one writer."""


def entries(facts: Iterable[Observation]) -> list[Entry]:
    """Return ``facts`` as entries, each in the log of its compartment."""
    redaction = Redaction(b"salt")
    ends = [0] * len(LOGS)
    found: list[Entry] = []
    for lamport, fact in enumerate(facts, 1):
        log = COMPARTMENTS.index(fact.compartment)
        ends[log] += 1
        digest = lamport.to_bytes(32, "big")
        found.append([log, ends[log], lamport, digest, *redaction.fact(fact)])
    return found


def cut(told: Sequence[Entry]) -> list[dict[str, Any]]:
    """Return the cut that holds all of ``told``, as a report spells it."""
    last = {LOGS[one[0]].id: one for one in told}
    return [
        {"log": log.hex(), "sequence": one[1], "hash": one[3].hex()} for log, one in last.items()
    ]


def said(operation: Operation, told: Sequence[Entry]) -> dict[str, Any]:
    """Return the report of ``operation`` as its JSON, from the cut that holds all of ``told``."""
    found: dict[str, Any] = json.loads(document(report(operation.account())))
    return found | {"cut": cut(told), "as_of_ms": operation.now}


def facts(operation: Operation) -> list[Observation]:
    """Return all facts of ``operation``, with the two that say what it has beside them."""
    site, long_ago = operation.site, Moment.at(0)
    opened = SiteOpened(
        SITE, long_ago, BY, site.operation, site.name, site.day_ends, site.training, site.base
    )
    return [opened, RuleAdopted(b"r" * 16, long_ago, BY, PROFILE), *operation.facts]


def recounted(operation: Operation) -> Verdict:
    """Return what the recount says of the report of ``operation``."""
    told = entries(facts(operation))
    return compare.recount(told, LOGS, SITE, compare.asked(said(operation, told)))

"""Exit codes: what a script can tell from a command without reading a word of it.

A Problem's code decides. The longest prefix in ``_BY_CODE`` that fits wins, so that a new problem
of a room ends as its room does until somebody says otherwise.
"""

from collections.abc import Iterable
from enum import IntEnum


class Exit(IntEnum):
    """How a command ended; the numbers are stable."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    FINDINGS = 3
    REJECTED = 4
    TRUST = 5
    LOCKED = 6
    INTERRUPTED = 130


_BY_CODE: dict[str, Exit] = {
    "cli.key-unreadable": Exit.USAGE,
    "cli.not-party": Exit.USAGE,
    "cli.not-person": Exit.USAGE,
    "cli.passphrase-unsaid": Exit.USAGE,
    "cli.report-": Exit.REJECTED,
    "cli.report-of-others": Exit.TRUST,
    "cli.secret-unsaid": Exit.USAGE,
    "cli.unconfirmed": Exit.USAGE,
    "cli.usage": Exit.USAGE,
    "closing.left-unreadable": Exit.REJECTED,
    "drill.": Exit.USAGE,
    "drill.load-impossible": Exit.REJECTED,
    "drill.names-unknown": Exit.REJECTED,
    "drill.scenario-": Exit.REJECTED,
    "drill.scenario-unknown": Exit.USAGE,
    "exchange.letterbox-unknown": Exit.USAGE,
    "exchange.letterbox-wrong": Exit.TRUST,
    "exchange.parcel-": Exit.TRUST,
    "formats.": Exit.REJECTED,
    "formats.bundle-changed": Exit.TRUST,
    "formats.bundle-of-others": Exit.TRUST,
    "formats.file-unreadable": Exit.FAILED,
    "people.": Exit.USAGE,
    "people.profile-unreadable": Exit.REJECTED,
    "record.": Exit.FAILED,
    "record.certificate-wrong": Exit.TRUST,
    "record.chain-broken": Exit.TRUST,
    "record.note-unsigned": Exit.TRUST,
    "record.proof-wrong": Exit.TRUST,
    "record.receipt-wrong": Exit.TRUST,
    "record.signature-wrong": Exit.TRUST,
    "secrecy.": Exit.LOCKED,
    "secrecy.key-mismatch": Exit.TRUST,
    "secrecy.key-unusable": Exit.TRUST,
    "secrecy.parcel-": Exit.REJECTED,
    "secrecy.parcel-changed": Exit.TRUST,
    "secrecy.passphrase-weak": Exit.USAGE,
    "secrecy.seal-broken": Exit.TRUST,
    "site.code-refused": Exit.LOCKED,
    "site.not-named": Exit.USAGE,
    "site.pin-guessed": Exit.USAGE,
    "site.pin-short": Exit.USAGE,
    "site.record-faulty": Exit.FINDINGS,
    "site.sign-in-": Exit.LOCKED,
    "store.wrong-key": Exit.LOCKED,
}


def exit_of(code: str) -> Exit:
    """Return how a command ends on a problem with this ``code``."""
    fitting = [prefix for prefix in _BY_CODE if code.startswith(prefix)]
    return _BY_CODE[max(fitting, key=len)] if fitting else Exit.FAILED


def exit_of_findings(codes: Iterable[str]) -> Exit:
    """Return how ``verify`` ends: trust counts above all, and none found is done."""
    found = {exit_of(code) for code in codes}
    if not found:
        return Exit.DONE
    return Exit.TRUST if Exit.TRUST in found else Exit.FINDINGS

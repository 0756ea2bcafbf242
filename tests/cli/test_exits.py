"""A script can tell how a command ended from its code alone."""

import pytest

from house.pages.problems import cases
from muster.doors.cli.exits import Exit, exit_of, exit_of_findings


@pytest.mark.parametrize(
    ("code", "ended"),
    [
        ("site.missing", Exit.FAILED),
        ("store.damaged", Exit.FAILED),
        ("store.disk-full", Exit.FAILED),
        ("cli.fault", Exit.FAILED),
        ("people.id-unreadable", Exit.USAGE),
        ("people.time-unreadable", Exit.USAGE),
        ("drill.pace-unreadable", Exit.USAGE),
        ("site.record-faulty", Exit.FINDINGS),
        ("formats.order-open", Exit.REJECTED),
        ("people.profile-unreadable", Exit.REJECTED),
        ("drill.scenario-value", Exit.REJECTED),
        ("record.signature-wrong", Exit.TRUST),
        ("record.chain-broken", Exit.TRUST),
        ("secrecy.seal-broken", Exit.TRUST),
        ("secrecy.passphrase-wrong", Exit.LOCKED),
        ("secrecy.slot-unreadable", Exit.LOCKED),
        ("store.wrong-key", Exit.LOCKED),
        ("site.sign-in-refused", Exit.LOCKED),
    ],
)
def test_a_problem_ends_a_command_as_its_code_says(code: str, ended: Exit) -> None:
    assert exit_of(code) is ended
    assert code in {case.code for case in cases()}


def test_no_problem_ends_a_command_as_done_or_interrupted() -> None:
    ends = {exit_of(case.code) for case in cases() if case.code != "cli.interrupted"}
    assert not ends & {Exit.DONE, Exit.INTERRUPTED}


def test_the_numbers_are_the_promised_ones() -> None:
    assert [code.value for code in Exit] == [0, 1, 2, 3, 4, 5, 6, 130]


def test_a_broken_signature_outweighs_every_other_finding() -> None:
    assert exit_of_findings([]) is Exit.DONE
    assert exit_of_findings(["site.row-differs", "store.damaged"]) is Exit.FINDINGS
    assert exit_of_findings(["site.row-differs", "record.signature-wrong"]) is Exit.TRUST

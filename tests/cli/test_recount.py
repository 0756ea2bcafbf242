"""``muster recount`` and ``muster audit``, as an auditor calls them: answers, ends, refusals."""

import json
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import pytest

from muster.doors.cli.commands.audit_bundle import Bundled
from muster.doors.cli.commands.audit_verify import Checked
from muster.doors.cli.commands.recount import Recounted
from muster.doors.cli.exits import Exit
from tests.cli.conftest import Muster

MARK = "Zxmarkedzx"


@pytest.fixture
def report(muster: Muster) -> dict[str, Any]:
    """The report of the site, as it was published."""
    found: dict[str, Any] = json.loads(muster("report", "--json").stdout)
    return found


def published(report: dict[str, Any]) -> str:
    """Return a file that holds ``report``."""
    Path("report.json").write_text(json.dumps(report), "utf-8")
    return "report.json"


def test_a_report_is_equal_at_the_site_and_out_of_a_bundle(
    muster: Muster, report: dict[str, Any]
) -> None:
    file = published(report)
    made = muster("audit", "bundle", "one.bundle", "--sample", "9", "--json")
    bundled = msgspec.json.decode(made.stdout, type=Bundled)
    assert (made.exit_code, bundled.proofs) == (Exit.DONE, 9)
    assert bundled.bytes == Path("one.bundle").stat().st_size
    assert Path("one.bundle").stat().st_mode & 0o077 == 0
    for more in ([], ["--bundle", "one.bundle"]):
        ended = muster("recount", file, *more, "--json")
        count = msgspec.json.decode(ended.stdout, type=Recounted).count
        assert (ended.exit_code, count.equal) == (Exit.DONE, True)
        assert count.compared == len(report["figures"])


def test_a_bundle_is_verified_without_a_site_or_a_passphrase(muster: Muster, folder: Path) -> None:
    muster("audit", "bundle", "one.bundle", "--seed", "named by an auditor")
    folder.rename(folder.with_name("gone"))
    ended = muster("audit", "verify", "one.bundle", "--json", file=None)
    checked = msgspec.json.decode(ended.stdout, type=Checked)
    assert (ended.exit_code, checked.count.equal, checked.seed_asked) == (Exit.DONE, True, True)
    again = muster("audit", "verify", "one.bundle", "--operation-key", checked.operation)
    assert again.exit_code == Exit.DONE
    assert "signatures, trees and proofs hold" in again.stdout
    other = muster("audit", "verify", "one.bundle", "--operation-key", "00" * 32)
    assert other.exit_code == Exit.TRUST


def test_one_digit_altered_is_named_and_ends_with_findings(
    muster: Muster, report: dict[str, Any]
) -> None:
    chosen = next(one for one in report["figures"] if one["id"] == "departed")
    chosen["hi"] += 1
    ended = muster("recount", published(report))
    assert ended.exit_code == Exit.FINDINGS
    assert ["departed", "hi", "5", "4"] in [line.split() for line in ended.stdout.splitlines()]
    answer = json.loads(muster("recount", "report.json", "--json").stdout)
    told = {"figure": "departed", "what": "hi", "said": 5, "counted": 4}
    assert answer["count"]["differences"] == [told]


def test_a_figure_that_is_not_known_is_named(muster: Muster, report: dict[str, Any]) -> None:
    report["figures"][0]["id"] = "something-new"
    ended = muster("recount", published(report))
    assert "not recounted  something-new" in ended.stdout


@pytest.mark.parametrize(
    ("change", "code", "end"),
    [
        ({"sequence": 10**9}, "cli.report-ahead", Exit.REJECTED),
        ({"hash": "00" * 32}, "cli.report-of-others", Exit.TRUST),
        ({"log": "00" * 16}, "cli.report-ahead", Exit.REJECTED),
        ({"sequence": "one"}, "cli.report-unreadable", Exit.REJECTED),
    ],
)
def test_a_cut_that_is_not_of_this_record_is_a_problem(
    muster: Muster, report: dict[str, Any], change: dict[str, Any], code: str, end: Exit
) -> None:
    report["cut"][0].update(change)
    ended = muster("recount", published(report), "--json")
    assert (json.loads(ended.stdout)["error"]["code"], ended.exit_code) == (code, end)


@pytest.mark.parametrize("content", ["", MARK, f'{{"{MARK}": 1}}', "[" * 5000, "\xff"])
def test_what_is_no_report_is_a_problem_that_quotes_nothing(muster: Muster, content: str) -> None:
    Path("report.json").write_text(content, "utf-8")
    ended = muster("recount", "report.json")
    assert ended.exit_code == Exit.REJECTED
    assert MARK not in ended.output


def test_what_is_no_bundle_is_a_problem(muster: Muster) -> None:
    Path("one.bundle").write_text(MARK, "utf-8")
    for words in (("audit", "verify", "one.bundle"), ("audit", "verify", f"{MARK}.bundle")):
        ended = muster(*words)
        assert ended.exit_code == Exit.REJECTED
        assert MARK not in ended.output


def test_a_bundle_somebody_wrote_into_is_not_trusted(muster: Muster) -> None:
    muster("audit", "bundle", "one.bundle", "--sample", "0")
    with zipfile.ZipFile("one.bundle") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["statement.json"] = parts["statement.json"].replace(b'"lo": 4', b'"lo": 5')
    with zipfile.ZipFile("two.bundle", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert muster("audit", "verify", "two.bundle").exit_code == Exit.TRUST


def test_who_took_a_bundle_is_on_record(muster: Muster) -> None:
    before = json.loads(muster("verify", "--json").stdout)["entries"]
    muster("audit", "bundle", "one.bundle")
    assert json.loads(muster("verify", "--json").stdout)["entries"] == before + 1

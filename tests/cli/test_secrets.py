"""Nothing personal or secret gets where it was not asked for. Marked values are planted."""

import json
import os
from pathlib import Path

import click
import pytest
from pyotp.totp import TOTP

from house.pages.commands import tree
from muster.site import operators
from muster.site.access import onetime
from muster.site.opening import open_site
from muster.site.rights import Operator, Role
from tests.cli.conftest import PIN, Muster, work_here
from tests.world.site import PHRASE

MARK = "Zxmarkedzx"
PROFILE = {"id": MARK, "version": MARK, "majors": []}

REFUSED = (
    f"find {MARK} --limit {MARK}",
    f"{MARK}",
    f"find --{MARK}",
    f"show {MARK}",
    f"show 000000 {MARK}",
    f"site show --site {MARK}",
    f"site rule {MARK}.json",
    f"site rule {MARK}-profile.json",
    f"import {MARK}-absent.csv",
    f"import {MARK}-list.csv --mapping {MARK}=name",
    f"import {MARK}-list.csv --mapping 1={MARK}",
    f"import {MARK}-list.csv --sheet {MARK} --families {MARK}",
    f"import {MARK}-broken.csv",
    f"import {MARK}-bad.csv",
    f"report --as-of {MARK}",
    f"report --html {MARK}/{MARK}.html",
    f"operator add {MARK} --role {MARK}",
    f"operator code {MARK}",
    f"operator pin {MARK} --code-file {MARK} --pin-file {MARK}",
    f"operator revoke {MARK}",
    f"device revoke {MARK} --reason {MARK}",
    f"site init --name {MARK} --operation {MARK} --host-name {MARK}",
    f"export people --columns {MARK}",
    f"export people --output {MARK}/{MARK}.csv",
    f"export people --second {MARK} --second-pin-file pin",
    f"arrangement propose {MARK}",
    f"arrangement agree {MARK} --until {MARK} --discloses {MARK}",
    f"arrangement breach {MARK} --reason {MARK} --at {MARK}",
    f"arrangement told {MARK} --count {MARK} --channel {MARK}",
    f"arrangement told --to {MARK} --count 3 --channel radio --at {MARK}",
    f"arrangement name {MARK} {MARK} --reason {MARK} --second {MARK} --second-pin-file pin",
    f"disclose {MARK} --count 3 --output {MARK}/{MARK}.txt",
    f"disclosures --about {MARK} --arrangement {MARK} --from {MARK}",
    f"item add --kind papers --description {MARK} --custodian {MARK} --place {MARK}",
    f"item add --kind papers --description {MARK} --custodian {MARK} --group {MARK}",
    f"item add --kind {MARK} --description x --custodian x --person {MARK}",
    f"item dispose {MARK} taken --method {MARK} --evidence {MARK}/{MARK}.jpg",
    f"item assign {MARK} to-lift --lift {MARK}",
    f"print register --kind list-of-people --holder {MARK} --expires {MARK}",
    f"print lose {MARK} --reason {MARK}",
    f"attest-destroyed {MARK} --account {MARK}",
    f"attest-destroyed --people {MARK}-list.csv --account {MARK}",
    f"closing checklist --gate {MARK}",
    f"closing close --left {MARK}-list.csv --confirm {MARK}",
    f"closing close --leave {MARK} {MARK}",
    f"closing close --confirm {MARK} --second {MARK} --second-pin-file pin",
    f"closing reopen --reason {MARK}",
    f"gate open {MARK} --per-hour {MARK}",
    f"gate shut {MARK} --reason {MARK} --to {MARK}",
    f"call forward {MARK} {MARK} --from {MARK} --until {MARK}",
    f"call forward {MARK} {MARK} --from 2021-08-26T00:00Z --until 2021-08-27T00:00Z --lift {MARK}",
    f"call recall {MARK} --to {MARK}",
    f"call reached {MARK} --by {MARK}",
    f"incident report {MARK} --kind {MARK} --text {MARK}",
    f"incident warn {MARK} --text {MARK} --source {MARK} --until {MARK}",
    f"incident casualties {MARK} --source {MARK} --sentence {MARK} --dead {MARK}",
    f"incident casualties 000000 --source {MARK} --sentence {MARK} --dead 1 --dead-part {MARK}",
    f"incident dead {MARK} --observer {MARK} --incident {MARK}",
    f"incident show {MARK}",
    f"shred {MARK} --yes --confirm {MARK}",
    f"drill {MARK} --site new",
    f"drill {MARK}.toml --site new",
    f"drill ferry-3000 --pace {MARK} --site new",
    f"completion {MARK}",
)


@pytest.fixture
def planted(folder: Path) -> Path:
    """Files whose names, headers and cells are marked, beside the site."""
    here = folder.parent
    (here / f"{MARK}-profile.json").write_text(json.dumps(PROFILE), "utf-8")
    (here / f"{MARK}-list.csv").write_text(f"Name,{MARK}\n{MARK},{MARK}\n", "utf-8")
    (here / f"{MARK}-broken.csv").write_bytes(f'Name,"{MARK}\n{MARK},\0'.encode())
    (here / f"{MARK}-bad.csv").write_text(f"Name,{MARK},DOB\n{MARK},F,{MARK}\n", "utf-8")
    (here / f"{MARK}.toml").write_text(f'schema = "{MARK}"\n', "utf-8")
    return here


@pytest.mark.parametrize("words", REFUSED)
@pytest.mark.usefixtures("planted")
def test_what_was_typed_or_stands_in_a_file_is_in_no_error(muster: Muster, words: str) -> None:
    plain, as_json = muster(*words.split()), muster(*words.split(), "--json")
    assert plain.exit_code
    assert as_json.exit_code == plain.exit_code
    for said in (plain.stdout, plain.stderr, as_json.stdout, as_json.stderr):
        assert MARK not in said
        assert "cli.fault" not in said


def test_a_list_with_bad_rows_is_told_without_a_cell_or_header(
    planted: Path, muster: Muster
) -> None:
    good = "\n".join(f"Good{n} Name{n},F,1990-01-{n:02d}" for n in range(10, 20))
    content = f"Name,{MARK},DOB\n{good}\n{MARK} Person,{MARK},{MARK}\n"
    (planted / f"{MARK}-list.csv").write_text(content, "utf-8")
    for form in ("--json", "--quiet"):
        ended = muster("import", f"{MARK}-list.csv", "--sender", MARK, form)
        assert MARK not in ended.output
        assert ended.exit_code == 4


def test_a_fault_of_ours_says_where_and_not_what(
    muster: Muster, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError(MARK)

    monkeypatch.setattr("muster.site.upkeep.verify", fail)
    ended = muster("verify", "--json")
    assert ended.exit_code == 1
    assert MARK not in ended.output
    assert "ValueError" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert json.loads(ended.stdout)["error"]["code"] == "cli.fault"
    shown = muster("verify", "--debug")
    assert MARK in shown.stderr
    assert "Traceback" in shown.stderr
    assert MARK not in shown.stdout


def test_passphrase_and_pin_are_never_shown(muster: Muster) -> None:
    work_here(muster, "Head One", "lead")
    asked = (
        ("site", "show"),
        ("operator", "list", "--json"),
        ("export", "people", "--second", "Head One", "--second-pin-file", "pin"),
        ("export", "people", "--second", "Head One", "--second-pin-file", "secret"),
    )
    for words in asked:
        said = muster(*words).output
        assert PHRASE not in said
        assert PIN not in said


def test_a_second_person_who_shows_more_has_a_code_below_the_pin(
    muster: Muster, folder: Path
) -> None:
    work_here(muster, "Second", "lead")
    words = ("operator", "ask-more", "--nobody", "--second", "Second", "--second-pin-file")
    with open_site(folder, PHRASE) as site:
        row = next(one for one in operators.roster(site, site.lead) if one.name == "Second")
        second = Operator(row.id, row.name, (Role.LEAD,))
        secret, _ = onetime.new_secret(site, second)
        onetime.add_codes(site, second, secret, TOTP(secret).at(site.now().latest // 1000))
        paper, wrong, *_ = onetime.print_codes(site, second)
    alone = muster(*words, "pin", "--json")
    assert json.loads(alone.stdout)["error"]["code"] == "site.second-needs-more"
    both = folder.parent / "both"
    both.touch(0o600)
    both.write_text(f"{PIN}\n{paper}\n", "utf-8")
    assert muster(*words, "both").exit_code == 0
    assert muster(*words, "-", typed=f"{PIN}\n{paper}\n").exit_code == 6
    assert muster(*words, "-", typed=f"{PIN}\n{wrong}\n").exit_code == 0


def test_no_secret_is_taken_from_arguments_or_environment() -> None:
    for context in tree():
        for param in context.command.params:
            words = f"{param.name} {' '.join(param.opts)}".replace("_", "-").split()
            if any("pass" in word or "pin" in word.split("-") for word in words):
                assert isinstance(param.type, click.Path), param.name
            assert param.envvar in (None, "MUSTER_SITE"), param.name
        settings = context.command.context_settings
        assert "auto_envvar_prefix" not in settings


def test_a_secret_in_the_environment_opens_nothing(
    muster: Muster, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("MUSTER_PASSPHRASE", "MUSTER_PASSPHRASE_FILE", "PASSPHRASE"):
        monkeypatch.setenv(name, PHRASE)
    assert muster("site", "show", file=None).exit_code == 2


def test_what_is_written_is_for_this_user_alone(muster: Muster) -> None:
    Path("list.csv").write_text("Name,DOB\n" + "Some Name,1990-05-31\n" * 9 + "Bad,x\n", "utf-8")
    muster("import", "list.csv", "--corrections", "back.csv")
    muster("export", "people", "--output", "out.csv")
    muster("report", "--html", "report.html")
    for name in ("back.csv", "out.csv", "report.html"):
        assert Path(name).stat().st_mode & 0o077 == 0, name
    assert not list(Path.cwd().glob("*.part"))


def test_a_passphrase_file_that_others_can_read_is_remarked_on(muster: Muster) -> None:
    assert "can be read by others" not in muster("site", "show").stderr
    Path("secret").chmod(0o644)
    assert "can be read by others" in muster("site", "show").stderr
    assert not muster("site", "show", "--quiet").stderr


def test_the_report_names_nobody(folder: Path, muster: Muster) -> None:
    muster("report", "--html", "report.html")
    said = Path("report.html").read_text("utf-8") + muster("report").output
    said += muster("report", "--json").output
    assert "Given0" not in said
    assert "Family0" not in said
    assert os.fspath(folder) not in said

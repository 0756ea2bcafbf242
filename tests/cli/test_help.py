"""Everything is explained where it is asked for, and the table of commands says what they say."""

import re

import click
import pytest
from click.testing import CliRunner

from house.pages.commands import tree
from house.tree import ROOT
from muster.doors.cli import main
from muster.doors.cli.catalogue import (
    ARRANGEMENT,
    AUDIT,
    CALL,
    CANARY,
    CLOSING,
    COMMANDS,
    CONFLICT,
    DURESS,
    ESTIMATE,
    EXPORTS,
    GATE,
    INCIDENT,
    INTAKE,
    ISSUER,
    ITEM,
    LINK,
    OPERATOR,
    PASS,
    PRINT,
    RECIPIENT,
    SERIES,
    SHEET,
    SITE,
    STICK,
    WRITER,
)
from muster.doors.cli.lazy import LazyGroup

CONTEXTS = {context.command_path: context for context in tree()}
LISTED = {
    **{f"muster {one.name}": one for one in COMMANDS},
    **{f"muster site {one.name}": one for one in SITE},
    **{f"muster operator {one.name}": one for one in OPERATOR},
    **{f"muster audit {one.name}": one for one in AUDIT},
    **{f"muster canary {one.name}": one for one in CANARY},
    **{f"muster stick {one.name}": one for one in STICK},
    **{f"muster gate {one.name}": one for one in GATE},
    **{f"muster call {one.name}": one for one in CALL},
    **{f"muster pass {one.name}": one for one in PASS},
    **{f"muster issuer {one.name}": one for one in ISSUER},
    **{f"muster sheet {one.name}": one for one in SHEET},
    **{f"muster incident {one.name}": one for one in INCIDENT},
    **{f"muster series {one.name}": one for one in SERIES},
    **{f"muster estimate {one.name}": one for one in ESTIMATE},
    **{f"muster arrangement {one.name}": one for one in ARRANGEMENT},
    **{f"muster intake {one.name}": one for one in INTAKE},
    **{f"muster exports {one.name}": one for one in EXPORTS},
    **{f"muster recipient {one.name}": one for one in RECIPIENT},
    **{f"muster item {one.name}": one for one in ITEM},
    **{f"muster print {one.name}": one for one in PRINT},
    **{f"muster closing {one.name}": one for one in CLOSING},
    **{f"muster duress {one.name}": one for one in DURESS},
    **{f"muster link {one.name}": one for one in LINK},
    **{f"muster conflict {one.name}": one for one in CONFLICT},
    **{f"muster writer {one.name}": one for one in WRITER},
}
PROMISED = """intake queue, intake take, intake back, intake sort, intake rule, intake limit,
intake receipt, intake answer, exports list, exports end, recipient add, recipient list,
recipient drop, doctor, scuttle, duress set, duress drop, training, receipt,
sheet boarding,
sheet arrival, sheet muster, sheet read,
site certificate, device list, device revoke,
family give, family revoke, family list, family publish, family serve, gate islands,
arrangement checkpoint, arrangement lend, arrangement key,
gate scan, pass issue, pass reissue, pass revoke, pass show, pass list, pass uses,
pass print, issuer appoint, issuer dismiss, issuer list,
gate name, gate open, gate hold, gate shut, gate list, call forward, call came,
call no-show, call recall, call reached, call list, call outbox, incident report, incident confirm,
incident dismiss, incident close, incident warn, incident lift-warning, incident state,
incident casualties, incident dead, incident missing, incident kin-told, incident list,
incident show, roll,
site init, site show, site operators, site rule, lists, take-back, settle, operator add,
operator code, operator pin, operator revoke,
operator list, operator credentials, operator reset, operator ask-more,
arrangement possible, arrangement propose, arrangement agree, arrangement use,
arrangement honour, arrangement breach, arrangement suspend, arrangement resume, arrangement lapse,
arrangement told, arrangement name, arrangement list, arrangement show, disclose, disclosures,
item add, item assign, item dispose, item told, item list, item show, item exposed, print register,
print return, print destroy, print lose, print list, attest-destroyed, closing checklist,
closing left, closing close, closing reopen,
import, match, judge, series add, series import, series list, estimate add, estimate list,
find, show, lifts, report, verify, rebuild, shred, export, drill, go-on, serve,
recount, audit bundle, audit verify, audit looks, audit refusals, audit
review,
conflict list, conflict resolve, conflict use, link card, link learn, link words,
canary plant, canary withdraw, canary seen, canary answer, canary list,
stick write, stick read, stick list, stick letterbox, stick sites,
completion, mrz,
plan, replan, why, what-if, board, weights, limits, posts, call next, gate expect, gate queue,
party confirm, party decide, party hold, party let-go, party release, party permit, party escort,
lift offer, lift delay, lift cancel, lift hold-passengers, place name, place room, place list,
site ask, site admit, site join, site backup, site restore,
site fallen, site exposed, site recover, site turn, site forget,
officer key, officer appoint,
officer list, officer entrust, officer rehearse, link add, link drop, link list,
link run, exchange, writer list, writer revoke, writer quarantined, writer release"""


def test_every_promised_command_is_there() -> None:
    promised = {f"muster {name.strip()}" for name in PROMISED.replace("\n", " ").split(",")}
    groups = {path for path, one in CONTEXTS.items() if isinstance(one.command, click.Group)}
    assert promised == set(CONTEXTS) - groups


@pytest.mark.parametrize("path", LISTED)
def test_the_line_in_the_table_is_the_first_line_of_the_help(path: str) -> None:
    words = (CONTEXTS[path].command.help or "").split("\n", 1)[0]
    assert LISTED[path].line == words
    assert words.endswith(".")


@pytest.mark.parametrize("path", CONTEXTS)
def test_every_option_is_explained_in_a_sentence(path: str) -> None:
    for param in CONTEXTS[path].command.params:
        if isinstance(param, click.Option):
            assert param.help, param.name
            assert param.help.endswith("."), param.name


@pytest.mark.parametrize("path", CONTEXTS)
def test_help_names_every_option_and_every_command(path: str) -> None:
    ended = CliRunner().invoke(main, [*path.split()[1:], "--help"], terminal_width=200)
    command = CONTEXTS[path].command
    names = [max(one.opts, key=len) for one in command.params if isinstance(one, click.Option)]
    names += command.list_commands(CONTEXTS[path]) if isinstance(command, click.Group) else []
    assert ended.exit_code == 0
    assert not [name for name in names if name not in ended.stdout]
    assert not ended.stderr


@pytest.mark.parametrize("path", CONTEXTS)
def test_every_command_takes_site_and_passphrase_file(path: str) -> None:
    command = CONTEXTS[path].command
    options = {name for param in command.params for name in param.opts}
    wants = not isinstance(command, LazyGroup) and command.name != "completion"
    assert ({"--site", "--passphrase-file", "--quiet", "--debug"} <= options) is wants


def test_a_group_alone_shows_its_help_and_ends_as_a_wrong_use() -> None:
    for words in ([], ["site"], ["operator"]):
        ended = CliRunner().invoke(main, words)
        assert ended.exit_code == 2
        assert not ended.stdout
        assert "Usage:" in ended.stderr


def test_the_commands_of_the_readme_are_there() -> None:
    console = re.findall(r"^\$ (.+)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    called = [line.split()[1:] for line in console if line.split()[0].endswith("/muster")]
    assert called
    for words in called:
        assert CliRunner().invoke(main, words).exit_code == 0, words

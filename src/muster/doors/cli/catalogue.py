"""Every command by name: where it lives, under which heading, what it does in one line.

A command is loaded when it is asked for: ``muster --help`` and completion read this table alone. A
test holds each line to the first line of the command's own help.
"""

from typing import NamedTuple

_COMMANDS = "muster.doors.cli.commands."


class Listed(NamedTuple):
    """One command or group; ``place`` is its module and attribute."""

    name: str
    place: str
    heading: str
    line: str


def _listed(name: str, place: str, heading: str, line: str) -> Listed:
    return Listed(name, _COMMANDS + place, heading, line)


_SET_UP, _LISTS, _ASK, _KEEP, _RUN = "Set up", "Lists", "Ask", "Keep", "Run"

COMMANDS = (
    _listed("site", "site:site", _SET_UP, "Make a site, and see or set what holds for it."),
    _listed("operator", "operator:operator", _SET_UP, "Say who works here, and in which roles."),
    _listed("import", "import_list:import_list", _LISTS, "Import a list of people."),
    _listed("export", "export:export", _LISTS, "Export people or lifts as CSV or JSON."),
    _listed("mrz", "mrz:mrz", _LISTS, "Check the machine-readable zone of a document."),
    _listed("find", "find:find", _ASK, "Find people by name, in any spelling and script."),
    _listed("show", "show:show", _ASK, "Show a person's, party's or lift's whole story."),
    _listed("lifts", "lifts:lifts", _ASK, "List all lifts with their counts."),
    _listed("report", "report:report", _ASK, "Give the situation report: figures, reasons."),
    _listed("verify", "verify:verify", _KEEP, "Check every page, chain, signature, seal and fold."),
    _listed("rebuild", "rebuild:rebuild", _KEEP, "Make all rows anew from the record."),
    _listed("shred", "shred:shred", _KEEP, "Make one person unreadable here, for good."),
    _listed("drill", "drill:drill", _RUN, "Replay a whole operation on invented people."),
    _listed("serve", "serve:serve", _RUN, "Serve the screens of a site."),
    _listed(
        "completion", "completion:completion", _RUN, "Print what lets a shell complete commands."
    ),
)

SITE = (
    _listed("init", "site_init:init", "", "Make a site in a directory."),
    _listed("show", "site_show:show", "", "Show what a site is and how much it holds."),
    _listed("rule", "site_rule:rule", "", "Adopt a rule version: who may leave, from when."),
    _listed("operators", "operator_list:operators", "", "List who works or worked here."),
)

OPERATOR = (
    _listed("add", "operator_add:add", "", "Enrol an operator with a PIN."),
    _listed("revoke", "operator_revoke:revoke", "", "Record that somebody no longer works here."),
    _listed("list", "operator_list:operators", "", "List who works or worked here."),
)

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
_ROAD = "Road"

COMMANDS = (
    _listed("site", "site:site", _SET_UP, "Make a site, and see or set what holds for it."),
    _listed("operator", "operator:operator", _SET_UP, "Say who works here, and in which roles."),
    _listed("import", "import_list:import_list", _LISTS, "Import a list of people."),
    _listed("export", "export:export", _LISTS, "Export people or lifts as CSV or JSON."),
    _listed("find", "find:find", _ASK, "Find people by name, in any spelling and script."),
    _listed("show", "show:show", _ASK, "Show a person's, party's or lift's whole story."),
    _listed("lifts", "lifts:lifts", _ASK, "List all lifts with their counts."),
    _listed("report", "report:report", _ASK, "Give the situation report: figures, reasons."),
    _listed(
        "arrangement",
        "arrangement:arrangement",
        _ROAD,
        "Record arrangements with whoever holds the road.",
    ),
    _listed(
        "disclose",
        "disclose:disclose",
        _ROAD,
        "Write what whoever holds the road is told under an arrangement.",
    ),
    _listed(
        "disclosures",
        "disclosures:disclosures",
        _ROAD,
        "Show who was told what about whom, under what.",
    ),
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

ARRANGEMENT = (
    _listed(
        "possible",
        "arrangement_agree:possible",
        "",
        "Record that somebody calls passage possible.",
    ),
    _listed("propose", "arrangement_agree:propose", "", "Record that an arrangement was proposed."),
    _listed(
        "agree",
        "arrangement_agree:agree",
        "",
        "Record what was agreed: what they may be told, and until when.",
    ),
    _listed(
        "use",
        "arrangement_turns:use",
        "",
        "Record that people are or were on the road under it.",
    ),
    _listed("honour", "arrangement_turns:honour", "", "Record that the other side kept it, once."),
    _listed("breach", "arrangement_turns:breach", "", "Record that the other side broke it."),
    _listed(
        "suspend",
        "arrangement_turns:suspend",
        "",
        "Record that it rests: nothing is told under it.",
    ),
    _listed(
        "resume",
        "arrangement_turns:resume",
        "",
        "Record that it holds again after a rest or a breach.",
    ),
    _listed("lapse", "arrangement_turns:lapse", "", "Record that it is over before its time."),
    _listed("told", "disclose:told", "", "Record what somebody was told already."),
    _listed(
        "name",
        "arrangement_name:name",
        "",
        "Record that names of people are told, signed by two with a reason.",
    ),
    _listed(
        "list", "arrangement_list:arrangements", "", "List all arrangements as they stand now."
    ),
    _listed(
        "show",
        "arrangement_list:show",
        "",
        "Show the story of one arrangement, and what was told under it.",
    ),
)

OPERATOR = (
    _listed("add", "operator_add:add", "", "Enrol an operator with a PIN."),
    _listed("revoke", "operator_revoke:revoke", "", "Record that somebody no longer works here."),
    _listed("list", "operator_list:operators", "", "List who works or worked here."),
)

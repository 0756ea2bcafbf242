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
_ROAD, _GROUND, _SITES = "Road", "Gates and incidents", "Other sites"
_PLAN = "Plan"

_CLOSE = "Close"

COMMANDS = (
    _listed("site", "site:site", _SET_UP, "Make a site, and see or set what holds for it."),
    _listed(
        "doctor", "doctor:doctor", _SET_UP, "Look at this computer for what could be given away."
    ),
    _listed("operator", "operator:operator", _SET_UP, "Say who works here, and in which roles."),
    _listed(
        "officer",
        "officer:officer",
        _SET_UP,
        "Let three of five officers bring a site back whose lead is gone.",
    ),
    _listed("device", "device:device", _SET_UP, "See and revoke tablets that write at gates."),
    _listed(
        "link", "link:link", _SITES, "Say where other sites listen, and keep links to them going."
    ),
    _listed(
        "exchange",
        "exchange:exchange",
        _SITES,
        "Exchange with another site now, or with every site whose address is known.",
    ),
    _listed(
        "writer",
        "writer:writer",
        _SITES,
        "See and revoke the writers of sites, and release what that keeps.",
    ),
    _listed("import", "import_list:import_list", _LISTS, "Import a list of people."),
    _listed("lists", "lists:lists", _LISTS, "List the lists of people that came in."),
    _listed("take-back", "lists:take_back", _LISTS, "Take a list back that came in by mistake."),
    _listed(
        "settle",
        "lists:settle",
        _LISTS,
        "Settle where a list says otherwise than was corrected.",
    ),
    _listed(
        "intake",
        "intake:intake",
        _LISTS,
        "See which claims wait and how long; take them in hand, sort and answer them.",
    ),
    _listed("export", "export:export", _LISTS, "Export people or lifts as CSV or JSON."),
    _listed(
        "exports",
        "exports:exports",
        _LISTS,
        "See which files left, for whom, and whether they still are.",
    ),
    _listed(
        "recipient",
        "recipient:recipient",
        _LISTS,
        "Say to whom files may be sealed, and who compared their keys.",
    ),
    _listed("mrz", "mrz:mrz", _LISTS, "Check the machine-readable zone of a document."),
    _listed("match", "match:match", _LISTS, "Find people who are on record twice."),
    _listed("judge", "judge:judge", _LISTS, "Judge two records: same, different or unsure."),
    _listed(
        "conflict",
        "conflict:conflict",
        _LISTS,
        "See contradictions, and say which scan of a person stands.",
    ),
    _listed("series", "series:series", _LISTS, "Enter and compare numbers that others published."),
    _listed("estimate", "estimate:estimate", _LISTS, "Enter estimates of people nobody has named."),
    _listed("find", "find:find", _ASK, "Find people by name, in any spelling and script."),
    _listed("show", "show:show", _ASK, "Show a person's, party's or lift's whole story."),
    _listed("lifts", "lifts:lifts", _ASK, "List all lifts with their counts."),
    _listed("report", "report:report", _ASK, "Give the situation report: figures, reasons."),
    _listed("gate", "gate:gate", _GROUND, "Open, hold and shut gates; closing takes calls back."),
    _listed("call", "call:call", _GROUND, "Call parties to gates, and take calls back."),
    _listed(
        "plan",
        "plan:plan",
        _PLAN,
        "Plan who comes to which gate when, for which lift, and adopt it.",
    ),
    _listed(
        "replan",
        "plan:replan",
        _PLAN,
        "Mend the plan after lifts, gates, bases or people have changed, and adopt it.",
    ),
    _listed(
        "why",
        "why:why",
        _PLAN,
        "Say why a party has its place in the plan, or none, and what would have to change.",
    ),
    _listed(
        "board",
        "board:board",
        _PLAN,
        "Show the plan that holds: lifts, gates, bases, and what is to be looked at.",
    ),
    _listed(
        "what-if",
        "what_if:what_if",
        _PLAN,
        "Ask what would come of a change; nothing goes on record.",
    ),
    _listed(
        "weights",
        "terms:weights",
        _PLAN,
        "Show what plans trade for what, or set it: two people sign.",
    ),
    _listed(
        "limits",
        "terms:limits",
        _PLAN,
        "Show what plans have to keep to, or set it; what is left out stays as it is.",
    ),
    _listed(
        "posts",
        "posts:posts",
        _PLAN,
        "Show whose gates and lifts are whose to plan, or appoint and end a planner's post.",
    ),
    _listed(
        "party", "party:party", _PLAN, "Decide on parties, hold them back, permit gates and havens."
    ),
    _listed(
        "lift",
        "lift_group:group",
        _PLAN,
        "Offer and cancel lifts, hold some of the passengers of one.",
    ),
    _listed("place", "place:place", _PLAN, "Name places, and say how many each of them holds."),
    _listed("pass", "pass_group:group", _GROUND, "Issue, revoke, show and print passes."),
    _listed("family", "family:group", _GROUND, "Give pages to those who wait, and serve them."),
    _listed("issuer", "issuer:group", _GROUND, "Appoint and dismiss who may issue passes."),
    _listed(
        "incident",
        "incident:incident",
        _GROUND,
        "Record incidents, warnings, casualties, the dead and the missing.",
    ),
    _listed(
        "sheet",
        "sheet:group",
        _GROUND,
        "Print sheets to mark by hand, and take them over from a scan.",
    ),
    _listed("roll", "roll:roll", _GROUND, "Show the roll of the dead, and who is missing."),
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
    _listed(
        "duress",
        "duress_group:duress",
        _CLOSE,
        "Set or drop the code that destroys the site when it is typed under force.",
    ),
    _listed("item", "item:item", _CLOSE, "Record what may be left behind, and what became of it."),
    _listed(
        "scuttle",
        "scuttle:scuttle",
        _CLOSE,
        "Leave nothing readable of this site, at once and for good.",
    ),
    _listed(
        "receipt",
        "receipt:receipt",
        _CLOSE,
        "Check the receipt of a scuttle, as it was scanned or typed.",
    ),
    _listed("print", "print_register:group", _CLOSE, "Keep the register of numbered prints."),
    _listed(
        "attest-destroyed",
        "attest_destroyed:attest",
        _CLOSE,
        "Attest that we destroyed documents of these people, two of us signing.",
    ),
    _listed(
        "closing",
        "closing:group",
        _CLOSE,
        "Close a gate, a site or the operation, by its checklist.",
    ),
    _listed(
        "stick", "stick:stick", _KEEP, "Exchange with other sites by stick, mail or any folder."
    ),
    _listed("verify", "verify:verify", _KEEP, "Check every page, chain, signature, seal and fold."),
    _listed("recount", "recount:recount", _KEEP, "Count a report again, by a second program."),
    _listed("audit", "audit:audit", _KEEP, "Let a stranger count everything again."),
    _listed(
        "canary", "canary:group", _KEEP, "Plant people who are none, and see who looks them up."
    ),
    _listed("rebuild", "rebuild:rebuild", _KEEP, "Make all rows anew from the record."),
    _listed("shred", "shred:shred", _KEEP, "Make one person unreadable here, for good."),
    _listed("drill", "drill:drill", _RUN, "Replay a whole operation on invented people."),
    _listed(
        "go-on",
        "go_on:go_on",
        _RUN,
        "Let a drill that stands still go on under the plan in force.",
    ),
    _listed("serve", "serve:serve", _RUN, "Serve the screens of a site."),
    _listed(
        "training", "training:training", _RUN, "Learn on a site at work, with invented people."
    ),
    _listed(
        "completion", "completion:completion", _RUN, "Print what lets a shell complete commands."
    ),
)

SITE = (
    _listed("init", "site_init:init", "", "Make a site in a directory."),
    _listed("show", "site_show:show", "", "Show what a site is and how much it holds."),
    _listed("rule", "site_rule:rule", "", "Adopt a rule version: who may leave, from when."),
    _listed("operators", "operator_list:operators", "", "List who works or worked here."),
    _listed(
        "certificate",
        "site_certificate:certificate",
        "",
        "Show the site's certificate, and write it to a file.",
    ),
    _listed("ask", "site_enrol:ask", "", "Make the keys of a new site here, and ask to be one."),
    _listed(
        "admit", "site_enrol:admit", "", "Admit a laptop that asks to be a site of this operation."
    ),
    _listed(
        "join",
        "site_enrol:join",
        "",
        "Become a site, by the answer to what this laptop asked with.",
    ),
    _listed("backup", "site_backup:backup", "", "Copy the encrypted record to a file."),
    _listed(
        "restore", "site_backup:restore", "", "Put a backup in the place of this site's record."
    ),
    _listed(
        "recover",
        "officer_turns:recover",
        "",
        "Make a site stand again from a backup, by what it entrusted and three officers.",
    ),
    _listed(
        "turn",
        "site_turn:turn",
        "",
        "Give compartments a new key now, all that turn by the clock otherwise.",
    ),
    _listed(
        "forget",
        "site_forget:forget",
        "",
        "Destroy the keys of all days but today and yesterday, at a gate post, now.",
    ),
    _listed(
        "fallen",
        "site_fallen:fallen",
        "",
        "Say that a site is in other hands, two of us signing; it cannot be undone.",
    ),
    _listed(
        "exposed",
        "site_exposed:exposed_people",
        "",
        "List whose keys a site could open, and what could be read of each of them.",
    ),
)

LINK = (
    _listed("add", "link_add:add", "", "Say where another site listens."),
    _listed("drop", "link_add:drop", "", "Forget where another site listens."),
    _listed(
        "list",
        "link_list:links",
        "",
        "List the other sites: when heard, how much is missing, who is ahead.",
    ),
    _listed(
        "run", "link_run:run", "", "Listen to other sites and call those whose address is known."
    ),
    _listed("card", "link_card:card", "", "Write this site's card, for one that knows it not."),
    _listed("learn", "link_card:learn", "", "Take the card of a site not heard of before."),
    _listed("words", "link_card:words", "", "Show letters to compare two records by voice."),
)

CONFLICT = (
    _listed("list", "conflict_list:conflicts", "", "List what contradicts itself."),
    _listed("resolve", "conflict_list:resolve", "", "Say which of two scans of a person stands."),
    _listed("use", "conflict_use:use", "", "Say which use of a pass was the right one."),
)

WRITER = (
    _listed(
        "list",
        "writer_list:writers",
        "",
        "List every writer: its site, how much it wrote, what became of it.",
    ),
    _listed(
        "revoke",
        "writer_list:revoke",
        "",
        "Revoke a writer, two of us signing: what is held counts, what comes later waits.",
    ),
    _listed(
        "quarantined",
        "writer_list:quarantined",
        "",
        "List entries beyond a fork or a cut, which count in one end of figures only.",
    ),
    _listed(
        "release",
        "writer_list:release",
        "",
        "Release one quarantined entry: it counts after all.",
    ),
)

DEVICE = (
    _listed(
        "list",
        "device_list:devices",
        "",
        "List tablets: gate, guard, until when, what came of them.",
    ),
    _listed(
        "revoke",
        "device_revoke:revoke",
        "",
        "Revoke a tablet: what is held of it counts, what comes later does not.",
    ),
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
    _listed("checkpoint", "arrangement_key:checkpoint", "", "Name a checkpoint that others hold."),
    _listed(
        "lend",
        "arrangement_key:lend",
        "",
        "Let our tablet at a checkpoint have its key of a day.",
    ),
    _listed(
        "key",
        "arrangement_key:key",
        "",
        "Hand out a checkpoint's key of a day, signed by two with a reason.",
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

SERIES = (
    _listed("add", "series_add:add", "", "Enter one published number."),
    _listed("import", "series_import:import_series", "", "Enter a CSV file of published numbers."),
    _listed("list", "series_list:published", "", "List published numbers beside ours, with gaps."),
)

ESTIMATE = (
    _listed("add", "estimate_add:add", "", "Enter what a source estimates, with its method."),
    _listed("list", "estimate_list:estimates", "", "List estimates by place and kind of people."),
)

PASS = (
    _listed("issue", "pass_issue:issue", "", "Issue passes to parties that are called."),
    _listed("reissue", "pass_issue:reissue", "", "Close a pass and issue another in its place."),
    _listed("revoke", "pass_issue:revoke", "", "Close passes, one or a batch of them."),
    _listed("show", "pass_list:show", "", "Show a pass, whose it is, and its text."),
    _listed("print", "pass_print:printed", "", "Write passes as PDF, an A6 page each."),
    _listed("list", "pass_list:listed", "", "List passes by window."),
    _listed(
        "uses",
        "pass_list:uses",
        "",
        "Show every pass that was used more than once: where and when.",
    ),
)

ISSUER = (
    _listed("appoint", "issuer:appoint", "", "Appoint a delegate: a ministry, an airline, an NGO."),
    _listed(
        "dismiss", "issuer:dismiss", "", "Dismiss an issuer: its unused passes are turned back."
    ),
    _listed("list", "issuer:listed", "", "List who may issue passes, and how far."),
)

FAMILY = (
    _listed("give", "family_give:give", "", "Give a party, or a relative it allows, a page."),
    _listed("revoke", "family_give:revoke", "", "Let the pages of a party say wait from now on."),
    _listed("list", "family_give:listed", "", "List the pages that were given."),
    _listed(
        "publish",
        "family_serve:publish",
        "",
        "Write the sealed answers for the machine that strangers reach.",
    ),
    _listed("serve", "family_serve:serve", "", "Serve the family page from a file of answers."),
)

GATE = (
    _listed(
        "name", "gate_name:name", "", "Name a gate that we hold; it is shut until it is opened."
    ),
    _listed(
        "expect",
        "gate_expect:expect",
        "",
        "Say what a gate will let in, span by span, for the next plan; 0 is shut.",
    ),
    _listed(
        "queue",
        "gate_expect:queue",
        "",
        "Record how many wait outside a gate, by somebody's count: it steers who is called next.",
    ),
    _listed("open", "gate_ways:opened", "", "Open a gate at a rate."),
    _listed(
        "scan",
        "gate_scan:scan",
        "",
        "Scan passes at a gate; each verdict is on record before it is shown.",
    ),
    _listed(
        "hold",
        "gate_ways:hold",
        "",
        "Hold a gate for a threat, and take every live call to it back.",
    ),
    _listed("shut", "gate_ways:shut", "", "Shut a gate, and take every live call to it back."),
    _listed(
        "islands",
        "gate_islands:islands",
        "",
        "Record how many islands the posts of a gate form.",
    ),
    _listed("list", "gate_list:gates", "", "List all gates, with the live calls to each."),
)

PARTY = (
    _listed(
        "confirm",
        "party_turns:confirm",
        "",
        "Record that each adult of these parties was heard.",
    ),
    _listed(
        "decide",
        "party_turns:decide",
        "",
        "Decide by the rule in force who of these parties may leave.",
    ),
    _listed(
        "hold",
        "party_turns:hold",
        "",
        "Hold parties back: no plan gives them a place until they are let go.",
    ),
    _listed("let-go", "party_turns:let_go", "", "Hold parties back no more."),
    _listed(
        "release",
        "party_turns:release",
        "",
        "Let the next plan move parties that were told of their place.",
    ),
    _listed(
        "permit",
        "party_turns:permit",
        "",
        "Say which gates and havens a party may use; naming none permits all.",
    ),
    _listed(
        "escort",
        "party_turns:escort",
        "",
        "Record who travels with children that are without their guardian.",
    ),
)

LIFT = (
    _listed("offer", "lift_turns:offer", "", "Offer a lift, so that the next plan can use it."),
    _listed("delay", "lift_turns:delay", "", "Record that a lift leaves at another time."),
    _listed("cancel", "lift_turns:cancel", "", "Record that lifts do not go."),
    _listed(
        "hold-passengers",
        "lift_turns:hold_passengers",
        "",
        "Hold passengers of a lift, each with the whole party, and give their seats to others.",
    ),
)

PLACE = (
    _listed(
        "name",
        "place_turns:name",
        "",
        "Name a place: where people come from, a gate, a staging base or a safe haven.",
    ),
    _listed(
        "room",
        "place_turns:room",
        "",
        "Set how many a place holds and lets go; a plan fills it up to the careful reading.",
    ),
    _listed("list", "place_turns:listed", "", "List all places."),
)

CALL = (
    _listed(
        "next",
        "call_next:call_next",
        "",
        "Call the next of the plan to each gate, as many as its queue allows.",
    ),
    _listed(
        "forward",
        "call_forward:forward",
        "",
        "Call parties to a gate in a window: all of them or none.",
    ),
    _listed(
        "came",
        "call_turns:came",
        "",
        "Record that parties came to the gate, also on a call that was taken back.",
    ),
    _listed(
        "no-show",
        "call_turns:no_show",
        "",
        "Record that parties did not come while they were expected.",
    ),
    _listed("recall", "call_turns:recall", "", "Take the live calls of parties back."),
    _listed(
        "reached",
        "call_turns:reached",
        "",
        "Record that parties know of the recall of their call.",
    ),
    _listed(
        "list", "call_list:listed", "", "List calls: to which gate, when, and what came of each."
    ),
    _listed(
        "outbox",
        "call_list:outbox",
        "",
        "List what each party is to be told whose call was taken back.",
    ),
)

INCIDENT = (
    _listed("report", "incident_report:report", "", "Put an incident on record as first reported."),
    _listed("confirm", "incident_turns:confirm", "", "Record that it did happen, says a source."),
    _listed(
        "dismiss",
        "incident_turns:dismiss",
        "",
        "Record that it did not happen, says a source; what was reported stays.",
    ),
    _listed(
        "close",
        "incident_turns:close",
        "",
        "Close an incident that is accounted for, or was false.",
    ),
    _listed(
        "warn",
        "incident_report:warn",
        "",
        "Put a warning or threat on record, for one or more places.",
    ),
    _listed(
        "lift-warning",
        "incident_turns:lift_warning",
        "",
        "Record that a warning or threat is over, says a source.",
    ),
    _listed("state", "incident_turns:state", "", "Record who said what about an incident."),
    _listed(
        "casualties",
        "incident_casualties:casualties",
        "",
        "Record one source's casualty report, each number as an interval.",
    ),
    _listed("dead", "incident_people:dead", "", "Record that people died, says an observer."),
    _listed(
        "missing",
        "incident_people:missing",
        "",
        "Record that people are missed since an incident.",
    ),
    _listed(
        "kin-told",
        "incident_people:kin_told",
        "",
        "Record that the next of kin know; before that no name leaves the desk.",
    ),
    _listed(
        "list",
        "incident_list:listed",
        "",
        "List incidents and warnings, with how far each is.",
    ),
    _listed(
        "show",
        "incident_list:show",
        "",
        "Show one incident: its story, casualty reports side by side, statements.",
    ),
)

OFFICER = (
    _listed(
        "key",
        "officer_turns:key",
        "",
        "Make an officer's key file, under a passphrase of their own.",
    ),
    _listed(
        "appoint",
        "officer_turns:appoint",
        "",
        "Appoint five officers by their public halves, two of us signing.",
    ),
    _listed(
        "list",
        "officer_turns:officers",
        "",
        "Show the officers, and when this site entrusted its keys and rehearsed.",
    ),
    _listed(
        "entrust",
        "officer_turns:entrust",
        "",
        "Write this site's keys to a file that any three officers open.",
    ),
    _listed(
        "rehearse",
        "officer_turns:rehearse",
        "",
        "Let three officers open what was entrusted, and use nothing of it.",
    ),
)

OPERATOR = (
    _listed(
        "add",
        "operator_add:add",
        "",
        "Enrol an operator, and show the code by which they choose a PIN.",
    ),
    _listed(
        "code",
        "operator_add:code",
        "",
        "Show another code for somebody who has not chosen a PIN yet.",
    ),
    _listed(
        "pin",
        "operator_add:pin",
        "",
        "Let an operator choose their first PIN, against the code that they were given.",
    ),
    _listed("revoke", "operator_revoke:revoke", "", "Record that somebody no longer works here."),
    _listed("list", "operator_list:operators", "", "List who works or worked here."),
    _listed(
        "credentials",
        "operator_credentials:shown",
        "",
        "List what an operator shows beside the PIN: keys, codes, codes on paper.",
    ),
    _listed(
        "reset",
        "operator_credentials:reset",
        "",
        "Take away all that an operator shows beside the PIN, two people signing.",
    ),
    _listed(
        "ask-more",
        "operator_credentials:ask_more",
        "",
        "Say whose sign-in takes more than a PIN, two people signing.",
    ),
)

SERIES = (
    _listed("add", "series_add:add", "", "Enter one published number."),
    _listed("import", "series_import:import_series", "", "Enter a CSV file of published numbers."),
    _listed("list", "series_list:published", "", "List published numbers beside ours, with gaps."),
)

ESTIMATE = (
    _listed("add", "estimate_add:add", "", "Enter what a source estimates, with its method."),
    _listed("list", "estimate_list:estimates", "", "List estimates by place and kind of people."),
)

AUDIT = (
    _listed("bundle", "audit_bundle:bundle", "", "Write what an auditor gets into one file."),
    _listed("verify", "audit_verify:verify", "", "Check an audit bundle and count it again."),
    _listed(
        "looks",
        "audit_looks:shown",
        "",
        "Show who looked at how many people, and who looked up hundreds, by name.",
    ),
    _listed(
        "refusals",
        "audit_refusals:refusals",
        "",
        "Show who was refused what, for want of a right, and how often.",
    ),
    _listed(
        "review",
        "audit_looks:review",
        "",
        "Record that somebody was asked why they looked up so many, and what came of it.",
    ),
)

CANARY = (
    _listed("plant", "canary:plant", "", "Plant a canary, two people signing."),
    _listed("withdraw", "canary:withdraw", "", "Let a canary be met no more, two people signing."),
    _listed(
        "seen",
        "canary:seen",
        "",
        "Record that a canary was seen outside, and show the exports that it left with.",
    ),
    _listed("answer", "canary:answer", "", "Record what came of asking whoever met a canary."),
    _listed("list", "canary:listed", "", "List the canaries with who met them, how and when."),
)

STICK = (
    _listed("write", "stick_write:write", "", "Write a parcel for another site into DIR."),
    _listed("read", "stick_read:read", "", "Take the parcels in DIR that are for this site."),
    _listed(
        "list",
        "stick_list:listed",
        "",
        "List the parcels in DIR, and from whom those are that open here.",
    ),
    _listed(
        "letterbox",
        "stick_letterbox:letterbox",
        "",
        "Write this site's letterbox into a file, for a site that never heard of it.",
    ),
    _listed(
        "sites", "stick_letterbox:sites", "", "List the sites that parcels can be written for."
    ),
)

INTAKE = (
    _listed(
        "queue",
        "intake_queue:queue",
        "",
        "Show how many claims wait in each stage, how long, and who has which in hand.",
    ),
    _listed(
        "take",
        "intake_handle:take",
        "",
        "Take the next claim in hand: the most urgent, and of those the oldest.",
    ),
    _listed(
        "back", "intake_handle:back", "", "Hand a claim back, so that somebody else may take it."
    ),
    _listed(
        "sort",
        "intake_handle:sort",
        "",
        "Sort every claim that was not sorted, by the rule in force, or PERSON by hand.",
    ),
    _listed("rule", "intake_handle:rule", "", "Adopt a version of the rule that sorts claims."),
    _listed(
        "limit",
        "intake_handle:limit",
        "",
        "Say how long a claim may wait; whatever waits longer is a task on the board.",
    ),
    _listed(
        "receipt",
        "intake_letters:receipt",
        "",
        "Say to people that their claim is stored, with a reference to ask by.",
    ),
    _listed(
        "answer", "intake_letters:answer", "", "Tell people what was decided about their claim."
    ),
)

EXPORTS = (
    _listed("list", "exports:listed", "", "List the files that left, those that are over first."),
    _listed("end", "exports:end", "", "Record that a recipient destroyed a file."),
)

RECIPIENT = (
    _listed("add", "recipient:add", "", "Record a recipient's public key, compared by two people."),
    _listed("list", "recipient:listed", "", "List to whom files may be sealed."),
    _listed("drop", "recipient:drop", "", "Seal nothing to a recipient any more."),
)

ITEM = (
    _listed("add", "item_add:add", "", "Inventory a thing that may be left behind."),
    _listed(
        "assign",
        "item_dispose:assign",
        "",
        "Say what is to become of an item: a lift, destruction, handing over.",
    ),
    _listed(
        "dispose",
        "item_dispose:dispose",
        "",
        "Record what became of an item, how, and who saw it.",
    ),
    _listed(
        "told",
        "item_dispose:told",
        "",
        "Record that the people whose data it bore were told.",
    ),
    _listed("list", "item_list:items", "", "List the items: those without a final disposal first."),
    _listed(
        "show",
        "item_list:show",
        "",
        "Show one item: what it is, what became of it, with witnesses and evidence.",
    ),
    _listed(
        "exposed",
        "item_list:exposed",
        "",
        "List the people whose data an item bore, those who wait first.",
    ),
)

PRINT = (
    _listed(
        "register",
        "print_register:register",
        "",
        "Enter a print in the register; it gets the next number.",
    ),
    _listed("return", "print_register:give_back", "", "Record that a print came back."),
    _listed(
        "destroy",
        "print_register:destroy",
        "",
        "Record that a print was destroyed before a witness.",
    ),
    _listed("lose", "print_register:lose", "", "Record that nobody knows where a print is."),
    _listed(
        "list",
        "print_register:prints",
        "",
        "List the prints: those that are out first, with who holds them.",
    ),
)

DURESS = (
    _listed("set", "duress:put", "", "Set the duress code, in the place of any other."),
    _listed("drop", "duress:drop", "", "Have no duress code; says the same where there was none."),
)

CLOSING = (
    _listed(
        "checklist",
        "closing:checklist",
        "",
        "Show the closing checklist of the operation, this site or a gate.",
    ),
    _listed(
        "left",
        "closing:left",
        "",
        "Count who is left: open people and people left behind, without names.",
    ),
    _listed("close", "closing:close", "", "Close the operation, this site or a gate for good."),
    _listed("reopen", "closing:reopen", "", "Open the operation or this site again."),
)

SHEET = (
    _listed(
        "boarding",
        "sheet_print:boarding",
        "",
        "Write a sheet of who is planned for a lift, to mark at the ramp.",
    ),
    _listed(
        "arrival",
        "sheet_print:arrival",
        "",
        "Write a sheet of who is aboard a lift, to mark as they come off.",
    ),
    _listed(
        "muster",
        "sheet_print:muster",
        "",
        "Write a sheet of who is at a place, to mark at the daily muster.",
    ),
    _listed(
        "read",
        "sheet_read:read",
        "",
        "Read marked sheets from pictures (PNG, JPEG, TIFF), and take them over with --take.",
    ),
)

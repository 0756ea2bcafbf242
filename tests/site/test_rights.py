"""Every command and question of the site, every role: refused unless a right of the role lists it.

T22: deny by default, checked on command and question. The table below must name every public
function that is handed a site, so that a new one is not forgotten here.
"""

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from io import BytesIO
from pathlib import Path
from types import FunctionType

import pytest

import muster.site
from muster.ground.people.category import Outcome
from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.ids import (
    ArrangementId,
    CanaryId,
    DeviceId,
    ExportId,
    IssuerId,
    ItemId,
    LiftId,
    ListId,
    OperatorId,
    PassId,
    PersonId,
    PrintId,
    RecipientId,
    SiteId,
    spell,
)
from muster.ground.people.kin import Relation
from muster.ground.people.moment import DAY
from muster.ground.people.need import Need
from muster.ground.people.place import PlaceRole
from muster.ground.problem import Problem
from muster.ground.record.certificate import read_writer
from muster.journey.closing.facts import Disposal, ItemKind, PrintKind, Purpose
from muster.journey.figures import changes
from muster.journey.figures.report import Report
from muster.journey.matching.facts import Judgement
from muster.journey.passage.terms import Channel, Checking, Disclosable
from muster.journey.plan import facts as plan_facts
from muster.journey.plan.adopted import Limits
from muster.journey.plan.operation import Weights
from muster.journey.plan.scopes import Scope
from muster.journey.registry.facts import NoteTaken, PersonCorrected
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.journey.registry.triage import Sorting, TriageRule
from muster.site import command, epochs, forgetting, joining, opening, operators, prints, upkeep
from muster.site.access import (
    canaries,
    compulsory,
    credentials,
    looks,
    onetime,
    passkeys,
    refusals,
)
from muster.site.access.patience import Patience
from muster.site.arrival import haven, musters, sheets
from muster.site.closing import doctor, duress, ending, exposures, items, left, scuttle
from muster.site.exchange import (
    abreast,
    accept,
    backing_up,
    enrolling,
    exchanging,
    introducing,
    letterboxes,
    linking,
    neighbours,
    revoking,
    sticks,
)
from muster.site.export import leaving, people, preview, recipients, register
from muster.site.export import lifts as rows_of_lifts
from muster.site.export.asking import Asked as Leaving
from muster.site.export.asking import Form
from muster.site.export.profiles import Profile
from muster.site.figures import auditing, corrections, reporting, sources, timeline
from muster.site.gate import devices, gatepost, shifts, tablets, used_twice
from muster.site.incident import incidents, roll
from muster.site.lift import bands, contradictions, ramp
from muster.site.passage import checkpoints, disclosures, liaison, told
from muster.site.passes import cards, families, issuers, issuing, passbook, printing
from muster.site.plan import (
    calls,
    explaining,
    forwarding,
    planner,
    planning,
    queues,
    refilling,
    seating,
    standings,
    supposing,
    unsettled,
)
from muster.site.plan.solving import Way
from muster.site.plan.supposing import Supposed
from muster.site.problems import NotAllowed
from muster.site.record.kinds import RECORD
from muster.site.registry import (
    answering,
    apart,
    desk,
    handling,
    importing,
    judging,
    lists,
    masks,
    matching,
    meant,
    reviewing,
    same,
    search,
    stories,
    waiting,
)
from muster.site.rights import RIGHTS, Operator, Right, Role
from muster.site.secrecy import exposed, fallen, recovering
from muster.site.site import Site
from tests.world.copies import CHEAP
from tests.world.site import PHRASE, PROFILE, World

SETUP = opening.Setup("Second site", "Test operation", CHEAP, training=True)
CEREMONY = passkeys.Ceremony(b"c" * 32, "muster.test.internal", ())
LIST = b"name,sex\nExample One,f\n"

POSTS: dict[Right, set[str]] = {
    Right.CLAIM: {"lead", "registrar"},
    Right.DECIDE: {"lead", "registrar"},
    Right.FIND: {"lead", "registrar"},
    Right.SEE_PERSON: {"lead", "registrar"},
    Right.PLAN_LIFT: {"lead", "planner"},
    Right.BOARD: {"lead", "ramp"},
    Right.SEE_LIFT: {"lead", "head", "planner", "ramp", "receiving", "auditor"},
    Right.RECEIVE: {"lead", "receiving"},
    Right.COMMAND: {"lead", "head", "liaison"},
    Right.ARRANGE: {"lead", "head", "liaison"},
    Right.APPOINT: {"lead"},
    Right.ISSUE: {"lead", "planner"},
    Right.FAMILY: {"lead", "registrar", "planner"},
    Right.GUARD: {"lead", "gate"},
    Right.CLOSE: {"lead", "head"},
    Right.FIGURES: {"lead", "head", "planner", "liaison", "auditor"},
    Right.ENROL: {"lead"},
    Right.TABLETS: {"lead", "head"},
    Right.EXPORT: {"lead"},
    Right.SHRED: {"lead"},
    Right.LINK: {"lead", "head"},
    Right.UPKEEP: {"lead", "auditor"},
    Right.AUDIT: {"lead", "auditor"},
    Right.WATCH: {"lead", "head", "auditor"},
    Right.PLANT: {"lead", "auditor"},
    Right.OWN: {role.value for role in Role},
}
"""Who may what, written down a second time: a slip in the one table shows in the other."""


def _look(site: Site, by: Operator) -> None:
    with auditing.redacted(site, by):
        pass


class Scene:
    """A site where there is something to be commanded and asked about, and the ids of it."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        self.site = self.world.site
        self.people = self.world.party(3)
        with self.site.view() as view:
            record = view.state(RECORD, self.people[0])
        self.party = record.party
        self.open = self.world.lift(leave=False)
        self.gone = self.world.lift(self.people)
        self.world.land(self.gone, self.people)
        self.gate = self.world.place("Example gate", PlaceRole.GATE)
        site, by = self.site, self.world.by
        self.incident = incidents.report_incident(site, by, self.gate, "crush", "text")
        self.arrangement = self.road()
        self.thing, self.sheet = self.item(by), self.printed(by)
        corrections.keep(site, by, self.report)
        self.station: PrintId = sheets.print_arrival(
            site, by, self.gone, self.world.base, holder="receiving"
        ).id
        self.pass_: PassId = PassId(bytes(7))
        self.issuer: IssuerId = issuers.appoint(site, by, "Example delegate", self.gate, quota=1).id
        self.checkpoint = self.world.place("Their checkpoint", PlaceRole.CHECKPOINT)
        self.lending, self.keyed = map(self.checked, (Checking.LENT, Checking.KEY))
        self.page = families.give(site, by, self.party)
        self.colleague = operators.enrol(site, by, "Example colleague", ("ramp",), "24681357")
        self.asking = enrolling.ask(folder.with_name("laptop"), PHRASE, "Post", cost=CHEAP).raw

    def letterbox(self) -> letterboxes.Known:
        """Return a letterbox, of this site itself."""
        return letterboxes.taken(
            self.site, self.world.by, letterboxes.own(self.site, self.world.by)
        )

    def road(self) -> ArrangementId:
        """Return an arrangement that was agreed and allows everything there is."""
        site, by = self.site, self.world.by
        found = liaison.propose(site, by, role="Commander", place="outside the gate")
        until = self.world.clock.at + DAY
        liaison.agree(site, by, found, allows=tuple(Disclosable), until=until)
        return found

    def checked(self, checking: Checking) -> ArrangementId:
        """Return an arrangement under which they check codes in that way."""
        found, until = self.road(), self.world.clock.at + DAY
        liaison.agree(self.site, self.world.by, found, allows=(), until=until, checking=checking)
        return found

    def held(self) -> ArrangementId:
        """Return an arrangement that rests."""
        found = self.road()
        liaison.suspend(self.site, self.world.by, found, reason="shots heard")
        return found

    def item(self, by: Operator) -> ItemId:
        """Inventory an item."""
        return items.add_item(
            self.site,
            by,
            kind=ItemKind.PAPERS,
            description="files",
            custodian="desk",
            place=self.gate,
        )

    def printed(self, by: Operator) -> PrintId:
        """Enter a print."""
        made = prints.register_print(
            self.site, by, kind=PrintKind.LIST, holder="gate", souls=1, expires=0
        )
        return made.id

    def proposal(self) -> planning.Proposal:
        """Return a plan that nobody has adopted."""
        return planning.propose(self.site, self.world.by, Way.REPAIR)

    @property
    def report(self) -> Report:
        """Return the report as of now."""
        return reporting.report(self.site, self.world.by)

    def fresh(self) -> list[PersonId]:
        """Return somebody whom nothing has happened to yet."""
        return self.world.party(1)


TRIAGE = TriageRule(1, 0, (), Sorting(desk="front", urgency=5, reason="other"))

Call = Callable[[Scene, Site, Operator], object]
Any = tuple[Right, ...]

COMMANDS: dict[str, tuple[Any, Call]] = {
    "desk.join": (
        (Right.CLAIM,),
        lambda s, site, by: desk.join(site, by, s.party, [PersonClaim(s.world.name())]),
    ),
    "leaving.leave": (
        (Right.EXPORT,),
        lambda _, site, by: leaving.leave(
            site, by, Leaving(profile=Profile.PARTNER, expected=-1, purpose="x")
        ),
    ),
    "people.categories": ((Right.EXPORT,), lambda _, site, by: people.categories(site, by)),
    "register.exports": ((Right.EXPORT,), lambda _, site, by: register.exports(site, by)),
    "register.end": (
        (Right.EXPORT,),
        lambda _, site, by: register.end(site, by, ExportId(b"e" * 16), "by telephone"),
    ),
    "register.find": ((Right.EXPORT,), lambda _, site, by: register.find(site, by, "0" * 26)),
    "recipients.verify": (
        (Right.EXPORT,),
        lambda s, site, by: recipients.verify(site, by, s.world.by, "One", "age1", "", "x"),
    ),
    "recipients.drop": (
        (Right.EXPORT,),
        lambda _, site, by: recipients.drop(site, by, RecipientId(b"r" * 16), "gone"),
    ),
    "recipients.recipients": (
        (Right.EXPORT,),
        lambda _, site, by: recipients.recipients(site, by),
    ),
    "recipients.find": ((Right.EXPORT,), lambda _, site, by: recipients.find(site, by, "One")),
    "waiting.queue": ((Right.CLAIM,), lambda _, site, by: waiting.queue(site, by)),
    "waiting.in_hand": ((Right.CLAIM,), lambda _, site, by: waiting.in_hand(site, by)),
    "waiting.limits": ((Right.COMMAND,), lambda _, site, by: waiting.limits(site, by)),
    "handling.adopt_triage": (
        (Right.DECIDE,),
        lambda _, site, by: handling.adopt_triage(site, by, TRIAGE),
    ),
    "handling.set_limits": (
        (Right.COMMAND,),
        lambda _, site, by: handling.set_limits(site, by, received=4),
    ),
    "handling.take": (
        (Right.CLAIM,),
        lambda s, site, by: handling.take(site, by, person=s.fresh()[0]),
    ),
    "handling.hand_back": (
        (Right.CLAIM,),
        lambda s, site, by: handling.hand_back(site, by, s.fresh()[0], "gone home"),
    ),
    "handling.sort_by_rule": (
        (Right.CLAIM,),
        lambda _, site, by: handling.sort_by_rule(site, by, dry_run=True),
    ),
    "handling.sort_by_hand": (
        (Right.CLAIM,),
        lambda s, site, by: handling.sort_by_hand(site, by, s.fresh()[0], TRIAGE.otherwise),
    ),
    "answering.receipts": (
        (Right.CLAIM,),
        lambda s, site, by: answering.receipts(site, by, s.fresh(), spoken=True),
    ),
    "answering.answers": (
        (Right.CLAIM,),
        lambda s, site, by: answering.answers(site, by, s.fresh(), spoken=True),
    ),
    "lists.received": ((Right.CLAIM,), lambda _, site, by: lists.received(site, by)),
    "lists.find": ((Right.CLAIM,), lambda _, site, by: lists.find(site, by, "0" * 32)),
    "lists.would_take_back": (
        (Right.CLAIM,),
        lambda _, site, by: lists.would_take_back(site, by, ListId(b"l" * 16)),
    ),
    "lists.take_back": (
        (Right.CLAIM,),
        lambda _, site, by: lists.take_back(site, by, ListId(b"l" * 16), "x"),
    ),
    "desk.claim": (
        (Right.CLAIM,),
        lambda s, site, by: desk.claim(
            site, by, [PartyClaim((PersonClaim(s.world.name(), category="citizen"),))]
        ),
    ),
    "desk.adopt_rule": ((Right.DECIDE,), lambda _, site, by: desk.adopt_rule(site, by, PROFILE)),
    "desk.see_documents": (
        (Right.CLAIM,),
        lambda s, site, by: desk.see_documents(
            site, by, [(s.people[0], Document(DocumentType.PASSPORT, "X1", Evidence.SEEN))]
        ),
    ),
    "desk.decide": ((Right.DECIDE,), lambda s, site, by: desk.decide(site, by, s.people)),
    "desk.decide_as": (
        (Right.DECIDE,),
        lambda s, site, by: desk.decide_as(
            site, by, s.people, Outcome.ELIGIBLE, reasons=("x",), authority="Test"
        ),
    ),
    "desk.search_people": (
        (Right.CLAIM,),
        lambda s, site, by: desk.search_people(site, by, s.people),
    ),
    "desk.register": (
        (Right.CLAIM,),
        lambda s, site, by: desk.register(site, by, s.fresh(), s.gate),
    ),
    "desk.record_needs": (
        (Right.CLAIM,),
        lambda s, site, by: desk.record_needs(site, by, s.people[0], (next(iter(Need)),)),
    ),
    "desk.correct": (
        (Right.CLAIM,),
        lambda s, site, by: desk.correct(
            site, by, PersonCorrected(s.people[0], site.now(), by.id, "typing", name=s.world.name())
        ),
    ),
    "desk.take_notes": (
        (Right.CLAIM,),
        lambda s, site, by: desk.take_notes(
            site, by, [NoteTaken(s.people[0], site.now(), by.id, "Author", "", "Text")]
        ),
    ),
    "desk.withdraw": (
        (Right.CLAIM,),
        lambda s, site, by: desk.withdraw(site, by, s.fresh(), "own wish"),
    ),
    "desk.lose_trace": (
        (Right.CLAIM,),
        lambda s, site, by: desk.lose_trace(site, by, s.fresh(), 0),
    ),
    "desk.hear_from": (
        (Right.CLAIM,),
        lambda s, site, by: desk.hear_from(site, by, s.people, "phone"),
    ),
    "desk.confirm_parties": (
        (Right.CLAIM,),
        lambda s, site, by: desk.confirm_parties(site, by, [s.party]),
    ),
    "desk.receive_parties": (
        (Right.CLAIM,),
        lambda s, site, by: desk.receive_parties(site, by, [(s.party, 3)], s.gate),
    ),
    "importing.preview": ((Right.CLAIM,), lambda _, site, by: importing.preview(site, by, LIST)),
    "importing.import_list": (
        (Right.CLAIM,),
        lambda _, site, by: importing.import_list(site, by, LIST, importing.Request()),
    ),
    "ramp.offer": (
        (Right.PLAN_LIFT,),
        lambda s, site, by: ramp.offer(
            site,
            by,
            name="EXAMPLE 9",
            craft="C-17",
            origin=s.world.airport,
            destination=s.world.base,
            seats=9,
        ),
    ),
    "ramp.ready": (
        (Right.PLAN_LIFT,),
        lambda s, site, by: ramp.ready(site, by, s.fresh(), s.world.airport),
    ),
    "ramp.manifest": (
        (Right.PLAN_LIFT,),
        lambda s, site, by: ramp.manifest(site, by, s.open, s.fresh()),
    ),
    "ramp.freeze": ((Right.PLAN_LIFT,), lambda s, site, by: ramp.freeze(site, by, s.open)),
    "bands.bearer": (
        (Right.BOARD, Right.RECEIVE),
        lambda s, site, by: bands.bearer(site, by, spell(s.people[0])),
    ),
    "ramp.board": ((Right.BOARD,), lambda s, site, by: ramp.board(site, by, s.open, s.fresh())),
    "ramp.bump": (
        (Right.BOARD,),
        lambda s, site, by: ramp.bump(site, by, s.open, s.fresh(), "no seat"),
    ),
    "ramp.count": ((Right.BOARD,), lambda s, site, by: ramp.count(site, by, s.open, 3)),
    "ramp.depart": (
        (Right.BOARD,),
        lambda s, site, by: ramp.depart(site, by, s.world.lift(leave=False)),
    ),
    "ramp.last_lift": ((Right.COMMAND,), lambda s, site, by: ramp.last_lift(site, by, s.gone)),
    "ramp.cancel": (
        (Right.PLAN_LIFT,),
        lambda s, site, by: ramp.cancel(site, by, s.world.lift(leave=False), "weather"),
    ),
    "ramp.delay": (
        (Right.PLAN_LIFT,),
        lambda s, site, by: ramp.delay(site, by, s.open, site.now().latest + DAY),
    ),
    "ramp.settle": (
        (Right.BOARD,),
        lambda s, site, by: ramp.settle(site, by, s.gone, 3, reason="counted", witness="Two"),
    ),
    "seating.ready": ((Right.PLAN_LIFT,), lambda s, site, by: seating.ready(site, by, s.open)),
    "seating.seat": (
        (Right.PLAN_LIFT,),
        lambda s, site, by: seating.seat(site, by, s.open, []),
    ),
    "haven.land": (
        (Right.RECEIVE,),
        lambda s, site, by: haven.land(site, by, s.gone, s.world.base),
    ),
    "haven.arrive": (
        (Right.RECEIVE,),
        lambda s, site, by: haven.arrive(site, by, s.gone, s.world.base, s.people),
    ),
    "haven.find": (
        (Right.RECEIVE,),
        lambda s, site, by: haven.find(site, by, s.gone, s.world.base, []),
    ),
    "musters.look": (
        (Right.RECEIVE,),
        lambda s, site, by: musters.look(site, by, s.world.base),
    ),
    "haven.settle_found": (
        (Right.RECEIVE,),
        lambda s, site, by: haven.settle_found(site, by, s.people[0], None),
    ),
    "haven.muster": (
        (Right.RECEIVE,),
        lambda s, site, by: haven.muster(site, by, s.world.base, s.people),
    ),
    "haven.hand_over": (
        (Right.RECEIVE,),
        lambda s, site, by: haven.hand_over(site, by, s.people, "Example agency"),
    ),
    "haven.leave": ((Right.RECEIVE,), lambda s, site, by: haven.leave(site, by, s.people)),
    "haven.stop_intake": (
        (Right.RECEIVE,),
        lambda s, site, by: haven.stop_intake(site, by, s.world.base, "full"),
    ),
    "haven.resume_intake": (
        (Right.RECEIVE,),
        lambda s, site, by: haven.resume_intake(site, by, s.world.base),
    ),
    "command.name_place": (
        (Right.COMMAND,),
        lambda _, site, by: command.name_place(site, by, "Example place", PlaceRole.GATE),
    ),
    "command.open_gate": (
        (Right.COMMAND,),
        lambda s, site, by: command.open_gate(site, by, s.gate, 60),
    ),
    "command.shut_gate": (
        (Right.COMMAND, Right.PLAN_LIFT),
        lambda s, site, by: command.shut_gate(site, by, s.gate, "crush"),
    ),
    "command.hold_gate": (
        (Right.COMMAND, Right.PLAN_LIFT),
        lambda s, site, by: command.hold_gate(site, by, s.gate, "threat"),
    ),
    "command.set_room": (
        (Right.COMMAND, Right.PLAN_LIFT),
        lambda s, site, by: command.set_room(site, by, s.world.base, (10, 20), per_day=24),
    ),
    "command.places": (
        (Right.COMMAND, Right.CLAIM),
        lambda _, site, by: command.places(site, by),
    ),
    "command.gates": (
        (Right.COMMAND, Right.PLAN_LIFT),
        lambda _, site, by: command.gates(site, by),
    ),
    "incidents.report_incident": (
        (Right.COMMAND,),
        lambda s, site, by: incidents.report_incident(site, by, s.gate, "crush", "text"),
    ),
    "incidents.confirm": (
        (Right.COMMAND,),
        lambda s, site, by: incidents.confirm(site, by, s.incident, "Source"),
    ),
    "incidents.dismiss": (
        (Right.COMMAND,),
        lambda s, site, by: incidents.dismiss(site, by, s.incident, "Source"),
    ),
    "incidents.close": (
        (Right.COMMAND,),
        lambda s, site, by: incidents.close(site, by, s.incident),
    ),
    "incidents.warn": (
        (Right.COMMAND,),
        lambda s, site, by: incidents.warn(site, by, [s.gate], "text", source="Source"),
    ),
    "incidents.recall": (
        (Right.COMMAND,),
        lambda s, site, by: incidents.recall(site, by, s.incident),
    ),
    "incidents.lift_warning": (
        (Right.COMMAND,),
        lambda s, site, by: incidents.lift_warning(site, by, s.incident, "Source"),
    ),
    "incidents.state": (
        (Right.COMMAND,),
        lambda s, site, by: incidents.state(site, by, s.incident, "Source", "text"),
    ),
    "incidents.report_casualties": (
        (Right.COMMAND,),
        lambda s, site, by: incidents.report_casualties(
            site, by, s.incident, source="Source", sentence="text", dead=(1, 2)
        ),
    ),
    "incidents.listed": ((Right.COMMAND,), lambda _, site, by: incidents.listed(site, by)),
    "incidents.page": ((Right.COMMAND,), lambda s, site, by: incidents.page(site, by, s.incident)),
    "incidents.meant": (
        (Right.COMMAND,),
        lambda s, site, by: incidents.meant(site, by, spell(s.incident)),
    ),
    "roll.report_deaths": (
        (Right.COMMAND,),
        lambda s, site, by: roll.report_deaths(site, by, s.fresh(), "Observer"),
    ),
    "roll.report_missing": (
        (Right.COMMAND,),
        lambda s, site, by: roll.report_missing(site, by, s.fresh(), "Observer"),
    ),
    "command.count_islands": (
        (Right.COMMAND,),
        lambda s, site, by: command.count_islands(site, by, s.gate, 2),
    ),
    "checkpoints.lend": (
        (Right.ARRANGE,),
        lambda s, site, by: checkpoints.lend(site, by, s.lending, s.checkpoint),
    ),
    "checkpoints.hand_out": (
        (Right.ARRANGE,),
        lambda s, site, by: checkpoints.hand_out(
            site, by, s.world.by, s.keyed, s.checkpoint, reason="text"
        ),
    ),
    "families.give": (
        (Right.FAMILY,),
        lambda s, site, by: families.give(site, by, s.party),
    ),
    "families.give_relative": (
        (Right.FAMILY,),
        lambda s, site, by: families.give_relative(
            site, by, s.party, Relation.PARENT, plan_facts.Channel.PHONE
        ),
    ),
    "families.take_back": (
        (Right.FAMILY,),
        lambda s, site, by: families.take_back(site, by, s.party, reason="lost"),
    ),
    "families.listed": ((Right.FAMILY,), lambda _, site, by: families.listed(site, by)),
    "families.found": ((Right.FAMILY,), lambda s, site, by: families.found(site, by, s.page.mark)),
    "families.publish": ((Right.FAMILY,), lambda _, site, by: families.publish(site, by)),
    "printing.print_page": (
        (Right.FAMILY,),
        lambda s, site, by: printing.print_page(
            site, by, s.page, address="https://example.org", holder="desk"
        ),
    ),
    "roll.tell_kin": (
        (Right.COMMAND,),
        lambda s, site, by: roll.tell_kin(site, by, s.people, "Teller"),
    ),
    "roll.entries": ((Right.COMMAND,), lambda _, site, by: roll.entries(site, by)),
    "queues.queues": ((Right.PLAN_LIFT,), lambda _, site, by: queues.queues(site, by)),
    "planning.look": ((Right.PLAN_LIFT,), lambda _, site, by: planning.look(site, by)),
    "planning.propose": (
        (Right.PLAN_LIFT,),
        lambda _, site, by: planning.propose(site, by, Way.REPAIR),
    ),
    "planning.faults": ((Right.PLAN_LIFT,), lambda _, site, by: planning.faults(site, by)),
    "planning.adopt": (
        (Right.PLAN_LIFT,),
        lambda s, site, by: planning.adopt(site, by, s.proposal()),
    ),
    "explaining.why": (
        (Right.PLAN_LIFT,),
        lambda s, site, by: explaining.why(site, by, s.party),
    ),
    "explaining.why_not": (
        (Right.PLAN_LIFT,),
        lambda s, site, by: explaining.why_not(site, by, s.party, s.open),
    ),
    "explaining.instead": (
        (Right.PLAN_LIFT,),
        lambda s, site, by: explaining.instead(site, by, s.party, s.open),
    ),
    "supposing.what_if": (
        (Right.PLAN_LIFT,),
        lambda _, site, by: supposing.what_if(site, by, Supposed(), runs=2),
    ),
    "supposing.weigh": (
        (Right.PLAN_LIFT,),
        lambda _, site, by: supposing.weigh(site, by, Weights()),
    ),
    "planner.terms": ((Right.PLAN_LIFT,), lambda _, site, by: planner.terms(site, by)),
    "planner.set_weights": (
        (Right.PLAN_LIFT,),
        lambda _, site, by: planner.set_weights(site, by, None, Weights(), reason="example"),
    ),
    "planner.set_limits": (
        (Right.PLAN_LIFT,),
        lambda _, site, by: planner.set_limits(site, by, Limits()),
    ),
    "planner.expect_gate": (
        (Right.PLAN_LIFT,),
        lambda s, site, by: planner.expect_gate(site, by, s.gate, []),
    ),
    "planner.appointments": (
        (Right.PLAN_LIFT,),
        lambda _, site, by: planner.appointments(site, by),
    ),
    "planner.appoint": (
        (Right.ENROL,),
        lambda _, site, by: planner.appoint(site, by, Scope("Example post", (), (), ())),
    ),
    "planner.expect_span": (
        (Right.PLAN_LIFT,),
        lambda s, site, by: planner.expect_span(site, by, s.gate, (0, DAY, 7)),
    ),
    "planner.expect_no_span": (
        (Right.PLAN_LIFT,),
        lambda s, site, by: planner.expect_no_span(site, by, s.gate, 0),
    ),
    "planner.bases": ((Right.PLAN_LIFT,), lambda _, site, by: planner.bases(site, by)),
    "planner.expected": ((Right.PLAN_LIFT,), lambda _, site, by: planner.expected(site, by)),
    "planner.count_queue": (
        (Right.PLAN_LIFT, Right.COMMAND),
        lambda s, site, by: planner.count_queue(site, by, s.gate, 3),
    ),
    "planner.hold_back": (
        (Right.PLAN_LIFT,),
        lambda s, site, by: planner.hold_back(site, by, [s.party], "papers"),
    ),
    "planner.let_go": (
        (Right.PLAN_LIFT,),
        lambda s, site, by: planner.let_go(site, by, [s.party]),
    ),
    "planner.release": (
        (Right.PLAN_LIFT,),
        lambda s, site, by: planner.release(site, by, [s.party], "asked"),
    ),
    "planner.permit": (
        (Right.PLAN_LIFT,),
        lambda s, site, by: planner.permit(site, by, s.party, reason="sponsor"),
    ),
    "planner.escort": (
        (Right.PLAN_LIFT,),
        lambda s, site, by: planner.escort(site, by, s.party, "Example agency"),
    ),
    "forwarding.call_list": (
        (Right.PLAN_LIFT,),
        lambda _, site, by: forwarding.call_list(site, by),
    ),
    "forwarding.call_next": (
        (Right.PLAN_LIFT,),
        lambda _, site, by: forwarding.call_next(site, by),
    ),
    "refilling.listed": (
        (Right.PLAN_LIFT,),
        lambda s, site, by: refilling.listed(site, by, s.open),
    ),
    "standings.standings": (
        (Right.PLAN_LIFT,),
        lambda _, site, by: standings.standings(site, by),
    ),
    "refilling.split_off": (
        (Right.PLAN_LIFT,),
        lambda s, site, by: refilling.split_off(site, by, s.open, s.people, "papers"),
    ),
    "unsettled.tasks": ((Right.PLAN_LIFT,), lambda _, site, by: unsettled.tasks(site, by)),
    "unsettled.children_at": (
        (Right.RECEIVE,),
        lambda s, site, by: unsettled.children_at(site, by, s.world.base),
    ),
    "calls.call": (
        (Right.PLAN_LIFT,),
        lambda s, site, by: calls.call(site, by, [s.party], s.gate, (0, site.now().latest + DAY)),
    ),
    "calls.came": (
        (Right.COMMAND, Right.PLAN_LIFT),
        lambda s, site, by: calls.came(site, by, [s.party]),
    ),
    "calls.did_not_come": (
        (Right.COMMAND, Right.PLAN_LIFT),
        lambda s, site, by: calls.did_not_come(site, by, [s.party]),
    ),
    "calls.reach": (
        (Right.COMMAND, Right.PLAN_LIFT),
        lambda s, site, by: calls.reach(site, by, [s.party], plan_facts.Channel.WARDEN),
    ),
    "calls.recall": (
        (Right.COMMAND, Right.PLAN_LIFT),
        lambda s, site, by: calls.recall(site, by, [s.party]),
    ),
    "calls.recall_stray": (
        (Right.COMMAND, Right.PLAN_LIFT),
        lambda _, site, by: calls.recall_stray(site, by),
    ),
    "calls.listed": ((Right.COMMAND, Right.PLAN_LIFT), lambda _, site, by: calls.listed(site, by)),
    "calls.outbox": ((Right.COMMAND, Right.PLAN_LIFT), lambda _, site, by: calls.outbox(site, by)),
    "command.publish": (
        (Right.COMMAND,),
        lambda _, site, by: command.publish(
            site, by, series="x", publisher="Publisher", sentence="text", low=1, high=2
        ),
    ),
    "liaison.consider": (
        (Right.ARRANGE,),
        lambda _, site, by: liaison.consider(site, by, role="Commander", place="at the bridge"),
    ),
    "liaison.propose": (
        (Right.ARRANGE,),
        lambda _, site, by: liaison.propose(site, by, role="Commander", place="at the bridge"),
    ),
    "liaison.agree": (
        (Right.ARRANGE,),
        lambda s, site, by: liaison.agree(
            site, by, s.arrangement, allows=(), until=s.world.clock.at + DAY
        ),
    ),
    "liaison.use": (
        (Right.ARRANGE,),
        lambda s, site, by: liaison.use(site, by, s.arrangement),
    ),
    "liaison.honour": (
        (Right.ARRANGE,),
        lambda s, site, by: liaison.honour(site, by, s.arrangement),
    ),
    "liaison.breach": (
        (Right.ARRANGE,),
        lambda s, site, by: liaison.breach(site, by, s.road(), reason="turned back"),
    ),
    "liaison.suspend": (
        (Right.ARRANGE,),
        lambda s, site, by: liaison.suspend(site, by, s.road(), reason="shots heard"),
    ),
    "liaison.resume": (
        (Right.ARRANGE,),
        lambda s, site, by: liaison.resume(site, by, s.held()),
    ),
    "liaison.lapse": (
        (Right.ARRANGE,),
        lambda s, site, by: liaison.lapse(site, by, s.road(), reason="they left"),
    ),
    "liaison.arrangements": (
        (Right.ARRANGE,),
        lambda _, site, by: liaison.arrangements(site, by),
    ),
    "liaison.arrangement": (
        (Right.ARRANGE,),
        lambda s, site, by: liaison.arrangement(site, by, s.arrangement),
    ),
    "liaison.lookup": (
        (Right.ARRANGE,),
        lambda s, site, by: liaison.lookup(site, by, spell(s.arrangement)),
    ),
    "disclosures.disclose": (
        (Right.ARRANGE,),
        lambda s, site, by: disclosures.disclose(site, by, s.road(), count=3),
    ),
    "disclosures.report": (
        (Right.ARRANGE,),
        lambda s, site, by: disclosures.report(
            site, by, s.arrangement, channel=Channel.RADIO, count=3
        ),
    ),
    "disclosures.name_people": (
        (Right.ARRANGE,),
        lambda s, site, by: disclosures.name_people(
            site, by, s.world.by, s.road(), s.people, reason="held at the checkpoint"
        ),
    ),
    "disclosures.lookup": (
        (Right.ARRANGE,),
        lambda s, site, by: disclosures.lookup(site, by, spell(s.people[0])),
    ),
    "told.ledger": ((Right.ARRANGE,), lambda s, site, by: told.ledger(site, by, about=s.party)),
    "judging.judge": (
        (Right.CLAIM,),
        lambda s, site, by: judging.judge(site, by, s.people[0], s.people[1], Judgement.SAME),
    ),
    "judging.judge_by_rule": (
        (Right.CLAIM,),
        lambda s, site, by: judging.judge_by_rule(
            site, by, "test-1", [(s.people[0], s.people[1], Judgement.UNSURE, 500)]
        ),
    ),
    "same.others": (
        (Right.CLAIM,),
        lambda s, site, by: same.others(site, by, s.people),
    ),
    "judging.judgements": (
        (Right.SEE_PERSON,),
        lambda _, site, by: judging.judgements(site, by),
    ),
    "matching.run": ((Right.CLAIM,), lambda _, site, by: matching.run(site, by)),
    "matching.catch_up": ((Right.CLAIM,), lambda _, site, by: matching.catch_up(site, by)),
    "matching.follow": ((Right.CLAIM,), lambda _, site, by: matching.follow(site, by)),
    "apart.waiting": ((Right.CLAIM,), lambda _, site, by: apart.waiting(site, by)),
    "apart.settle": (
        (Right.CLAIM,),
        lambda s, site, by: apart.settle(site, by, s.people[0], "name", take=False),
    ),
    "matching.explain": (
        (Right.SEE_PERSON,),
        lambda s, site, by: matching.explain(site, by, s.people[0], s.people[1]),
    ),
    "reviewing.queue": ((Right.SEE_PERSON,), lambda _, site, by: reviewing.queue(site, by)),
    "reviewing.review": (
        (Right.SEE_PERSON,),
        lambda s, site, by: reviewing.review(site, by, s.people[0], s.people[1]),
    ),
    "reviewing.take_back": (
        (Right.CLAIM,),
        lambda s, site, by: reviewing.take_back(site, by, s.people[0], s.people[1]),
    ),
    "sources.publish": (
        (Right.COMMAND,),
        lambda _, site, by: sources.publish(
            site,
            by,
            sources.Published("x", "P", "text", "souls", 1, 2, None, None, None, running=True),
        ),
    ),
    "sources.import_series": (
        (Right.COMMAND,),
        lambda _, site, by: sources.import_series(site, by, b"series,publisher,sentence,low\n"),
    ),
    "sources.published": ((Right.FIGURES,), lambda _, site, by: sources.published(site, by)),
    "sources.estimate": (
        (Right.COMMAND,),
        lambda _, site, by: sources.estimate(
            site, by, source="x", method="y", made=0, population="z", low=1, high=2
        ),
    ),
    "sources.estimates": ((Right.FIGURES,), lambda _, site, by: sources.estimates(site, by)),
    "corrections.report": (
        (Right.FIGURES,),
        lambda _, site, by: corrections.report(site, by),
    ),
    "corrections.against": (
        (Right.FIGURES,),
        lambda s, site, by: corrections.against(site, by, s.report, changes.Given(0, 0, (), ())),
    ),
    "corrections.since_last": (
        (Right.FIGURES,),
        lambda s, site, by: corrections.since_last(site, by, s.report),
    ),
    "corrections.keep": (
        (Right.FIGURES,),
        lambda s, site, by: corrections.keep(site, by, s.report),
    ),
    "corrections.last": (
        (Right.FIGURES,),
        lambda _, site, by: corrections.last(site, by),
    ),
    "search.find": ((Right.FIND,), lambda _, site, by: search.find(site, by, "Given")),
    "stories.lookup": (
        (Right.SEE_PERSON, Right.SEE_LIFT),
        lambda s, site, by: stories.lookup(site, by, spell(s.people[0])),
    ),
    "stories.handed": (
        (Right.SEE_PERSON,),
        lambda s, site, by: stories.handed(site, by, s.people[:2]),
    ),
    "stories.person": (
        (Right.SEE_PERSON,),
        lambda s, site, by: stories.person(site, by, s.people[0]),
    ),
    "stories.party": ((Right.SEE_PERSON,), lambda s, site, by: stories.party(site, by, s.party)),
    "masks.person": ((Right.SEE_PERSON,), lambda s, site, by: masks.person(site, by, s.people[0])),
    "masks.open_field": (
        (Right.SEE_PERSON,),
        lambda s, site, by: masks.open_field(site, by, s.people[0], "documents", "asked"),
    ),
    "looks.vouch": ((Right.SEE_PERSON,), lambda _, site, by: looks.vouch(site, by, None, "a bus")),
    "looks.onlookers": ((Right.WATCH,), lambda _, site, by: looks.onlookers(site, by)),
    "looks.alarms": ((Right.WATCH,), lambda _, site, by: looks.alarms(site, by)),
    "looks.reckoned": ((Right.WATCH,), lambda _, site, by: looks.reckoned(site, by)),
    "looks.review": (
        (Right.WATCH,),
        lambda s, site, by: looks.review(site, by, s.colleague, "asked"),
    ),
    "canaries.plant": (
        (Right.PLANT,),
        lambda _, site, by: canaries.plant(site, by, None, canaries.Invented("Example")),
    ),
    "canaries.withdraw": (
        (Right.PLANT,),
        lambda _, site, by: canaries.withdraw(site, by, None, CanaryId(bytes(16)), "known"),
    ),
    "canaries.seen_outside": (
        (Right.PLANT,),
        lambda _, site, by: canaries.seen_outside(site, by, CanaryId(bytes(16)), "a market"),
    ),
    "canaries.answer": (
        (Right.PLANT,),
        lambda _, site, by: canaries.answer(site, by, CanaryId(bytes(16)), "asked"),
    ),
    "refusals.refused": ((Right.WATCH,), lambda _, site, by: refusals.refused(site, by)),
    "canaries.canaries": ((Right.PLANT,), lambda _, site, by: canaries.canaries(site, by)),
    "credentials.mine": ((Right.OWN,), lambda _, site, by: credentials.mine(site, by)),
    "credentials.theirs": (
        (Right.ENROL,),
        lambda s, site, by: credentials.theirs(site, by, s.colleague),
    ),
    "passkeys.begin_key": (
        (Right.OWN,),
        lambda _, site, by: passkeys.begin_key(site, by, "muster.test.internal", "Test"),
    ),
    "passkeys.add_key": (
        (Right.OWN,),
        lambda _, site, by: passkeys.add_key(site, by, "blue", "{}", CEREMONY),
    ),
    "onetime.new_secret": ((Right.OWN,), lambda _, site, by: onetime.new_secret(site, by)),
    "onetime.add_codes": (
        (Right.OWN,),
        lambda _, site, by: onetime.add_codes(site, by, "ABCDEFGH" * 4, "1"),
    ),
    "onetime.print_codes": (
        (Right.OWN,),
        lambda _, site, by: onetime.print_codes(site, by),
    ),
    "onetime.papers_left": (
        (Right.OWN,),
        lambda _, site, by: onetime.papers_left(site, by),
    ),
    "credentials.remove": (
        (Right.OWN,),
        lambda _, site, by: credentials.remove(site, by, b"none", "lost"),
    ),
    "credentials.reset": (
        (Right.ENROL,),
        lambda s, site, by: credentials.reset(site, by, None, s.colleague, "lost"),
    ),
    "operators.end_sessions": (
        (Right.ENROL,),
        lambda _, site, by: operators.end_sessions(site, by, "a test", 0),
    ),
    "stories.lifts": (
        (Right.SEE_LIFT, Right.COMMAND),
        lambda _, site, by: stories.lifts(site, by),
    ),
    "stories.lift": ((Right.SEE_LIFT,), lambda s, site, by: stories.lift(site, by, s.gone)),
    "reporting.report": ((Right.FIGURES,), lambda _, site, by: reporting.report(site, by)),
    "timeline.course": ((Right.FIGURES,), lambda _, site, by: timeline.course(site, by)),
    "auditing.redacted": ((Right.AUDIT,), lambda _, site, by: _look(site, by)),
    "auditing.bundle": ((Right.AUDIT,), lambda _, site, by: auditing.bundle(site, by, BytesIO())),
    "upkeep.verify": ((Right.UPKEEP,), lambda _, site, by: upkeep.verify(site, by)),
    "upkeep.rebuild": ((Right.UPKEEP,), lambda _, site, by: upkeep.rebuild(site, by)),
    "upkeep.shred": (
        (Right.SHRED,),
        lambda s, site, by: upkeep.shred(site, by, s.fresh()[0], "on request"),
    ),
    "operators.enrol": (
        (Right.ENROL,),
        lambda s, site, by: operators.enrol(
            site, by, s.world.name().full, ("registrar",), "24681357"
        ),
    ),
    "joining.add": (
        (Right.ENROL,),
        lambda s, site, by: joining.add(site, by, s.world.name().full, ("registrar",)),
    ),
    "joining.hand": (
        (Right.ENROL,),
        lambda s, site, by: joining.hand(site, by, s.colleague),
    ),
    "operators.revoke": (
        (Right.ENROL,),
        lambda s, site, by: operators.revoke(site, by, s.colleague, "left"),
    ),
    "operators.roster": ((Right.ENROL,), lambda _, site, by: operators.roster(site, by)),
    "devices.enrol": (
        (Right.TABLETS,),
        lambda s, site, by: devices.enrol(
            site, by, bytes(32), holder=s.colleague, place=s.gate, until=0
        ),
    ),
    "devices.revoke": (
        (Right.TABLETS,),
        lambda _, site, by: devices.revoke(site, by, DeviceId(bytes(16)), "lost"),
    ),
    "devices.roster": ((Right.TABLETS,), lambda _, site, by: devices.roster(site, by)),
    "devices.gates": (
        (Right.TABLETS, Right.GUARD),
        lambda _, site, by: devices.gates(site, by),
    ),
    "devices.guards": ((Right.TABLETS,), lambda _, site, by: devices.guards(site, by)),
    "shifts.start": (
        (Right.TABLETS, Right.GUARD),
        lambda s, site, by: shifts.start(site, by, None, gate=s.gate, read=0),
    ),
    "shifts.open_plain": (
        (Right.TABLETS,),
        lambda _, site, by: shifts.open_plain(site, by, "old tablets"),
    ),
    "shifts.close_plain": ((Right.TABLETS,), lambda _, site, by: shifts.close_plain(site, by)),
    "accept.accept": (
        (Right.UPKEEP,),
        lambda _, site, by: accept.accept(site, by, site.keys.certificate, "desk", []),
    ),
    "accept.accept_all": (
        (Right.UPKEEP,),
        lambda _, site, by: accept.accept_all(site, by, []),
    ),
    "opening.join": (
        (Right.ENROL,),
        lambda s, site, by: opening.join(site, by, s.world.folder, PHRASE, SETUP),
    ),
    "items.add_item": ((Right.CLOSE,), lambda s, _site, by: s.item(by)),
    "items.assign_item": (
        (Right.CLOSE,),
        lambda s, site, by: items.assign_item(site, by, s.thing, Purpose.DESTROY, method="burned"),
    ),
    "items.dispose_item": (
        (Right.CLOSE,),
        lambda s, site, by: items.dispose_item(
            site, by, s.thing, Disposal.SEIZED, method="overrun"
        ),
    ),
    "items.tell_exposed": (
        (Right.CLOSE,),
        lambda s, site, by: items.tell_exposed(site, by, s.thing, "phone", 1),
    ),
    "prints.return_print": (
        (Right.CLOSE,),
        lambda s, site, by: prints.return_print(site, by, s.sheet, "desk"),
    ),
    "prints.destroy_print": (
        (Right.CLOSE,),
        lambda s, site, by: prints.destroy_print(site, by, s.sheet, method="burned", witness="Two"),
    ),
    "prints.lose_print": (
        (Right.CLOSE,),
        lambda s, site, by: prints.lose_print(site, by, s.sheet, "not found"),
    ),
    "ending.attest_destroyed": (
        (Right.CLOSE,),
        lambda s, site, by: ending.attest_destroyed(
            site, by, s.world.by, s.people, account="burned"
        ),
    ),
    "ending.close_gate": (
        (Right.CLOSE,),
        lambda s, site, by: ending.close_gate(site, by, s.world.airport),
    ),
    "ending.close_site": ((Right.CLOSE,), lambda _, site, by: ending.close_site(site, by)),
    "ending.reopen_site": (
        (Right.CLOSE,),
        lambda _, site, by: ending.reopen_site(site, by, "it goes on"),
    ),
    "ending.close_operation": (
        (Right.CLOSE,),
        lambda s, site, by: ending.close_operation(site, by, s.world.by, confirm="another"),
    ),
    "ending.reopen_operation": (
        (Right.CLOSE,),
        lambda _, site, by: ending.reopen_operation(site, by, "it goes on"),
    ),
    "left.items": ((Right.CLOSE,), lambda _, site, by: left.items(site, by)),
    "left.item": ((Right.CLOSE,), lambda s, site, by: left.item(site, by, s.thing)),
    "left.find_item": (
        (Right.CLOSE,),
        lambda s, site, by: left.find_item(site, by, spell(s.thing)),
    ),
    "left.prints": ((Right.CLOSE,), lambda _, site, by: left.prints(site, by)),
    "left.find_print": (
        (Right.CLOSE,),
        lambda s, site, by: left.find_print(site, by, spell(s.sheet)),
    ),
    "left.places": ((Right.CLOSE,), lambda _, site, by: left.places(site, by)),
    "left.find_place": (
        (Right.CLOSE,),
        lambda s, site, by: left.find_place(site, by, spell(s.gate)),
    ),
    "left.gates": ((Right.CLOSE,), lambda _, site, by: left.gates(site, by)),
    "left.checklist": ((Right.CLOSE,), lambda _, site, by: left.checklist(site, by)),
    "left.who_is_left": ((Right.CLOSE,), lambda _, site, by: left.who_is_left(site, by)),
    "left.open_people": ((Right.CLOSE,), lambda _, site, by: left.open_people(site, by)),
    "left.open_lines": ((Right.CLOSE,), lambda _, site, by: left.open_lines(site, by)),
    "stories.guests": (
        (Right.RECEIVE,),
        lambda s, site, by: stories.guests(site, by, s.world.base),
    ),
    "stories.on_sheet": (
        (Right.BOARD, Right.RECEIVE),
        lambda s, site, by: stories.on_sheet(site, by, s.station, s.people),
    ),
    "sheets.print_boarding": (
        (Right.BOARD,),
        lambda s, site, by: sheets.print_boarding(site, by, s.open, holder="ramp", blank=1),
    ),
    "sheets.print_arrival": (
        (Right.RECEIVE,),
        lambda s, site, by: sheets.print_arrival(
            site, by, s.gone, s.world.base, holder="receiving"
        ),
    ),
    "sheets.print_muster": (
        (Right.RECEIVE,),
        lambda s, site, by: sheets.print_muster(site, by, s.world.base, holder="receiving"),
    ),
    "doctor.examine_open": (
        (Right.UPKEEP,),
        lambda _, site, by: doctor.examine_open(site, by),
    ),
    "scuttle.may_scuttle": (
        (Right.CLOSE,),
        lambda _, site, by: scuttle.may_scuttle(site, by, site.lead, ""),
    ),
    "scuttle.read_receipt": (
        (Right.CLOSE,),
        lambda _, site, by: scuttle.read_receipt(site, by, ""),
    ),
    "sheets.places": (
        (Right.SEE_LIFT,),
        lambda _, site, by: sheets.places(site, by),
    ),
    "sheets.read_rows": (
        (Right.BOARD, Right.RECEIVE),
        lambda _, site, by: sheets.read_rows(site, by, [], 0),
    ),
    "sheets.read_sheets": (
        (Right.BOARD, Right.RECEIVE),
        lambda _, site, by: sheets.read_sheets(site, by, []),
    ),
    "sheets.take_sheets": (
        (Right.RECEIVE,),
        lambda s, site, by: sheets.take_sheets(site, by, [(s.station, 1, 0)]),
    ),
    "exposures.exposed": ((Right.CLOSE,), lambda s, site, by: exposures.exposed(site, by, s.thing)),
    "prints.register_print": (
        (Right.CLOSE, Right.SEE_LIFT, Right.SEE_PERSON),
        lambda s, _site, by: s.printed(by),
    ),
    "lifts.take_out": (
        (Right.EXPORT,),
        lambda _, site, by: rows_of_lifts.take_out(site, by),
    ),
    "preview.preview": (
        (Right.EXPORT,),
        lambda _, site, by: preview.preview(
            site, by, Leaving(profile=Profile.PARTNER, expected=-1, purpose="x")
        ),
    ),
    "meant.lift": ((Right.SEE_LIFT,), lambda s, site, by: meant.lift(site, by, spell(s.gone))),
}

PASSES: dict[str, tuple[Any, Call]] = {
    "issuers.appoint": (
        (Right.APPOINT,),
        lambda s, site, by: issuers.appoint(site, by, "Delegate", s.gate, quota=2),
    ),
    "issuers.grant": (
        (Right.APPOINT,),
        lambda s, site, by: issuers.grant(site, by, s.issuer, 1),
    ),
    "issuers.dismiss": (
        (Right.APPOINT,),
        lambda s, site, by: issuers.dismiss(site, by, None, s.issuer, reason="leaked"),
    ),
    "issuers.listed": (
        (Right.APPOINT, Right.ISSUE, Right.GUARD),
        lambda _, site, by: issuers.listed(site, by),
    ),
    "issuers.trust_list": (
        (Right.APPOINT, Right.ISSUE, Right.GUARD),
        lambda _, site, by: issuers.trust_list(site, by, version=1),
    ),
    "issuers.status_lists": (
        (Right.APPOINT, Right.ISSUE, Right.GUARD),
        lambda _, site, by: issuers.status_lists(site, by, version=1),
    ),
    "issuing.issue": (
        (Right.ISSUE,),
        lambda s, site, by: issuing.issue(site, by, issuing.Wanted(s.party)),
    ),
    "issuing.issue_all": ((Right.ISSUE,), lambda _, site, by: issuing.issue_all(site, by, [])),
    "tablets.silent": ((Right.FIGURES,), lambda _, site, by: tablets.silent(site, by)),
    "tablets.gates": ((Right.GUARD,), lambda _, site, by: tablets.gates(site, by)),
    "issuing.issue_called": ((Right.ISSUE,), lambda _, site, by: issuing.issue_called(site, by)),
    "issuing.reissue": (
        (Right.ISSUE,),
        lambda s, site, by: issuing.reissue(site, by, s.pass_, reason="lost"),
    ),
    "issuing.revoke": (
        (Right.ISSUE,),
        lambda s, site, by: issuing.revoke(site, by, [s.pass_], reason="lost"),
    ),
    "issuing.hold": ((Right.ISSUE,), lambda s, site, by: issuing.hold(site, by, s.pass_, on=True)),
    "passbook.text": ((Right.ISSUE,), lambda s, site, by: passbook.text(site, by, s.pass_)),
    "passbook.outer_text": (
        (Right.ISSUE,),
        lambda s, site, by: passbook.outer_text(site, by, s.pass_),
    ),
    "passbook.lookup": (
        (Right.ISSUE, Right.GUARD),
        lambda _, site, by: passbook.lookup(site, by, "AAAAAAAAAAAA"),
    ),
    "passbook.page": ((Right.ISSUE,), lambda s, site, by: passbook.page(site, by, s.pass_)),
    "passbook.listed": ((Right.ISSUE,), lambda _, site, by: passbook.listed(site, by)),
    "passbook.whose": ((Right.ISSUE,), lambda s, site, by: passbook.whose(site, by, [s.pass_])),
    "printing.print_passes": (
        (Right.ISSUE,),
        lambda _, site, by: printing.print_passes(site, by, [], holder="desk"),
    ),
    "printing.print_bands": (
        (Right.ISSUE,),
        lambda _, site, by: printing.print_bands(site, by, []),
    ),
    "gatepost.take_post": (
        (Right.GUARD,),
        lambda s, site, by: gatepost.take_post(site, by, s.gate, "lane 1"),
    ),
    "gatepost.settle_second_use": (
        (Right.ISSUE,),
        lambda s, site, by: gatepost.settle_second_use(site, by, s.pass_, reason="heard"),
    ),
    "cards.second_uses": (
        (Right.ISSUE, Right.GUARD, Right.COMMAND),
        lambda _, site, by: cards.second_uses(site, by),
    ),
    "cards.note_arrivals": ((Right.ISSUE,), lambda _, site, by: cards.note_arrivals(site, by)),
}
COMMANDS |= PASSES

STICKS: dict[str, tuple[tuple[Right, ...], Call]] = {
    "sticks.write": (
        (Right.LINK,),
        lambda s, site, by: sticks.write(site, by, s.letterbox(), s.world.folder),
    ),
    "sticks.read": (
        (Right.LINK,),
        lambda s, site, by: sticks.read(site, by, s.world.folder),
    ),
    "sticks.listed": (
        (Right.LINK,),
        lambda s, site, by: sticks.listed(site, by, s.world.folder),
    ),
    "sticks.given": (
        (Right.LINK,),
        lambda s, site, by: sticks.given(site, by, s.letterbox(), 10**6),
    ),
    "sticks.taken": ((Right.LINK,), lambda _, site, by: sticks.taken(site, by, BytesIO(b""))),
    "letterboxes.own": ((Right.LINK,), lambda _, site, by: letterboxes.own(site, by)),
    "letterboxes.known": ((Right.LINK,), lambda _, site, by: letterboxes.known(site, by)),
    "letterboxes.find": ((Right.LINK,), lambda _, site, by: letterboxes.find(site, by, "north")),
    "letterboxes.taken": ((Right.LINK,), lambda _, site, by: letterboxes.taken(site, by, b"")),
}
COMMANDS |= STICKS
NOBODY = SiteId(bytes(16))
NOWHERE = LiftId(bytes(16))
OTHERS: dict[str, tuple[tuple[Right, ...], Call]] = {
    "opening.admit": (
        (Right.ENROL,),
        lambda _, site, by: opening.admit(
            site, by, read_writer(site.keys.certificate).site, bytes(32), b"", ("public", "none")
        ),
    ),
    "enrolling.admit": (
        (Right.ENROL,),
        lambda s, site, by: enrolling.admit(site, by, s.asking, ("none",)),
    ),
    "backing_up.back_up": (
        (Right.UPKEEP,),
        lambda s, site, by: backing_up.back_up(site, by, s.world.folder / "keys.slot"),
    ),
    "duress.set_code": ((Right.ENROL,), lambda _, site, by: duress.set_code(site, by, "")),
    "duress.drop_code": ((Right.ENROL,), lambda _, site, by: duress.drop_code(site, by)),
    "linking.add": (
        (Right.LINK,),
        lambda _, site, by: linking.add(site, by, NOBODY, linking.Address("10.0.0.7", 1)),
    ),
    "linking.drop": ((Right.LINK,), lambda _, site, by: linking.drop(site, by, NOBODY)),
    "linking.call": ((Right.LINK,), lambda _, site, by: linking.call(site, by, NOBODY)),
    "exchanging.session": (
        (Right.LINK,),
        lambda _, site, by: exchanging.session(site, by, call=True),
    ),
    "exchanging.meet": ((Right.LINK,), lambda _, site, by: exchanging.meet(site, by, site)),
    "abreast.unasked_since": (
        (Right.GUARD, Right.COMMAND, Right.PLAN_LIFT, Right.LINK),
        lambda _, site, by: abreast.unasked_since(site, by),
    ),
    "neighbours.around": ((Right.LINK,), lambda _, site, by: neighbours.around(site, by)),
    "used_twice.used_twice": (
        (Right.ISSUE, Right.COMMAND),
        lambda _, site, by: used_twice.used_twice(site, by),
    ),
    "used_twice.resolve": (
        (Right.ISSUE, Right.COMMAND),
        lambda _, site, by: used_twice.resolve(site, by, PassId(bytes(7)), bytes(32), "asked"),
    ),
    "contradictions.contradictions": (
        (Right.COMMAND,),
        lambda _, site, by: contradictions.contradictions(site, by),
    ),
    "contradictions.resolve": (
        (Right.COMMAND,),
        lambda s, site, by: contradictions.resolve(site, by, s.people[0], NOWHERE, "seen"),
    ),
    "neighbours.spoken": ((Right.LINK,), lambda _, site, by: neighbours.spoken(site, by)),
    "introducing.card": ((Right.LINK,), lambda _, site, by: introducing.card(site, by)),
    "introducing.learn": ((Right.LINK,), lambda _, site, by: introducing.learn(site, by, b"")),
    "revoking.writers": ((Right.UPKEEP,), lambda _, site, by: revoking.writers(site, by)),
    "revoking.quarantined": ((Right.UPKEEP,), lambda _, site, by: revoking.quarantined(site, by)),
    "revoking.revoke": (
        (Right.ENROL,),
        lambda s, site, by: revoking.revoke(site, by, s.world.by, DeviceId(bytes(16)), "stolen"),
    ),
    "revoking.release": (
        (Right.ENROL,),
        lambda _, site, by: revoking.release(site, by, bytes(16), 1, bytes(32), "seen"),
    ),
    "fallen.fall": (
        (Right.ENROL,),
        lambda s, site, by: fallen.fall(site, by, s.world.by, SiteId(bytes(16)), "taken"),
    ),
    "fallen.keep_receipt": (
        (Right.CLOSE,),
        lambda _, site, by: fallen.keep_receipt(site, by, "no receipt"),
    ),
    "epochs.turn": ((Right.ENROL,), lambda _, site, by: epochs.turn(site, by)),
    "compulsory.require_more": (
        (Right.ENROL,),
        lambda s, site, by: compulsory.require_more(site, by, s.world.by, ["lead"]),
    ),
    "compulsory.required": ((Right.ENROL,), lambda _, site, by: compulsory.required(site, by)),
    "operators.change_pin": (
        (Right.OWN,),
        lambda _, site, by: operators.change_pin(site, Patience(), by, "no", "another-pin"),
    ),
    "forgetting.forget": ((Right.ENROL,), lambda _, site, by: forgetting.forget(site, by)),
    "recovering.seats": ((Right.UPKEEP,), lambda _, site, by: recovering.seats(site, by)),
    "recovering.appoint": (
        (Right.ENROL,),
        lambda s, site, by: recovering.appoint(site, by, s.world.by, []),
    ),
    "recovering.entrust_keys": (
        (Right.ENROL,),
        lambda _, site, by: recovering.entrust_keys(site, by),
    ),
    "recovering.rehearse": (
        (Right.ENROL,),
        lambda _, site, by: recovering.rehearse(site, by, b"", []),
    ),
    "recovering.standing": ((Right.UPKEEP,), lambda _, site, by: recovering.standing(site, by)),
    "exposed.exposed": (
        (Right.CLOSE,),
        lambda _, site, by: exposed.exposed(site, by, SiteId(site.keys.site)),
    ),
}
COMMANDS |= OTHERS

WITHOUT_AN_OPERATOR = {
    "witnesses.keep": "part of a session, after the other site has proved its card",
    "witnesses.kept": "part of verifying, which has checked its right",
    "witnesses.cosigned": "part of verifying, which has checked its right",
    "claiming.orders": "part of commands and questions, each of which has checked its right",
    "operation.gather": "part of commands and questions, each of which has checked its right",
    "planning.present": "says only what time it is",
    "paused.kept": "part of a drill, which has no operator",
    "paused.stand": "part of a drill, which has no operator",
    "signers.outer_root": "part of questions and commands, each of which has checked its right",
    "signers.draw_quota": "part of commands, each of which has checked its right",
    "signers.draw_slot": "part of commands, each of which has checked its right",
    "signers.keep": "part of commands, each of which has checked its right",
    "signers.key_of_the_day": "part of commands, each of which has checked its right",
    "signers.keys_known": "keys that check passes, for the program's own use",
    "signers.next_key": "part of commands, each of which has checked its right",
    "signers.opened_slots": "part of commands, each of which has checked its right",
    "signers.operation_of": "says only which operation it is",
    "signers.secret_of": "part of commands, each of which has checked its right",
    "signers.site_key": "a public key",
    "signers.site_secret": "part of commands, each of which has checked its right",
    "desk.rule_in_force": "a public rule",
    "introducing.introduced": "part of sessions and parcels; a card is signed by the operation",
    "introducing.own_card": "part of sessions and parcels, each of which has checked its right",
    "merging.fold": "part of commands, each of which has checked its right",
    "taking.take": "part of sessions and parcels, each of which has checked its right",
    "letterboxes.learn": "each letterbox is signed by its own site",
    "letterboxes.seeds": "part of commands, each of which has checked its right",
    "authority.authority": "what every phone that installs it is given",
    "authority.found": "part of making a site",
    "scuttle.orders": "for the program's own watcher; nothing is destroyed by it",
    "authority.days_left": "what every phone that installs it can read",
    "authority.held": "what every phone that installs it is given",
    "authority.leaf": "for the program's own listeners, of whoever holds the passphrase",
    "deliveries.deliver": "the signature of a tablet is the authority",
    "shifts.sign_beside": "a PIN at a tablet, whose right and signature are checked there",
    "shifts.duty": "who stands at which gate since when, by ids",
    "shifts.plain_post": "what whoever opens the plain page sees",
    "shifts.plain_is_open": "what whoever opens the plain page sees",
    "operators.sign_in": "nobody is anybody yet",
    "operators.prove": "asks for the operator's own PIN",
    "operators.signed_in": "part of signing in",
    "credentials.needed": "part of signing in",
    "credentials.held_by": "what lies on public record of an operator",
    "passkeys.begin_proof": "part of signing in",
    "passkeys.prove": "part of signing in",
    "onetime.check_code": "part of signing in",
    "operators.still_allowed": "asks what an operator may",
    "reporting.account": "counts for the program's own use; a door asks for the report",
    "reporting.board_token": "says only that something changed",
    "reporting.labels": "words of a public rule",
    "search.warm": "answers nothing",
    "looks.assert_may_open": "asked by questions, each of which has checked its right",
    "playing.written": "part of commands, each of which has checked its right",
    "canaries.for_export": "part of an export, which has checked its right",
    "tablets.known_tablet": "the tablet's own signature is what it checks",
    "tablets.begun": "asked for a tablet whose signature was checked",
    "tablets.of": "asked for a tablet whose signature was checked",
    "tablets.ask": "asked for a tablet whose signature was checked",
    "tablets.asked_elsewhere": "says only that another post was asked",
    "tablets.given": "asked for a tablet whose signature was checked",
    "leases.leases_of": "memory of what posts were asked, of no person",
    "crowd.crowd_of": "the line of those who wait, each of whom has checked its right",
    "recipients.known": "part of commands, each of which has checked its right",
    "leaving.may_leave": "part of exports; it checks the right and returns whom it is sealed to",
    "making.make": "part of exports, each of which has checked its right",
    "making.found": "part of exports, each of which has checked its right",
    "people.rows": "part of exports, each of which has checked its right",
    "people.marked": "part of exports, each of which has checked its right",
    "signing.require_sealed": "part of exports, each of which has checked its right",
    "signing.require_said": "part of exports, each of which has checked its right",
    "signing.put_on_record": "part of exports, each of which has checked its right",
    "carrier.passenger_list": "part of exports, each of which has checked its right",
    "tracing.document": "part of exports, each of which has checked its right",
    "handling.case_of": "part of commands, each of which has checked its right",
    "recalling.take_back": "part of commands, each of which has checked its right",
    "stories.story": "part of questions, each of which has checked its right",
    "once.elsewhere": "part of a call, which has checked its right",
    "same.same_now": "part of a call, which has checked its right",
    "together.taken_off": "part of commands, each of which has checked its right",
    "linking.reach": "for the program's own watcher: addresses, of no person",
    "duress.is_said": "asked before anybody is signed in",
    "linking.addresses": "where other sites listen, of no person",
    "abreast.ages": "what a session tells of third sites; the session asks the right",
    "abreast.alone_since": "what a post, a tablet and a page go by, once they asked the right",
    "abreast.apart": "the same, site by site",
    "abreast.last_answer": "the same, as it was worked out last",
    "abreast.note": "what a session or a parcel keeps; they ask the right",
    "neighbours.alarm": "says only that a log has two branches",
    "members.card_of": "what lies on public record of a site",
    "members.cards": "what lies on public record of sites",
    "members.own_founding_card": "part of commands, each of which has checked its right",
    "members.put_on_record": "part of commands, each of which has checked its right",
    "members.shared": "what lies on public record of two sites",
    "captor.granted": "part of the exposure report, which has checked its right",
    "captor.reach": "part of the exposure report, which has checked its right",
    "matching.attend": "notes for later whose record changes; says nothing of anybody",
    "epochs.bar": "part of the write path",
    "epochs.catch_up": "part of opening a site",
    "epochs.opened": "part of the write path, and of commands which have checked their right",
    "epochs.others": "says only what every site is told in public",
    "compulsory.lacks_factor": "part of signing in",
    "joining.choose": "part of signing in",
    "operators.waiting": "part of signing in",
    "operators.assert_good": "part of choosing a PIN, which has checked its right",
    "operators.assert_new": "part of enrolling, which has checked its right",
    "first.draw": "part of enrolling, which has checked its right",
    "first.drop": "part of enrolling and of choosing a PIN",
    "first.held": "part of signing in",
    "first.put": "part of enrolling, which has checked its right",
    "beside.is_asked": "part of acts that two people sign, which check their right",
    "beside.prove": "part of acts that two people sign, which check their right",
    "guessed.refuse_guessed": "part of choosing a PIN, which has checked its right",
    "guessed.words": "part of choosing a PIN, which has checked its right",
    "forgetting.after_restore": "part of restoring a site",
    "forgetting.forgets": "says only what every site is told in public",
    "forgetting.look": "part of the exchange, which has checked its right",
    "forgetting.signed_off": "says only what every site is told in public",
    "granting.grants": "part of a session, which has checked its right",
    "granting.lacking": "part of a session, which has checked its right",
    "granting.take": "part of a session, which has checked its right",
    "granting.turns": "part of a session, which has checked its right",
    "letterboxes.key_of": "a public key",
    "members.ended": "says only what every site is told in public",
    "members.ever": "says only what every site is told in public",
    "members.holds": "says only what every site is told in public",
    "members.signed_card": "part of commands, each of which has checked its right",
    "opening.take_admission": "part of making a site",
    "renewing.begin": "part of taking in and of opening",
    "renewing.look_back": "part of opening a site",
    "waiting.certificate_of": "part of a session, which has checked its right",
    "waiting.claims": "part of a question, which has checked its right",
    "waiting.free_and_held": "part of taking a claim, which has checked its right",
    "waiting.keep": "part of a session, which has checked its right",
    "waiting.lacking": "part of a session, which has checked its right",
    "waiting.release": "part of a session, which has checked its right",
}


def handed_a_site() -> set[str]:
    """Return every public function of the wing whose first argument is a site."""
    found = set()
    for module in pkgutil.walk_packages(muster.site.__path__, "muster.site."):
        loaded = import_module(module.name)
        for name, one in vars(loaded).items():
            if not isinstance(one, FunctionType) or one.__module__ != loaded.__name__:
                continue
            first = next(iter(inspect.signature(one).parameters.values()), None)
            if not name.startswith("_") and first is not None and first.annotation is Site:
                found.add(f"{module.name.rpartition('.')[2]}.{name}")
    return found


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """One site for the whole table."""
    made = Scene(tmp_path_factory.mktemp("rights") / "site")
    yield made
    made.site.close()


def operator(*roles: Role) -> Operator:
    return Operator(OperatorId(b"o" * 16), "Example operator", roles)


def test_the_table_names_every_command_and_question() -> None:
    assert handed_a_site() == {*COMMANDS, *WITHOUT_AN_OPERATOR}


def test_the_rights_of_each_post_are_as_they_were_agreed() -> None:
    for right, posts in POSTS.items():
        assert {role.value for role in Role if right in RIGHTS[role]} == posts
    assert set(POSTS) == set(Right)


def let_through(call: Call, scene: Scene, by: Operator) -> bool:
    """Return whether ``by`` was let through, whatever the rooms then said."""
    try:
        call(scene, scene.site, by)
    except NotAllowed:
        return False
    except Problem:
        return True
    return True


@pytest.mark.parametrize("name", COMMANDS)
def test_a_post_does_what_its_rights_list_and_nothing_else(scene: Scene, name: str) -> None:
    rights, call = COMMANDS[name]
    through = {role for role in Role if let_through(call, scene, operator(role))}
    assert through == {role for role in Role if RIGHTS[role] & {*rights}}


@pytest.mark.parametrize("name", COMMANDS)
def test_who_has_no_role_can_do_nothing_and_leaves_nothing(scene: Scene, name: str) -> None:
    before = scene.site.store.digest_rows()
    heads = scene.site.store.logs()
    nobody = operator()
    bare = Scene.__new__(Scene)
    road = {"road": lambda: scene.arrangement, "held": lambda: scene.arrangement}
    bare.__dict__.update(scene.__dict__, fresh=lambda: scene.people, **road)
    with pytest.raises(NotAllowed):
        COMMANDS[name][1](bare, scene.site, nobody)
    if name not in {"ramp.depart", "ramp.cancel"}:  # their table makes a lift first
        assert scene.site.store.digest_rows() == before
        assert scene.site.store.logs() == heads


def test_roles_add_up(scene: Scene) -> None:
    both = operator(Role.RAMP, Role.REGISTRAR)
    assert search.find(scene.site, both, "Given")
    assert stories.lifts(scene.site, both)
    with pytest.raises(NotAllowed):
        reporting.report(scene.site, both)


def test_a_second_person_without_the_right_does_not_count_for_an_export(scene: Scene) -> None:
    """T24."""
    lead = operator(Role.LEAD)
    with pytest.raises(NotAllowed):
        leaving.leave(
            scene.site,
            lead,
            Leaving(profile=Profile.CHOSEN, form=Form.CSV),
            operator(Role.AUDITOR),
        )


def test_nobody_writes_in_the_name_of_another(scene: Scene) -> None:
    """A7: a false fact stays signed with the name of whoever made it."""
    clerk = operator(Role.REGISTRAR)
    other, person = scene.world.by, scene.fresh()[0]
    note = NoteTaken(person, scene.site.now(), other.id, "Author", "", "Text")
    desk.take_notes(scene.site, clerk, [note])
    corrected = PersonCorrected(person, scene.site.now(), other.id, "typing", contacts=())
    desk.correct(scene.site, clerk, corrected)
    story = stories.person(scene.site, other, person).story
    by_kind = {line.kind: line.fact.operator for line in story}
    assert by_kind["note-taken"] == by_kind["person-corrected"] == clerk.id

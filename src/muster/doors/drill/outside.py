"""Play what happens outside and around the gates: calls, arrangements, incidents, things left.

It is the other half of ``player``: the posts here are the planner who calls, the head of operation,
the liaison, and the site's lead who answers for what is left.
"""

from functools import singledispatchmethod

from muster.doors.drill import moves, outside_moves
from muster.doors.drill.guards import Guards
from muster.doors.drill.known import Known
from muster.doors.drill.planner import Planner
from muster.doors.drill.road import Stage, Step
from muster.ground.people.ids import ArrangementId, PartyId
from muster.ground.people.moment import HOUR, instant
from muster.journey.closing.items import Bearing
from muster.journey.matching.facts import Judgement
from muster.journey.plan.facts import Channel
from muster.site import command
from muster.site import prints as register
from muster.site.closing import ending, items
from muster.site.figures import sources
from muster.site.incident import incidents, roll
from muster.site.passage import disclosures, liaison
from muster.site.plan import calls
from muster.site.plan.solving import Way
from muster.site.registry import desk, judging

SPOKESMAN = "family liaison"


class Outside:
    """Acts for the posts that look outward, with the ids that ``Player`` keeps."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._site = known.site
        self._crew = known.crew
        self._last: dict[str, list[PartyId]] = {}
        self.guards = Guards(known)
        self.planner = Planner(known)

    @singledispatchmethod
    def play(self, move: moves.Move) -> None:
        """Do what ``move`` says; what is not below either is done at the gates."""
        self.guards.play(move)

    # ----------------------------------------------------------------------------------- gates

    @play.register
    def _(self, move: outside_moves.GateOpened) -> None:
        place = self._known.places[move.place]
        command.open_gate(self._site, self._crew.head, place, max(1, round(move.per_hour)))

    @play.register
    def _(self, move: outside_moves.GateHeld) -> None:
        command.hold_gate(self._site, self._crew.head, self._known.places[move.place], move.words)

    @play.register
    def _(self, move: outside_moves.GateShut) -> None:
        place = self._known.places[move.place]
        command.shut_gate(self._site, self._crew.head, place, move.words, for_good=move.for_good)

    @play.register
    def _(self, move: outside_moves.GateClosed) -> None:
        place = self._known.places[move.place]
        ending.close_gate(
            self._site, self._crew.head, place, reason=move.words, witness=move.witness
        )

    @play.register
    def _(self, move: outside_moves.GatesWarned) -> None:
        incidents.warn(
            self._site,
            self._crew.head,
            [self._known.places[one] for one in move.places],
            move.words,
            source=move.source,
            until=move.until,
            threat=move.recall,
            recall=move.recall,
        )

    # ----------------------------------------------------------------------------------- calls

    @play.register
    def _(self, move: outside_moves.PartiesCalled) -> None:
        parties, gate = self._known.called(move.called), self._known.places[move.gate]
        window = move.opens, move.closes
        calls.call(self._site, self._crew.planner, parties, gate, window)
        self._last[move.gate] = parties

    @play.register
    def _(self, move: outside_moves.PartiesCame) -> None:
        calls.came(self._site, self._crew.planner, self._known.called(move.called))

    @play.register
    def _(self, move: outside_moves.RecallsReached) -> None:
        parties = self._known.called(move.called)
        calls.reach(self._site, self._crew.planner, parties, Channel.MESSAGE)

    # ------------------------------------------------------------------------------------ plan

    @play.register
    def _(self, move: outside_moves.PlanMended) -> None:
        """Adopt a plan by rank the first time; from then on mend it, and then better it."""
        self.planner.mend(move.at, Way.STABLE if move.stable else None)

    def looks_back(self, move: moves.Move) -> bool:
        """Say whether ``move`` is to be played only when all before it is committed."""
        return self.planner.looks_back(move) or self.guards.looks_back(move)

    def committed(self) -> None:
        """Note that all that was played is committed."""
        self.planner.committed()
        self.guards.committed()

    # ------------------------------------------------------------------------------------ road

    @play.register
    def _(self, move: outside_moves.ArrangementPossible) -> None:
        said = self._known.scenario.arrangement(move.arrangement)
        self._known.arrangements[said.id] = liaison.consider(
            self._site,
            self._crew.liaison,
            role=said.counterpart,
            place=self._known.scenario.place(said.place).name,
            source=said.source,
            text=f"{said.words} ({said.quality})",
        )

    @play.register
    def _(self, move: outside_moves.ArrangementStepped) -> None:
        said = self._known.scenario.arrangement(move.arrangement)
        step, identity = said.steps[move.step], self._known.arrangements[move.arrangement]
        if step.stage is Stage.AGREED:
            liaison.agree(
                self._site,
                self._crew.liaison,
                identity,
                allows=said.discloses,
                until=instant(said.until),
                text=_told(step),
            )
        else:
            self._step(identity, step)

    def _step(self, identity: ArrangementId, step: Step) -> None:
        site, by, text = self._site, self._crew.liaison, _told(step)
        match step.stage:
            case Stage.PROPOSED:
                liaison.propose(site, by, identity, text=text)
            case Stage.IN_USE:
                liaison.use(site, by, identity, text=text)
            case Stage.BREACHED:
                liaison.breach(site, by, identity, reason=text)
            case Stage.SUSPENDED:
                liaison.suspend(site, by, identity, reason=text)
            case Stage.RESUMED:
                liaison.resume(site, by, identity, reason=text)
            case _:
                liaison.lapse(site, by, identity, reason=text)

    @play.register
    def _(self, move: outside_moves.Disclosed) -> None:
        disclosures.disclose(
            self._site,
            self._crew.liaison,
            self._known.arrangements[move.arrangement],
            count=move.souls,
            vehicles=move.vehicles,
            window=(move.opens, move.closes),
            parties=self._known.called(move.about),
            channel=move.channel,
        )

    @play.register
    def _(self, move: outside_moves.ConvoyPassed) -> None:
        liaison.honour(
            self._site,
            self._crew.liaison,
            self._known.arrangements[move.arrangement],
            text=f"{move.souls} people let through",
        )

    # -------------------------------------------------------------------------------- incident

    @play.register
    def _(self, move: outside_moves.IncidentReported) -> None:
        place = self._known.places[move.place]
        self._known.incidents[move.incident] = incidents.report_incident(
            self._site, self._crew.head, place, "attack", move.words
        )

    @play.register
    def _(self, move: outside_moves.IncidentMoved) -> None:
        incident = self._known.incidents[move.incident]
        if move.stage == "confirmed":
            incidents.confirm(self._site, self._crew.head, incident, move.source)
        else:
            incidents.close(self._site, self._crew.head, incident, move.source)

    @play.register
    def _(self, move: outside_moves.StatementMade) -> None:
        incidents.state(
            self._site,
            self._crew.head,
            self._known.incidents[move.incident],
            move.source,
            f"{move.words} ({move.quality})",
            responsibility=move.claims,
        )

    @play.register
    def _(self, move: outside_moves.CasualtiesReported) -> None:
        incidents.report_casualties(
            self._site,
            self._crew.head,
            self._known.incidents[move.incident],
            source=move.source,
            sentence=f"{move.words} ({move.quality})",
            dead=move.dead,
            injured=move.injured,
            missing=move.missing,
            parts=tuple((name, low, high) for name, (low, high) in move.parts),
            whole=move.parts_inside,
        )

    @play.register
    def _(self, move: outside_moves.Died) -> None:
        roll.report_deaths(
            self._site,
            self._crew.head,
            self._known.people(move.people),
            move.authority,
            authority=True,
            incident=self._known.incidents[move.incident],
        )

    @play.register
    def _(self, move: outside_moves.KinTold) -> None:
        people = self._known.people(move.people)
        roll.tell_kin(self._site, self._crew.head, people, SPOKESMAN)

    @play.register
    def _(self, move: outside_moves.WentMissing) -> None:
        roll.report_missing(
            self._site,
            self._crew.head,
            self._known.people(move.people),
            move.source,
            incident=self._known.incidents[move.incident],
        )

    @play.register
    def _(self, move: outside_moves.HeardFrom) -> None:
        people = self._known.people(move.people)
        desk.hear_from(self._site, self._crew.registrar, people, move.words)

    # --------------------------------------------------------------------------------- records

    @play.register
    def _(self, move: outside_moves.Judged) -> None:
        judgement = Judgement.UNSURE if move.unsure else Judgement.SAME
        known = self._known.persons
        for one, other in move.pairs:
            judging.judge(
                self._site, self._crew.registrar, known[one], known[other], judgement, move.words
            )

    @play.register
    def _(self, move: outside_moves.DocumentsAttested) -> None:
        ending.attest_destroyed(
            self._site,
            self._crew.head,
            self._crew.second,
            self._known.people(move.people),
            account=move.words,
        )

    @play.register
    def _(self, move: outside_moves.EstimateMade) -> None:
        said = self._known.scenario.estimates[move.estimate]
        sources.estimate(
            self._site,
            self._crew.head,
            source=said.source,
            method=f"{said.method}: {said.words} ({said.quality})",
            made=instant(said.at),
            population=said.population,
            low=said.low,
            high=said.high,
            place=self._known.places[self._known.scenario.origin().id],
        )

    # ---------------------------------------------------------------------------------- things

    @play.register
    def _(self, move: outside_moves.ItemInventoried) -> None:
        item = self._known.scenario.items[move.item]
        whose = Bearing(
            parties=tuple(self._last.get(item.parties_of or "", ())),
            described=item.data_of,
            souls=item.data_souls,
        )
        self._known.items[move.item] = items.add_item(
            self._site,
            self._crew.head,
            kind=item.kind,
            description=f"{item.words} ({item.quality})",
            custodian=item.custodian,
            place=self._known.places[item.place],
            count=item.count,
            bears_data=bool(item.data_of),
            whose=whose,
        )

    @play.register
    def _(self, move: outside_moves.ItemEnded) -> None:
        item = self._known.scenario.items[move.item]
        items.dispose_item(
            self._site,
            self._crew.head,
            self._known.items[move.item],
            item.fate,
            method=item.method,
            witnesses=(item.witness,),
        )

    @play.register
    def _(self, move: outside_moves.SheetPrinted) -> None:
        prints = self._known.scenario.prints[move.prints]
        entered = register.register_print(
            self._site,
            self._crew.head,
            kind=prints.kind,
            holder=prints.holder,
            souls=prints.people,
            expires=move.at + round(prints.valid_hours * HOUR),
        )
        self._known.sheets[move.sheet] = entered.id

    @play.register
    def _(self, move: outside_moves.SheetEnded) -> None:
        lot, sheet = self._known.scenario.prints[move.prints], self._known.sheets[move.sheet]
        if move.lost:
            register.lose_print(self._site, self._crew.head, sheet, "not brought back")
        else:
            register.destroy_print(
                self._site, self._crew.head, sheet, method="burned", witness=lot.witness
            )


def _told(step: Step) -> str:
    return f"{step.words} ({step.quality})"

"""All kinds of facts, and which rows each is folded into.

A table holds the states of one room about one kind of subject, from one compartment, so that the
rows of a compartment can go with its keys. Facts that no table folds (keys, audit) are kept and
can be read, but have no state.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from muster.ground.people import facts as shared
from muster.ground.people import keyholders, keys, leaving
from muster.ground.people import state as people
from muster.ground.people.access import canary, credential, looks, refusals
from muster.ground.people.access import facts as access
from muster.ground.people.fact import Observation
from muster.ground.record.fact import Reader, Subject
from muster.journey.arrival import facts as arrival_facts
from muster.journey.arrival import state as arrival
from muster.journey.closing import facts as closing_facts
from muster.journey.closing import state as closing
from muster.journey.figures import changes
from muster.journey.figures import facts as figures_facts
from muster.journey.figures import state as figures
from muster.journey.figures.kept import Kept, fold_kept
from muster.journey.gate import facts as gate_facts
from muster.journey.gate import outcomes, uses
from muster.journey.gate import state as gate
from muster.journey.incident import facts as incident_facts
from muster.journey.incident import state as incident
from muster.journey.lift import facts as lift_facts
from muster.journey.lift import state as lift
from muster.journey.matching import facts as matching_facts
from muster.journey.matching import state as matching
from muster.journey.passage import facts as passage_facts
from muster.journey.passage import state as passage
from muster.journey.passes import facts as passes_facts
from muster.journey.passes import state as passes
from muster.journey.plan import adopted, seats
from muster.journey.plan import facts as plan_facts
from muster.journey.plan import state as plan
from muster.journey.registry import facts as registry_facts
from muster.journey.registry import handling
from muster.journey.registry import state as registry

Fold = Callable[[Any, Any], Any]


class Table(msgspec.Struct, frozen=True, eq=False):
    """One table of rows: its name, what its subjects are, its state type and its fold."""

    name: str
    about: Subject
    state: type
    fold: Fold
    kinds: tuple[type[Observation], ...]


SITE = Table("people_site", Subject.SITE, people.SiteState, people.fold_site, (shared.SiteOpened,))
PLACE = Table(
    "people_place", Subject.PLACE, people.PlaceState, people.fold_place, (shared.PlaceNamed,)
)
OPERATOR = Table(
    "people_operator",
    Subject.OPERATOR,
    people.OperatorState,
    people.fold_operator,
    (shared.OperatorEnrolled, shared.OperatorRevoked),
)
MEMBER = Table(
    "people_member",
    Subject.SITE,
    people.Member,
    people.fold_member,
    (shared.SiteEnrolled, shared.WriterRenewed, shared.WriterRevoked, shared.EntryReleased),
)
DEVICE = Table(
    "people_device",
    Subject.DEVICE,
    people.Device,
    people.fold_device,
    (shared.DeviceEnrolled, shared.DeviceRevoked, shared.EntriesMissing),
)
DUTY = Table(
    "people_duty",
    Subject.DEVICE,
    people.Duty,
    people.fold_duty,
    (shared.ShiftStarted, shared.SecondSigned, shared.EntryKeptBack),
)
PLAIN = Table(
    "people_plain",
    Subject.SITE,
    people.PlainPost,
    people.fold_plain,
    (shared.PlainPostOpened, shared.PlainPostClosed),
)
EPOCH = Table(
    "people_epoch", Subject.SITE, keyholders.Epoch, keyholders.fold_epoch, (keys.EpochOpened,)
)
DESTROYED = Table(
    "people_destroyed",
    Subject.SITE,
    keyholders.Destroyed,
    keyholders.fold_destroyed,
    (keys.EpochDestroyed,),
)
FALL = Table(
    "people_fall",
    Subject.SITE,
    keyholders.Fall,
    keyholders.fold_fall,
    (keys.SiteFallen, keys.SiteScuttled),
)
RECOVERY = Table(
    "people_recovery",
    Subject.SITE,
    keyholders.Recovery,
    keyholders.fold_recovery,
    (keys.OfficersAppointed, keys.KeysEntrusted, keys.RecoveryRehearsed),
)
CREDENTIALS = Table(
    "people_credentials",
    Subject.OPERATOR,
    credential.Credentials,
    credential.fold_credentials,
    (access.CredentialEnrolled, access.CredentialRevoked),
)
REQUIRED = Table(
    "people_required",
    Subject.SITE,
    credential.Required,
    credential.fold_required,
    (access.FactorRequired,),
)
REFUSALS = Table(
    "people_refusals",
    Subject.OPERATOR,
    refusals.Refusals,
    refusals.fold_refusals,
    (access.RightRefused,),
)
LOOKS = Table(
    "people_looks",
    Subject.OPERATOR,
    looks.Looks,
    looks.fold_looks,
    (
        shared.PeopleSearched,
        shared.RecordOpened,
        access.FieldOpened,
        access.LookingVouched,
        access.LookingReviewed,
    ),
)
CANARY = Table(
    "people_canary",
    Subject.CANARY,
    canary.Canary,
    canary.fold_canary,
    (access.CanaryPlanted, access.CanaryChanged, access.CanaryWithdrawn),
)
SIGHTINGS = Table(
    "people_sightings",
    Subject.CANARY,
    canary.Sightings,
    canary.fold_sightings,
    (access.CanaryTouched, access.CanarySeen, access.CanaryAnswered),
)
RECIPIENT = Table(
    "people_recipient",
    Subject.RECIPIENT,
    leaving.Recipient,
    leaving.fold_recipient,
    (leaving.RecipientVerified, leaving.RecipientDropped),
)
EXPORT = Table(
    "people_export",
    Subject.EXPORT,
    leaving.Export,
    leaving.fold_export,
    (leaving.ExportLeft, leaving.ExportEnded),
)
RECORD = Table(
    "registry_person",
    Subject.PERSON,
    registry.Record,
    registry.fold_person,
    (
        registry_facts.PersonClaimed,
        registry_facts.PersonCorrected,
        registry_facts.NoteTaken,
        registry_facts.DocumentSeen,
        registry_facts.EligibilityDecided,
        registry_facts.PersonSearched,
        registry_facts.PersonRegistered,
        registry_facts.WristbandTied,
        registry_facts.NeedRecorded,
        registry_facts.ClaimWithdrawn,
        registry_facts.PersonUntraced,
        registry_facts.PersonHeardFrom,
        handling.ClaimTriaged,
        handling.ClaimTaken,
        handling.ClaimHandedBack,
        handling.ClaimReceipted,
        handling.ClaimAnswered,
    ),
)
JUDGED = Table(
    "matching_person",
    Subject.PERSON,
    matching.Judged,
    matching.fold_judged,
    (matching_facts.RecordsJudged, matching_facts.JudgementKept),
)
PARTY = Table(
    "registry_party",
    Subject.PARTY,
    registry.Party,
    registry.fold_party,
    (registry_facts.PartyProposed, registry_facts.PartyConfirmed, registry_facts.PartyReceived),
)
LIST = Table(
    "registry_list",
    Subject.LIST,
    registry.Intake,
    registry.fold_list,
    (registry_facts.ListReceived, registry_facts.ListTakenBack),
)
COLUMNS = Table(
    "registry_columns",
    Subject.LIST,
    registry.Columns,
    registry.fold_columns,
    (registry_facts.ColumnsConfirmed,),
)
RULE = Table(
    "registry_rule",
    Subject.RULE,
    registry.Rules,
    registry.fold_rule,
    (registry_facts.RuleAdopted,),
)
TRIAGE = Table(
    "registry_triage",
    Subject.RULE,
    registry.Triages,
    registry.fold_triage,
    (handling.TriageAdopted,),
)
PATIENCE = Table(
    "registry_patience",
    Subject.OPERATION,
    registry.Patience,
    registry.fold_patience,
    (handling.IntakeLimited,),
)
ARRANGEMENT = Table(
    "passage_arrangement",
    Subject.ARRANGEMENT,
    passage.Arrangement,
    passage.fold_arrangement,
    (
        passage_facts.ArrangementConsidered,
        passage_facts.ArrangementProposed,
        passage_facts.ArrangementAgreed,
        passage_facts.ArrangementUsed,
        passage_facts.ArrangementHonoured,
        passage_facts.ArrangementBreached,
        passage_facts.ArrangementSuspended,
        passage_facts.ArrangementResumed,
        passage_facts.ArrangementLapsed,
        passage_facts.DisclosureMade,
        passage_facts.PersonsNamed,
        passage_facts.DayKeyGiven,
    ),
)
CALLS = Table(
    "plan_party",
    Subject.PARTY,
    plan.Calls,
    plan.fold_calls,
    (
        plan_facts.PartyCalled,
        plan_facts.PartyCame,
        plan_facts.PartyDidNotCome,
        plan_facts.CallRecalled,
        plan_facts.RecallReached,
    ),
)
SEAT = Table(
    "plan_seat",
    Subject.PARTY,
    seats.Seat,
    seats.fold_seat,
    (
        plan_facts.PartySeated,
        plan_facts.PartyPermitted,
        plan_facts.PartyHeldBack,
        plan_facts.PartyLetGo,
        plan_facts.PartyReleased,
        plan_facts.PartyEscorted,
    ),
)
PLANNED = Table(
    "plan_operation",
    Subject.OPERATION,
    adopted.Planned,
    adopted.fold_planned,
    (
        plan_facts.PlanAdopted,
        plan_facts.WeightsSet,
        plan_facts.LimitsSet,
        plan_facts.PlannerAppointed,
    ),
)
EXPECTED = Table(
    "plan_place",
    Subject.PLACE,
    adopted.Expected,
    adopted.fold_expected,
    (plan_facts.GateExpected, plan_facts.QueueCounted),
)
GATE = Table(
    "gate_place",
    Subject.PLACE,
    gate.Gate,
    gate.fold_gate,
    (gate_facts.GateOpened, gate_facts.GateHeld, gate_facts.GateShut),
)
ISSUER = Table(
    "passes_issuer",
    Subject.ISSUER,
    passes.Issuer,
    passes.fold_issuer,
    (passes_facts.IssuerAppointed, passes_facts.QuotaGranted, passes_facts.IssuerDismissed),
)
PASS = Table(
    "passes_pass",
    Subject.PASS,
    passes.Pass,
    passes.fold_pass,
    (
        passes_facts.PassIssued,
        passes_facts.PassRevoked,
        passes_facts.PassHeld,
        passes_facts.PassFreed,
    ),
)
OUTER = Table(
    "passes_outer",
    Subject.PASS,
    passes.OuterPass,
    passes.fold_outer,
    (passes_facts.OuterIssued,),
)
BEARER = Table(
    "passes_party",
    Subject.PARTY,
    passes.Given,
    passes.fold_given,
    (passes_facts.PassGiven, passes_facts.WithholdingOverridden),
)
PAGES = Table(
    "passes_pages",
    Subject.PARTY,
    passes.Pages,
    passes.fold_pages,
    (
        passes_facts.FamilyPageGiven,
        passes_facts.RelativePageGiven,
        passes_facts.FamilyPageTakenBack,
    ),
)
SCANS = Table(
    "gate_pass",
    Subject.PASS,
    uses.Scans,
    uses.fold_scans,
    (
        outcomes.LetThrough,
        outcomes.HeadsRecounted,
        outcomes.Held,
        outcomes.TurnedBack,
        outcomes.SecondUseSettled,
    ),
)
ROAD = Table(
    "gate_checkpoint",
    Subject.PASS,
    uses.OnTheRoad,
    uses.fold_road,
    (outcomes.ShownAtCheckpoint,),
)
ENTRIES = Table(
    "gate_entries",
    Subject.PLACE,
    uses.Entries,
    uses.fold_entries,
    (outcomes.WalkedIn, outcomes.IslandsCounted),
)
LIFT = Table(
    "lift_lift",
    Subject.LIFT,
    lift.Lift,
    lift.fold_lift,
    (
        lift_facts.LiftOffered,
        lift_facts.ManifestFrozen,
        lift_facts.SoulsCounted,
        lift_facts.LiftDeparted,
        lift_facts.LastLiftDeparted,
        lift_facts.LiftCancelled,
        lift_facts.SoulsSettled,
    ),
)
PASSENGER = Table(
    "lift_person",
    Subject.PERSON,
    lift.Passenger,
    lift.fold_passenger,
    (
        lift_facts.PersonReady,
        lift_facts.Manifested,
        lift_facts.Boarded,
        lift_facts.Bumped,
        lift_facts.ConflictResolved,
    ),
)
GUEST = Table(
    "arrival_person",
    Subject.PERSON,
    arrival.Guest,
    arrival.fold_guest,
    (
        arrival_facts.Arrived,
        arrival_facts.FoundOnArrival,
        arrival_facts.FoundSettled,
        arrival_facts.Mustered,
        arrival_facts.HandedOver,
        arrival_facts.LeftOnOwnAccount,
    ),
)
SHEET = Table(
    "arrival_sheet",
    Subject.PRINT,
    arrival.Sheet,
    arrival.fold_sheet,
    (arrival_facts.SheetPrinted, arrival_facts.SheetTaken),
)
LANDED = Table(
    "arrival_lift",
    Subject.LIFT,
    arrival.Landed,
    arrival.fold_landed,
    (arrival_facts.LiftArrived,),
)
RECEIVING = Table(
    "arrival_place",
    Subject.PLACE,
    arrival.Receiving,
    arrival.fold_receiving,
    (arrival_facts.IntakeStopped, arrival_facts.IntakeResumed),
)
INCIDENT = Table(
    "incident_incident",
    Subject.INCIDENT,
    incident.Incident,
    incident.fold_incident,
    (
        incident_facts.IncidentReported,
        incident_facts.IncidentConfirmed,
        incident_facts.IncidentDismissed,
        incident_facts.IncidentClosed,
        incident_facts.WarningIssued,
        incident_facts.WarningLifted,
        incident_facts.StatementMade,
        incident_facts.CasualtiesReported,
    ),
)
DEATH = Table(
    "incident_person",
    Subject.PERSON,
    incident.Death,
    incident.fold_death,
    (incident_facts.DeathReported, incident_facts.PersonMissing, incident_facts.KinTold),
)
ITEM = Table(
    "closing_item",
    Subject.ITEM,
    closing.Item,
    closing.fold_item,
    (
        closing_facts.ItemInventoried,
        closing_facts.ItemAssigned,
        closing_facts.ItemDisposed,
        closing_facts.ExposedTold,
    ),
)
PRINT = Table(
    "closing_print",
    Subject.PRINT,
    closing.Print,
    closing.fold_print,
    (
        closing_facts.PrintRegistered,
        closing_facts.PrintReturned,
        closing_facts.PrintDestroyed,
        closing_facts.PrintLost,
    ),
)
LEFT = Table(
    "closing_person",
    Subject.PERSON,
    closing.Left,
    closing.fold_left,
    (closing_facts.LeftBehind, closing_facts.DocumentsDestroyed),
)
CLOSED_GATE = Table(
    "closing_place",
    Subject.PLACE,
    closing.Closed,
    closing.fold_closed,
    (closing_facts.GateClosed,),
)
CLOSED_SITE = Table(
    "closing_site",
    Subject.SITE,
    closing.Closed,
    closing.fold_closed,
    (closing_facts.SiteClosed, closing_facts.SiteReopened),
)
CLOSED_OPERATION = Table(
    "closing_operation",
    Subject.OPERATION,
    closing.Closed,
    closing.fold_closed,
    (closing_facts.OperationClosed, closing_facts.OperationReopened),
)
SERIES = Table(
    "figures_series",
    Subject.SERIES,
    figures.Series,
    figures.fold_series,
    (figures_facts.FigurePublished,),
)
ESTIMATE = Table(
    "figures_estimate",
    Subject.SERIES,
    figures.Estimate,
    figures.fold_estimate,
    (figures_facts.EstimateMade,),
)
GIVEN = Table(
    "figures_site",
    Subject.SITE,
    changes.GivenReports,
    changes.fold_given,
    (figures_facts.ReportGiven,),
)
KEPT = Table(
    "figures_person",
    Subject.PERSON,
    Kept,
    fold_kept,
    (figures_facts.AccountKept,),
)

TABLES = (
    SITE,
    PLACE,
    OPERATOR,
    MEMBER,
    DEVICE,
    DUTY,
    PLAIN,
    EPOCH,
    DESTROYED,
    FALL,
    RECOVERY,
    CREDENTIALS,
    REQUIRED,
    REFUSALS,
    LOOKS,
    CANARY,
    SIGHTINGS,
    RECIPIENT,
    EXPORT,
    RECORD,
    JUDGED,
    PARTY,
    LIST,
    COLUMNS,
    RULE,
    TRIAGE,
    PATIENCE,
    ARRANGEMENT,
    CALLS,
    SEAT,
    PLANNED,
    EXPECTED,
    ISSUER,
    PASS,
    OUTER,
    BEARER,
    PAGES,
    GATE,
    SCANS,
    ROAD,
    ENTRIES,
    LIFT,
    PASSENGER,
    GUEST,
    SHEET,
    LANDED,
    RECEIVING,
    INCIDENT,
    DEATH,
    ITEM,
    PRINT,
    LEFT,
    CLOSED_GATE,
    CLOSED_SITE,
    CLOSED_OPERATION,
    SERIES,
    ESTIMATE,
    GIVEN,
    KEPT,
)
PERSON_TABLES = tuple(table for table in TABLES if table.about is Subject.PERSON)

TABLE_OF: dict[type[Observation], Table] = {kind: table for table in TABLES for kind in table.kinds}
UNFOLDED: tuple[type[Observation], ...] = (
    shared.KeyShredded,
    shared.RecordsExported,
    access.SessionsEnded,
    access.CodeHanded,
    access.PinChosen,
    access.PinChanged,
    access.SignedIn,
    access.SignInBarred,
)
KINDS: tuple[type[Observation], ...] = (*TABLE_OF, *UNFOLDED)
READER = Reader(KINDS)

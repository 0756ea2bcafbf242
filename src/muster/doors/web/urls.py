"""Every address of the door. Ids in them, never names; each view says the right it needs."""

from django.urls import path

from muster.doors.web import (
    board,
    closing,
    delivery,
    disclosing,
    enrolment,
    gates,
    guide,
    happened,
    harm,
    lifts,
    modules,
    pairs,
    papers,
    people,
    road,
    scanning,
    served,
    shift,
    signing,
    situation,
    staff,
    tablets,
    timeline,
    typing,
)

handler400 = "muster.doors.web.answers.unusable"
handler403 = "muster.doors.web.answers.stale_form"
handler404 = "muster.doors.web.answers.nothing_here"
handler500 = "muster.doors.web.answers.bug"

urlpatterns = [
    path("", board.board, name="board"),
    path("board", board.board_live, name="board-live"),
    path("people", people.people, name="people"),
    path("people/pairs", pairs.pairs, name="pairs"),
    path("people/pairs/compare", pairs.compare, name="compare"),
    path("people/pairs/back", pairs.take_back, name="take-back"),
    path("person/<str:identity>", people.person, name="person"),
    path("party/<str:identity>", people.party, name="party"),
    path("lifts", lifts.lifts, name="lifts"),
    path("lift/<str:identity>", lifts.lift, name="lift"),
    path("report", situation.situation, name="report"),
    path("report/pdf", papers.as_pdf, name="report-pdf"),
    path("report/csv", papers.as_csv, name="report-csv"),
    path("timeline", timeline.timeline, name="timeline"),
    path("timeline/then", timeline.timeline_then, name="timeline-then"),
    path("closing", closing.overview, name="closing"),
    path("closing/people", closing.open_people, name="closing-people"),
    path("closing/item", closing.add_item, name="item-add"),
    path("closing/item/<str:identity>", closing.item, name="item"),
    path("closing/item/<str:identity>/exposed", closing.exposed, name="exposed"),
    path("closing/print", closing.add_print, name="print-add"),
    path("closing/print/<str:identity>", closing.sheet, name="print"),
    path("closing/gate/<str:identity>", closing.close_gate, name="close-gate"),
    path("closing/site", closing.close_site, name="close-site"),
    path("closing/operation", closing.close_operation, name="close-operation"),
    path("incidents", happened.all_incidents, name="incidents"),
    path("incidents/warn", happened.warn, name="warn"),
    path("incident/<str:identity>", happened.incident, name="incident"),
    *(
        path(f"incident/<str:identity>/{name}", happened.turn, {"name": name}, "incident-" + name)
        for name in happened.TURNS
    ),
    path("incidents/gates", gates.gates, name="gates"),
    *(
        path(f"incidents/gate/<str:identity>/{name}", gates.turn, {"name": name}, "gate-" + name)
        for name in gates.TURNS
    ),
    path("incidents/told", gates.outbox, name="outbox"),
    path("incidents/roll", harm.the_roll, name="roll"),
    path("arrangements", road.arrangements, name="arrangements"),
    path("arrangement/<str:identity>", road.arrangement, name="arrangement"),
    *(
        path(f"arrangement/<str:identity>/{name}", road.turn, {"name": name}, name="turn-" + name)
        for name in road.TURNS
    ),
    path("arrangement/<str:identity>/disclose", disclosing.disclose, name="disclose"),
    path("arrangement/<str:identity>/sheet", disclosing.sheet, name="sheet"),
    path("arrangement/<str:identity>/name", disclosing.name_people, name="name-people"),
    path("disclosures", disclosing.ledger, name="disclosures"),
    path("disclosures/report", disclosing.report, name="told"),
    path("operators", staff.roster, name="operators"),
    path("operators/<str:identity>/revoke", staff.revoke, name="revoke"),
    path("tablets", tablets.tablets, name="tablets"),
    path("tablets/welcome", tablets.welcome, name="welcome"),
    path("tablets/shift", tablets.plain_shift, name="plain-shift"),
    path("tablets/<str:identity>/approve", tablets.approve, name="approve"),
    path("tablets/<str:identity>/revoke", tablets.revoke_tablet, name="revoke-tablet"),
    path("enrol", enrolment.enrol, name="enrol"),
    path("enrol/certificate", enrolment.authority_file, name="authority"),
    path("enrol/worker.js", enrolment.worker, name="probe"),
    path("enrol/now", enrolment.present, name="now"),
    path("enrol/ask", enrolment.ask, name="ask"),
    path("enrol/asked/<str:identity>", enrolment.asked, name="asked"),
    path("shift", shift.shift, name="shift"),
    path("shift/code", shift.shift_code, name="shift-code"),
    path("shift/on", shift.on_shift, name="on-shift"),
    path("log", delivery.log, name="log"),
    path("scan/", scanning.scan, name="scan"),
    path("scan/keeper.js", scanning.keeper, name="scan-keeper"),
    path("scan/who", scanning.who, name="scan-who"),
    path("scan/start", scanning.start, name="scan-start"),
    path("scan/ask", scanning.ask, name="scan-ask"),
    path("scan/shift", scanning.shift, name="scan-shift"),
    path("scan/second", scanning.second, name="scan-second"),
    path("scan/typed", typing.typed, name="scan-typed"),
    path("scan/<str:tree_of>/<path:way>", modules.module, name="scan-module"),
    path("help", guide.guide, name="guide"),
    path("sign-in", signing.sign_in, name="sign-in"),
    path("sign-out", signing.sign_out, name="sign-out"),
    path("files/<str:file>", served.served, name="served"),
]

"""Every address of the door. Ids in them, never names; each view says the right it needs."""

from django.urls import path

from muster.doors.web import board, guide, lifts, people, served, signing, situation, staff

handler400 = "muster.doors.web.answers.unusable"
handler403 = "muster.doors.web.answers.stale_form"
handler404 = "muster.doors.web.answers.nothing_here"
handler500 = "muster.doors.web.answers.bug"

urlpatterns = [
    path("", board.board, name="board"),
    path("board", board.board_live, name="board-live"),
    path("people", people.people, name="people"),
    path("person/<str:identity>", people.person, name="person"),
    path("party/<str:identity>", people.party, name="party"),
    path("lifts", lifts.lifts, name="lifts"),
    path("lift/<str:identity>", lifts.lift, name="lift"),
    path("report", situation.situation, name="report"),
    path("operators", staff.roster, name="operators"),
    path("operators/<str:identity>/revoke", staff.revoke, name="revoke"),
    path("help", guide.guide, name="guide"),
    path("sign-in", signing.sign_in, name="sign-in"),
    path("sign-out", signing.sign_out, name="sign-out"),
    path("files/<str:file>", served.served, name="served"),
]

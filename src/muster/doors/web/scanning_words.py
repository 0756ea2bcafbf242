"""The reader's words on the scan page: what its script says, marked here for the catalogue.

The script gets them as one object with the page, so that a page that is kept on a tablet speaks on
without the site. What a verdict's reasons mean is said in ``journey.gate.sayings``.
"""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from muster.doors.web.reader import READER
from muster.journey.gate.sayings import EVERY

SIGNS = {
    "go": _("GO"),
    "check": _("CHECK"),
    "stop": _("STOP"),
    "cannot-check": _("CAN'T CHECK"),
    "read-again": _("READ AGAIN"),
    "ready": _("READY"),
}
LINES = {
    "ready": _("Show a pass to the camera, scan it, or type its code."),
    "go": _("Let them through."),
    "again": _("Already read just now."),
    "touch": _("Touch the verdict first."),
    "cannot": _("Ask the supervisor. Turn nobody back for this."),
    "people": _("{heads} of {souls} people"),
    "alone": _("other tablets not asked since {time}"),
    "apart": _("other sites not asked since {time}"),
    "first": _("Used at {time}, {post}, {gate}."),
    "when": _("Their window: {time}."),
    "to": _("Send them to {gate}."),
    "for": _("It is for {gate}."),
    "window": _("Their window: {from} to {until}."),
    "lane": _("Lane {lane}."),
    "before": _("Shown here at {time}."),
    "counted": _("{count} could not be checked in this shift."),
    "late": _("Let through at {time}, but used at {there} at {then}. Tell the supervisor."),
    "settled": _("Settled by a supervisor."),
}
REASONS = {
    "scan.broken": _("This tablet could not work it out."),
    "scan.no-clock": _("The clock was not set in this shift."),
    "scan.no-code": _("No code was found in the photo. Go nearer, hold still."),
    "scan.pin-wrong": _("Name and PIN do not fit."),
    "scan.pin-later": _("Only the site can check this PIN now. Wait until there is a link."),
    "site.not-allowed": _("This person may not settle at a gate."),
    "site.second-same": _("The supervisor must be another person than the guard."),
    "site.sign-in-refused": _("Name and PIN do not fit."),
    "site.sign-in-later": _("Too many failures. Wait a little."),
}
LINK = {
    "linked": _("linked"),
    "alone": _("alone"),
    "kept": _("kept here {count}"),
    "tray": _("{count} not taken by the site"),
    "refused": _("The site no longer takes this tablet. Call the supervisor."),
    "scuttled": _("The site is gone. This tablet keeps nothing. Give it to the site lead."),
}
TIERS = {
    "full": _("full"),
    "live": _("live"),
    "plain": _("plain"),
    "full-lacks": _("Nothing is lacking."),
    "live-lacks": _("While alone, do not reload this page: it would be lost."),
    "plain-lacks": _(
        "No camera stream, no reload while alone; others on this Wi-Fi could alter the page."
    ),
}
TICKS = {
    "secure": _("Secure connection"),
    "camera": _("Camera"),
    "sound": _("Sound"),
    "awake": _("Screen stays on"),
    "copy": _("Page kept for when there is no link"),
    "store": _("Verdicts are written to this tablet"),
    "check": _("Self-test: a good and a bad pass"),
    "battery": _("Battery"),
    "clock": _("Clock"),
    "yes": _("yes"),
    "no": _("no"),
    "unknown": _("not known"),
}
FAULTS = {
    "sign-in": _("Sign in first, as the guard of this shift."),
    "no-link": _("The site does not answer."),
    "self-test": _("The self-test failed. Do not scan with this tablet."),
    "waiting": _("{count} verdicts still wait here. End the shift where there is a link."),
    "over": _("The shift is over."),
    "camera": _("The camera does not start. Use photos, a scanner, or type the code."),
    "light": _("This camera has no light."),
    "reason": _("Say why."),
}


def words() -> dict[str, dict[str, str]]:
    """Return all of them in the reader's language, as the script takes them."""
    tables = {
        "signs": SIGNS,
        "lines": LINES,
        "reasons": REASONS,
        "link": LINK,
        "tiers": TIERS,
        "ticks": TICKS,
        "faults": FAULTS,
    }
    said = {name: {code: gettext(text) for code, text in it.items()} for name, it in tables.items()}
    said["reasons"] |= {code: one.said(READER) for code, one in EVERY.items()}
    return said

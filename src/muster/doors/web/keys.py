"""Passkeys at this door: for which name, from which addresses, and what a browser was asked (T23).

What is asked is drawn for each page and kept in the session until it is answered, once.
"""

from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from muster.doors.web.request import Request
from muster.ground.people.ids import OperatorId
from muster.site import authority
from muster.site.access import credentials
from muster.site.access.credentials import Ceremony
from muster.site.problems import KeyRefused, NoKeyHere

CHALLENGE = "challenge"


def domain(request: Request) -> str:
    """Return the name that passkeys are for, where this request came to it over https; or none."""
    asked = urlsplit(f"//{request.get_host()}").hostname or ""
    known = authority.held(request.door.site)
    here = known is not None and known.host == asked
    return asked if here and request.is_secure() and not request.plain else ""


def why_none(request: Request) -> str:
    """Return why there is no passkey here; nothing where there can be one."""
    if domain(request):
        return ""
    if not request.is_secure():
        return _("No security key over http: a browser offers it over https alone. Use a code.")
    return _("No security key at this address: open the one that ends in the site's name.")


def ask_new(request: Request) -> str:
    """Return what the browser is to make a passkey by; raise ``NoKeyHere``."""
    here = domain(request)
    if not here:
        raise NoKeyHere
    by = request.operator
    site = request.door.site
    options, challenge = credentials.begin_key(site, by, here, request.door.about.name)
    request.session[CHALLENGE] = challenge
    return options


def ask_proof(request: Request, operator: OperatorId) -> str:
    """Return what the browser is to sign with a passkey of ``operator``."""
    options, challenge = credentials.begin_proof(request.door.site, operator, domain(request))
    request.session[CHALLENGE] = challenge
    return options


def asked(request: Request) -> Ceremony:
    """Return what this session was asked, once; raise ``KeyRefused`` where it was nothing."""
    challenge, here = request.session.pop(CHALLENGE, b""), domain(request)
    if not challenge or not here:
        raise KeyRefused
    return Ceremony(challenge, here, (f"https://{request.get_host()}",))

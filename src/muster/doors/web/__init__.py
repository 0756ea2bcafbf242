"""The web door: Django as a front door, without a database.

A view turns a form into a command or question of the ``site``, and its outcome into a page; a
module and templates per post. ``serve`` serves a site until interrupted; ``serve_in_thread`` serves
it beside a drill that goes on writing; ``serve_family`` serves the page of those who wait, on a
machine that holds no site, and ``voice`` is what a card for them is printed in.
"""

from muster.doors.web.door import Retreat, Ways
from muster.doors.web.serving import (
    FAMILY_PORT,
    PORT,
    FamilyPage,
    is_this_machine,
    serve,
    serve_family,
    serve_handed,
    serve_in_thread,
    voice,
)
from muster.doors.web.tls import Tls

__all__ = [
    "FAMILY_PORT",
    "PORT",
    "FamilyPage",
    "Retreat",
    "Tls",
    "Ways",
    "is_this_machine",
    "serve",
    "serve_family",
    "serve_handed",
    "serve_in_thread",
    "voice",
]

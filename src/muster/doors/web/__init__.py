"""The web door: Django as a front door, without a database.

A view turns a form into a command or question of the ``site``, and its outcome into a page; a
module and templates per post. ``serve`` serves a site until interrupted; ``serve_in_thread`` serves
it beside a drill that goes on writing.
"""

from muster.doors.web.door import Ways
from muster.doors.web.serving import PLAIN_PORT, PORT, is_this_machine, serve, serve_in_thread
from muster.doors.web.tls import Tls

__all__ = ["PLAIN_PORT", "PORT", "Tls", "Ways", "is_this_machine", "serve", "serve_in_thread"]

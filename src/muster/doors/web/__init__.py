"""The web door: Django as a front door, without a database.

A view turns a form into a command or question of the ``site``, and its outcome into a page; a
module and templates per post. ``serve`` serves a site until interrupted; ``serve_in_thread`` serves
it beside a drill that goes on writing.
"""

from muster.doors.web.serving import PORT, Tls, serve, serve_in_thread

__all__ = ["PORT", "Tls", "serve", "serve_in_thread"]

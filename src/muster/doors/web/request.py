"""A request as our views get it: with the door it came through and the operator who sent it."""

from typing import cast

from django.core.handlers.asgi import ASGIRequest

from muster.doors.web.door import Door
from muster.site.rights import Operator

DOOR = "muster.door"
PLAIN = "muster.plain"


class Request(ASGIRequest):
    """``session`` and ``signed_in`` are set on the way in, by ``sessions`` and ``admission``."""

    signed_in: Operator | None = None

    @property
    def door(self) -> Door:
        """Return the door of the site that was asked."""
        return cast("Door", self.scope[DOOR])

    @property
    def plain(self) -> bool:
        """Return whether it came over http that others may read and alter."""
        return bool(self.scope[PLAIN])

    @property
    def operator(self) -> Operator:
        """Return who asks; only views that need a right may."""
        if self.signed_in is None:
            message = "nobody is signed in"
            raise RuntimeError(message)
        return self.signed_in

    @property
    def live(self) -> bool:
        """Return whether htmx asks, for a part of a page that is there already."""
        return self.headers.get("HX-Request") == "true"

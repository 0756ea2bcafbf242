"""The board beside a drill: served from the same process, open until somebody interrupts."""

import os
import secrets
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from muster.doors.cli.session import Session
from muster.doors.drill.crew import Crew
from muster.doors.web import serve_in_thread
from muster.site.site import Site

_PIN_DIGITS = 10


@contextmanager
def beside(
    session: Session, site: Site, port: int, *, open_browser: bool, again: bool = False
) -> Iterator[Crew]:
    """Serve the board for as long as the block runs; yield the crew, who can sign in there.

    All share one PIN, drawn anew and said once: their people are invented. ``again``: they have
    worked here before.
    """
    pin = f"{secrets.randbelow(10**_PIN_DIGITS):0{_PIN_DIGITS}}"
    crew = Crew.renewed(site, pin) if again else Crew.enrolled(site, pin)
    with serve_in_thread(site, port=port) as address:
        session.say(f"The board is at {address}")
        names = f"{crew.head.name}, {crew.planner.name} or {crew.registrar.name}"
        session.say(f"Sign in as {names}, PIN {pin}")
        if open_browser:
            _show(session, address)
        yield crew


def _show(session: Session, address: str) -> None:
    """Open a browser where there is a display: one in the terminal would hold up the drill."""
    if sys.platform == "darwin" or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY"))):
        webbrowser.open(address)
    else:
        session.note("There is no display here: open the address in a browser yourself.")


def stay(session: Session, words: str = "The drill is over") -> None:
    """Keep the board open until somebody interrupts."""
    session.note(f"{words}; the board stays open until Control and C.")
    try:
        Event().wait()
    except KeyboardInterrupt:
        session.note("Closed.")

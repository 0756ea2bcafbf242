"""The server that answers after a duress code, on the socket of the one that is gone.

Started by the watcher as ``python -I -m muster.doors.cli.training_site SOCKET``; what else it has
to know comes on standard input. It opens the training data and knows nothing of the site.
"""

import socket
import sys
from contextlib import suppress
from pathlib import Path

import msgspec

from muster.adapters.hardened import harden
from muster.doors.drill import training
from muster.doors.web import serve_handed
from muster.doors.web.binding import BOUND
from muster.doors.web.shelf import OPERATOR, Shelf
from muster.doors.web.yielding import Given
from muster.site import operators


def main() -> None:
    """Serve the training site until interrupted."""
    harden()
    given = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Given)
    listening = socket.socket(fileno=int(sys.argv[1]))
    with training.opened(Path(given.folder)) as site, suppress(KeyboardInterrupt):
        rows = operators.roster(site, site.lead)
        lead = next(row.id for row in rows if row.name == training.LEAD)
        sessions = Shelf()
        sessions.put(given.session, {OPERATOR: lead, BOUND: given.bound}, new=True)
        serve_handed(site, listening, sessions, (given.chain, given.key), given.names)


if __name__ == "__main__":
    main()

"""The family page on a machine without a site, as a test starts and ends it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from muster.doors.web import serving


@contextmanager
def served_family(file: Path) -> Iterator[str]:
    """Serve the answers in ``file`` for as long as the block runs; yield the address."""
    server = serving.family_server(file)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            message = "the family page did not open"
            raise RuntimeError(message)
    try:
        yield f"http://127.0.0.1:{server.port}/"
    finally:
        server.should_exit = True
        thread.join(5)

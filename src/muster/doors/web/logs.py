"""What the web door may say of an error: its kind and where it was, never what it held."""

import logging
import traceback
from pathlib import Path

from typing_extensions import override


class Terse(logging.Formatter):
    """Formats a record as ``django.request ERROR ValueError at stories.py:120 lifts.py:31``.

    The message and the error's own text are left out: either may quote what somebody typed or a
    value from a record.
    """

    @override
    def format(self, record: logging.LogRecord) -> str:
        """Return the one line that is written."""
        said = f"{record.name} {record.levelname}"
        if not record.exc_info or record.exc_info[0] is None:
            return said
        kind, _, trace = record.exc_info
        frames = traceback.extract_tb(trace)
        places = (f"{Path(one.filename).name}:{one.lineno}" for one in frames[-6:])
        return f"{said} {kind.__name__} at {' '.join(places)}"

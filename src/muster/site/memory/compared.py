"""What a site holds of records compared with each other: in memory, and gone with the process.

The matcher itself takes numpy, which most commands never need: the site knows it by this alone.
"""

from typing import Protocol


class Compared(Protocol):
    """All records beside each other."""

    def drop(self, person: bytes) -> None:
        """Let nothing be left of a record."""
        ...

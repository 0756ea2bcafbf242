"""What happens at the desk when people come in by messy lists: files, one taken back, comparing.

A file is what its sender wrote, byte for byte. Beside it goes what the site is never told: which
line is whose, and what the desk would read in a line that nobody else can.
"""

from msgspec import Struct

from muster.doors.drill.moves import Move, Number


class Entered(Struct, frozen=True, array_like=True, gc=False):
    """Whose row a line is. ``home`` is the row under which the drill goes on with the person."""

    line: int
    person: Number
    party: Number
    home: bool


class Reading(Struct, frozen=True, array_like=True):
    """How a person reads the list: what each column is for, dates, families; by names of formats.

    ``columns`` are (place from 0, target); ``order`` is empty where dates say it themselves.
    """

    columns: tuple[tuple[int, str], ...]
    order: str
    families: str


class FileReceived(Move, frozen=True, tag=True, array_like=True):
    """A file comes from a sender; ``again``: not for the first time.

    ``reading`` is none where the format names its fields. ``right`` gives for a line that cannot
    be read what should have stood there.
    """

    number: Number
    sender: str
    name: str
    content: bytes
    reading: Reading | None
    rows: tuple[Entered, ...]
    right: tuple[tuple[int, tuple[str, ...]], ...] = ()
    again: bool = False


class FileTakenBack(Move, frozen=True, tag=True, array_like=True, gc=False):
    """The sender of a file says that it should not have been sent."""

    number: Number
    words: str


class RecordsCompared(Move, frozen=True, tag=True, array_like=True):
    """All records are compared, and somebody looks at the pairs that the rule is unsure of.

    ``same`` are numbers that the drill gave to one person, the first of them first.
    """

    same: tuple[tuple[Number, Number], ...]


class OpenOnesTraced(Move, frozen=True, tag=True, array_like=True, gc=False):
    """Everybody whose record is still open is asked once more: some are long gone."""


BY_LISTS = (FileReceived, FileTakenBack, RecordsCompared, OpenOnesTraced)
"""Each of these is looked at as it is committed, and is a transaction of its own."""

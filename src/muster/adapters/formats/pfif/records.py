"""A PFIF file as records: persons and notes in the order of the file."""

import msgspec

Fields = dict[str, str]
"""The fields of one record by their names of 1.4, as written, blanks and all.

An empty element gives no field.
"""


class Records(msgspec.Struct, frozen=True, tag="records", array_like=True):
    """What a PFIF file says. A note inside a person carries that person's ``person_record_id``."""

    version: str
    persons: tuple[Fields, ...] = ()
    notes: tuple[Fields, ...] = ()
    sha256: bytes = b""

    @property
    def format(self) -> str:
        """The name of the format and its version."""
        return f"pfif {self.version}"

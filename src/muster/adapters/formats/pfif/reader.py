"""Read PFIF 1.1 to 1.4, and the namespace 1.5 as 1.4, into records.

Any document is read that holds elements of the namespace, feeds too. Document types, entities and
outside references are refused by the parser; depth, length and number are bounded; no tree is
built.
"""

from collections.abc import Iterator
from typing import Final, Protocol

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, XMLParser

from muster.adapters.formats.limits import Limits
from muster.adapters.formats.pfif.fields import (
    NAMESPACES,
    NOTE,
    PERSON,
    READ_AS,
    old_names,
    unwrapped,
)
from muster.adapters.formats.pfif.records import Fields, Records
from muster.adapters.formats.problems import (
    CellTooLong,
    MarkupDamaged,
    MarkupForbidden,
    MarkupTooDeep,
    PfifUnknown,
    TooManyRows,
)

_CHUNK: Final = 1 << 16
_DEEPEST: Final = 16
_PREFIX: Final = "{http://zesty.ca/pfif/"


class _Position(Protocol):
    """Tells the line that the parser has come to."""

    CurrentLineNumber: int


def read(content: bytes, limits: Limits) -> Records:
    """Return the records in ``content``.

    Raises:
        MarkupDamaged, MarkupForbidden, MarkupTooDeep, PfifUnknown: this is not PFIF.
        CellTooLong, TooManyRows: a limit is passed.
    """
    target = _Target(limits)
    parser = XMLParser(target=target, forbid_dtd=True)
    target.position = parser.parser
    try:
        for piece in _pieces(content):
            parser.feed(piece)
        parser.close()
    except DefusedXmlException:
        raise MarkupForbidden from None
    except (ParseError, ValueError, LookupError):
        raise MarkupDamaged(line=target.position.CurrentLineNumber) from None
    if not target.version:
        raise PfifUnknown
    return Records(target.version, tuple(target.persons), tuple(target.notes))


def _pieces(content: bytes) -> Iterator[bytes]:
    return (content[start : start + _CHUNK] for start in range(0, len(content), _CHUNK))


class _Target:
    """Receives the parser's events: where we are is the open person, note and field."""

    def __init__(self, limits: Limits) -> None:
        self.position: _Position
        self.limits = limits
        self.version = ""
        self.persons: list[Fields] = []
        self.notes: list[Fields] = []
        self._depth = 0
        self._names: dict[str, str] = {}
        self._person: Fields | None = None
        self._note: Fields | None = None
        self._own_notes: list[Fields] = []
        self._field = ""
        self._text: list[str] = []
        self._length = 0

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        """Enter an element."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise MarkupTooDeep(limit=_DEEPEST)
        local = self._local(tag)
        if local == "person":
            self._person = self._begin(self.persons)
            self._own_notes = []
        elif local == "note":
            self._note = self._begin(self.notes)
            self._own_notes.append(self._note)
        elif local and (self._person is not None or self._note is not None):
            self._field, self._text, self._length = local, [], 0

    def end(self, tag: str) -> None:
        """Leave an element."""
        self._depth -= 1
        local = self._local(tag)
        if local == "person" and self._person is not None:
            self._give_id(self._person.get("person_record_id", ""))
            self._person = None
        elif local == "note":
            self._note = None
        elif local and local == self._field:
            self._keep("".join(self._text))
            self._field = ""

    def data(self, text: str) -> None:
        """Take a piece of text."""
        if self._field:
            self._length += len(text)
            if self._length > self.limits.cell:
                line = self.position.CurrentLineNumber
                raise CellTooLong(line=line, limit=self.limits.cell)
            self._text.append(text)

    def close(self) -> None:
        """End; what was read stays in ``persons`` and ``notes``."""

    def _local(self, tag: str) -> str:
        """Return the element's name in PFIF, or nothing; the first one settles the version."""
        if not tag.startswith(_PREFIX):
            return ""
        found, _, local = tag[len(_PREFIX) :].partition("}")
        version = READ_AS.get(found, found)
        if version not in NAMESPACES:
            return ""
        if not self.version:
            self.version = version
            self._names = {old: new for new, old in old_names(version).items()}
        return local

    def _begin(self, records: list[Fields]) -> Fields:
        if len(self.persons) + len(self.notes) >= self.limits.rows:
            raise TooManyRows(limit=self.limits.rows)
        record: Fields = {}
        records.append(record)
        return record

    def _keep(self, text: str) -> None:
        record, known = (self._note, NOTE) if self._note is not None else (self._person, PERSON)
        name = self._names.get(self._field, self._field)
        if record is None or not text or name not in known["1.4"].split():
            return
        record[name] = unwrapped(text) if self._field == "other" else text

    def _give_id(self, person_record_id: str) -> None:
        for note in self._own_notes if person_record_id else ():
            note["person_record_id"] = person_record_id

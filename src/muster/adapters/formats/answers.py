"""What the cells of some rows say, target by target, and what was wrong with them.

Columns are read one by one; what several columns say of one thing is put together: documents by
group, phones and needs one after the other. Values that cannot be read are replaced by nothing and
noted.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import repeat
from typing import Any, Final

from muster.adapters.formats.claims import Code, Finding, Flagged, Rejected, Unread
from muster.adapters.formats.fields import Column
from muster.adapters.formats.papers import document
from muster.adapters.formats.tables import Mark, Rows
from muster.adapters.formats.targets import DOCUMENTS, MANY, Target
from muster.ground.people.document import Document, DocumentType

_MARKED: Final = {
    Mark.SWALLOWED: Code.ROW_SWALLOWED,
    Mark.CUT: Code.ROW_CUT,
    Mark.BROKEN: Code.ROW_BROKEN,
}
_TYPES: Final = frozenset(one.value for one in DocumentType)

Said = Any
"""What a column's reader returned; its type follows from the target (``fields``)."""


class Answers:
    """What a frame of rows says; positions count its rows that are not blank.

    ``columns`` are the cells, column by column; ``found`` holds the findings by position.
    """

    def __init__(self, chunk: Rows, width: int, readers: Sequence[Column]) -> None:
        filled = [at for at, cells in enumerate(chunk.cells) if cells]
        self.lines = [chunk.lines[at] for at in filled]
        self.found: defaultdict[int, list[Finding]] = defaultdict(list)
        self._said: dict[Target, list[Said]] = {}
        cells = [chunk.cells[at] for at in filled]
        self._note_marks(chunk, cells)
        self._even_out(cells, width)
        self._misshapen = frozenset(
            at
            for at, found in self.found.items()
            if any(isinstance(one, Rejected) for one in found)
        )
        self.columns = list(zip(*cells, strict=True)) or [()] * width
        self._read(readers)

    def has(self, target: Target) -> bool:
        """Tell whether a column says anything of ``target``."""
        return target in self._said

    def of(self, target: Target, neutral: Said) -> list[Said]:
        """Return what every row says of ``target``, or ``neutral`` for each if no column does."""
        return self._said.get(target) or [neutral] * len(self.lines)

    def _note_marks(self, chunk: Rows, cells: Sequence[Sequence[str]]) -> None:
        places = {line: at for at, line in enumerate(self.lines)} if chunk.marks else {}
        for line, mark in chunk.marks.items():
            if (at := places.get(line)) is None:
                continue
            length = sum(map(len, cells[at]))
            if mark in _MARKED:
                self.found[at].append(Rejected(line, 0, "", _MARKED[mark], length))
            else:
                self.found[at].append(Flagged(line, 0, "", Code.ROW_FORMULA, length))

    def _even_out(self, cells: Sequence[list[str]], width: int) -> None:
        for at, row in enumerate(cells):
            if len(row) < width:
                row.extend([""] * (width - len(row)))
            elif len(row) > width:
                if beyond := "".join(row[width:]).strip():
                    wide = Rejected(self.lines[at], width + 1, "", Code.ROW_TOO_WIDE, len(beyond))
                    self.found[at].append(wide)
                del row[width:]

    def _read(self, readers: Sequence[Column]) -> None:
        papers: defaultdict[str, dict[Target, list[Said]]] = defaultdict(dict)
        for reader in readers:
            target = reader.mapped.target
            values = self._values(reader)
            if target in DOCUMENTS:
                papers[reader.mapped.group][target] = values
            elif target in MANY and target in self._said:
                before = self._said[target]
                self._said[target] = [one + two for one, two in zip(before, values, strict=True)]
            else:
                self._said[target] = values
        documents = [self._put_together(group, parts) for group, parts in papers.items()]
        if documents:
            self._said[Target.DOCUMENT_TYPE] = _by_row(documents)

    def _values(self, reader: Column) -> list[Said]:
        mapped, cells = reader.mapped, self.columns[reader.mapped.column]
        values = reader.read(cells)
        if reader.fails:
            for at, value in enumerate(values):
                if isinstance(value, Unread):
                    values[at] = value.rest or reader.neutral
                    if at in self._misshapen:  # its cells are not where they belong
                        continue
                    kind = Rejected if value.fatal else Flagged
                    place = (self.lines[at], mapped.column + 1, mapped.target.value)
                    self.found[at].append(kind(*place, value.code, len(cells[at])))
        return values

    def _put_together(self, group: str, parts: dict[Target, list[Said]]) -> list[Document | None]:
        count = len(self.lines)
        numbers = parts.get(Target.DOCUMENT_NUMBER) or [None] * count
        if group in _TYPES:
            kind = DocumentType(group)
            kinds = [None if number is None else kind for number in numbers]
        else:
            kinds = parts.get(Target.DOCUMENT_TYPE) or [None] * count
        states = parts.get(Target.DOCUMENT_STATE) or repeat("")
        expiries = parts.get(Target.DOCUMENT_EXPIRY) or repeat("")
        made = list(map(document, kinds, numbers, states, expiries))
        documents: list[Document | None] = []
        for at, one in enumerate(made):
            if isinstance(one, Unread):
                self._note(at, one)
                documents.append(None)
            else:
                documents.append(one)
        return documents

    def _note(self, at: int, unread: Unread) -> None:
        """Note that a document could not be put together, unless its type is noted already."""
        if not any(one.code is Code.DOCUMENT_TYPE_UNKNOWN for one in self.found[at]):
            field = Target.DOCUMENT_TYPE.value
            self.found[at].append(Flagged(self.lines[at], 0, field, unread.code, 0))


def _by_row(groups: Sequence[Sequence[Document | None]]) -> list[Said]:
    """Return every row's documents, of which each group has one or none."""
    if len(groups) == 1:
        return [() if one is None else (one,) for one in groups[0]]
    return list(map(_distinct, zip(*groups, strict=True)))


def _distinct(row: tuple[Document | None, ...]) -> tuple[Document, ...]:
    """Return a row's documents, without those that a numbered one of their type says better."""
    documents = tuple(one for one in row if one is not None)
    numbered = {one.type for one in documents if one.number}
    return tuple(one for one in documents if one.number or one.type not in numbered)

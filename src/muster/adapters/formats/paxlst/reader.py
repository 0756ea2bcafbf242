"""Read a file of passenger lists: its envelope here, what a list says in ``message``.

Messages that are no passenger lists are passed over and said; what a counter says wrongly is said
and not believed. A traveller without a name stays on the list, so that the count is true; one whose
segments cannot all be read is marked.
"""

import re
from collections import Counter
from collections.abc import Callable
from typing import Final

from muster.adapters.formats.limits import Limits
from muster.adapters.formats.paxlst import edifact
from muster.adapters.formats.paxlst.edifact import Segment
from muster.adapters.formats.paxlst.lists import Head, Notice, Odd, PassengerLists
from muster.adapters.formats.paxlst.message import Message, number_in
from muster.adapters.formats.problems import FileBinary, PaxlstUnknown

_PAXLST: Final = "PAXLST"
_LAST: Final = "UNZ"
_GOES_ON: Final = re.compile(r"\s*UN[AB][^0-9A-Za-z]")
_MOST_NOTICES: Final = 100


def read(content: bytes, limits: Limits) -> PassengerLists:
    """Return the passenger lists in ``content``.

    Raises:
        EdifactSigns, PaxlstUnknown, FileBinary: this is no passenger list.
        CellTooLong, TooManyRows: a limit is passed.
    """
    text = edifact.decoded(content)
    if (position := text.find("\x00")) >= 0:
        raise FileBinary(position=position)
    envelope, at = _Envelope(limits), 0
    while (at := _interchange(text, at, envelope, limits)) < len(text):
        if not _GOES_ON.match(text, at):
            break
    return envelope.done(after_end=len(text[at:].strip()))


def _interchange(text: str, start: int, envelope: "_Envelope", limits: Limits) -> int:
    """Take the segments of one interchange; return where it ends."""
    for segment, end in edifact.segments(text, limits, start):
        envelope.take(segment)
        if segment.tag == _LAST:
            return end
    return len(text)


class _Envelope:
    """What stands around the messages, and what is odd about it."""

    def __init__(self, limits: Limits) -> None:
        self._message = Message(limits)
        self._notices: list[Notice] = []
        self._odd: Counter[Odd] = Counter()
        self._route = ("", "", "")  # sender, recipient, when it was prepared
        self._groups = self._messages = self._in_group = 0
        self._counted = 0  # segments of the open message
        self._reference = self._group = self._interchange = ""
        self._open = self._ours = self._ends_missing = False
        self._takers: dict[str, Callable[[Segment], None]] = {
            "UNB": self._interchange_begins, "UNG": self._group_begins, "UNH": self._begins,
            "UNT": self._ends, "UNE": self._group_ends, _LAST: self._interchange_ends,
        }  # fmt: skip

    def take(self, segment: Segment) -> None:
        """Take the next segment."""
        self._counted += 1
        if taker := self._takers.get(segment.tag):
            taker(segment)
        elif not segment.tag:
            self._odd[Odd.BROKEN] += 1
            if self._ours:
                self._message.break_off()
        elif self._ours:
            self._message.take(segment)

    def done(self, after_end: int) -> PassengerLists:
        """Return what was read; raise ``PaxlstUnknown`` where no message was a passenger list."""
        said = self._message
        if not said.heads:
            raise PaxlstUnknown(found=self._odd[Odd.OTHER_MESSAGE])
        self._cut_off()
        if self._ends_missing:
            self._note(Odd.CUT)
        nameless = sum(not (one.surname or any(one.given)) for one in said.travellers)
        counts = {**self._odd, Odd.AFTER_END: after_end, Odd.NAMELESS: nameless}
        for code, count in counts.items():
            if count:
                self._note(code, 0, count)
        return PassengerLists(
            tuple(said.heads), tuple(said.transports), tuple(said.travellers), tuple(self._notices)
        )

    def _note(self, code: Odd, expected: int = 0, found: int = 0) -> None:
        if len(self._notices) < _MOST_NOTICES:
            self._notices.append(Notice(code, expected, found))

    def _interchange_begins(self, segment: Segment) -> None:
        self._groups = self._messages = 0
        self._ends_missing = True
        prepared = " ".join(filter(None, segment.parts(3)))
        self._route = (segment.text(1), segment.text(2), prepared)
        self._interchange = segment.text(4)

    def _group_begins(self, segment: Segment) -> None:
        self._groups += 1
        self._in_group = 0
        self._group = segment.text(4)

    def _begins(self, segment: Segment) -> None:
        self._cut_off()
        kind, *version = (*segment.parts(1), "", "", "")
        self._open, self._ours = True, str(kind) == _PAXLST
        self._messages += 1
        self._in_group += 1
        self._counted, self._reference = 1, segment.text(0)
        if self._ours:
            said = ".".join(filter(None, version[:2]))
            self._message.begin(Head(said, self._reference, "", *self._route))
        else:
            self._odd[Odd.OTHER_MESSAGE] += 1

    def _cut_off(self) -> None:
        """Note where a message has no end: its last traveller may not be whole."""
        if self._open:
            self._note(Odd.CUT)
            self._ends_missing = False
        if self._open and self._ours:
            self._message.break_off()
        self._open = self._ours = False

    def _ends(self, segment: Segment) -> None:
        if not self._open:
            return
        self._check(Odd.SEGMENTS, segment.text(0), self._counted)
        self._check_reference(segment.text(1), self._reference)
        for kind, expected in self._message.expected.items() if self._ours else ():
            found = self._message.counted(kind)
            if found is not None and found != expected:
                self._note(Odd.TRAVELLERS, expected, found)
        self._open = self._ours = False

    def _group_ends(self, segment: Segment) -> None:
        self._check(Odd.MESSAGES, segment.text(0), self._in_group)
        self._check_reference(segment.text(1), self._group)

    def _interchange_ends(self, segment: Segment) -> None:
        self._ends_missing = False
        self._check(Odd.MESSAGES, segment.text(0), self._groups or self._messages)
        self._check_reference(segment.text(1), self._interchange)

    def _check(self, code: Odd, said: str, found: int) -> None:
        expected = number_in(said)
        if expected != found:
            self._note(code, expected, found)

    def _check_reference(self, said: str, began: str) -> None:
        if said != began:
            self._note(Odd.REFERENCE)

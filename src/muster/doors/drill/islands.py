"""Posts of one gate that hear nothing of each other: laptops of their own, until they meet.

Each is a site of the operation that was told the gates' record when they parted, and nothing since.
When they meet, what it saw comes to the drill's site as any writer's log does. It lives in a
temporary directory, encrypted under a phrase that nobody knows, and is gone afterwards.
"""

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from muster.adapters.store import LogRow, WrapRow
from muster.ground.people.ids import PlaceId, spell
from muster.ground.record.compartment import Compartment
from muster.ground.secrecy.slot import TRAINING
from muster.site.accept import accept
from muster.site.gatepost import Gatepost, take_post
from muster.site.opening import Setup, join
from muster.site.site import Site

_TOLD = (Compartment.PUBLIC.value, Compartment.GATES.value)
_SEEN = (Compartment.GATES.value,)


class Island:
    """One laptop at a gate, from when it was cut off until it meets the drill's site again."""

    def __init__(self, founder: Site, gate: PlaceId, name: str) -> None:
        self._founder = founder
        self._open = ExitStack()
        folder = self._open.enter_context(TemporaryDirectory(prefix="muster-drill-"))
        said = founder.state
        setup = Setup(
            name=name,
            cost=TRAINING,
            operation=said.operation,
            day_ends=said.day_ends,
            training=True,
            base=said.base,
        )
        self._site = self._open.enter_context(
            join(
                founder,
                founder.lead,
                Path(folder) / "site",
                spell(founder.new_id()),
                setup,
                clock=founder.clock,
                source=founder.entropy.draw,
            )
        )
        _tell(founder, self._site, _TOLD)
        since = founder.now().latest
        self.post: Gatepost = take_post(self._site, self._site.lead, gate, name, alone_since=since)
        self._shift = ExitStack()
        self._shift.enter_context(self._site.batch())

    def meet(self) -> Self:
        """Tell the founder all that was seen here."""
        self._shift.close()
        _tell(self._site, self._founder, _SEEN)
        return self

    def close(self) -> None:
        """Remove the laptop."""
        self._shift.close()
        self._open.close()


def _tell(sender: Site, receiver: Site, compartments: tuple[str, ...]) -> None:
    """Let ``receiver`` take in what ``sender`` itself put on record of some compartments."""
    with sender.store.reader() as reader:
        wraps: list[WrapRow] = list(reader.wraps())
        logs: list[LogRow] = [
            log
            for log in reader.logs()
            if log.certificate == sender.keys.certificate and log.compartment in compartments
        ]
        told = [(log, [row.data for row in reader.segments(log.number)]) for log in logs]
    for log, data in told:
        its = [one for one in wraps if one.compartment == log.compartment]
        accept(receiver, receiver.lead, log.certificate, log.compartment, data, its)

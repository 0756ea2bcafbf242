"""Posts of one gate that hear nothing of each other: laptops of their own, until they meet.

Each is a site of the operation that was told the gates' record when they parted, and nothing since.
When they meet, what it saw comes to the drill's site as any writer's log does. It lives in a
temporary directory, encrypted under a phrase that nobody knows, and is gone afterwards.
"""

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from muster.ground.people.ids import PlaceId, spell
from muster.ground.record.compartment import Compartment
from muster.ground.secrecy.slot import TRAINING
from muster.site.exchange.meeting import tell
from muster.site.gate.gatepost import Gatepost, take_post
from muster.site.opening import Setup, join
from muster.site.site import Site

_TOLD = (Compartment.PUBLIC, Compartment.GATES)
_SEEN = (Compartment.GATES,)


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
        tell(founder, founder.lead, self._site, _TOLD)
        since = founder.now().latest
        self.post: Gatepost = take_post(self._site, self._site.lead, gate, name, alone_since=since)
        self._shift = ExitStack()
        self._shift.enter_context(self._site.batch())

    def meet(self) -> Self:
        """Tell the founder all that was seen here."""
        self._shift.close()
        tell(self._site, self._site.lead, self._founder, _SEEN)
        return self

    def close(self) -> None:
        """Remove the laptop."""
        self._shift.close()
        self._open.close()

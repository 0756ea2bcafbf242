"""Posts of one gate that hear nothing of each other: laptops of their own, until they meet.

Each is a site of the operation that was told the gates' record when they parted, and nothing since.
When they meet, what it saw comes to the gate's site in a whole session. It lives in a temporary
directory, encrypted under a phrase that nobody knows, and is gone afterwards.
"""

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from muster.doors.drill import gate_moves
from muster.doors.drill.moves import Move
from muster.ground.people.ids import DeviceId, PlaceId, spell
from muster.ground.record.certificate import read_writer
from muster.ground.record.compartment import Compartment
from muster.ground.secrecy.slot import TRAINING
from muster.site.exchange import exchanging, revoking
from muster.site.gate.gatepost import Gatepost, take_post
from muster.site.opening import Setup, join
from muster.site.rights import Operator
from muster.site.site import Site

_SEEN = (Compartment.GATES,)


class Island:
    """One laptop at a gate, from when it was cut off until it meets the drill's site again."""

    def __init__(self, founder: Site, home: Site, gate: PlaceId, named: tuple[str, str]) -> None:
        """Cut ``named`` off, its post and the gate it stands at, which together name its site."""
        self._home = home
        self._open = ExitStack()
        folder = self._open.enter_context(TemporaryDirectory(prefix="muster-drill-"))
        said = founder.state
        setup = Setup(
            name=" at ".join(named),
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
                compartments=_SEEN,
                clock=home.clock,
                source=founder.entropy.draw,
            )
        )
        if home is not founder:
            exchanging.meet(founder, founder.lead, home)
        exchanging.meet(home, home.lead, self._site)
        self.post: Gatepost = take_post(self._site, self._site.lead, gate, named[0])
        self._shift = ExitStack()
        self._shift.enter_context(self._site.batch())

    def meet(self) -> Self:
        """Tell the gate's site all that was seen here."""
        self._shift.close()
        exchanging.meet(self._site, self._site.lead, self._home)
        return self

    def put_away(self, by: Operator, second: Operator) -> None:
        """Let the gate's site trust it no more: what it told counts, and nobody waits for more."""
        writer = DeviceId(read_writer(self._site.keys.certificate).writer)
        revoking.revoke(self._home, by, second, writer, "put away")
        self.close()

    def close(self) -> None:
        """Remove the laptop."""
        self._shift.close()
        self._open.close()


def alone(move: Move) -> bool:
    """Say whether ``move`` lets sites meet, so that nothing of a batch may be open."""
    return isinstance(move, gate_moves.PostsApart | gate_moves.PostsLinked)

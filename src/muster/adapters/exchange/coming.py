"""What comes in bulk waits a little, so that many parts are taken in one transaction."""

from collections.abc import Callable, Collection

from muster.adapters.exchange.frames import Bulk, Keys
from muster.adapters.exchange.record import Record


class Coming:
    """Parts that came and were not taken yet: as many as the record takes in one transaction.

    Where it works ahead, twice as many.
    """

    def __init__(self, record: Record, take: Callable[[list[Bulk]], None]) -> None:
        self._record = record
        self._take = take
        self._come: list[Bulk] = []

    def came(self, part: Bulk) -> None:
        """Let one part wait, and take what has waited long enough."""
        self._come.append(part)
        most = self._record.room()
        if len(self._come) >= (2 * most if self._record.ahead(part) else most):
            self._take_some()

    def rest(self) -> None:
        """Take all that waits."""
        while self._come:
            self._take_some()

    def leave(self) -> None:
        """Take all that waits and let go of what helped: no more comes."""
        try:
            self.rest()
        finally:
            self._record.leave()

    def _take_some(self) -> None:
        most = self._record.room()
        come, self._come = self._come[:most], self._come[most:]
        self._take(come)


def without(refused: Collection[bytes], come: list[Bulk]) -> list[Bulk]:
    """Return what ``come`` brings of other logs than those that were ``refused``."""
    return [one for one in come if isinstance(one, Keys) or one.log not in refused]

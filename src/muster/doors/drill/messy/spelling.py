"""One name, many spellings: what else officials write for it, and how it is written at home."""

from collections.abc import Iterable

from msgspec import Struct

from muster.doors.drill.names import Spelled, name_set
from muster.doors.drill.seed import Stream
from muster.ground.people.name import Name


class Words(Struct, frozen=True):
    """The words of one name in both scripts: given, family, father's. Native ones may be empty."""

    given: str
    family: str
    father: str
    native_given: str
    native_family: str
    native_father: str


class Spellings:
    """The spellings of one set of names."""

    def __init__(self, identity: str) -> None:
        names = name_set(identity)
        self._people = _index((*names.male, *names.female))
        self._families = _index(names.family)

    def words(self, name: Name, chance: Stream) -> Words:
        """Return a name as another official writes it: each part in any of its spellings."""
        native = name.other[0] if name.other else ""
        family = _of(self._families, name.family, native)
        given = _of(self._people, name.given, native)
        father = _of(self._people, name.father, "")
        return Words(
            _any(given, name.given, chance),
            _any(family, name.family, chance),
            _any(father, name.father, chance),
            given.native if given else "",
            family.native if family else "",
            father.native if father else "",
        )


def _index(spelled: Iterable[Spelled]) -> dict[str, list[Spelled]]:
    found: dict[str, list[Spelled]] = {}
    for one in spelled:
        for latin in one.latin:
            found.setdefault(latin, []).append(one)
    return found


def _of(known: dict[str, list[Spelled]], latin: str, native: str) -> Spelled | None:
    """Return the name that is written ``latin`` here, the one in ``native`` where several are."""
    found = known.get(latin, [])
    return next((one for one in found if one.native in native), found[0] if found else None)


def _any(spelled: Spelled | None, latin: str, chance: Stream) -> str:
    return chance.choice(spelled.latin) if spelled else latin

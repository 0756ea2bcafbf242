"""Parcels between the sites of a fleet, carried by hand."""

from pathlib import Path

from muster.ground.people.ids import spell
from muster.site.exchange import letterboxes, sticks
from muster.site.exchange.sticks import Emptied, Read, Written
from tests.exchange.fleet import Fleet


class Stick:
    """A folder that sites of a fleet write to and read from."""

    def __init__(self, fleet: Fleet, folder: Path) -> None:
        self.fleet = fleet
        self.folder = folder
        folder.mkdir()
        for one in fleet.sites:
            for other in fleet.sites:
                if one is not other:
                    raw = letterboxes.own(other, other.lead)
                    letterboxes.taken(one, one.lead, raw)

    def write(self, sender: int, receiver: int) -> Written:
        """Write a parcel of one site for another."""
        site = self.fleet.sites[sender]
        named = spell(self.fleet.sites[receiver].keys.site)
        return sticks.write(site, site.lead, letterboxes.find(site, site.lead, named), self.folder)

    def read(self, receiver: int, *, answer: bool = False) -> Emptied:
        """Let a site read the folder."""
        site = self.fleet.sites[receiver]
        return sticks.read(site, site.lead, self.folder, answer=answer)

    def only(self, receiver: int) -> Read:
        """Let a site read the folder, in which there is one parcel."""
        (found,) = self.read(receiver).parcels
        return found

    def lying(self) -> list[Path]:
        """Return the parcels that lie there."""
        return sorted(self.folder.glob("*.parcel"))

    def empty(self) -> None:
        """Take everything off."""
        for one in self.lying():
            one.unlink()

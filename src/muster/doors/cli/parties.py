"""Parties and people as the command line names them: by ids, of which a beginning is enough."""

from collections.abc import Iterable

from muster.doors.cli.problems import NotParty, NotPerson
from muster.ground.people.ids import PartyId, PersonId
from muster.site.registry import stories
from muster.site.site import Site


def meant(site: Site, texts: Iterable[str]) -> list[PartyId]:
    """Return the parties of these ids, each once; raise ``NotParty``, ``site.*``, ``people.*``."""
    found: dict[PartyId, None] = {}
    for text in texts:
        kind, identity = stories.lookup(site, site.lead, text)
        if kind != "party":
            raise NotParty(found=kind)
        found[PartyId(identity)] = None
    return list(found)


def people(site: Site, texts: Iterable[str]) -> list[PersonId]:
    """Return the people of these ids, each once; raise ``NotPerson``, ``site.*``, ``people.*``."""
    found: dict[PersonId, None] = {}
    for text in texts:
        kind, identity = stories.lookup(site, site.lead, text)
        if kind != "person":
            raise NotPerson(found=kind)
        found[PersonId(identity)] = None
    return list(found)

"""Put people on a lift, in a process of its own that ends with what it knew."""

import sys
from pathlib import Path

from muster.adapters.hardened import harden
from muster.ground.people.ids import PersonId
from muster.ground.people.place import PlaceRole
from muster.site import command
from muster.site.lift import ramp
from muster.site.opening import open_site
from muster.site.record.kinds import RECORD

ON_IT = 30


def main() -> None:
    """Offer a lift of the site in the first argument; the second is its passphrase's file."""
    harden()
    folder, secret = map(Path, sys.argv[1:])
    with open_site(folder, secret.read_text("utf-8").strip()) as site:
        by = site.lead
        origin = command.name_place(site, by, "Example airport", PlaceRole.ORIGIN)
        base = command.name_place(site, by, "Example base", PlaceRole.STAGING)
        with site.view() as view:
            people = [PersonId(one) for one, _ in view.scan(RECORD)][:ON_IT]
        lift = ramp.offer(
            site, by, name="EXAMPLE 1", craft="C-17", origin=origin, destination=base, seats=100
        )
        ramp.manifest(site, by, lift, people)


if __name__ == "__main__":
    main()
